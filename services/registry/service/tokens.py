"""The desk of access tokens: an agency's software shows its token and gets a short session for it."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from contracts.registry import Role
from kernel.errors import NotFound
from kernel.message import Actor
from kernel.store import Store, command
from kernel.store.audit import Noted
from services.registry.domain.tokens import AccessToken, WrongToken, parts_of
from services.registry.store import Tokens


class TokenDesk:
    """Access tokens of the agencies' software."""

    def __init__(self, store: Store, *, ended: Callable[[str], bool]) -> None:
        """`ended` says of an agency whether it is no more: its tokens speak for nobody."""
        self.store, self.ended = store, ended
        self.tokens = Tokens(store)

    def issue(
        self, name: str, scopes: Iterable[str], *, expires_on: date, by: Actor
    ) -> tuple[AccessToken, str]:
        """Issue a token for the asker's agency. Gives it and, this once, its words, which are kept nowhere.

        Raises `NoScope`, `WrongPeriod`.
        """
        made, words = AccessToken.issue(
            name,
            scopes,
            agency=by.agency,
            today=self.store.clock.today(),
            expires_on=expires_on,
        )
        self.keep_token(made, by=by)
        return made, words

    @command
    def keep_token(self, token: AccessToken, *, by: Actor) -> dict[str, Any]:
        """Keep a token that was just made: its digest, not its words."""
        assert token.agency == by.agency
        self.store.commit(token)
        return {"token": token.id}

    @command
    def end_token(self, id_: str, *, by: Actor) -> dict[str, Any]:
        """End a token at once. Raises `NotFound`, `TokenHasEnded`."""
        token = self.tokens.get(id_, agency=by.agency)
        token.end(today=self.store.clock.today())
        self.store.commit(token)
        return {"token": token.id}

    def one(self, id_: str, *, by: Actor) -> AccessToken:
        """One token of the asker's agency. Raises `NotFound`."""
        return self.tokens.get(id_, agency=by.agency)

    def of(self, by: Actor) -> list[AccessToken]:
        """The tokens of the asker's agency, the newest first."""
        return self.tokens.of(by.agency)

    def actor(self, words: str) -> Actor:
        """Whom a token speaks for: its agency's software, within its scope. Raises `WrongToken`."""
        try:
            id_, secret = parts_of(words)
            token = self.tokens.one(id_)
        except NotFound as nobody:
            raise WrongToken from nobody
        today = self.store.clock.today()
        if not token.holds(secret, on=today) or self.ended(token.agency):
            by = Actor(user=token.id, role=Role.SOFTWARE, agency=token.agency)
            self.store.audit.note(Noted.REFUSED, "token_refused", by=by, about=token.subject)
            raise WrongToken
        made = Actor(
            user=token.id, role=Role.SOFTWARE.value, agency=token.agency, scopes=token.scopes
        )
        self.store.audit.note(Noted.SIGN_IN, "token_shown", by=made, about=token.subject)
        return made
