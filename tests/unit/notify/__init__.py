"""Tests of notify's rules."""
