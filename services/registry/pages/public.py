"""The public portal, without signing in: put together from the services' public parts."""

from flask import Blueprint, render_template

from kernel.web import public, signed_in
from services.registry.service import Registry


def add(bp: Blueprint, registry: Registry) -> None:
    """Add the portal."""

    @bp.get("/public")
    @public
    def public_portal() -> str:
        today = registry.store.clock.today()
        return render_template("registry/public.html", today=today, inside=signed_in() is not None)
