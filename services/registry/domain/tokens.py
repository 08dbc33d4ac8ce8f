"""What is true of the access tokens of an agency's software: shown once, kept as a digest, for a time and a scope."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Final

from contracts.registry import TokenEnded, TokenIssued
from kernel.errors import Conflict, Invalid, NotSignedIn
from kernel.message import Aggregate, new_id

PREFIX: Final = "dv"
LONGEST: Final = timedelta(days=366)
SERVICES: Final = ("registry", "planning", "reception", "consultation", "reporting", "notify")
SCOPES: Final = tuple(f"{service}.{deed}" for service in SERVICES for deed in ("see", "enter"))


class WrongToken(NotSignedIn):
    """There is no such token, or it has ended; which of both is not said."""

    code = "wrong_token"
    title = "Mã truy cập không đúng hoặc đã hết hạn."


class TokenHasEnded(Conflict):
    """A token ends once."""

    code = "token_ended"
    title = "Mã truy cập này đã thôi hiệu lực."


class NoScope(Invalid):
    """A token is for something."""

    code = "no_scope"
    title = "Hãy chọn ít nhất một phạm vi."


class WrongPeriod(Invalid):
    """A token ends within a year, and not before today."""

    code = "wrong_token_period"
    title = "Ngày hết hạn phải từ hôm nay đến không quá một năm."


@dataclass(kw_only=True)
class AccessToken(Aggregate):
    """One token of an agency's software."""

    kind: ClassVar[str] = "token"

    name: str
    digest: str
    scopes: tuple[str, ...]
    issued_on: date
    expires_on: date
    ended_on: date | None = None

    @classmethod
    def issue(
        cls, name: str, scopes: Iterable[str], *, agency: str, today: date, expires_on: date
    ) -> tuple["AccessToken", str]:
        """A token and, this once, its words. Raises `NoScope`, `WrongPeriod`."""
        wanted = tuple(one for one in SCOPES if one in set(scopes))
        if not wanted:
            raise NoScope({"scopes": [NoScope.title]})
        if not today <= expires_on <= today + LONGEST:
            raise WrongPeriod({"expires_on": [WrongPeriod.title]})
        id_, secret = new_id(), secrets.token_urlsafe(32)
        made = cls(
            id=id_,
            agency=agency,
            name=name,
            digest=_digest(secret),
            scopes=wanted,
            issued_on=today,
            expires_on=expires_on,
        )
        made.tell(
            TokenIssued(
                token=id_, unit=agency, scopes=wanted, issued_on=today, expires_on=expires_on
            )
        )
        return made, f"{PREFIX}_{id_}_{secret}"

    def holds(self, secret: str, *, on: date) -> bool:
        """Whether this is its secret, and it stands on that day."""
        same = hmac.compare_digest(self.digest, _digest(secret))
        return same and self.stands(on)

    def stands(self, on: date) -> bool:
        """Whether it opens anything on a day."""
        return self.ended_on is None and on <= self.expires_on

    def end(self, *, today: date) -> None:
        """End it at once. Raises `TokenHasEnded`."""
        if self.ended_on:
            raise TokenHasEnded
        self.ended_on = today
        self.tell(TokenEnded(token=self.id, unit=self.agency, ended_on=today))


def parts_of(token: str) -> tuple[str, str]:
    """The id and the secret a token is made of. Raises `WrongToken`."""
    prefix, _, rest = token.strip().partition("_")
    id_, _, secret = rest.partition("_")
    if prefix != PREFIX or not id_ or not secret:
        raise WrongToken
    return id_, secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
