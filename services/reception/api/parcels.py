"""Where sites put sealed boxes and fetch them, at the province only. No account signs in here: the site's key does."""

import flask_smorest
from flask import Response, request

from kernel.calls import Call
from kernel.web import public
from services.reception.domain.parcels import NotThatBox
from services.reception.service import Reception

UNPROVEN = "The call does not prove which site makes it."


def add(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    """Add the routes."""
    door, most = reception.post_door, reception.store.settings.dossier_bytes

    @bp.route("/parcels/<parcel>", methods=["PUT"])
    @public
    @bp.response(204)
    @bp.alt_response(403, description=UNPROVEN)
    def put_parcel(parcel: str) -> None:
        """Take a box. The call is proved before a byte of it is read."""
        given = dict(request.headers)
        call = Call.claimed(request.method, request.path, given)
        site = door.caller(call, given)
        request.max_content_length = most
        box = request.get_data(cache=False)
        if not call.fits(box):
            raise NotThatBox
        door.put(parcel, box, site=site)

    @bp.route("/parcels/<parcel>", methods=["GET"])
    @public
    @bp.alt_response(200, description="The sealed bytes.")
    @bp.alt_response(403, description=UNPROVEN)
    def get_parcel(parcel: str) -> Response:
        """Give out a box to the site where its receiver works: sealed bytes that only the receiver opens."""
        given = dict(request.headers)
        call = Call.claimed(request.method, request.path, given)
        site = door.caller(call, given)
        return Response(door.get(parcel, site=site), mimetype="application/octet-stream")
