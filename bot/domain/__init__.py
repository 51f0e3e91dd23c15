"""Kith's subject, pure and synchronous: communities, members, circles, rounds, plans and challenges."""
