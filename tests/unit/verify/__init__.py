"""The independent recount: its counters, its readers of the report's files, its comparison."""
