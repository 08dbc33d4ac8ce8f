"""Tests: unit, registry."""
