"""A head's sign-off of a report before it is sent: who signed what, and that an edit takes it away."""

from dataclasses import dataclass

from kernel.errors import Conflict

LEADING = frozenset({"AGENCY_HEAD", "DEPUTY"})
"""Who signs: the head, or a deputy for the head (KT.)."""


class NotSignedOff(Conflict):
    """What others send needs the head's sign-off."""

    code = "not_signed_off"
    title = "Báo cáo năm {year} chưa được người đứng đầu ký duyệt."


class SignedAlready(Conflict):
    """It is signed once as it stands."""

    code = "signed_already"
    title = "Báo cáo năm {year} đã được ký duyệt; sửa nội dung thì chữ ký tự gỡ."


class NothingSigned(Conflict):
    """Only a sign-off that stands is taken back."""

    code = "nothing_signed"
    title = "Báo cáo năm {year} chưa được ký duyệt."


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
