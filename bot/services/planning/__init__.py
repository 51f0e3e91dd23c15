"""What a group is offered: when, where, and what is worth knowing about that day."""
