"""The outside world notify touches: the mail server, and how its answers are understood."""

from collections.abc import Iterator
from contextlib import contextmanager

from kernel.config import Settings
from kernel.mail import Deferred, Doubtful, Letter, Line, NotSent, Post, Refused
from services.notify.domain import Outcome

SENDER = "Dân vận Gia Lai"
SAMPLE = "[DỮ LIỆU MẪU] "
CLOSING = (
    "Thư gửi tự động từ Hệ thống thông tin công tác dân vận của chính quyền tỉnh Gia Lai; "
    "vui lòng không trả lời thư này."
)
LEFT = {
    Refused: "Máy chủ thư từ chối",
    Deferred: "Máy chủ thư chưa nhận",
    Doubtful: "Mất kết nối khi đang giao thư",
}


class Mailbox:
    """Hands letters to the mail server, one line for many."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.post = Post(settings)

    @property
    def open(self) -> bool:
        """Whether there is a mail server at all."""
        return self.post.open_for_letters

    @contextmanager
    def line(self) -> Iterator[Line]:
        """An open line to the mail server. Raises `OSError` when there is none."""
        with self.post.line() as line:
            yield line

    def hand_over(self, line: Line, letter: Letter) -> tuple[Outcome, str, bool]:
        """Send one letter. Gives what became of it, why, and whether the line still stands."""
        try:
            line.send(letter)
        except NotSent as why:
            return Outcome[type(why).__name__.upper()], _reason(why), not why.line_lost
        return Outcome.SENT, "", True

    def address(self, path: str) -> str:
        """Where people find a page; empty when the site has no address of its own."""
        base = self.settings.public_url.rstrip("/")
        return f"{base}{path}" if base else ""

    def subject(self, title: str, agency: str) -> str:
        """The subject line: what it is about and whose it is, and nobody's name."""
        sample = SAMPLE if self.settings.demo else ""
        return f"{sample}{title} – {agency}"

    def text(self, name: str, sentence: str, notice: str) -> str:
        """The body of a letter."""
        place = self.address(f"/notify/notices/{notice}")
        found = f"Xem thông báo: {place}\n\n" if place else ""
        return f"Kính gửi: {name}\n\n{sentence}\n\n{found}{CLOSING}\n"


def _reason(why: NotSent) -> str:
    said = f": {why.code} {why.reply}".rstrip() if why.code else ""
    return f"{LEFT[type(why)]}{said}."
