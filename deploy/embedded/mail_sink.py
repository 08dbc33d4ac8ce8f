"""A mail server for the demo: it takes every letter and keeps it as a file, and sends nothing on.

`python -m deploy.embedded.mail_sink <folder> [port]` listens on loopback and writes each letter into
`<folder>/new/<number>.eml` (a Maildir that mail programs can open). Letters to an address that
begins with `refused` are refused (550), to one that begins with `later` are put off (451).
"""

import asyncio
import itertools
import os
import signal
import sys
import time
from pathlib import Path

from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import SMTP, Envelope, Session

PORT = 2525
ANSWERS = {"refused": "550 5.1.1 no such mailbox", "later": "451 4.3.0 try again later"}


class Maildir:
    """Keeps letters as files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = itertools.count(1)
        for name in ("tmp", "new", "cur"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    async def handle_RCPT(  # noqa: N802  named and called by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or play the one that cannot be reached."""
        for word, answer in ANSWERS.items():
            if address.startswith(word):
                return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a letter, whole or not at all."""
        name = f"{time.time_ns()}.{os.getpid()}_{next(self.numbers)}.eml"
        fresh = self.folder / "tmp" / name
        fresh.write_bytes(bytes(envelope.original_content or b""))
        fresh.rename(self.folder / "new" / name)
        return "250 OK"


def main(words: list[str]) -> int:
    """Listen until asked to stop; says where it listens."""
    folder = Path(words[0])
    port = int(words[1]) if len(words) > 1 else PORT
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    sink = UnthreadedController(Maildir(folder), hostname="127.0.0.1", port=port, loop=loop)
    sink.begin()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, loop.stop)
    assert sink.server is not None
    listening = sink.server.sockets[0].getsockname()[1]
    (folder / "port").write_text(str(listening))
    print(f"mail sink on 127.0.0.1:{listening}, letters in {folder / 'new'}", flush=True)
    loop.run_forever()
    sink.end()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
