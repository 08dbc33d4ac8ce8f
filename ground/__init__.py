"""The ground: what every service keeps of the registry, in its own database, and does by it.

Who exists when, which law is in force, and how open things go to another agency after a reorganisation.
"""
