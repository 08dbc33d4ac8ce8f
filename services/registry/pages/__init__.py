"""How people talk to the registry: signing in, the portal, agencies, people and their roles."""

from flask import Blueprint

from services.registry.pages import agencies, official, own, people, second, sign_in, tokens
from services.registry.service import Registry


def pages(registry: Registry) -> Blueprint:
    """The pages of the registry."""
    bp = Blueprint("registry", "services.registry", template_folder="templates")
    for part in (sign_in, official, own, second, agencies, people, tokens):
        part.add(bp, registry)
    return bp
