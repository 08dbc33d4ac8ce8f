"""The loader: brings the sample year in through the portal, day by day, and keeps a ledger of it."""

from demo.load.loading import Loading, load

__all__ = ["Loading", "load"]
