"""What is true of a denouncer's identity: it lies in a vault; who may open it, for what, and who saw it.

Luật Tố cáo 2018: the name, address, handwriting and whatever else exposes the denouncer are kept
secret. The assigned handler and the head open the vault; anybody else needs a second officer. Each
opening says for what, and is told before anything is shown.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from contracts.reception import (
    OpeningPurpose,
    VaultBarred,
    VaultFilled,
    VaultGranted,
    VaultHandedOver,
    VaultOpened,
    VaultRequested,
    VaultRightEnded,
    VaultTakenOver,
)
from contracts.roles import Role
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.message import Actor, Aggregate, new_id
from law.text import fold

HEAD = Role.AGENCY_HEAD
Sealed = Callable[[bytes], bytes]
LEAST_DIGITS, LEAST_LETTERS = 6, 5

PURPOSE_WORDS = {
    OpeningPurpose.VERIFY: "Xác minh nội dung tố cáo",
    OpeningPurpose.CONTACT: "Liên hệ, làm việc với người tố cáo",
    OpeningPurpose.NOTIFY: "Thông báo kết quả cho người tố cáo",
    OpeningPurpose.PROTECT: "Bảo vệ người tố cáo",
    OpeningPurpose.FORWARD: "Chuyển cơ quan có thẩm quyền",
    OpeningPurpose.INSPECT: "Phục vụ thanh tra, kiểm tra, điều tra",
}


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who denounces, how to reach them, and the denunciation in their own words. Only ever sealed."""

    name: str
    address: str = ""
    phone: str = ""
    id_number: str = ""
    contact: str = ""
    content: str = ""

    @property
    def telling(self) -> tuple[str, ...]:
        """What would expose the denouncer if it stood in an open text."""
        return tuple(one for one in (self.name, self.address, self.phone, self.id_number) if one)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """One opening: who saw the identity, in which role, for what; `reason` is sealed."""

    id: str
    user: str
    role: str
    purpose: OpeningPurpose
    reason: bytes
    at: datetime
    request: str = ""


@dataclass(frozen=True, kw_only=True)
class Request:
    """Somebody without a right of their own asks to open; a second officer says yes, once."""

    id: str
    user: str
    role: str
    purpose: OpeningPurpose
    reason: bytes
    at: datetime
    handles: bool = False
    granted_by: str = ""
    granted_at: datetime | None = None
    used: bool = False


class IdentityInText(Invalid):
    """A text that others read names the denouncer."""

    code = "identity_in_text"
    title = "Nội dung này có chi tiết làm lộ danh tính người tố cáo; hãy bỏ họ tên, địa chỉ, số điện thoại, số định danh."


class IdentityOnlyForDenunciation(Invalid):
    """Only a denouncer's identity goes into the vault."""

    code = "identity_only_for_denunciation"
    title = "Chỉ đơn tố cáo có hồ sơ mật."


class VaultClosed(Forbidden):
    """Who asks is neither handler nor head, and no second officer has agreed."""

    code = "vault_closed"
    title = "Chỉ người được giao xử lý và thủ trưởng được mở hồ sơ mật; người khác cần một người có quyền đồng ý."


class NotBySameOfficer(Forbidden):
    """The one who asks and the one who agrees are two people."""

    code = "not_by_same_officer"
    title = "Người đề nghị và người đồng ý phải là hai người khác nhau."


class AlreadyGranted(Conflict):
    """A request is agreed to once."""

    code = "already_granted"
    title = "Đề nghị này đã được đồng ý."


class HandedAway(Conflict):
    """The vault was handed over: what is left here is only the record of who saw it."""

    code = "handed_away"
    title = "Hồ sơ mật đã bàn giao cho cơ quan có thẩm quyền, không còn ở cơ quan này."


class HandedToItself(Invalid):
    """A vault is handed to another agency."""

    code = "handed_to_itself"
    title = "Cơ quan nhận phải là một cơ quan khác."


class NotYourself(Invalid):
    """Somebody must be left who can open: nobody keeps themselves out."""

    code = "not_yourself"
    title = "Không thể tự loại mình khỏi hồ sơ mật."


class ConcernsThem(Conflict):
    """Whom a denunciation concerns does not handle it."""

    code = "concerns_them"
    title = "Đơn tố cáo liên quan đến người này; hãy giao cho người khác."


@dataclass(kw_only=True)
class VaultEntry(Aggregate):
    """The sealed identity behind one denunciation of one agency, and everything done with it."""

    kind: ClassVar[str] = "vault"

    petition: str
    sealed: bytes = b""
    handlers: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    requests: tuple[Request, ...] = ()
    openings: tuple[Opening, ...] = ()
    came_from: str = ""
    handed_to: str = ""

    @classmethod
    def fill(
        cls,
        *,
        id_: str,
        agency: str,
        petition: str,
        sealed: bytes,
        like: "VaultEntry | None" = None,
    ) -> "VaultEntry":
        """Put an identity, sealed already, into the vault; with the handlers, and without those kept out, of another
        entry (`like`)."""
        entry = cls(id=id_, agency=agency, petition=petition, sealed=sealed)
        if like:
            entry.handlers, entry.barred = like.handlers, like.barred
        entry.tell(VaultFilled(vault=id_, petition=petition))
        return entry

    # --- who may ------------------------------------------------------------------------------------

    def has_own_right(self, by: Actor) -> bool:
        """Whether somebody opens without asking: the head and the handlers, if they are not concerned."""
        return by.user not in self.barred and (by.role == HEAD or by.user in self.handlers)

    def granted(self, by: Actor, *, now: datetime, lasts: timedelta) -> Request | None:
        """The unused request of somebody that a second officer agreed to a short while ago."""
        for one in self.requests:
            mine = one.user == by.user and not one.used and by.user not in self.barred
            if mine and one.granted_at and now - one.granted_at <= lasts:
                return one
        return None

    # --- acts ---------------------------------------------------------------------------------------

    def open(
        self,
        purpose: OpeningPurpose,
        reason: bytes,
        *,
        by: Actor,
        now: datetime,
        lasts: timedelta,
    ) -> None:
        """Record that somebody opens; only then is anything shown. Raises `HandedAway`, `VaultClosed`."""
        self._must_be_here()
        request = None if self.has_own_right(by) else self.granted(by, now=now, lasts=lasts)
        if request is None and not self.has_own_right(by):
            raise VaultClosed
        if request:
            self._change(replace(request, used=True))
        told = Opening(
            id=new_id(),
            user=by.user,
            role=by.role,
            purpose=purpose,
            reason=reason,
            at=now,
            request=request.id if request else "",
        )
        self.openings = (*self.openings, told)
        self.tell(
            VaultOpened(
                vault=self.id, petition=self.petition, purpose=purpose, second=bool(request)
            )
        )

    def request(
        self, purpose: OpeningPurpose, reason: bytes, *, handles: bool, by: Actor, now: datetime
    ) -> Request:
        """Ask a second officer; `handles`: to be let in from now on, as a handler. Raises `HandedAway`, `VaultClosed`."""
        self._must_be_here()
        if by.user in self.barred:
            raise VaultClosed
        asked = Request(
            id=new_id(),
            user=by.user,
            role=by.role,
            purpose=purpose,
            reason=reason,
            at=now,
            handles=handles,
        )
        self.requests = (*self.requests, asked)
        self.tell(VaultRequested(vault=self.id, petition=self.petition, purpose=purpose))
        return asked

    def grant(self, request_id: str, *, by: Actor, now: datetime) -> None:
        """Agree to a request; only a head lets in a handler for good.

        Raises `HandedAway`, `NotFound`, `VaultClosed`, `NotBySameOfficer`, `AlreadyGranted`.
        """
        self._must_be_here()
        asked = next((one for one in self.requests if one.id == request_id), None)
        if asked is None:
            raise NotFound
        if not self.has_own_right(by) or (asked.handles and by.role != HEAD):
            raise VaultClosed
        if asked.user == by.user:
            raise NotBySameOfficer
        if asked.granted_by:
            raise AlreadyGranted
        self._change(replace(asked, granted_by=by.user, granted_at=now, used=asked.handles))
        if asked.handles:
            self.handlers = tuple(dict.fromkeys((*self.handlers, asked.user)))
        self.tell(VaultGranted(vault=self.id, petition=self.petition, handles=asked.handles))

    def pass_on(self, before: str, to: str, *, by: Actor) -> bool:
        """The denunciation goes from one officer to another: who had it opens no more, and whom the head
        gave it to opens. Gives whether anything changed. Raises `ConcernsThem`."""
        if to in self.barred:
            raise ConcernsThem
        ends = before in self.handlers and before != to
        begins = by.role == HEAD and to not in {by.user, *self.handlers} and not self.handed_to
        if ends:
            self.handlers = tuple(one for one in self.handlers if one != before)
            self.tell(VaultRightEnded(vault=self.id, petition=self.petition))
        if begins:
            self.handlers = (*self.handlers, to)
            self.tell(VaultGranted(vault=self.id, petition=self.petition, handles=True))
        return ends or begins

    def bar(self, user: str, *, by: Actor) -> None:
        """Keep out somebody whom the denunciation concerns, whatever their post. Raises `VaultClosed`, `NotYourself`."""
        if not self.has_own_right(by):
            raise VaultClosed
        if user == by.user:
            raise NotYourself
        self.barred = tuple(dict.fromkeys((*self.barred, user)))
        self.handlers = tuple(one for one in self.handlers if one != user)
        self.tell(VaultBarred(vault=self.id, petition=self.petition))

    def hand_over(self, to: str, *, handover: str, digest: str, size: int, by: Actor) -> None:
        """Give the sealed identity to the competent agency; nothing of it stays. Raises `HandedAway`, `VaultClosed`."""
        self._must_be_here()
        if by.role != HEAD or not self.has_own_right(by):
            raise VaultClosed
        self.sealed, self.handed_to = b"", to
        self.tell(
            VaultHandedOver(
                vault=self.id,
                petition=self.petition,
                to_agency=to,
                handover=handover,
                digest=digest,
                size=size,
            )
        )

    @classmethod
    def take_over(
        cls, *, id_: str, agency: str, petition: str, sealed: bytes, came_from: str, handover: str
    ) -> "VaultEntry":
        """Receive what another agency's vault handed over, for a denunciation in the own register."""
        entry = cls(id=id_, agency=agency, petition=petition, sealed=sealed, came_from=came_from)
        entry.tell(
            VaultTakenOver(vault=id_, petition=petition, from_agency=came_from, handover=handover)
        )
        return entry

    def follow(self, receiver: str, *, sealed: "Sealed", last_day: date) -> None:
        """Go along with a denunciation that another agency has after a reorganisation.

        Everything is sealed for the receiver; who was let in before has no right there.
        """
        giver = self.agency
        self.sealed, self.handlers = sealed(self.sealed), ()
        self.requests = tuple(replace(one, reason=sealed(one.reason)) for one in self.requests)
        self.openings = tuple(replace(one, reason=sealed(one.reason)) for one in self.openings)
        self.pass_to(receiver, last_day=last_day)
        self.tell(
            VaultTakenOver(vault=self.id, petition=self.petition, from_agency=giver, handover="")
        )

    def _must_be_here(self) -> None:
        if self.handed_to:
            raise HandedAway

    def _change(self, request: Request) -> None:
        self.requests = tuple(request if one.id == request.id else one for one in self.requests)


def check_open_text(text: str, identity: Identity) -> None:
    """Refuse a text for others that exposes the denouncer. Raises `IdentityInText`."""
    if exposes(text, identity):
        raise IdentityInText


def exposes(text: str, identity: Identity) -> bool:
    """Whether a text names the denouncer: letters are compared without marks, numbers as digits alone."""
    words, digits = f" {_words(text)} ", re.sub(r"\D", "", text)
    for one in identity.telling:
        number = re.sub(r"\D", "", one)
        if len(number) >= LEAST_DIGITS and number in digits:
            return True
        said = _words(one)
        if len(said) >= LEAST_LETTERS and f" {said} " in words:
            return True
    return False


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold.__wrapped__(text)))


def marks_of(name: str, id_number: str, phone: str) -> tuple[tuple[str, ...], ...]:
    """By which words a person is known again: the folded name with the id or the phone, and the id alone."""
    who = _words(name)
    number, calls = re.sub(r"\W", "", id_number.upper()), re.sub(r"\D", "", phone)
    calls = f"0{calls[2:]}" if calls.startswith("84") else calls
    known = []
    if len(number) >= LEAST_DIGITS:
        known += [("id", number), ("name-id", who, number)]
    if len(calls) >= LEAST_DIGITS and who:
        known.append(("name-phone", who, calls))
    return tuple(known)
