"""What was sent of one source: which numbers are still unconfirmed, and how far all is safe."""


class Sent:
    """Numbers sent, some of them confirmed, in any order."""

    def __init__(self) -> None:
        self._open: set[int] = set()
        self._highest = 0

    def add(self, number: int) -> None:
        """It is on its way."""
        self._open.add(number)
        self._highest = max(self._highest, number)

    def confirm(self, number: int) -> None:
        """The broker has it."""
        self._open.discard(number)

    def contiguous(self) -> int:
        """The broker has everything up to this number."""
        return min(self._open) - 1 if self._open else self._highest
