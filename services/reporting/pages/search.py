"""Reporting's part of a search: campaigns and the own report by their year."""

from collections.abc import Iterator

from flask import Blueprint

from contracts.registry import DANVAN_READERS, PROVINCE_WIDE
from frame.search import Hit, answer
from kernel.message import Actor
from services.reporting.service import Reporting


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Answer searches."""

    def find(words: str, by: Actor) -> list[Hit]:
        return list(_hits(reporting, words, by))

    answer(bp, title="Báo cáo", find=find, roles=(*DANVAN_READERS, *PROVINCE_WIDE))


def _hits(reporting: Reporting, words: str, by: Actor) -> Iterator[Hit]:
    for year in reporting.campaigns.years():
        if str(year) not in words.split():
            continue
        if by.role in PROVINCE_WIDE:
            yield Hit(title=f"Đợt báo cáo năm {year}", href=f"/reporting/campaigns/{year}")
        else:
            yield Hit(title=f"Báo cáo năm {year} của cơ quan", href=f"/reporting/report/{year}")
