"""Rules and machinery by themselves, without a server."""
