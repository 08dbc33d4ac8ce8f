"""Tests: sentences about what the house promises, on the real servers."""
