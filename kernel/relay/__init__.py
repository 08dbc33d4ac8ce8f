"""Sends what was sealed: one active relay per service, confirmed by the broker, repeated on any doubt."""
