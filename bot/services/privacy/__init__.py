"""What is stored, for how long, and how people get to see it and get rid of it."""
