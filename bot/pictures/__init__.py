"""Pictures: facts and finished words in, a PNG out. Pure; no display, no fonts of the machine, no network."""
