"""The rules of reception, alone."""
