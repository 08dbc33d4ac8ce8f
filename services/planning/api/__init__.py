"""How programs talk to planning: REST routes under `/api/planning/v1`, and the web application itself."""

from flask import Flask

from contracts.registry import DANVAN_READERS, DOORS, ROLE_WORDS
from frame.application import application
from frame.face import Link
from kernel.config import Settings
from services.planning import pages
from services.planning.api.routes import routes
from services.planning.service import Planning

__all__ = ["routes", "web"]

NAVIGATION = (
    Link("Kế hoạch năm", "/planning/", DANVAN_READERS),
    Link("Mô hình “Dân vận khéo”", "/planning/models", DANVAN_READERS),
    Link("Hoạt động", "/planning/activities", DANVAN_READERS),
    Link("Đạo đức công vụ", "/planning/ethics", DANVAN_READERS),
)


def web(settings: Settings) -> Flask:
    """The web application of planning, as the web process serves it."""
    return application(
        settings,
        Planning,
        name="planning",
        title="Kế hoạch, hoạt động dân vận",
        api=routes,
        pages=pages.pages,
        navigation=NAVIGATION,
        doors=DOORS,
        role_names=ROLE_WORDS,
        agency_name=lambda planning: planning.agency_book.label,
    )
