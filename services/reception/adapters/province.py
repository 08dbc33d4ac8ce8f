"""The line to the province's portal: boxes are put there and fetched from there, each call signed with the site's key."""

import ssl
import time
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from kernel.calls import Call
from kernel.config import Settings
from kernel.keys import load_signer

PATH = "/api/reception/v1/parcels/"
TAKEN, NOT_FOUND, TOO_LARGE = (200, 201, 204), 404, 413


class LineDown(Exception):
    """Nobody answered, or not now: it is tried again."""


class NotThere(LineDown):
    """The province does not know the parcel (yet), or it is not for us."""


class Line(Protocol):
    """How boxes go to the province and come from it."""

    def put(self, parcel: str, box: bytes) -> None:
        """Hand a box over. Raises `LineDown`."""

    def get(self, parcel: str) -> bytes:
        """Fetch a box. Raises `LineDown`, `NotThere`."""


class _StayThere(urllib.request.HTTPRedirectHandler):
    """A signed call goes to the province and nowhere else."""

    def redirect_request(self, *_: object) -> None:
        return None


class ProvinceLine:
    """The line as it is: HTTPS to the province's portal."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.base = settings.province_url.rstrip("/")
        self.prefix = urlsplit(self.base).path

    def put(self, parcel: str, box: bytes) -> None:
        """Hand a box over. Raises `LineDown`."""
        self._ask("PUT", parcel, box)

    def get(self, parcel: str) -> bytes:
        """Fetch a box. Raises `LineDown`, `NotThere`."""
        return self._ask("GET", parcel, b"")

    def _ask(self, method: str, parcel: str, box: bytes) -> bytes:
        asked = urllib.request.Request(  # noqa: S310  the scheme is checked when settings are read
            f"{self.base}{PATH}{parcel}",
            method=method,
            data=box or None,
            headers={
                **self._proof(Call.of(method, f"{PATH}{parcel}", box)),
                "Content-Type": "application/octet-stream",
            },
        )
        try:
            with self._opener().open(asked, timeout=self.settings.province_seconds) as answer:
                return self._read(answer.read(self.settings.dossier_bytes + 1))
        except HTTPError as refused:
            with refused:
                raise (NotThere if refused.code == NOT_FOUND else LineDown)(
                    str(refused.code)
                ) from None
        except (URLError, HTTPException, OSError) as down:
            raise LineDown(type(down).__name__) from down

    def _read(self, body: bytes) -> bytes:
        if len(body) > self.settings.dossier_bytes:
            raise LineDown("too large")
        return body

    def _proof(self, call: Call) -> dict[str, str]:
        signer = load_signer(Path(self.settings.keys_dir))
        return call.signed(signer, site=self.settings.site, moment=time.time())

    def _opener(self) -> urllib.request.OpenerDirector:
        trusted = ssl.create_default_context(cafile=self.settings.province_ca or None)
        return urllib.request.build_opener(_StayThere, urllib.request.HTTPSHandler(context=trusted))
