"""A head's sign-off of a report before it is sent: presented, given back or signed; an edit takes it away."""

from dataclasses import dataclass

from kernel.errors import Conflict, Invalid

LEADING = frozenset({"AGENCY_HEAD", "DEPUTY"})
"""Who signs: the head, or a deputy for the head (KT.)."""


class NotSignedOff(Conflict):
    """What others send needs the head's sign-off."""

    code = "not_signed_off"
    title = "Báo cáo {called} chưa được người đứng đầu ký duyệt."


class SignedAlready(Conflict):
    """It is signed once as it stands."""

    code = "signed_already"
    title = "Báo cáo {called} đã được ký duyệt; sửa nội dung thì chữ ký tự gỡ."


class PresentedAlready(Conflict):
    """It is presented once as it stands."""

    code = "presented_already"
    title = "Báo cáo {called} đã trình ký duyệt; sửa nội dung thì phải trình lại."


class NothingPresented(Conflict):
    """Only what waits for the head's signature is given back."""

    code = "nothing_presented"
    title = "Báo cáo {called} chưa được trình ký duyệt."


class NoWord(Invalid):
    """Who gives a report back says what is to be changed."""

    code = "no_word"
    title = "Cần ghi nội dung phải sửa, tối đa 1.000 ký tự."


class NothingSigned(Conflict):
    """Only a sign-off that stands is taken back."""

    code = "nothing_signed"
    title = "Báo cáo {called} chưa được ký duyệt."


@dataclass(frozen=True, kw_only=True)
class Presented:
    """Who presented a draft for signing, and the legal moment."""

    by: str
    at: str


@dataclass(frozen=True, kw_only=True)
class GivenBack:
    """The head's word on what is to be changed, and the legal moment."""

    role: str
    at: str
    word: str


@dataclass(frozen=True, kw_only=True)
class SignOff:
    """Who signed a draft off: account and role, the legal moment, and why although parts are missing."""

    by: str
    role: str
    at: str
    override_reason: str = ""

    @property
    def told(self) -> dict[str, str]:
        """What the sent version says of it: the role and the moment, not the account."""
        return {"role": self.role, "at": self.at}
