"""Follows other services' journals: each event once, in order, with its position in one transaction.

What cannot be applied is parked, what came too early is held, what is not authentic is stepped over;
nothing is dropped.
"""
