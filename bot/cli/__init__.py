"""The command line: one module a command. Everything heavy is imported when its command runs, not before."""
