"""Starts and stops the house's own processes under a supervisor, with nginx before them.

`python -m deploy.embedded.services up|down|status|logs`. Every service is two processes, web and
worker; the embedded servers must be up. Everything listens on loopback; people use one port.
"""

import json
import os
import pwd
import shutil
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from string import Template
from typing import Any

import requests

from deploy.embedded import servers
from deploy.embedded.servers import PORT_BASE, ROOT, RUN, Failed, say
from kernel import keys
from kernel.auth import create_secret, create_session_key
from kernel.clock import VIETNAM, drive
from kernel.config import Settings

ALL = ("registry", "planning", "reception", "consultation", "reporting", "notify")
# Reports are written at the province: a site of its own has no such service.
SERVICES = tuple(one for one in ALL if one != "reporting" or not os.environ.get("PROVINCE"))
# Several houses may stand on the same servers, each with a folder, ports and a vhost of its own.
HOME = Path(os.environ.get("HOUSE_DIR", RUN)).resolve()
HOUSE_BASE = int(os.environ.get("HOUSE_BASE", str(PORT_BASE)))
VHOST = os.environ.get("VHOST", servers.VHOST)
PORTAL_PORT = int(os.environ.get("PORTAL_PORT", "8080"))
MAIL_PORT = PORT_BASE + 50
PROMETHEUS_PORT = PORT_BASE + 51
# Where the legal clock of a site with sample data stands before its year is run.
FIRST_MOMENT = datetime(2025, 11, 1, 7, tzinfo=VIETNAM)
HANDED_ON = (
    *("DEMO", "PRODUCTION", "LEGAL_CLOCK", "LOG_LEVEL", "RATE_LIMIT", "DB_PREFIX"),
    *("SMTP_URI", "MAIL_FROM", "SITE", "PROVINCE", "PROVINCE_URL"),
)
CONFIG = HOME / "supervisord.conf"
PATIENCE = 240.0  # seconds for one process to be ready: a dozen start at once, on a machine that may be busy


def word() -> str:
    """The word of this installation."""
    return os.environ.get("SITE") or Settings().site


def web_port(service: str) -> int:
    """Where a service's web process listens."""
    return HOUSE_BASE + 10 + ALL.index(service)


def metrics_port(service: str) -> int:
    """Where a service's worker tells its health and metrics."""
    return HOUSE_BASE + 30 + ALL.index(service)


INGRESS_PORT = HOUSE_BASE + 36


def environ(service: str) -> dict[str, str]:
    """The settings of a service's processes that differ from the defaults."""
    given = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    return {
        **(_sample_environ() if is_demo() else {}),
        "AMQP_URI": os.environ.get("AMQP_URI") or servers.amqp_uri(service, VHOST),
        "MONGO_URI": os.environ.get("MONGO_URI") or servers.MONGO_URI,
        "KEYS_DIR": str(HOME / "keys"),
        **({"WEB_PORT": str(web_port(service))} if service in SERVICES else {}),
        "METRICS_PORT": str(metrics_port(service) if service in SERVICES else INGRESS_PORT),
        "PUBLIC_URL": os.environ.get("PUBLIC_URL", f"http://127.0.0.1:{PORTAL_PORT}"),
        **given,
    }


def is_demo() -> bool:
    """Whether this is a site with sample data."""
    return os.environ.get("DEMO") == "1"


def _sample_environ() -> dict[str, str]:
    """What a site with sample data has instead of the real thing: a driven clock, a box for mail."""
    return {
        "LEGAL_CLOCK": str(RUN / "clock"),
        "RATE_LIMIT": "1000000/minute",
        "SMTP_URI": f"smtp://127.0.0.1:{MAIL_PORT}",
        "MAIL_FROM": "du-lieu-mau@danvan.example",
    }


def _program(service: str, kind: str, words: str) -> str:
    settings = ",".join(f'{name}="{value}"' for name, value in environ(service).items())
    log = HOME / "log" / f"{service}-{kind}.log"
    return f"""
[program:{service}-{kind}]
command={sys.executable} -m {words}
directory={ROOT}
environment={settings}
autorestart=true
startsecs=2
startretries=20
stopwaitsecs=35
stdout_logfile=/dev/null
stderr_logfile={log}
stderr_logfile_maxbytes=20MB
stderr_logfile_backups=3
"""


def supervisor_config() -> str:
    """The supervisor's configuration: two processes per service, the ingress, and nginx."""
    programs = [
        _program(service, kind, f"kernel.{kind} {target}")
        for service in SERVICES
        for kind, target in (
            ("web", f"services.{service}"),
            ("worker", f"services.{service}.service:{service.title()}"),
        )
    ]
    programs.append(_program("ingress", "lines", "kernel.ingress"))
    parts = [_head(), *programs, _nginx()]
    if HOME == RUN:  # what watches, and takes letters, does so for all houses on these servers
        parts += [_prometheus(), _mail_sink() if is_demo() else ""]
    return "".join(parts)


def _head() -> str:
    return f"""
[supervisord]
logfile={HOME / "log" / "supervisord.log"}
pidfile={HOME / "supervisord.pid"}
[unix_http_server]
file={HOME / "supervisor.sock"}
chmod=0700
[supervisorctl]
serverurl=unix://{HOME / "supervisor.sock"}
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""


def _prometheus() -> str:
    return f"""
[program:prometheus]
command=/usr/bin/prometheus --config.file={RUN / "prometheus" / "prometheus.yml"} --storage.tsdb.path={RUN / "prometheus" / "data"} --storage.tsdb.retention.time=30d --web.listen-address=127.0.0.1:{PROMETHEUS_PORT}
autorestart=true
stdout_logfile=/dev/null
stderr_logfile={HOME / "log" / "prometheus.log"}
stderr_logfile_maxbytes=5MB
stderr_logfile_backups=1
"""


def _nginx() -> str:
    return f"""
[program:nginx]
command=/usr/sbin/nginx -c {HOME / "nginx.conf"} -e {HOME / "log" / "nginx.log"} -g "daemon off;"
autorestart=true
"""


def _mail_sink() -> str:
    """A box that takes all letters and delivers none."""
    return f"""
[program:mail]
command={sys.executable} -m deploy.embedded.mail_sink {RUN / "mail"} {MAIL_PORT}
directory={ROOT}
autorestart=true
stdout_logfile=/dev/null
stderr_logfile={HOME / "log" / "mail.log"}
"""


def nginx_config() -> str:
    """The embedded nginx: its own folders, and the portal as it is everywhere."""
    scratch = HOME / "nginx"
    # Its workers must reach their scratch folders, also where the checkout lies in a private home.
    owner = f"user {pwd.getpwuid(0).pw_name};" if os.getuid() == 0 else ""
    return f"""
{owner}
pid {HOME / "nginx.pid"};
worker_processes 1;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {scratch / "body"};
    proxy_temp_path {scratch / "proxy"};
    fastcgi_temp_path {scratch / "fastcgi"};
    uwsgi_temp_path {scratch / "uwsgi"};
    scgi_temp_path {scratch / "scgi"};
    {portal_config()}
}}
"""


def portal_config() -> str:
    """The one port for people, from the file that the containers use too."""
    template = Template((ROOT / "deploy" / "nginx" / "portal.conf.template").read_text())
    webs = {f"{service.upper()}_WEB": f"127.0.0.1:{web_port(service)}" for service in ALL}
    return template.safe_substitute(
        PORTAL_LISTEN=f"127.0.0.1:{PORTAL_PORT}",
        PORTAL_SCHEME="$scheme",
        REPORTING=_reporting(),
        **webs,
    )


def _reporting() -> str:
    """Who answers for reports: our own service, or the province's portal; fragments of them stay empty there."""
    if "reporting" in SERVICES:
        return "proxy_pass http://reporting;"
    there = os.environ.get("PROVINCE_URL", "")
    return f"return 302 {there}$request_uri;" if there else "return 404;"


def watch() -> None:
    """Tell Prometheus whom to ask: each process of each house, and the broker."""
    home = RUN / "prometheus"
    for name in ("prometheus.yml", "rules.yml"):
        (home / "targets").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "deploy" / "prometheus" / name, home / name)
    targets = [
        _target(port(service), house=word(), service=service, process=process)
        for service in SERVICES
        for process, port in (("web", web_port), ("worker", metrics_port))
    ]
    targets.append(_target(INGRESS_PORT, house=word(), service="ingress", process="lines"))
    name = "house" if HOME == RUN else word()
    (home / "targets" / f"{name}.json").write_text(json.dumps(targets))
    (home / "brokers").mkdir(exist_ok=True)
    broker = [_target(servers.RABBIT_METRICS_PORT, node="embedded")]
    (home / "brokers" / "house.json").write_text(json.dumps(broker))


def _target(port: int, **labels: str) -> dict[str, Any]:
    return {"targets": [f"127.0.0.1:{port}"], "labels": labels}


def up() -> None:
    """Make keys and configuration, start everything, wait until all are ready."""
    keys.create_site_key(HOME / "keys", word())
    create_secret(HOME / "keys")
    if not list((HOME / "keys").glob("session-*.key")):
        create_session_key(HOME / "keys")
    for folder in ("log", "nginx"):
        (HOME / folder).mkdir(parents=True, exist_ok=True)
    CONFIG.write_text(supervisor_config())
    CONFIG.chmod(0o600)
    (HOME / "nginx.conf").write_text(nginx_config())
    watch()
    if is_demo() and not (RUN / "clock").exists():
        drive(RUN / "clock", FIRST_MOMENT)
    _supervise()
    for service in SERVICES:
        _await(f"{service}-web", web_port(service))
        _await(f"{service}-worker", metrics_port(service))
    _await("ingress-lines", INGRESS_PORT)
    say(f"the portal is at http://127.0.0.1:{PORTAL_PORT}/")


def _supervise() -> None:
    if _running():
        _ctl("update")
        return
    say("starting the services under the supervisor")
    done = subprocess.run([_tool("supervisord"), "-c", str(CONFIG)], capture_output=True, text=True)
    if done.returncode:
        raise Failed("the supervisor did not start", done.stderr.strip() or f"read {HOME / 'log'}")


def _await(name: str, port: int) -> None:
    until = time.monotonic() + PATIENCE
    while not _ready(port):
        if time.monotonic() > until:
            raise Failed(
                f"{name} is not ready after {PATIENCE:.0f} s", f"read {HOME / 'log' / name}.log"
            )
        time.sleep(0.2)


def _ready(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/health/ready", timeout=2).ok
    except requests.RequestException:
        return False


def _running() -> bool:
    return _ctl("pid").returncode == 0


def _ctl(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [_tool("supervisorctl"), "-c", str(CONFIG), *words], capture_output=True, text=True
    )


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def down() -> None:
    """Stop the services, each with time to end what it has in hand."""
    if not CONFIG.exists() or not _running():
        return
    say("stopping the services")
    supervisor = Path("/proc") / _ctl("pid").stdout.strip()
    _ctl("shutdown")
    until = time.monotonic() + PATIENCE
    while supervisor.exists() and time.monotonic() < until:
        time.sleep(0.2)


def status() -> None:
    """What runs."""
    print(_ctl("status").stdout if CONFIG.exists() else "services   never started here", end="")


def logs() -> None:
    """The last lines of each log."""
    for path in sorted((HOME / "log").glob("*.log")):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        print(f"== {path.name}", *lines, sep="\n")


def main(words: list[str]) -> int:
    """Run one verb; a failed step says what failed and what to do."""
    try:
        {"up": up, "down": down, "status": status, "logs": logs}[words[0]]()
    except Failed as failed:
        print(f"\nSTOPPED: {failed}\n  What to do: {failed.remedy}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
