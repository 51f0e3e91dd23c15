"""Places: the areas and spots of a community, by one or by the dozen, and the towns behind their names."""
