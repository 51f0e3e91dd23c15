"""Around a meeting: still on, late, how to find each other, nobody there, check-ins, and a next date of the same people."""
