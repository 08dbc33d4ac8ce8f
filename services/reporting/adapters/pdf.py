"""The report as PDF: kept for decades, readable by screen readers, the same bytes for the same paper."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from services.reporting.adapters import content, words
from services.reporting.adapters.charts import svg
from services.reporting.adapters.content import Block, Column, Picture, Sheet, Table
from services.reporting.adapters.setting import as_pdf
from services.reporting.domain import Paper

LAYOUT = Path(__file__).parent / "report.typ"


def draw(paper: Paper) -> bytes:
    """The report drawn."""
    told = orjson.dumps(_words(paper)).decode()
    return as_pdf(LAYOUT.read_text(encoding="utf-8"), {"paper": told})


def _words(paper: Paper) -> dict[str, Any]:
    return _head(paper) | {
        "body": [_block(one) for one in content.body(paper)],
        "sheets": [_sheet(one) for one in content.sheets(paper)],
        "recipients": content.recipients(paper),
        "signers": paper.signer_title,
        "signer": paper.signer,
    }


def _head(paper: Paper) -> dict[str, Any]:
    on = paper.issued_on
    return {
        "nation": words.NATION,
        "motto": words.MOTTO,
        "kind": words.KIND_OF_PAPER,
        "mark": words.SAMPLE,
        "sample": paper.sample,
        "superior": paper.superior,
        "issuer": paper.issuer,
        "issuer_lines": words.on_lines(paper.issuer),
        "symbol": paper.symbol,
        "dated": words.place_and_day(paper.place, on),
        "issued": {"year": on.year, "month": on.month, "day": on.day},
        "title": paper.title,
        "addressee": paper.addressee,
        "enclosed": content.enclosed_with(paper),
        "keywords": [paper.law_version, paper.data_hash],
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    blocks = [_block(one) for one in sheet.blocks]
    return {"number": sheet.number, "title": sheet.title, "wide": sheet.wide, "blocks": blocks}


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Picture):
        chart = block.chart
        return {
            "type": "picture",
            "title": chart.title,
            "summary": chart.summary,
            "svg": svg(chart),
        }
    drawn = {"type": type(block).__name__.lower(), **asdict(block)}
    if isinstance(block, Table):
        drawn["rows"] = [list(map(_cell, block.columns, row)) for row in block.rows]
    return drawn


def _cell(column: Column, said: str) -> dict[str, Any]:
    return {"said": said, "size": column.size(said), "small": column.small}
