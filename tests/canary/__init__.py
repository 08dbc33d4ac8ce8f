"""Canaries: unique words in every restricted field, a day lived, and everything searched for them."""
