"""What the command line runs, one module a command, each loaded only when it is asked for."""
