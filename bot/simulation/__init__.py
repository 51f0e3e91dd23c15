"""Try settings on a pretend community, or on an exported one: pure, repeatable, nothing is stored or posted."""
