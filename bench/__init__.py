"""Measurements: ratios against peers and against the limit, in the same run."""
