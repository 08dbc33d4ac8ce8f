"""The sample year: what the generator makes and how the loader brings it in."""
