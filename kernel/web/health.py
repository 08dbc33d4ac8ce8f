"""Whether this process lives, whether it can work, and its numbers: for supervisors and Prometheus."""

import structlog
from flask import Blueprint, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST

from kernel import log
from kernel.errors import NotFound
from kernel.web.place import Place, here
from kernel.web.session import public

bp = Blueprint("health", __name__)


@bp.get("/health/live")
@public
def live() -> Response:
    return jsonify(live=True)


@bp.get("/health/ready")
@public
def ready() -> tuple[Response, int]:
    """503 names what fails, so that the duty officer knows where to look."""
    checks = readiness(here())
    failing = [name for name, good in checks.items() if not good]
    return jsonify(ready=not failing, checks=checks, failing=failing), 503 if failing else 200


@bp.get("/metrics")
@public
def metrics() -> Response:
    """The numbers are for our own network: what comes through the proxy does not find them."""
    if "X-Forwarded-For" in request.headers:
        raise NotFound
    return Response(here().metrics.page(), content_type=CONTENT_TYPE_LATEST)


def readiness(place: Place) -> dict[str, bool]:
    """What the service needs and whether it is there; a check that breaks is a check that fails."""
    try:
        checks = place.ready()
    except Exception as error:  # noqa: BLE001  whatever it is, the answer is "not ready"
        structlog.get_logger().error("readiness failed", **log.failure(error))
        checks = {"readiness": False}
    place.metrics.set("danvan_ready", float(all(checks.values())))
    return checks
