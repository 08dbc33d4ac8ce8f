"""Letters by SMTP: what one looks like, the line to the mail server, and what the server's answer means.

SMTP cannot say "exactly once": between the server's taking a letter and our hearing of it the line
may break. So a letter's Message-ID is made from its row and never changes, and every answer is
one of four: sent, refused for good, later, or nobody knows.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from kernel.config import Settings
from kernel.crash import crash

SMTP_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
TEMPORARY, PERMANENT = 400, 500
LONGEST_REPLY = 200


class NotSent(Exception):
    """A letter was not, or perhaps not, taken by the mail server; `reply` is what it said."""

    def __init__(self, code: int = 0, reply: str = "", *, line_lost: bool = False) -> None:
        super().__init__(type(self).__name__)
        self.code, self.reply, self.line_lost = code, reply, line_lost


class Refused(NotSent):
    """The server will never take it (5xx): no such mailbox, not allowed."""


class Deferred(NotSent):
    """The server did not take it now (4xx), or the line broke before the letter was handed over."""


class Doubtful(NotSent):
    """The line broke while the letter was handed over: nobody knows whether the server has it."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter to one recipient. `id` is its row's id: the same letter has the same id in every copy."""

    id: str
    to: str
    to_name: str
    subject: str
    text: str
    written: datetime
    from_name: str = ""
    list_name: str = "thong-bao"

    def message(self, sender: str) -> EmailMessage:
        """The letter as it travels; made again it is the same to the byte."""
        domain = sender.rpartition("@")[2]
        made = EmailMessage(policy=WIRE)
        made["Message-ID"] = f"<{self.id}@{domain}>"
        made["Date"] = format_datetime(self.written)
        made["From"] = Address(self.from_name, addr_spec=sender)
        made["To"] = Address(self.to_name, addr_spec=self.to)
        made["Subject"] = self.subject
        made["List-Id"] = f"<{self.list_name}.{domain}>"
        made["Auto-Submitted"] = "auto-generated"
        made["X-Entity-Ref-ID"] = self.id
        made["Content-Language"] = "vi"
        made.set_content(self.text, charset="utf-8", cte="base64")
        return made


class Line:
    """An open line to the mail server; letters go one after the other."""

    def __init__(self, smtp: smtplib.SMTP, sender: str) -> None:
        self._smtp, self._sender = smtp, sender

    def send(self, letter: Letter) -> None:
        """Hand a letter over. Raises `Refused`, `Deferred`, `Doubtful`."""
        body = letter.message(self._sender).as_bytes()
        self._say(lambda: self._smtp.mail(self._sender))
        self._say(lambda: self._smtp.rcpt(letter.to))
        self._hand_over(body)
        crash("mail.after_send")

    def _say(self, ask: Callable[[], tuple[int, bytes]]) -> None:
        try:
            code, reply = ask()
        except (smtplib.SMTPException, OSError) as lost:
            raise Deferred(line_lost=True) from lost
        if code >= TEMPORARY:
            self._begin_again()
            _judge(code, reply)

    def _hand_over(self, body: bytes) -> None:
        try:
            code, reply = self._smtp.data(body)
        except smtplib.SMTPDataError as refused:
            code, reply = refused.smtp_code, refused.smtp_error  # type: ignore[assignment]
        except (smtplib.SMTPException, OSError) as lost:
            raise Doubtful(line_lost=True) from lost
        _judge(code, reply)

    def _begin_again(self) -> None:
        with suppress(smtplib.SMTPException, OSError):
            self._smtp.rset()


def _judge(code: int, reply: bytes) -> None:
    words = reply.decode("utf-8", "replace")[:LONGEST_REPLY] if isinstance(reply, bytes) else ""
    if code >= PERMANENT:
        raise Refused(code, words)
    if code >= TEMPORARY:
        raise Deferred(code, words)


class Post:
    """The way to the mail server that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @property
    def open_for_letters(self) -> bool:
        """Whether there is a mail server at all."""
        return bool(self.settings.smtp_uri)

    @contextmanager
    def line(self) -> Iterator[Line]:
        """A line to the server, closed afterwards. Raises `OSError` (smtplib's errors are such) when there is none."""
        smtp = self._connect()
        try:
            yield Line(smtp, self.settings.mail_from)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()

    def _connect(self) -> smtplib.SMTP:
        parts = urlsplit(self.settings.smtp_uri)
        host, seconds = parts.hostname or "", self.settings.smtp_seconds
        port = parts.port or SMTP_PORTS[parts.scheme]
        smtp: smtplib.SMTP
        if parts.scheme == "smtps":
            smtp = smtplib.SMTP_SSL(host, port, timeout=seconds, context=self._trust())
        else:
            smtp = smtplib.SMTP(host, port, timeout=seconds)
        try:
            if parts.scheme == "smtp+starttls":
                smtp.starttls(context=self._trust())
            smtp.ehlo_or_helo_if_needed()
            if parts.username:
                smtp.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _trust(self) -> ssl.SSLContext:
        """Chain and name of the server's certificate are checked."""
        return ssl.create_default_context(cafile=self.settings.smtp_ca or None)
