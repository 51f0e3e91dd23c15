"""Open tables: set up by organisers, hosted by members, and kept in step with the clock at their spot."""
