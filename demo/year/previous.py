"""The reports of 2025 as they were: figures much like this year's, entered as last year's submissions."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from demo.year.days import between
from demo.year.entries import Entry
from demo.year.figures import FIELDS, GROUPS, RECEIVED, RECEPTION, manual_figures
from demo.year.offices import Office
from demo.year.words import chance

YEAR = 2025
WITHOUT_REPORT = 37  # every so many-th agency sent none last year
SEASON = (date(2025, 11, 3), date(2025, 11, 14))
SESSION_GROUPS = {"REGULAR": 0.1, "HEAD_PERIODIC": 0.9, "HEAD_AD_HOC": 0.03, "AUTHORISED": 0.09}
# Communes of 2025 began on 01/07/2025: a day a week to the end of October; others a day a month.
COMMUNE_QUOTA, OTHER_QUOTA = 17, 12
FIELD_WEIGHTS = (28, 18, 26, 14, 4, 10)
KIND_GROUPS = {
    "KN": ("COMPLAINT",),
    "TC": ("DENUNCIATION",),
    "KNPA": ("RECOMMENDATION", "FEEDBACK"),
}


@dataclass(frozen=True, kw_only=True)
class PreviousReport:
    """One agency's figures of last year."""

    agency: str
    submitted_on: date
    figures: Mapping[str, int]


def previous_reports(
    offices: tuple[Office, ...], entries: Mapping[str, list[Entry]], *, seed: int
) -> tuple[PreviousReport, ...]:
    """Last year's reports: nearly every agency has one."""
    return tuple(
        _report(office, entries[office.id], seed)
        for index, office in enumerate(offices)
        if index % WITHOUT_REPORT != WITHOUT_REPORT - 1
    )


def _report(office: Office, entries: list[Entry], seed: int) -> PreviousReport:
    random = office.random(seed, "previous")
    made = _Figures(random, _tally(entries), office)
    figures = dict(made.all())
    figures.update(manual_figures(office, random, petitions=made.tally["register_petition"]))
    return PreviousReport(
        agency=office.id,
        submitted_on=between(random, *SEASON),
        figures=dict(sorted(figures.items())),
    )


def _tally(entries: list[Entry]) -> Counter[str]:
    """How many rows of each act, and of each act and kind, this year has."""
    tally: Counter[str] = Counter()
    for entry in entries:
        tally[entry.row["act"]] += 1
        tally[f"{entry.row['act']}/{entry.row.get('kind', '')}"] += 1
    return tally


class _Figures:
    """Figures near this year's numbers, consistent among themselves."""

    def __init__(self, random: Random, tally: Counter[str], office: Office) -> None:
        self.random, self.tally, self.office = random, tally, office

    def near(self, number: float) -> int:
        """About as many as that, a little less than this year."""
        return max(0, round(number * self.random.uniform(0.75, 1.1)))

    def part(self, whole: int, share: float) -> int:
        """A share of a whole, never more than it."""
        return min(whole, round(whole * self.random.uniform(share - 0.05, share + 0.03)))

    def all(self) -> Iterator[tuple[str, int]]:
        """Every figure that is counted from what services tell."""
        yield from self.planning()
        yield from self.models()
        yield from self.reception()
        yield from self.petitions()
        yield from self.consultation()

    def planning(self) -> Iterator[tuple[str, int]]:
        total = self.near(self.tally["add_task"])
        done = self.part(total, 0.9)
        staff, people = (self.near(self.tally[f"hold_outreach/{k}"]) for k in ("STAFF", "PEOPLE"))
        classes = self.near(self.tally["hold_training"])
        aired = self.near(self.tally["publish_media/BROADCAST"])
        yield from {
            "PLAN_ISSUED": 1,
            "TASK_TOTAL": total,
            "TASK_ASSIGNED": self.part(total, 0.97),
            "TASK_DONE": done,
            "TASK_OVERDUE": self.random.choice((0, 0, min(total - done, 1))),
            "DISSEM_SESSIONS": staff,
            "DISSEM_PARTICIPANTS": staff * self.random.randint(25, 60),
            "DISSEM_INSTRUMENTS": min(6, staff * 2),
            "MOBILISATION_SESSIONS": people,
            "MOBILISATION_PARTICIPANTS": people * self.random.randint(60, 160),
            "TRAIN_CLASSES": classes,
            "TRAIN_ATTENDEES": classes * self.random.randint(20, 70),
            "HEAD_EVALUATIONS": 1,
            "HARASSMENT_CASES": int(chance(self.random, 0.06)),
            "MEDIA_ARTICLES": self.near(self.tally["publish_media/ARTICLE"]),
            "MEDIA_BROADCASTS": aired,
            "MEDIA_MINUTES": aired * self.random.randint(8, 22),
        }.items()

    def models(self) -> Iterator[tuple[str, int]]:
        yield from ((f"DVK_NEW.{field}", self.random.choice((0, 0, 1))) for field in FIELDS)
        active = {field: int(chance(self.random, 0.18)) for field in FIELDS}
        active[self.random.choices(FIELDS, FIELD_WEIGHTS)[0]] += 1
        yield from ((f"DVK_ACTIVE.{field}", number) for field, number in active.items())
        yield from ((f"DVK_ENDED.{field}", int(chance(self.random, 0.05))) for field in FIELDS)
        yield "DVK_PRIORITY", self.part(sum(active.values()), 0.7)

    def reception(self) -> Iterator[tuple[str, int]]:
        held = self.near(self.tally["hold_session"])
        for group in RECEPTION:
            visits = self.near(held * 2.2 * SESSION_GROUPS[group])
            groups = sum(chance(self.random, 0.03) for _ in range(visits))
            persons = groups * self.random.randint(5, 12)
            yield f"RCP_VISITS.{group}", visits
            yield f"RCP_PERSONS.{group}", visits + persons
            yield f"RCP_MATTERS.{group}", self.part(visits, 0.9)
            yield f"RCP_GROUPS.{group}", groups
            yield f"RCP_GROUP_PERSONS.{group}", persons
        yield "RCP_HEAD_DAYS", self.part(held, 0.8)
        yield "RCP_HEAD_QUOTA", COMMUNE_QUOTA if self.office.is_commune else OTHER_QUOTA

    def petitions(self) -> Iterator[tuple[str, int]]:
        for group in GROUPS:
            numbers = (self.tally[f"register_petition/{kind}"] for kind in KIND_GROUPS[group])
            received = self.near(sum(numbers))
            competent = self.part(received, 0.75)
            settled = self.part(competent, 0.92)
            told = (
                *(received, self.part(received, 0.06), self.part(received, 0.92)),
                *(competent, settled, self.part(settled, 0.93)),
            )
            yield from zip((f"{code}.{group}" for code in RECEIVED), told, strict=True)
            yield f"PET_OVERDUE.{group}", max(0, competent - settled)

    def consultation(self) -> Iterator[tuple[str, int]]:
        talks, asked = self.tally["announce_dialogue"], self.near(self.tally["receive_opinion"] / 3)
        opinions = talks * self.random.randint(5, 25)
        absorbed, community = self.part(asked, 0.6), self.near(self.tally["receive_opinion"] * 0.6)
        watched = self.near(self.tally["record_supervision"])
        advised = self.near(self.tally["receive_recommendation"])
        yield from {
            "DIALOGUE_COUNT": talks,
            "DIALOGUE_PARTICIPANTS": talks * self.random.randint(50, 200),
            "DIALOGUE_OPINIONS": opinions,
            "DIALOGUE_ANSWERED": self.part(opinions, 0.9),
            "CONTRIBUTIONS": asked,
            "CONTRIBUTIONS_ABSORBED": absorbed,
            "CONTRIBUTIONS_EXPLAINED": asked - absorbed,
            "CONSULT_OPINIONS": community,
            "CONSULT_ABSORBED": self.part(community, 0.6),
            "CONSULT_PROJECTS": self.near(self.tally["post_project"]),
            "SCIENTIFIC_CRITICISMS": int(chance(self.random, 0.1)),
            "PBXH_DRAFTS": (drafts := self.near(self.tally["receive_criticism"])),
            "PBXH_REPLIED_ONTIME": drafts,
            "FRONT_SUPERVISIONS": watched,
            "FRONT_RECOMMENDATIONS": advised,
            "FRONT_REPLIED_ONTIME": self.part(advised, 0.9),
        }.items()
