"""The tests: one folder per kind, each with its own needs."""
