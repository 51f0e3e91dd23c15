"""Each adapter knows one outside thing and only the core's ports."""
