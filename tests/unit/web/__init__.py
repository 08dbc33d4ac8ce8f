"""Tests: unit, web."""
