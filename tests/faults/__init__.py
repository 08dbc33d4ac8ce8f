"""Faults as tests: real processes and servers, broken on purpose, and what must still hold."""
