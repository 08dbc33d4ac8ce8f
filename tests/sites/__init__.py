"""Several sites on one machine, and what can happen to the line between them."""
