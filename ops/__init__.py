"""Set-up, running, testing and checking: what the Makefile calls."""
