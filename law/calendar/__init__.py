"""Which days are worked in Việt Nam, what decided so, and since when it has been known."""
