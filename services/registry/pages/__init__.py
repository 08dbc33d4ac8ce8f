"""How people talk to the registry: signing in, the portal, agencies, people and their roles."""

from flask import Blueprint

from services.registry.pages import (
    agencies,
    law,
    official,
    own,
    people,
    proposals,
    public,
    reorganisations,
    search,
    second,
    sign_in,
    sites,
    tokens,
)
from services.registry.service import Registry


def pages(registry: Registry) -> Blueprint:
    """The pages of the registry."""
    bp = Blueprint("registry", "services.registry", template_folder="templates")
    for part in (
        sign_in,
        own,
        agencies,
        people,
        proposals,
        search,
        sites,
        official,
        second,
        tokens,
        public,
        reorganisations,
        law,
    ):
        part.add(bp, registry)
    return bp
