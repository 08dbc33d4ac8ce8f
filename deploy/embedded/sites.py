"""Sites of their own beside the embedded house, on the same servers: `python -m deploy.embedded.sites up|down|status`.

Each has a vhost, databases, keys, accounts, processes and a portal of its own, and speaks with the house over
the two lines only. `up WORD AGENCY …` makes and joins them; `down` and `status` are about all of them. On one machine the lines go over loopback; between machines
`danvan site link` demands TLS.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.embedded import servers, services
from deploy.embedded.servers import PORT_BASE, ROOT, RUN, Failed, say
from kernel import links

HERE = RUN / "sites"


@dataclass(frozen=True)
class Beside:
    """One site: its word, and its number, from which its ports come."""

    word: str
    number: int

    @property
    def folder(self) -> Path:
        """Keys, logs, configuration."""
        return HERE / self.word

    @property
    def vhost(self) -> str:
        """Its own part of the broker."""
        return f"{servers.VHOST}-{self.word}"

    @property
    def portal(self) -> str:
        """Where its people work."""
        return f"http://127.0.0.1:{services.PORTAL_PORT + self.number}"

    def environ(self) -> dict[str, str]:
        """What tells `deploy.embedded.services` which house is meant."""
        return {
            "SITE": self.word,
            "PROVINCE": services.word(),
            "PROVINCE_URL": f"http://127.0.0.1:{services.PORTAL_PORT}",
            "PORTAL_PORT": str(services.PORTAL_PORT + self.number),
            "HOUSE_DIR": str(self.folder),
            "HOUSE_BASE": str(PORT_BASE + 100 * self.number),
            "VHOST": self.vhost,
            "DB_PREFIX": f"{self.word}_",
        }

    def settings(self, service: str) -> dict[str, str]:
        """The settings of one of its processes, for a command at the site."""
        return {
            **os.environ,
            **services.environ(service),
            **self.environ(),
            "AMQP_URI": servers.amqp_uri(service, self.vhost),
            "KEYS_DIR": str(self.folder / "keys"),
        }


def known() -> Iterator[Beside]:
    """The sites that were made here."""
    for path in sorted(HERE.glob("*/site.json")):
        yield Beside(**json.loads(path.read_text(encoding="utf-8")))


def up(wanted: dict[str, str]) -> list[Beside]:
    """Make the sites that are not there, by word and agency; start and join all. Safe to do again."""
    made = []
    for number, (word, agency) in enumerate(wanted.items(), 1):
        site = Beside(word, number)
        site.folder.mkdir(parents=True, exist_ok=True)
        (site.folder / "site.json").write_text(json.dumps(vars(site)))
        say(f"site {word}: vhost {site.vhost}, portal {site.portal}/")
        servers.declare(site.vhost, servers.password())
        _services(site, "up")
        _join(site, agency)
        made.append(site)
    return made


def down() -> None:
    """Stop the processes of all sites; their data stays."""
    for site in known():
        _services(site, "down")


def status() -> None:
    """What runs at each."""
    for site in known():
        print(f"{site.word}  {site.portal}/", flush=True)
        _services(site, "status")


def _services(site: Beside, verb: str) -> None:
    words = [sys.executable, "-m", "deploy.embedded.services", verb]
    environ = {**os.environ, **site.environ()}
    done = subprocess.run(words, env=environ, cwd=ROOT, check=False)
    if done.returncode:
        raise Failed(f"site {site.word}: {verb} failed", f"read {site.folder / 'log'}")


# --- joining, as two operators do it ----------------------------------------------------------------


def _join(site: Beside, agency: str) -> None:
    here, there = {**os.environ, **services.environ("registry")}, site.settings("registry")
    here["SITE"] = services.word()
    theirs, ours = site.folder / "phieu.json", site.folder / "phieu-tinh.json"
    asked = _shown(_danvan(there, "site", "init", "--out", str(theirs)))
    province = _shown(_danvan(here, "site", "init", "--out", str(ours)))
    _danvan(there, "site", "join", str(ours), "--fingerprint", province["fingerprint"])
    _danvan(here, "site", "enroll", str(theirs), "--agency", agency)
    listed = _shown(_danvan(here, "site", "list", "--json"))["sites"]
    if any(one["site"] == site.word and one["state"] != "APPROVED" for one in listed):
        told = asked["fingerprint"]
        _danvan(here, "site", "approve", site.word, "--fingerprint", told, "--by", "operator")
    servers.load(_lines(site), name=f"line-{site.word}")


def _lines(site: Beside) -> dict[str, Any]:
    """The definitions of both ends, on one broker."""
    password, address = servers.password(), f"127.0.0.1:{servers.AMQP_PORT}"
    guest = links.link_user(servers.VHOST, site.word)
    both = {"site": site.word, "province": services.word(), "password": password}
    parts = [
        links.at_province(vhost=servers.VHOST, **both),
        links.at_site(vhost=site.vhost, **both),
        links.shovels(
            vhost=site.vhost,
            site=site.word,
            home_uri=f"amqp://{links.link_user(site.vhost)}:{password}@{address}",
            province_uri=f"amqp://{guest}:{password}@{address}",
            province_vhost=servers.VHOST,
        ),
    ]
    found: dict[str, Any] = {}
    for part in parts:
        for name, rows in part.items():
            found.setdefault(name, []).extend(rows)
    return found


def _danvan(environ: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", *words],
        env=environ,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failed(f"danvan {' '.join(words[:2])}: {done.stderr.strip()}", "see above")
    return done.stdout


def _shown(text: str) -> Any:
    return json.loads(text)


def main(words: list[str]) -> int:
    """Run one verb; a failed step says what failed and what to do."""
    verb, *rest = words
    try:
        if verb == "up":
            up(dict(zip(rest[::2], rest[1::2], strict=True)))
        else:
            {"down": down, "status": status}[verb]()
    except Failed as failed:
        print(f"\nSTOPPED: {failed}\n  What to do: {failed.remedy}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
