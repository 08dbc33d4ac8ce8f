"""The ledger, read: who reports, what each entered (by thing), last year's figures, the campaign's acts."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

Line = dict[str, Any]
Thing = dict[str, Any]
CREATING = {
    "register_petition": "petition",
    "hold_session": "session",
    "draft_plan": "plan",
    "add_task": "task",
    "register_model": "model",
    "hold_outreach": "outreach",
    "hold_training": "training",
    "publish_media": "media",
    "evaluate_head": "evaluation",
    "record_harassment": "harassment",
    "open_consultation": "consultation",
    "receive_opinion": "opinion",
    "announce_dialogue": "dialogue",
    "record_supervision": "supervision",
    "receive_recommendation": "recommendation",
    "request_criticism": "criticism",
    "post_project": "project",
}
# Later acts: what they are about, and under which names their facts are kept with it.
LATER = {
    "classify_petition": ("petition", {"on": "classified_on"}),
    "accept_petition": ("petition", {"on": "accepted_on"}),
    "decide_petition": ("petition", {"on": "decided_on"}),
    "approve_plan": ("plan", {"on": "approved_on"}),
    "complete_task": ("task", {"on": "completed_on"}),
    "record_model_result": ("model", {"on": "result_on"}),
    "end_model": ("model", {"on": "ended_on"}),
    "answer_opinion": ("opinion", {"on": "answered_on"}),
    "close_consultation": ("consultation", {"on": "closed_on"}),
    "hold_dialogue": ("dialogue", {}),
    "publish_dialogue_result": ("dialogue", {"on": "published_on", "answered": "answered_then"}),
    "reply_recommendation": ("recommendation", {"on": "replied_on"}),
    "receive_criticism": ("criticism", {}),
    "reply_criticism": ("criticism", {"on": "replied_on"}),
    "hold_project_meeting": ("project", {"held_on": "met_on"}),
    "hold_project_dialogue": ("project", {"held_on": "talked_on"}),
    "complete_project": ("project", {"on": "completed_on"}),
}


@dataclass
class Agency:
    """One agency that owes the report, with all that it entered: things by kind and reference."""

    id: str
    name: str
    commune: bool
    remote: bool
    things: dict[str, dict[str, Thing]] = field(default_factory=lambda: defaultdict(dict))

    def each(self, kind: str) -> Iterator[Thing]:
        """All things of a kind."""
        yield from self.things[kind].values()


@dataclass
class Told:
    """All the ledger tells."""

    first: date
    last: date
    due: date
    agencies: dict[str, Agency]
    previous: dict[str, dict[str, int]]
    steps: list[Line]


def read(path: Path) -> Told:
    """Read a ledger; a line written twice counts once."""
    lines = list(_once(path))
    year = next(line for line in lines if line["line"] == "year")
    told = Told(
        first=date.fromisoformat(year["from"]),
        last=date.fromisoformat(year["to"]),
        due=date.fromisoformat(year["due"]),
        agencies={line["agency"]: _agency(line) for line in lines if line["line"] == "agency"},
        previous={line["agency"]: line["figures"] for line in lines if line["line"] == "previous"},
        steps=[line for line in lines if line["line"] == "step"],
    )
    for line in lines:
        if line["line"] == "rows":
            gather(told.agencies[line["agency"]], line["rows"])
    return told


def gather(agency: Agency, rows: list[Line]) -> None:
    """Put rows to the things they tell of."""
    for row in rows:
        act = row["act"]
        if act in CREATING:
            agency.things[CREATING[act]].setdefault(row["client_ref"], {}).update(_facts(row, {}))
        else:
            kind, names = LATER[act]
            agency.things[kind][row["ref"]].update(_facts(row, names))


def _facts(row: Line, names: dict[str, str]) -> Thing:
    plain = {name: value for name, value in row.items() if name not in {"act", "client_ref", "ref"}}
    return {names.get(name, name): _day(name, value) for name, value in plain.items()}


def _day(name: str, value: Any) -> Any:
    dated = name == "on" or name.endswith("_on")
    return date.fromisoformat(value) if dated else value


def _agency(line: Line) -> Agency:
    return Agency(line["agency"], line["name"], line["commune"], line["remote"])


def _once(path: Path) -> Iterator[Line]:
    seen = set()
    for text in path.read_text(encoding="utf-8").split("\n"):
        if not text:
            continue
        line = json.loads(text)
        key = line.get("key")
        if key is None or key not in seen:
            seen.add(key)
            yield line
