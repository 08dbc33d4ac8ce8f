"""The whole matrix of rights: `python -m tests.authz`; `PLANT=1` adds a route that nobody guards.

The servers must be up. The failures are named on stderr; the last line on stdout is one JSON object. Exit 1
if there was a failure.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from tests.e2e.matrix import Told, of_commands, of_routes, plant
from tests.e2e.six import Six
from tests.site import a_site


def run(*, planted: bool) -> Told:
    """Every case, on a site of its own."""
    told = Told()
    with tempfile.TemporaryDirectory() as folder, a_site(Path(folder)) as site:
        six = Six(site)
        if planted:
            plant(six)
        six.fill()
        of_commands(six, told)
        of_routes(six, told)
    return told


def main() -> int:
    """Ask every case; 0 only if all are as the table says."""
    stdout, sys.stdout = sys.stdout, sys.stderr  # what the applications log is not the answer
    try:
        told = run(planted=os.environ.get("PLANT") == "1")
    finally:
        sys.stdout = stdout
    for one in told.failures:
        print(one, file=sys.stderr)
    print(
        json.dumps(
            {
                "routes": told.routes,
                "commands": told.commands,
                "cases": told.cases,
                "failures": len(told.failures),
            }
        )
    )
    return int(bool(told.failures))


if __name__ == "__main__":
    sys.exit(main())
