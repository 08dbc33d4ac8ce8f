"""Consultation: the rules, without servers."""
