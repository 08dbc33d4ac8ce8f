"""The rules and the documents of reporting."""
