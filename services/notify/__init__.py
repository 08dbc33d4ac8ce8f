"""Notify: the Front's participants, what they wish to hear, and the notices and letters that tell them.

It owns the participants' addresses; it follows other services and never asks them.
"""
