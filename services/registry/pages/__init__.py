"""How people talk to the registry: signing in, the portal, agencies, people and their roles."""

from flask import Blueprint

from services.registry.pages import (
    agencies,
    law,
    own,
    people,
    public,
    reorganisations,
    search,
    sign_in,
    sites,
)
from services.registry.service import Registry


def pages(registry: Registry) -> Blueprint:
    """The pages of the registry."""
    bp = Blueprint("registry", "services.registry", template_folder="templates")
    for part in (sign_in, own, agencies, people, search, sites, public, reorganisations, law):
        part.add(bp, registry)
    return bp
