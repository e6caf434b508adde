"""A replay from the command line: its input, its page, its documents."""
