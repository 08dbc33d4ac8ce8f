"""Crash points: places where a process may be made to die at once, so that tests can prove nothing is lost.

`CRASHPOINT=relay.after_seal:2` ends the process the second time it passes that point, as a power cut
would: no clean-up, no flush. Without the variable a point costs one comparison.
"""

import os

_armed = os.environ.get("CRASHPOINT", "")
_passed: dict[str, int] = {}


def crash(point: str) -> None:
    """Die here if this point is armed and its turn has come."""
    if not _armed:
        return
    name, _, nth = _armed.partition(":")
    if name != point:
        return
    _passed[point] = _passed.get(point, 0) + 1
    if _passed[point] == int(nth or 1):
        os._exit(137)
