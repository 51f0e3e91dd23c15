"""What protects people: who stays apart, and what follows from it."""
