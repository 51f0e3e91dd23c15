"""Kith's core: everything the bot decides and says, and nothing about where it says it."""
