"""How people talk to consultation: what is open, the lists, each thing with its acts and its days."""

from flask import Blueprint

from services.consultation.service import Consultation


def pages(consultation: Consultation) -> Blueprint:
    """The pages of consultation."""
    return Blueprint("consultation", __name__, template_folder="../templates")
