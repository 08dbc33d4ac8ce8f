"""The desk of what protects an account beside its password: the second factor, and the official sign-in."""

import secrets
from dataclasses import dataclass
from typing import Any

from kernel.auth import derived_secret
from kernel.errors import Conflict, NotSignedIn
from kernel.message import Actor
from kernel.store import Store, command
from services.registry.adapters import Sealed, qr_of
from services.registry.domain import Account, too_many_guesses
from services.registry.domain.second import (
    RECOVERY_CODES,
    CodeNeeded,
    WrongCode,
    WrongFirstCode,
    address_of,
    fresh_key,
    plain,
    recovery_digest,
    step_of,
)
from services.registry.store import Accounts, Guesses, Steps

ISSUER = "Dân vận Gia Lai"
CODE_BYTES = 5


class IdentityTaken(Conflict):
    """Another account is opened by this official identity."""

    code = "identity_taken"
    title = "Tài khoản công vụ này đã liên kết với một tài khoản khác."


class UnknownIdentity(NotSignedIn):
    """The official sign-in vouches for somebody no account is linked with."""

    code = "official_unknown"
    title = "Tài khoản công vụ này chưa liên kết. Hãy đăng nhập bằng mật khẩu rồi liên kết ở trang Tài khoản của tôi."


@dataclass(frozen=True)
class SetUp:
    """What a person needs to set up an authenticator: its key, the picture of it, and our own note of it."""

    key: str
    picture: str
    sealed: str


class SecondFactors:
    """Second factors of accounts."""

    def __init__(self, store: Store, accounts: Accounts, guesses: Guesses) -> None:
        self.store, self.accounts, self.guesses = store, accounts, guesses
        self.steps = Steps(store)

    def begin(self, *, by: Actor) -> SetUp:
        """A fresh key for the asker's authenticator; nothing is kept before the first code is right."""
        key, account = fresh_key(), self.accounts.one(by.user)
        address = address_of(key, account=account.account, issuer=ISSUER)
        return SetUp(key, qr_of(address), self._vault().seal(key, of=by.user))

    def again(self, sealed: str, *, by: Actor) -> SetUp:
        """The same once more, after a code that was not right. Raises `WrongFirstCode`."""
        key = self._vault().opened(sealed, of=by.user)
        if key is None:
            raise WrongFirstCode
        address = address_of(key, account=self.accounts.one(by.user).account, issuer=ISSUER)
        return SetUp(key, qr_of(address), sealed)

    def set_up(self, sealed: str, code: str, *, by: Actor) -> list[str]:
        """Protect the asker's account. Gives, this once, the codes for the day the phone is lost.

        Raises `WrongFirstCode`.
        """
        key = self._vault().opened(sealed, of=by.user)
        if key is None:
            raise WrongFirstCode({"code": [WrongFirstCode.title]})
        try:
            step = step_of(key, code, at=self.store.clock.now())
        except WrongCode as wrong:
            raise WrongFirstCode({"code": [WrongFirstCode.title]}) from wrong
        codes = [secrets.token_hex(CODE_BYTES) for _ in range(RECOVERY_CODES)]
        self.protect(sealed, tuple(map(recovery_digest, codes)), by=by)
        self.steps.used(by.user, step)
        return [f"{one[:5]}-{one[5:]}" for one in codes]

    @command
    def protect(self, sealed: str, recovery: tuple[str, ...], *, by: Actor) -> None:
        """Keep the key and the digests of the recovery codes. All sessions begun before end."""
        account = self.accounts.one(by.user)
        account.protect(sealed, recovery, today=self.store.clock.today())
        account.end_sessions(self.store.clock.now())
        self.store.commit(account)

    @command
    def unprotect(self, *, by: Actor) -> dict[str, Any]:
        """Take one's own second factor away. All sessions begun before end."""
        return self.take_away(self.accounts.one(by.user), by_holder=True)

    def take_away(self, account: Account, *, by_holder: bool) -> dict[str, Any]:
        """Ask for no second factor any more. Inside a command."""
        account.unprotect(today=self.store.clock.today(), by_holder=by_holder)
        account.end_sessions(self.store.clock.now())
        self.store.commit(account)
        return {"account": account.id}

    def check(self, account: Account, code: str) -> None:
        """Let the code of this moment pass, or a recovery code, each once; an account without a second
        factor needs none. Raises `CodeNeeded`, `WrongCode`, `TooManyGuesses`."""
        if not account.second:
            return
        if not code.strip():
            raise CodeNeeded
        series, now = f"code of {account.id}", self.store.clock.now()
        until = self.guesses.shut_until(series)
        if until and until > now:
            raise too_many_guesses(until - now)
        self.guesses.count(series, now=now)
        self._pass(account, code)
        self.guesses.forget(series)

    def _pass(self, account: Account, code: str) -> None:
        if len(plain(code)) > 6:  # noqa: PLR2004  longer than an authenticator's
            actor = Actor(user=account.id, role="SYSTEM", agency=account.agency)
            self.use_recovery_code(account.id, recovery_digest(code), by=actor)
            return
        key = self._vault().opened(account.second, of=account.id)
        if key is None:
            raise WrongCode
        now = self.store.clock.now()
        step = step_of(key, code, at=now, after=self.steps.last(account.id))
        if not self.steps.used(account.id, step):
            raise WrongCode  # somebody was faster with the same code

    @command
    def use_recovery_code(self, id_: str, digest: str, *, by: Actor) -> None:
        """Strike a recovery code. Raises `WrongCode`."""
        account = self.accounts.one(id_)
        if digest not in account.recovery:
            raise WrongCode
        account.use_recovery(digest, today=self.store.clock.today())
        self.store.commit(account)

    # --- the official sign-in -----------------------------------------------------------------------

    def known_as(self, identity: str) -> Account:
        """The open account that an official identity opens. Raises `UnknownIdentity`."""
        found = self.accounts.known_as(identity)
        if found is None:
            raise UnknownIdentity
        return found

    @command
    def link_identity(self, identity: str, *, by: Actor) -> dict[str, Any]:
        """Let an official identity open the asker's account. Raises `IdentityTaken`."""
        known = self.accounts.known_as(identity)
        if known is not None and known.id != by.user:
            raise IdentityTaken
        account = self.accounts.one(by.user)
        account.link(identity, today=self.store.clock.today())
        self.store.commit(account)
        return {"account": account.id}

    @command
    def unlink_identity(self, *, by: Actor) -> dict[str, Any]:
        """No longer let it. All sessions begun before end."""
        account = self.accounts.one(by.user)
        account.unlink(today=self.store.clock.today())
        account.end_sessions(self.store.clock.now())
        self.store.commit(account)
        return {"account": account.id}

    def _vault(self) -> Sealed:
        folder = self.store.settings.keys_dir
        return Sealed(derived_secret(folder, purpose="keys of authenticators"))
