"""What is deployed is what the house says: images, compose, the portal, the rules of the watch."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from deploy.embedded import services
from kernel import topology

ROOT = Path(__file__).parent.parent.parent
TOOLS = Path(sys.executable).parent
SECRETS = {
    "PUBLIC_URL": "https://danvan.example",
    "MONGO_PASSWORD": "a-b",
    "BROKER_PASSWORD": "c-d",
    "SMTP_URI": "smtps://user:word@mail.example:465",
    "MAIL_FROM": "danvan@example.vn",
}


def run(*words: str | Path, **environ: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(word) for word in words],
        env={**os.environ, **environ},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def compose(**environ: str) -> "subprocess.CompletedProcess[str]":
    return run(TOOLS / "docker-compose", "--env-file", "/dev/null", "config", **environ)


def test_the_compose_file_is_whole_and_every_service_has_two_processes():
    told = compose(**SECRETS)

    assert told.returncode == 0, told.stderr
    known = yaml.safe_load(told.stdout)["services"]
    for name in topology.services(topology.read()):
        assert known[f"{name}-web"]["command"] == ["kernel.web", f"services.{name}"]
        target = f"services.{name}.service:{name.title()}"
        assert known[f"{name}-worker"]["command"] == ["kernel.worker", target]
        assert "production" in str(known[f"{name}-web"]["environment"]).lower()


SITE = {
    "COMPOSE_FILE": "docker-compose.yml:deploy/compose.site.yml",
    "SITE": "xa-1",
    "PROVINCE": "gialai",
    "PROVINCE_URL": "https://tinh.example",
}


def test_a_site_on_official_images_runs_everything_but_reports():
    told = compose(**SECRETS, **SITE)

    assert told.returncode == 0, told.stderr
    known = yaml.safe_load(told.stdout)["services"]
    expected = [one for one in topology.services(topology.read()) if one != "reporting"]
    assert {name[:-4] for name in known if name.endswith("-web")} == set(expected)
    assert {name[:-7] for name in known if name.endswith("-worker")} == set(expected)
    assert {known[name]["environment"]["PROVINCE"] for name in ("ingress", "notify-web")} == {
        "gialai"
    }
    portal = known["nginx"]["environment"]
    assert portal["REPORTING"] == "return 302 https://tinh.example$$request_uri;"
    mounted = {one["target"]: one["source"] for one in known["rabbitmq"]["volumes"]}
    plugins = Path(mounted["/etc/rabbitmq/enabled_plugins"]).read_text(encoding="utf-8")
    assert "rabbitmq_shovel" in plugins
    assert "/broker" in mounted


@pytest.mark.parametrize("missing", ["PROVINCE", "PROVINCE_URL"])
def test_a_site_does_not_start_without_its_province(missing: str):
    told = compose(**SECRETS, **{name: word for name, word in SITE.items() if name != missing})

    assert told.returncode != 0
    assert missing in told.stderr


@pytest.mark.parametrize("missing", sorted(SECRETS))
def test_the_compose_file_refuses_to_start_without_its_secrets(missing: str):
    told = compose(**{name: word for name, word in SECRETS.items() if name != missing})

    assert told.returncode != 0
    assert missing in told.stderr


def test_the_image_has_nothing_the_linter_complains_of():
    told = run(TOOLS / "hadolint", "deploy/Dockerfile")

    assert told.returncode == 0, told.stdout


def test_the_portal_and_the_compose_file_know_every_service():
    template = (ROOT / "deploy/nginx/portal.conf.template").read_text(encoding="utf-8")

    assert list(services.SERVICES) == topology.services(topology.read())
    for name in services.SERVICES:
        assert f"^/(api/)?{name}(/|$)" in template
    assert "${" not in services.portal_config().replace("${NAMES}", "")


def test_the_embedded_nginx_takes_its_configuration(tmp_path: Path):
    config = tmp_path / "nginx.conf"
    config.write_text(services.nginx_config().replace(str(services.RUN), str(tmp_path)))
    (tmp_path / "nginx").mkdir()

    told = run("/usr/sbin/nginx", "-t", "-c", config, "-e", tmp_path / "log", "-g", "daemon off;")

    assert told.returncode == 0, told.stderr


def test_prometheus_takes_its_configuration_and_the_rules_do_what_their_tests_say(tmp_path: Path):
    assert shutil.which("promtool"), "make setup installs it"
    home = tmp_path / "prometheus"
    shutil.copytree(ROOT / "deploy" / "prometheus", home)

    for words in (
        ("check", "config", home / "prometheus.yml"),
        ("check", "rules", home / "rules.yml"),
        ("test", "rules", home / "rules.test.yml"),
    ):
        told = run("promtool", *words)
        assert told.returncode == 0, told.stdout + told.stderr


def test_compose_tells_prometheus_of_every_process():
    targets = (ROOT / "deploy/prometheus/targets/compose.json").read_text(encoding="utf-8")

    for name in topology.services(topology.read()):
        assert f'"{name}-web:8000"' in targets
        assert f'"{name}-worker:8001"' in targets


def test_a_site_of_its_own_has_no_reports_and_leads_to_the_provinces(tmp_path: Path):
    config = tmp_path / "nginx.conf"
    environ = {"SITE": "xa-1", "PROVINCE": "gialai", "PROVINCE_URL": "http://tinh.example"}
    words = "from deploy.embedded import services as s; print(s.nginx_config(), s.SERVICES)"
    told = subprocess.run(
        [sys.executable, "-c", words],
        env={**os.environ, **environ, "HOUSE_DIR": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    text, _, names = told.stdout.rpartition("(")
    config.write_text(text)
    (tmp_path / "nginx").mkdir()

    tested = run("/usr/sbin/nginx", "-t", "-c", config, "-e", tmp_path / "log", "-g", "daemon off;")

    assert tested.returncode == 0, tested.stderr
    assert "return 302 http://tinh.example$request_uri;" in text
    assert "reporting" not in names


def test_the_ingress_runs_wherever_the_house_runs():
    targets = (ROOT / "deploy/prometheus/targets/compose.json").read_text(encoding="utf-8")

    assert "command=" in services.supervisor_config().partition("[program:ingress-lines]")[2]
    assert '"ingress:8001"' in targets
    assert yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["ingress"]
