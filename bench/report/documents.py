"""How long the three documents of the province's report take, drawn as the job draws them."""

import tempfile
import time
from datetime import date
from pathlib import Path

from bench.house import say
from contracts.reporting import Timeliness
from law.defaults import shipped_packs, shipped_units
from services.reporting.adapters import render_all
from services.reporting.domain.campaigns import Campaign
from services.reporting.domain.composing import Accounts, Agency, paper_of
from services.reporting.domain.figures import BY_KEY
from services.reporting.domain.submissions import Submission, SubmissionState, canonical

YEAR, DUE = 2026, date(2026, 11, 16)


def seconds() -> float:
    """Compose and draw DOCX, PDF and XLSX of 151 accepted reports, all figures given."""
    accounts = _accounts()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        made = render_all(paper_of(accounts, packs=shipped_packs()), Path(folder))
        taken = time.perf_counter() - began
        sizes = {kind: path.stat().st_size // 1024 for kind, path in made.items()}
    say(f"three documents of {len(accounts.agencies)} agencies in {taken:.1f} s, {sizes} KB")
    return taken


def _accounts() -> Accounts:
    units = shipped_units().reporting(date(YEAR, 10, 1))
    agencies = tuple(
        Agency(id=unit.id, name=unit.authority, kind=unit.kind.value) for unit in units
    )
    campaign = Campaign(
        id="c", agency="snv", year=YEAR, opened_on=date(YEAR, 10, 1), window_from=date(YEAR - 1, 11, 1),
        window_to=date(YEAR, 10, 31), nominal_due_on=date(YEAR, 11, 14), due_on=DUE,
        expected=tuple(one.id for one in agencies),
    )  # fmt: skip
    return Accounts(
        campaign=campaign,
        agencies=agencies,
        latest={one.id: _sent(one.id, YEAR, at) for at, one in enumerate(agencies)},
        before={one.id: _sent(one.id, YEAR - 1, at + 7) for at, one in enumerate(agencies)},
        today=date(YEAR, 12, 1),
        sample=True,
        law_version="bench",
    )


def _sent(agency: str, year: int, at: int) -> Submission:
    figures = {
        key: {"value": (place * 31 + at * 17) % 97, "source": "AUTO"}
        for place, key in enumerate(BY_KEY)
    }
    content = canonical({"year": year, "figures": figures, "sections": {}})
    return Submission(
        id=f"{agency}-{year}", agency=agency, campaign="c", year=year, number=1, submitted_on=date(year, 11, 12),
        timeliness=Timeliness.ON_TIME, days_late=0, content=content, sha256="", state=SubmissionState.ACCEPTED,
        accepted_on=date(year, 11, 20),
    )  # fmt: skip
