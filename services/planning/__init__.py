"""Planning: annual plans and tasks, "Dân vận khéo" models, dissemination, training, media, public-service ethics.

It owns the names of officials to whom tasks are given, and what was said and found; other services
hear only codes, kinds, dates and counts.
"""
