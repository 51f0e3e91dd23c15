"""Planning: what a group is offered, when and where, how its taps become a plan, and how that moves."""
