"""The two ways to work with reception, with the same words: its pages, and its API. Numbers and dates are read
back by the same way by which they were entered."""

import re
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any, Protocol

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from contracts.reception import ClockKind
from services.reception.domain import CLOCK_WORDS, STATE_WORDS
from services.reception.domain.words import FIELD_WORDS
from tests.e2e.scenarios.forms import send

Given = dict[str, Any]
Columns = dict[str, dict[int, int]]
PAGES, API = "/reception", "/api/reception/v1"
PETITIONER = ("name", "address", "phone", "id_number")


@dataclass(frozen=True)
class Due:
    """One time of a case as it is shown: its day, whether it runs, the days it had before, the sentences that
    lead to it."""

    on: str
    runs: bool
    before: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Counted:
    """The statistics of a period: columns by form; matters by form and field (fit, own, settled); what was in
    time (in time, late, open and late); letters with several matters and those matters."""

    forms: Columns
    by_field: dict[str, dict[str, tuple[int, ...]]]
    in_time: tuple[int, ...]
    mixed: tuple[int, ...]


@dataclass(frozen=True)
class Quota:
    """What a head owed and held, the days of deputies, and the stretches in which something is missing."""

    owed: int
    held: int
    deputies: int
    missing: tuple[str, ...]


class Face(Protocol):
    """What one can do by either way; each act is one person's. Texts of refusals are given, not raised.

    `shows_writers`: whether an officer reads there who wrote what is no denunciation; programs never do.
    """

    shows_writers: bool

    def enter(self, **form: Any) -> str:
        """Enter a petition; gives its id."""

    def do(self, petition: str, act: str, **given: Any) -> str:
        """Do an act; gives why it was refused, nothing when it was done."""

    def parts(self, petition: str) -> list[str]:
        """The parts a petition was split into."""

    def state(self, petition: str) -> str:
        """Where it stands, in the words of the office."""

    def times(self, petition: str) -> dict[ClockKind, Due]:
        """Its times, the latest of each kind."""

    def names(self, petition: str) -> str:
        """Everything that is shown about a petition."""

    def first_received(self, petition: str) -> str:
        """Since when whoever petitioned has waited, whichever agency had it first."""

    def competence(self, petition: str) -> str:
        """Who is competent, and why."""

    def same(self, petition: str) -> list[str]:
        """The petitions that may be the same."""

    def paper(self, petition: str, name: str) -> bytes:
        """A paper of a petition; nothing when there is none."""

    def arrived(self) -> list[str]:
        """What other agencies forwarded and nobody answered."""

    def take(self, forward: str) -> str:
        """Take a forwarded petition into the register; gives its id."""

    def receive(self, **visit: Any) -> str:
        """Enter a visitor into the register of reception; gives why it was refused."""

    def hold(self, **session: Any) -> str:
        """Enter a reception session; gives why it was refused."""

    def plan(self, on: str) -> None:
        """Put a reception day of the head into the timetable."""

    def timetable(self) -> str:
        """Everything the timetable shows."""

    def book(self, first: str, last: str) -> str:
        """Everything the register of reception shows."""

    def quota(self, first: str, last: str) -> Quota:
        """What the head owed and held."""

    def statistics(self, first: str, last: str) -> Counted:
        """The inspectorate's forms."""


# --- by the pages ---------------------------------------------------------------------------------------


class Pages:
    """Somebody with a browser. Every act goes through the form of a page."""

    shows_writers = True

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def enter(self, **form: Any) -> str:
        told = send(self.client, f"{PAGES}/petitions/new", form)
        assert told.status_code == 303, said(told)
        return told.location.rsplit("/", 1)[1]

    def do(self, petition: str, act: str, **given: Any) -> str:
        page = f"{PAGES}/petitions/{petition}"
        if act in {"classify", "accept", "decide"}:
            return _refused(send(self.client, page, given, to=f"{page}/{act}"))
        slug = f"{page}/{act.replace('_', '-')}"
        for at, part in enumerate(given.pop("parts", []), 1):
            given |= {f"{name}_{at}": value for name, value in part.items()}
        return _refused(send(self.client, slug, given))

    def parts(self, petition: str) -> list[str]:
        return _linked(self._page(f"petitions/{petition}"), "Nội dung đã tách thứ")

    def state(self, petition: str) -> str:
        page = self._page(f"petitions/{petition}")
        found = re.search(r'<h1.*?class="dv-badge[^>]*>([^<]*)<', page, re.S)
        assert found, page
        return found[1].strip()

    def times(self, petition: str) -> dict[ClockKind, Due]:
        page = self._page(f"petitions/{petition}/why")
        found: dict[ClockKind, Due] = {}
        for words, on, badge, rest in re.findall(
            r'<h2 id="clock-\d+">([^:]*): ([\d/]*)(.*?)</h2>(.*?)</section>', page, re.S
        ):
            kind = next(one for one, told in CLOCK_WORDS.items() if told == unescape(words))
            days = re.search(r"Ngày trước khi tính lại: ([^<]*)\.</p>", rest)
            before = tuple(_iso(day) for day in days[1].split(", ")) if days else ()
            found.setdefault(kind, Due(_iso(on), "Đang tính" in badge, before, text(rest)))
        return found

    def names(self, petition: str) -> str:
        return self._page(f"petitions/{petition}")

    def first_received(self, petition: str) -> str:
        return _iso_in(text(self._page(f"petitions/{petition}").partition("<h2>")[0]))

    def competence(self, petition: str) -> str:
        return text(self._page(f"petitions/{petition}").partition("Thẩm quyền: ")[2])

    def same(self, petition: str) -> list[str]:
        page = self._page(f"petitions/{petition}/duplicates").partition("<h1>")[2]
        return re.findall(r'<a href="/reception/petitions/([^"/]+)">', page)

    def paper(self, petition: str, name: str) -> bytes:
        path = f"{PAGES}/petitions/{petition}/papers/{name}"
        offered = f'href="{path}"' in self._page(f"petitions/{petition}")
        told = self.client.get(path)
        assert offered == (told.status_code == 200), (path, offered, told.status_code)
        return told.data if offered else b""

    def arrived(self) -> list[str]:
        rows = re.findall(r"<tr>.*?</tr>", self._page("forwards"), re.S)
        ids = [re.search(r"/reception/forwards/([^\"]+)", one) for one in rows if "Chờ" in one]
        return [one[1] for one in ids if one]

    def take(self, forward: str) -> str:
        page = f"{PAGES}/forwards/{forward}"
        told = send(self.client, page, {}, to=f"{page}/receive")
        assert told.status_code == 303, said(told)
        return told.location.rsplit("/", 1)[1]

    def receive(self, **visit: Any) -> str:
        return _refused(send(self.client, f"{PAGES}/book/new", visit))

    def hold(self, **session: Any) -> str:
        return _refused(send(self.client, f"{PAGES}/sessions/new", session))

    def plan(self, on: str) -> None:
        given = {"planned_on": on, "host": "HEAD", "place": "Trụ sở"}
        assert not _refused(send(self.client, f"{PAGES}/timetable/new", given))

    def timetable(self) -> str:
        return _iso_in(text(self._page("timetable")))

    def book(self, first: str, last: str) -> str:
        return _iso_in(text(self._page(f"book?first={first}&last={last}").partition("<tbody>")[2]))

    def quota(self, first: str, last: str) -> Quota:
        page = self._page(f"book?first={first}&last={last}")
        owed, held, deputies = re.findall(r'class="dv-figure-value">([^<]*)<', page)
        missing = re.search(r"<p>Còn thiếu: ([^<]*)\.</p>", page)
        stretches = [one.partition(" (")[0] for one in missing[1].split("; ")] if missing else []
        return Quota(int(owed), int(held), int(deputies), tuple(_iso_in(one) for one in stretches))

    def statistics(self, first: str, last: str) -> Counted:
        page = self._page(f"statistics?first={first}&last={last}")
        forms: Columns = {}
        for code, body in re.findall(
            r'<h2 id="bieu-\d+">Biểu (\S+): .*?<tbody>(.*?)</tbody>', page, re.S
        ):
            cells = re.findall(r"<td[^>]*>(\d+)</td><td>[^<]*</td><td[^>]*>([\d.]+)</td>", body)
            forms[code] = {int(column): int(value.replace(".", "")) for column, value in cells}
        by_field = {
            code: {_field(words): _ints(found) for words, found in _field_rows(body)}
            for code, body in re.findall(
                r"Biểu (\S+) theo lĩnh vực</caption>.*?<tbody>(.*?)</tbody>", page, re.S
            )
        }
        in_time = re.search(r"= \d+ / \((\d+) \+ (\d+) \+ (\d+)\)", page)
        mixed = re.search(r"có (\d+) đơn như vậy, (\d+) nội dung", page)
        assert mixed
        return Counted(forms, by_field, _ints(in_time), _ints(mixed))

    def _page(self, path: str) -> str:
        told = self.client.get(f"{PAGES}/{path}")
        assert told.status_code == 200, (path, told.status_code)
        return told.text


# --- by the API -----------------------------------------------------------------------------------------


class Api:
    """A program that signed in with the same account."""

    shows_writers = False

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}

    def enter(self, **form: Any) -> str:
        who = {name: form.pop(name) for name in PETITIONER if name in form}
        told = self._post("/petitions", {**_typed(form), "petitioner": who or None})
        assert told.status_code == 201, told.text
        return str(told.json["petition"])

    def do(self, petition: str, act: str, **given: Any) -> str:
        slug = ROUTES.get(act, act.replace("_", "-"))
        return _title(self._post(f"/petitions/{petition}/{slug}", _typed(given)))

    def parts(self, petition: str) -> list[str]:
        return list(self._petition(petition)["parts"])

    def state(self, petition: str) -> str:
        state = self._petition(petition)["state"]
        return next(words for one, words in STATE_WORDS.items() if one == state)

    def times(self, petition: str) -> dict[ClockKind, Due]:
        found: dict[ClockKind, Due] = {}
        for one in self._petition(petition)["clocks"]:
            why = " ".join(str(step["text"]) for step in one["proof"])
            runs = one["ended_on"] is None
            found[ClockKind(one["kind"])] = Due(one["due_on"], runs, tuple(one["before"]), why)
        return found

    def names(self, petition: str) -> str:
        return str(self._petition(petition))

    def first_received(self, petition: str) -> str:
        return str(self._petition(petition)["first_received_on"])

    def competence(self, petition: str) -> str:
        return str(self._get(f"/petitions/{petition}/competence"))

    def same(self, petition: str) -> list[str]:
        told = self._get(f"/petitions/{petition}/duplicates")
        return [one["petition"] for one in told["duplicates"]]

    def paper(self, petition: str, name: str) -> bytes:
        path = f"{API}/petitions/{petition}/papers/{name}"
        told = self.client.get(path, headers=self.headers)
        return told.data if told.status_code == 200 else b""

    def arrived(self) -> list[str]:
        return [one["forward"] for one in self._get("/forwards")["forwards"] if not one["answer"]]

    def take(self, forward: str) -> str:
        told = self._post(f"/forwards/{forward}/receipt", {})
        assert told.status_code == 200, told.text
        return str(told.json["petition"])

    def receive(self, **visit: Any) -> str:
        who = {name: visit.pop(name) for name in PETITIONER if name in visit}
        return _title(self._post("/visits", {**visit, "visitor": who or None}))

    def hold(self, **session: Any) -> str:
        kind = session.pop("session_kind")
        return _title(self._post("/sessions", {"kind": kind, **session}))

    def plan(self, on: str) -> None:
        told = self._post("/plans", {"planned_on": on, "host": "HEAD", "place": "Trụ sở"})
        assert told.status_code == 201, told.text

    def timetable(self) -> str:
        return str(self._get("/timetable"))

    def book(self, first: str, last: str) -> str:
        return str(self._get(f"/visits?first={first}&last={last}")["visits"])

    def quota(self, first: str, last: str) -> Quota:
        told = self._get(f"/quota?first={first}&last={last}")
        short = [one for one in told["stretches"] if one["held"] < one["owed"]]
        missing = tuple(f"{one['first']}–{one['last']}" for one in short)
        return Quota(told["owed"], told["held"], told["deputies"], missing)

    def statistics(self, first: str, last: str) -> Counted:
        told = self._get(f"/statistics?first={first}&last={last}")
        assert not any(form["broken"] for form in told["forms"])
        forms = {
            form["code"]: {int(column): value for column, value in form["columns"].items()}
            for form in told["forms"]
        }
        timely, mixed = told["on_time"], told["mixed"]
        counts = (timely["in_time"], timely["late"], timely["open_late"])
        by_field = {form["code"]: _lines(form["by_field"]) for form in told["forms"]}
        in_time = counts if any(counts) else ()
        return Counted(forms, by_field, in_time, (mixed["letters"], mixed["matters"]))

    def _petition(self, petition: str) -> Given:
        return self._get(f"/petitions/{petition}")

    def _get(self, path: str) -> Any:
        told = self.client.get(f"{API}{path}", headers=self.headers)
        assert told.status_code == 200, (path, told.text)
        return told.json

    def _post(self, path: str, body: Any) -> TestResponse:
        return self.client.post(f"{API}{path}", json=body, headers=self.headers)


ROUTES = {"classify": "classification", "accept": "acceptance", "decide": "decision"}
TRUE = {"true": True, "false": False}


def _typed(given: Given) -> Given:
    """What a form sends as a word, a program sends as a truth value."""
    return {
        name: TRUE.get(value, value) if isinstance(value, str) else value
        for name, value in given.items()
    }


# --- reading --------------------------------------------------------------------------------------------


def said(told: TestResponse) -> str:
    """What a page says of what was wrong."""
    summary = re.search(r'class="dv-summary".*?</div>', told.text, re.S)
    return text(summary[0] if summary else told.text)


def text(page: str) -> str:
    """A page without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def _refused(told: TestResponse) -> str:
    if told.status_code == 303:
        return ""
    assert told.status_code in {409, 422}, (told.status_code, said(told))
    return said(told)


def _title(told: TestResponse) -> str:
    if told.status_code < 300:
        return ""
    assert told.status_code in {409, 422}, (told.status_code, told.text)
    return f"{told.json['title']} {told.json.get('detail', '')}"


def _linked(page: str, words: str) -> list[str]:
    return re.findall(rf'<a href="/reception/petitions/([^"]+)">{words}', page)


def _iso(day: str) -> str:
    return datetime.strptime(day, "%d/%m/%Y").date().isoformat() if day else ""  # noqa: DTZ007


def _iso_in(words: str) -> str:
    return re.sub(r"\b\d\d/\d\d/20\d\d\b", lambda found: _iso(found[0]), words)


def _field_rows(body: str) -> list[tuple[str, "re.Match[str] | None"]]:
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    cells = r".*?>(\d+)<.*?>(\d+)<.*?>(\d+)<"
    return [(text(row.partition("</td>")[0]), re.search(cells, row, re.S)) for row in rows]


def _field(words: str) -> str:
    return next((one.value for one, told in FIELD_WORDS.items() if told == words), "")


def _lines(rows: list[Given]) -> dict[str, tuple[int, ...]]:
    names = ("matters", "competent", "settled")
    return {row["field"]: tuple(row[name] for name in names) for row in rows}


def _ints(found: "re.Match[str] | None") -> tuple[int, ...]:
    return tuple(int(one) for one in found.groups()) if found else ()
