"""The shelf: the library of one community, its packs, and what members suggest for it."""
