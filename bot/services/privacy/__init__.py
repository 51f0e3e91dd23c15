"""What people can ask of whatever is stored about them, and what goes by itself."""
