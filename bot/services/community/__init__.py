"""A community: set up, at home in its rooms and servers, and told what went wrong."""
