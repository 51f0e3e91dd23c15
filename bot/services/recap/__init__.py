"""The recap: a season told in counts, what of it stands for good, and sharing it once."""
