"""The rules of reporting, tried on plain values."""
