"""Seats: who takes one no longer, by their own word, by silence or because they left, and what becomes of the rest."""
