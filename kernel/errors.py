"""The five kinds of refusal, from which every domain error is derived.

A rule raises a subclass that stands beside it; `kernel.web` turns the kind into a status and the
error into problem+json (programs) or a page (people). `code` is for programs and never changes,
`title` is the Vietnamese sentence a person reads, the keyword arguments are the data one needs.
None of them may carry personal data: they reach logs and answers.
"""

from typing import Any, ClassVar


class Refusal(Exception):
    """Something was asked that is not done; nothing was changed."""

    code: ClassVar[str] = "refused"
    title: ClassVar[str] = "Yêu cầu không được thực hiện."

    def __init__(self, **data: Any) -> None:
        super().__init__(self.code)
        self.data = data

    @property
    def detail(self) -> str:
        """The title with the error's own data filled in, in Vietnamese."""
        return self.title.format(**self.data)


class Invalid(Refusal):
    """What was given is wrong; asking again with the same words will not help.

    `errors` maps a field's path to the Vietnamese sentences about it.
    """

    code = "invalid"
    title = "Dữ liệu gửi lên chưa đúng."

    def __init__(self, errors: dict[str, Any] | None = None, **data: Any) -> None:
        super().__init__(**data)
        self.errors = errors or {}


class Forbidden(Refusal):
    """Who asks may not do this."""

    code = "forbidden"
    title = "Bạn không có quyền thực hiện việc này."


class NotFound(Refusal):
    """There is no such thing, or it is none of the asker's business (the two look alike on purpose)."""

    code = "not_found"
    title = "Không tìm thấy nội dung được yêu cầu."


class Conflict(Refusal):
    """The thing is not in a state that allows this, or somebody else changed it meanwhile."""

    code = "conflict"
    title = "Nội dung đã thay đổi hoặc không còn ở trạng thái cho phép thao tác này."


class Later(Refusal):
    """It cannot be done now but may be later: the same request may be sent again after `after` seconds."""

    code = "later"
    title = "Hệ thống tạm thời chưa xử lý được. Vui lòng thử lại sau ít phút."

    def __init__(self, *, after: int = 5, **data: Any) -> None:
        super().__init__(**data)
        self.after = after


class TooOften(Later):
    """The same thing was tried too often in a short time."""

    code = "too_many_requests"
    title = "Quá nhiều yêu cầu trong thời gian ngắn. Vui lòng chờ rồi thử lại."


class NotSignedIn(Forbidden):
    """Nobody is signed in, or the session has ended or was revoked."""

    code = "not_signed_in"
    title = "Phiên làm việc đã hết hoặc bạn chưa đăng nhập."


class KeyReused(Invalid):
    """An idempotency key came again with another content: the first result stands, this one is not done."""

    code = "key_reused"
    title = "Mã chống gửi trùng đã được dùng cho một yêu cầu có nội dung khác."


class ChangedMeanwhile(Conflict):
    """Another person saved the same thing first, and trying again did not help."""

    code = "changed_meanwhile"
    title = "Người khác vừa cập nhật nội dung này. Vui lòng tải lại trang rồi thực hiện lại."


class Unavailable(Later):
    """A server we need (database) does not answer; the outcome of a write may be unknown."""

    code = "unavailable"
    title = "Cơ sở dữ liệu tạm thời không phản hồi. Yêu cầu có thể gửi lại an toàn với cùng mã chống gửi trùng."


class WrongSetting(Exception):
    """A setting is missing or makes no sense; the process refuses to start (exit 78) and names it."""
