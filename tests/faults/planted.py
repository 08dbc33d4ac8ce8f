"""A worker with a planted bug, to prove that the checker sees it: `python -m tests.faults.planted <module:Class>`.

PLANT says which: `lose` (every third segment is called confirmed and never sent, nor sent again),
`double` (each segment is applied twice), `reorder` (segments are sent and applied in swapped pairs).
Without PLANT it is the ordinary worker.
"""

import os
import runpy
import warnings

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet  # noqa: E402

eventlet.monkey_patch()

from kernel.follower.intake import Intake  # noqa: E402  patched first, on purpose
from kernel.relay.relay import Relay  # noqa: E402
from kernel.segment import Segment, verify  # noqa: E402


def lose() -> None:
    """Call every third segment confirmed without sending it, and be deaf to requests."""
    tell = Relay._tell

    def lossy(self: Relay, segment: Segment, *, token: tuple[str, int] | None) -> None:
        if segment.number % 3:
            tell(self, segment, token=token)
        else:
            self.journal.confirmed(segment.source, segment.number)

    def deaf(_: Relay, message: object) -> None:
        message.channel.basic_ack(message.delivery_info["delivery_tag"])  # type: ignore[attr-defined]

    Relay._tell, Relay._on_request = lossy, deaf  # type: ignore[method-assign]


def double() -> None:
    """Apply each segment twice."""
    accept = Intake._accept

    def twice(self: Intake, segment: Segment, at: object) -> None:
        accept(self, segment, at)  # type: ignore[arg-type]
        self.ready.append(segment)

    Intake._accept = twice  # type: ignore[method-assign]


def reorder() -> None:
    """Apply segments as they come, the later of two first."""

    def anyhow(self: Intake, segment: Segment) -> None:
        verify(segment, self.ring)
        self.ready.insert(max(0, len(self.ready) - 1), segment)
        self.events += segment.last - segment.first + 1

    Intake._sort = anyhow  # type: ignore[method-assign]


PLANTS = {"": lambda: None, "lose": lose, "double": double, "reorder": reorder}

if __name__ == "__main__":
    PLANTS[os.environ.get("PLANT", "")]()
    runpy.run_module("kernel.worker", run_name="__main__", alter_sys=True)
