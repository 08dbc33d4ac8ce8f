"""The `danvan` command."""
