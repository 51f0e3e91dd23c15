"""Circles: made and changed, their rules, and when their rounds come."""
