"""The web process of a service: `python -m kernel.web services.reception`.

The argument names the service's package. Its room `api` holds the factory

    def web(settings: Settings) -> Flask: ...

which makes the store, the service and its pages, and returns `create_app(...)`, dressed by
`frame.face.dress`. Settings come from the environment. Exit codes: 78, a setting is wrong (its name
is on stderr); 75, not ready in time; 64, no such service.
"""

import importlib
import os
import sys
from typing import Any

from kernel import log
from kernel.config import Settings
from kernel.errors import WrongSetting
from kernel.web.serve import WRONG_SETTING, run

USAGE = 64


def main(arguments: list[str]) -> None:
    """Read the settings, set up the log, serve."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m kernel.web services.<service>\n")
        sys.exit(USAGE)
    package = arguments[0]
    settings = _settings()
    log.configure(level=settings.log_level, service=package.rpartition(".")[2], process="web")
    room = _room(package)
    run(lambda: room.web(settings), settings)


def _room(package: str) -> Any:
    name = f"{package}.api"
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if not name.startswith(missing.name or name):
            raise
        sys.stderr.write(f"{missing.name}: no such service\n")
        sys.exit(USAGE)


def _settings() -> Settings:
    try:
        return Settings.read(os.environ)
    except WrongSetting as wrong:
        sys.stderr.write(f"{wrong}\n")
        sys.exit(WRONG_SETTING)


if __name__ == "__main__":
    main(sys.argv[1:])
