"""The web kernel and the frame by themselves, without a server."""
