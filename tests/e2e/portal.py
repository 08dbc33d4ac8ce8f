"""The six applications behind a real nginx with the house's own configuration, in front of a real browser."""

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

from werkzeug.serving import BaseWSGIServer, make_server

from tests.e2e.six import Six
from tests.site import ROOT, wait_for

TEMPLATE = ROOT / "deploy" / "nginx" / "portal.conf.template"
REPORTING = "proxy_pass http://reporting;"


@contextmanager
def a_portal(six: Six, folder: Path) -> Iterator[str]:
    """Serve all six and give the portal's address; everything ends afterwards."""
    servers = {
        name: make_server("127.0.0.1", 0, app, threaded=True) for name, app in six.apps.items()
    }
    for one in servers.values():
        threading.Thread(target=one.serve_forever, daemon=True).start()
    port = _free_port()
    nginx = _nginx(folder, servers, port)
    try:
        wait_for(lambda: _answers(port), "nginx answers")
        yield f"http://127.0.0.1:{port}"
    finally:
        nginx.terminate()
        nginx.wait(10)
        for one in servers.values():
            one.shutdown()
            one.server_close()


def _nginx(
    folder: Path, servers: dict[str, BaseWSGIServer], port: int
) -> "subprocess.Popen[bytes]":
    webs = {f"{name.upper()}_WEB": f"127.0.0.1:{one.port}" for name, one in servers.items()}
    portal = Template(TEMPLATE.read_text(encoding="utf-8")).safe_substitute(
        PORTAL_LISTEN=f"127.0.0.1:{port}", PORTAL_SCHEME="$scheme", REPORTING=REPORTING, **webs
    )
    scratch = "".join(
        f"{kind}_temp_path {folder / kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; master_process off; pid {folder / 'nginx.pid'};"
        f"events {{ worker_connections 256; }} http {{ {scratch} {portal} }}"
    )
    log = folder / "nginx.log"
    return subprocess.Popen(["/usr/sbin/nginx", "-c", str(config), "-e", str(log)])


def _answers(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
