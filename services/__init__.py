"""The people's rooms: one folder per service, all with the same rooms."""
