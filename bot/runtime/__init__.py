"""What makes the core run: binding, dispatching, menus, the scheduler, the outbox, and the app that holds them."""
