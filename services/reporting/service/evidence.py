"""The desk of evidence: papers that bear out the sections of an agency's report, with their files."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from ground.attached import ENDINGS, examined
from kernel.errors import NotFound
from kernel.message import Actor, new_id
from kernel.store import Store, command
from services.reporting.domain.drafts import Draft
from services.reporting.domain.evidence import LONGEST_NAME, Evidence, File, evidence_from
from services.reporting.service.reports import ReportDesk
from services.reporting.service.review import ReviewDesk
from services.reporting.store import EvidenceFiles


@dataclass(frozen=True)
class Given:
    """A file of evidence as it is given out."""

    content: Any
    media_type: str
    name: str


class EvidenceDesk:
    """Evidence of an agency's own report, and of what was sent."""

    def __init__(self, store: Store, reports: ReportDesk, review: ReviewDesk) -> None:
        self.store, self.reports, self.review = store, reports, review
        self.files = EvidenceFiles(store)

    def bring(
        self,
        year: int,
        *,
        section: str,
        title: str,
        number: str = "",
        dated: date | None = None,
        name: str = "",
        content: bytes = b"",
        by: Actor,
        **how: Any,
    ) -> dict[str, Any]:
        """Add a piece of evidence, perhaps with its file. Raises as `add_evidence` does, and `WrongFile`,
        `TooLargeFile`, `ActiveFile`. The bytes are written first, under the id they will have."""
        id_ = new_id()
        file = self._kept(id_, name, content) if content else None
        one = Evidence(
            id=id_,
            section=section,
            title=title.strip(),
            number=number.strip(),
            dated=dated,
            file=file,
        )
        return self.add_evidence(year, one, by=by, **how)

    @command
    def add_evidence(self, year: int, one: Evidence, *, by: Actor) -> dict[str, Any]:
        """Bear a section out. Raises `WrongEvidence`, `TooMuchEvidence`, `NotDraftedYet`, `NotOpenForWriting`."""
        draft = self.reports.at_hand(year, by)
        draft.bear_out(one, packs=self.reports.memory.packs, on=self.store.clock.today())
        self.store.commit(draft)
        return _state(draft, one.id)

    @command
    def drop_evidence(self, year: int, evidence: str, *, by: Actor) -> dict[str, Any]:
        """Take a piece of evidence away. Raises `NotFound` and as `add_evidence` does."""
        own = self.reports.memory.drafts.of(by.agency, year)
        if own is None or all(one.id != evidence for one in own.evidence):
            raise NotFound
        draft = self.reports.at_hand(year, by)
        draft.drop_evidence(evidence, on=self.store.clock.today())
        self.store.commit(draft)
        return _state(draft, evidence)

    def own_file(self, year: int, evidence: str, *, by: Actor) -> Given:
        """A file of the own draft. Raises `NotFound`."""
        own = self.reports.own(year, by=by)
        return self._given(own.draft.evidence if own.draft else (), evidence)

    def sent_file(self, report_id: str, evidence: str, *, by: Actor) -> Given:
        """A file of a sent version, for whoever may read it. Raises `NotFound`."""
        sent = self.review.report(report_id, by=by)
        return self._given(sent_evidence(sent.said), evidence)

    def _given(self, known: tuple[Evidence, ...], evidence: str) -> Given:
        found = next((one for one in known if one.id == evidence), None)
        if found is None or found.file is None:
            raise NotFound
        return Given(self.files.open(evidence), found.file.media_type, found.file.name)

    def _kept(self, id_: str, name: str, content: bytes) -> File:
        media_type, kept = examined(content, most=self.store.settings.attachment_bytes)
        self.files.put(id_, id_, kept)
        return File(
            name=_named(name, ENDINGS[media_type]),
            media_type=media_type,
            size=len(kept),
            sha256=hashlib.sha256(kept).hexdigest(),
        )


def sent_evidence(said: Any) -> tuple[Evidence, ...]:
    """The evidence of a sent version; versions of before have none."""
    return tuple(evidence_from(one) for one in said.get("evidence", ()))


def _named(name: str, ending: str) -> str:
    """A name to give the file out under, with the ending that its content has."""
    kept = "".join(letter for letter in name if letter.isprintable() and letter not in '/\\"')
    stem = kept.rpartition(".")[0] or kept or "minh-chung"
    return f"{stem[:LONGEST_NAME]}.{ending}"


def _state(draft: Draft, evidence: str) -> dict[str, Any]:
    return {"draft": draft.id, "version": draft.version, "evidence": evidence}
