"""Reporting: figures from what other services tell, campaigns, agency reports, the annual report.

It owns the figures; it never asks another service, it follows them.
"""
