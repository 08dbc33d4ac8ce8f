"""The ledger: every row and act that was accepted, a line of JSON each, written after the answer.

It is what `verify` recounts from, and what tells a second run what is done already. No line holds the
words of a petition or a name. Lines, by their `line`:

- `year`: `year`, `from`, `to`, `due` (nominal), `seed` and the numbers asked for; the first line.
- `agency`: `agency` (id), `name`, `kind`, `commune` and `remote` (as the law marks it), `loaded`
  (whether the sample year has rows of it); one for each of the agencies that owe the report.
- `rows`: `key`, `day` (entered on), `service`, `agency`, `rows`: the accepted rows as they were sent, less
  words and names; a task has `assigned` in place of its owner. A petition that came in a workbook stands
  here as the rows that would have told the same.
- `previous`: `key`, `agency`, `year`, `submitted_on`, `figures` of last year's report.
- `step`: `key`, `day`, `act`, `agency`, `version`, `data` (figures, reasons, codes of sections) and
  `answer` (as the service gave it) of an act of the campaign: `open_campaign`, `draft_report`,
  `put_figures`, `put_sections`, `submit_report`, `return_report`, `accept_report`, `close_campaign`,
  `compile`, `issue`. A submission that was refused first has `blocked` with the code of the refusal.

The same key may stand there twice when a run broke between the answer and the line: it counts once.
"""

import json
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from demo.year.days import WINDOW_FROM, WINDOW_TO
from demo.year.entries import Row
from demo.year.made import Year

_WORDS = frozenset(
    [
        "petitioner",
        "summary",
        "content",
        "reason",
        "reply",
        "findings",
        "evaluator",
        "owner",
        "title",
        "name",
        "place",
        "evidence",
        "handling",
        "beneficiaries",
        "supervisor",
        "subject",
        "draft_title",
        "symbol",
    ]
)


class Ledger:
    """The file, and the keys that stand in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writing = threading.Lock()
        self.lines = list(read(path)) if path.exists() else []
        self.keys = {line["key"] for line in self.lines if "key" in line}

    def begin(self, year: Year) -> None:
        """Write who reports and for what time, on the first run."""
        if not self.lines:
            self.write(_of_year(year), *_of_agencies(year))

    def write(self, *lines: dict[str, Any]) -> None:
        """Add lines, whole ones only."""
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        with self._writing, self.path.open("a", encoding="utf-8") as file:
            file.write(text)
        self.lines += lines
        self.keys |= {line["key"] for line in lines if "key" in line}

    def __contains__(self, key: str) -> bool:
        return key in self.keys

    def report_of(self, agency: str) -> str:
        """The id of an agency's newest submitted report."""
        found = ""
        for line in self.lines:
            if (
                line["line"] == "step"
                and line["act"] == "submit_report"
                and line["agency"] == agency
            ):
                found = str(line["answer"].get("report", found))
        return found


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a ledger; a torn last one is left out."""
    for text in path.read_text(encoding="utf-8").split("\n")[:-1]:
        yield json.loads(text)


def bare(row: Row) -> Row:
    """A row without words and names."""
    kept = {name: value for name, value in row.items() if name not in _WORDS}
    return {**kept, "assigned": bool(row["owner"])} if "owner" in row else kept


def rows_line(key: str, day: str, told: tuple[str, str], rows: Iterable[Row]) -> dict[str, Any]:
    """The line of rows that were accepted; `told` is service and agency."""
    service, agency = told
    return {
        "line": "rows",
        "key": key,
        "day": day,
        "service": service,
        "agency": agency,
        "rows": [bare(row) for row in rows],
    }


def _of_year(year: Year) -> dict[str, Any]:
    return {
        "line": "year",
        "year": 2026,
        "from": WINDOW_FROM.isoformat(),
        "to": WINDOW_TO.isoformat(),
        "due": "2026-11-14",
        **vars(year.size),
    }


def _of_agencies(year: Year) -> Iterator[dict[str, Any]]:
    loaded = {office.id for office in year.offices}
    for office in year.reporters:
        yield {
            "line": "agency",
            "agency": office.id,
            "name": office.name,
            "kind": office.kind,
            "commune": office.is_commune,
            "remote": office.remote,
            "loaded": office.id in loaded,
        }
