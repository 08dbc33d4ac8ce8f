"""Measurements: how fast the house is, beside others doing the same work on the same machine."""
