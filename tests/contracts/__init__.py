"""What was promised to others: the bytes of events, their schemas, the golden files that pin them."""
