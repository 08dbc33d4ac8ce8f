"""Papers, whatever is written into them."""
