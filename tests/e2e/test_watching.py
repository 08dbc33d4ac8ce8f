"""A real Prometheus scrapes every process of the house and evaluates its rules."""

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from deploy.embedded.servers import RABBIT_METRICS_PORT
from kernel.auth import create_secret, create_session_key
from tests.site import WORKERS, a_site, wait_for

ROOT = Path(__file__).parent.parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def a_prometheus(home: Path, targets: list[dict[str, Any]]) -> Iterator[str]:
    """Prometheus with the house's configuration, asking faster than in production."""
    shutil.copytree(ROOT / "deploy" / "prometheus", home)
    config = home / "prometheus.yml"
    config.write_text(config.read_text().replace("15s", "1s"))
    (home / "targets" / "compose.json").write_text(json.dumps(targets))
    broker = [{"targets": [f"127.0.0.1:{RABBIT_METRICS_PORT}"]}]
    (home / "brokers" / "compose.json").write_text(json.dumps(broker))
    address = f"127.0.0.1:{free_port()}"
    command = ["/usr/bin/prometheus", f"--config.file={config}"]
    command += [f"--storage.tsdb.path={home / 'data'}", f"--web.listen-address={address}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://{address}/api/v1"
    finally:
        process.terminate()
        process.wait(20)


def ask(api: str, query: str) -> list[dict[str, Any]]:
    try:
        told = requests.get(f"{api}/query", params={"query": query}, timeout=5).json()
    except requests.RequestException:
        return []  # it is still starting
    result: list[dict[str, Any]] = told["data"]["result"]
    return result


def test_prometheus_scrapes_all_twelve_processes_and_the_broker(
    running_servers: None, tmp_path: Path
):
    with a_site(tmp_path) as site:
        create_session_key(site.folder / "keys")
        create_secret(site.folder / "keys")
        started = {(name, "worker"): site.worker(name) for name in WORKERS}
        started |= {(name, "web"): site.web(name) for name in WORKERS}
        targets = []
        for (name, kind), process in started.items():
            ports = process.ready().ports
            port = ports.get("metrics_port") or ports["web_port"]
            labels = {"service": name, "process": kind}
            targets.append({"targets": [f"127.0.0.1:{port}"], "labels": labels})

        with a_prometheus(tmp_path / "prometheus", targets) as api:
            up = wait_for(
                lambda: len(ask(api, 'up{job="danvan"} == 1')) == len(targets) and True,
                "twelve processes up",
            )
            broker = wait_for(lambda: ask(api, 'up{job="rabbitmq"} == 1'), "the broker up")
            ready = wait_for(
                lambda: ask(api, "count(danvan_ready == 1) == 12"), "twelve processes ready"
            )

    assert up
    assert broker
    assert ready
