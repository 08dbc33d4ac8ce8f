"""A paper as PDF: kept for decades, readable by screen readers, the same bytes for the same paper."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from frame.paper import words
from frame.paper.content import Block, Column, Drawn, Picture, Sheet, Table
from frame.paper.settable import for_pdf
from frame.paper.setting import as_pdf, as_pngs, marked

LAYOUT = Path(__file__).parent / "paper.typ"


def draw(paper: Drawn) -> bytes:
    """The paper drawn."""
    return as_pdf(LAYOUT.read_text(encoding="utf-8"), _given(paper))


def pictures(paper: Drawn, *, dots: int) -> list[bytes]:
    """The same pages as pictures, so many dots to the inch."""
    return as_pngs(LAYOUT.read_text(encoding="utf-8"), _given(paper), dots=dots)


def signature_place(paper: Drawn) -> dict[str, float]:
    """Where the head signs: page from 1, points from its upper left corner."""
    return marked(LAYOUT.read_text(encoding="utf-8"), _given(paper), "sign")[0]


def _given(paper: Drawn) -> dict[str, str]:
    return {"paper": orjson.dumps(_words(for_pdf(paper))).decode()}


def _words(paper: Drawn) -> dict[str, Any]:
    return _head(paper) | {
        "body": [_block(one) for one in paper.blocks],
        "sheets": [_sheet(one) for one in paper.sheets],
        "recipients": paper.recipients,
        "signers": paper.signer_title,
        "signer": paper.signer,
        "signed": paper.signed,
        "approvers": paper.approved_by,
    }


def _head(paper: Drawn) -> dict[str, Any]:
    on = paper.issued_on
    return {
        "nation": words.NATION,
        "motto": words.MOTTO,
        "kind": paper.kind,
        "mark": words.SAMPLE,
        "sample": paper.sample,
        "superior_lines": words.on_lines(paper.superior) if paper.superior else (),
        "issuer": paper.issuer,
        "issuer_lines": words.on_lines(paper.issuer),
        "symbol": paper.symbol,
        "dated": words.place_and_day(paper.place, on),
        "issued": {"year": on.year, "month": on.month, "day": on.day},
        "title": paper.title,
        "addressees": words.addressed(paper.addressees),
        "enclosed": paper.enclosed,
        "keywords": paper.keywords,
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
            "svg": chart.as_svg(),
        }
    drawn = {"type": type(block).__name__.lower(), **asdict(block)}
    if isinstance(block, Table):
        drawn["rows"] = [list(map(_cell, block.columns, row)) for row in block.rows]
    return drawn


def _cell(column: Column, said: str) -> dict[str, Any]:
    return {"said": said, "size": column.size(said), "small": column.small}
