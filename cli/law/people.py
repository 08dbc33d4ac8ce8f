"""`danvan law vote | dialogue`: community decisions and the commune's dialogue conference."""

from datetime import date
from typing import Annotated, Any

import typer

from cli.law.answers import Answer, answers
from cli.law.options import Json, a_date
from law.defaults import shipped_packs, shipped_register
from law.dialogue import ConferenceTerms, call, terms
from law.packs.democracy import VoteForm
from law.votes import Ballot, vote as vote_of
from law.words import say_weekday


@answers
def vote(
    *,
    item: Annotated[int, typer.Option(min=1, help="Số thứ tự nội dung (1–6).")],
    yes: Annotated[int, typer.Option(min=0, help="Số hộ tán thành.")],
    total: Annotated[int, typer.Option(min=0, help="Tổng số hộ của thôn, tổ dân phố.")],
    form: Annotated[VoteForm | None, typer.Option(case_sensitive=False, help="Hình thức.")] = None,
    no_quorum: Annotated[
        bool, typer.Option("--no-quorum", help="Cuộc họp không đủ số hộ.")
    ] = False,
    on: Annotated[date | None, typer.Option(parser=a_date, metavar="DATE")] = None,
    as_json: Json = False,
) -> Answer:
    """Kết quả biểu quyết của cộng đồng dân cư."""
    packs = shipped_packs()
    ballot = Ballot(yes=yes, total=total, form=form, quorate=not no_quorum)
    found = vote_of(item, ballot, packs=packs, on=on)
    values = {"passes": found.passes, "needed": found.needed}
    outcome = "thông qua" if found.passes else "không thông qua"
    return values, [
        f"{found.rule.title}: {outcome} với {yes}/{total} hộ tán thành; "
        f"cần ít nhất {found.needed} hộ ({packs.cite(found.rule)})."
    ]


@answers
def dialogue(
    *,
    voters: Annotated[int, typer.Option(min=0, help="Số cử tri của xã, phường.")],
    signatures: Annotated[int, typer.Option(min=0, help="Số cử tri đề nghị.")],
    on: Annotated[
        date | None, typer.Option(parser=a_date, metavar="DATE", help="Ngày hội nghị.")
    ] = None,
    as_json: Json = False,
) -> Answer:
    """Hội nghị trao đổi, đối thoại với Nhân dân: điều kiện và thời hạn."""
    packs = shipped_packs()
    asked = call(signatures, voters=voters, packs=packs)
    limits = terms(on, calendar=shipped_register().latest(), packs=packs) if on else None
    values = {"triggered": asked.triggered, "needed": asked.needed, **_terms(limits)}
    outcome = "đủ" if asked.triggered else "chưa đủ"
    told = (
        f"{signatures}/{voters} cử tri đề nghị: {outcome} điều kiện tổ chức; "
        f"cần ít nhất {asked.needed} cử tri ({packs.cite(packs.conference)})."
    )
    return values, [told, *_sentences(limits)]


def _terms(limits: ConferenceTerms | None) -> dict[str, Any]:
    if limits is None:
        return {"announce_by": None, "publish_by": None}
    return {
        "announce_by": limits.announce.effective.isoformat(),
        "publish_by": limits.publish.nominal.isoformat(),
        "publish_by_effective": limits.publish.effective.isoformat(),
    }


def _sentences(limits: ConferenceTerms | None) -> list[str]:
    if limits is None:
        return []
    rolled = limits.publish.effective
    later = (
        f" (ngày nghỉ: chậm nhất {say_weekday(rolled)})" if rolled != limits.publish.nominal else ""
    )
    return [
        f"Thông báo chậm nhất {say_weekday(limits.announce.effective)}.",
        f"Công khai kết quả chậm nhất {say_weekday(limits.publish.nominal)}{later}.",
    ]
