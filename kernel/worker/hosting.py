"""The service as nameko sees it: our loops are its entrypoints, each batch and timer run is a worker."""

import sys
from collections.abc import Callable
from typing import Any, Protocol

from eventlet.event import Event
from nameko.containers import ServiceContainer
from nameko.extensions import Entrypoint


class Loop(Protocol):
    """Something that runs until it is told to stop."""

    fire: Callable[[Callable[[], None]], None]

    def run(self) -> None:
        """Run until `stop`."""

    def stop(self) -> None:
        """Ask to end after what is in hand."""


class Interrupted(Exception):
    """A worker was ended by something that is no `Exception`."""


class Runs(Entrypoint):
    """Runs a loop in a managed thread; what the loop fires runs as a worker of the service.

    `stop` waits for the loop, so that nothing in hand is cut off: nameko itself would drop the
    connection first.
    """

    def __init__(self, loop: Loop, **options: Any) -> None:
        super().__init__(**options)
        self.loop = loop
        self._ended: Any = None

    def start(self) -> None:
        self._ended = Event()
        self.loop.fire = self._fire
        self.container.spawn_managed_thread(self._run, identifier=self.method_name)

    def _run(self) -> None:
        try:
            self.loop.run()
        finally:
            self._ended.send(None)

    def stop(self) -> None:
        self.loop.stop()
        self._ended.wait()

    def _fire(self, act: Callable[[], None]) -> None:
        """Run `act` as a worker and wait for it. Whatever it raises is raised here, also what nameko
        would let pass unseen: an eventlet Timeout is no `Exception`, and comes as `Interrupted`."""
        done = Event()

        def guarded() -> None:
            try:
                act()
            except BaseException:  # noqa: BLE001  it is raised again where it was asked for
                done.send(sys.exc_info()[1])
            else:
                done.send(None)

        self.container.spawn_worker(self, (guarded,), {})
        error = done.wait()
        if isinstance(error, Exception):
            raise error
        if error is not None:
            raise Interrupted(type(error).__name__) from error


def container(service: str, loops: dict[str, Loop]) -> Any:
    """A nameko container that hosts the loops of a service under their names."""

    def method() -> Callable[..., None]:
        def work(self: Any, act: Callable[[], None]) -> None:
            act()

        return work

    methods: dict[str, Any] = {"name": service}
    for name, loop in loops.items():
        methods[name] = Runs.decorator(loop=loop)(method())
    return ServiceContainer(type(f"Hosted{service.title()}", (), methods), {"max_workers": 10})
