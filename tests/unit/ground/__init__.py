"""Tests: unit, ground."""
