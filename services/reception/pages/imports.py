"""An Excel file of petitions: the template, and sending one in."""

from flask import Blueprint

from services.reception.service import Reception


def add(bp: Blueprint, reception: Reception) -> None:
    """Add the pages about files."""
