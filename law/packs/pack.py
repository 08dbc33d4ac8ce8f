"""One pack: what one rule file says, read strictly, with a hash of its content."""

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from law.packs.democracy import (
    Conference,
    ConferenceShape,
    Quorum,
    QuorumShape,
    VoteRule,
    VoteShape,
)
from law.packs.duties import Duty, DutyShape, Indicator, IndicatorShape
from law.packs.handling import (
    Competence,
    CompetenceShape,
    Disposition,
    DispositionShape,
    GroupRule,
    GroupShape,
    ReceptionRefusal,
    ReceptionRefusalShape,
    Remedy,
    RemedyShape,
    Statistics,
    StatisticsShape,
)
from law.packs.instruments import Instrument, InstrumentShape, Source, SourceShape
from law.packs.reading import ChecklistShape, CountingShape, PauseShape, RuleRowShape
from law.packs.reception import (
    CommonDay,
    CommonDayShape,
    Office,
    OfficeShape,
    Posting,
    PostingShape,
    QuotaCounts,
    QuotaCountsShape,
)
from law.packs.report import ReportRule, ReportShape
from law.packs.rules import Checklist, Counting, Pause, Rule
from law.schema import Shape, listed, one, read, text


@dataclass(frozen=True, eq=False)
class Pack:
    """What one file says; `hash` is that of its content, whatever its layout."""

    pack: str
    version: str
    title: str
    hash: str = ""
    rules: tuple[Rule, ...] = ()
    pauses: tuple[Pause, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    sources: tuple[Source, ...] = ()
    offices: tuple[Office, ...] = ()
    postings: tuple[Posting, ...] = ()
    votes: tuple[VoteRule, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    duties: tuple[Duty, ...] = ()
    reception_refusals: tuple[ReceptionRefusal, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    competences: tuple[Competence, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    checklist: Checklist | None = None
    counting: Counting | None = None
    quota_counts: QuotaCounts | None = None
    common_day: CommonDay | None = None
    quorum: Quorum | None = None
    conference: Conference | None = None
    report: ReportRule | None = None
    group: GroupRule | None = None
    statistics: Statistics | None = None


class PackShape(Shape):
    """A pack file: who it is, then any of the parts."""

    makes = Pack
    pack = text()
    version = text()
    title = text()
    rules = listed(RuleRowShape)
    pauses = listed(PauseShape)
    instruments = listed(InstrumentShape)
    sources = listed(SourceShape)
    offices = listed(OfficeShape)
    postings = listed(PostingShape)
    votes = listed(VoteShape)
    indicators = listed(IndicatorShape)
    duties = listed(DutyShape)
    reception_refusals = listed(ReceptionRefusalShape)
    dispositions = listed(DispositionShape)
    competences = listed(CompetenceShape)
    remedies = listed(RemedyShape)
    checklist = one(ChecklistShape, load_default=None)
    counting = one(CountingShape, load_default=None)
    quota_counts = one(QuotaCountsShape, load_default=None)
    common_day = one(CommonDayShape, load_default=None)
    quorum = one(QuorumShape, load_default=None)
    conference = one(ConferenceShape, load_default=None)
    report = one(ReportShape, load_default=None)
    group = one(GroupShape, load_default=None)
    statistics = one(StatisticsShape, load_default=None)


def pack_from(content: Any, *, file: str) -> Pack:
    """The pack a file describes. Raises `WrongFile`."""
    made: Pack = read(PackShape, content, file=file)
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return replace(made, hash=sha256(canonical.encode()).hexdigest()[:16])
