"""Security headers on every answer: a strict content policy, no framing, no sniffing, no caching of sessions.

No inline script or style is allowed anywhere, so no nonce is needed. The referrer policy is
`same-origin`, not `no-referrer`: with the latter browsers send `Origin: null` with our own forms,
and the origin check of `kernel.web.forgery` could not tell them from a stranger's.
"""

from flask import Flask, Response, g
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

from kernel.web.place import Place

YEAR_SECONDS = 31_536_000
NEVER_USED = ("camera", "geolocation", "microphone", "payment", "usb")


def send_headers(app: Flask, *, place: Place) -> None:
    """Put the headers on every answer of the application."""
    headers = dict(_policy(https=place.https).header_items())

    def put(response: Response) -> Response:
        response.headers.update(headers)
        return _uncached(response)

    app.after_request(put)


def _policy(*, https: bool) -> Secure:
    permissions = PermissionsPolicy()
    for feature in NEVER_USED:
        permissions.add_directive(feature)
    return Secure(
        csp=_content(),
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        hsts=StrictTransportSecurity().max_age(YEAR_SECONDS) if https else None,
        permissions=permissions,
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )


def _content() -> ContentSecurityPolicy:
    return (
        ContentSecurityPolicy()
        .default_src("'self'")
        .img_src("'self'", "data:")  # Bootstrap's own CSS draws its marks as data images
        .object_src("'none'")
        .base_uri("'none'")
        .form_action("'self'")
        .frame_ancestors("'none'")
    )


def _uncached(response: Response) -> Response:
    """Keep what a signed-in person saw out of every cache, and all else that does not ask for one."""
    if g.get("session") is not None or "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
