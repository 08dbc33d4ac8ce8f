"""What stands in for the drawing of papers in tests: the real job, with a pen that writes one line."""

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from kernel.jobs import Work
from services.reporting.domain.paper import Paper
from services.reporting.service import drawing


def render_all(paper: Paper, folder: Path) -> dict[str, Path]:
    """One file that tells what it was given."""
    path = folder / f"bao-cao-dan-van-{paper.year}.docx"
    path.write_text(f"{paper.symbol}|{paper.data_hash}|{len(paper.agencies)}", encoding="utf-8")
    return {"docx": path}


def draw(arguments: dict[str, Any], work: Work) -> dict[str, Any]:
    """Draw with that pen."""
    pens = ModuleType("services.reporting.adapters")
    pens.render_all = render_all  # type: ignore[attr-defined]
    sys.modules["services.reporting.adapters"] = pens
    return drawing.draw(arguments, work)
