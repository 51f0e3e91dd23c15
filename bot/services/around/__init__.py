"""Around a meeting: still on, late, how to find each other, and when somebody is not there."""
