"""Each kind of thing as pages know it: its names, who sees it, the acts one may do on it and when."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import marshmallow as ma

from contracts.registry import DANVAN_APPROVERS, DANVAN_READERS, DANVAN_WRITERS
from kernel.rights import for_good
from services.consultation.pages import forms
from services.consultation.pages.words import FRONT_READERS, FRONT_WRITERS

Roles = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act on a thing: its form, who may do it, the door's command, when it is offered."""

    title: str
    form: type[ma.Schema]
    roles: Roles
    command: str
    offered: Callable[[Any], bool]
    done: str
    makes: str = ""

    @property
    def for_good(self) -> bool:
        """Whether it cannot be undone."""
        return bool(for_good(f"consultation.{self.command}"))


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One kind of thing; without `begins` it is entered on another thing's page."""

    many: str
    one: str
    query: str
    listing: str
    readers: Roles = DANVAN_READERS
    begins: Act | None = None
    acts: dict[str, Act]


def _always(_: Any) -> bool:
    return True


def _begin(title: str, form: type[ma.Schema], command: str) -> Act:
    return Act(
        title=title,
        form=form,
        roles=DANVAN_WRITERS,
        command=command,
        offered=_always,
        done="Đã ghi nhận.",
    )


def _act(
    title: str,
    form: type[ma.Schema],
    command: str,
    offered: Callable[[Any], bool],
    *,
    roles: Roles = DANVAN_WRITERS,
    makes: str = "",
) -> Act:
    return Act(
        title=title,
        form=form,
        roles=roles,
        command=command,
        offered=offered,
        done="Đã ghi nhận.",
        makes=makes,
    )


def _in(*states: str) -> Callable[[Any], bool]:
    return lambda one: one.state in states


THINGS: dict[str, Thing] = {
    "consultations": Thing(
        many="Lấy ý kiến",
        one="Cuộc lấy ý kiến",
        query="consultation",
        listing="round_list",
        begins=_begin("Mở cuộc lấy ý kiến", forms.ConsultationSchema, "open_consultation"),
        acts={
            "opinion": _act(
                "Nhập ý kiến",
                forms.OpinionSchema,
                "receive_opinion",
                _in("OPEN"),
                makes="opinions",
            ),
            "closure": _act(
                "Kết thúc lấy ý kiến",
                forms.OnSchema,
                "close_consultation",
                _in("OPEN"),
                roles=DANVAN_APPROVERS,
            ),
        },
    ),
    "opinions": Thing(
        many="Ý kiến",
        one="Ý kiến",
        query="opinion",
        listing="opinion_list",
        acts={
            "answer": _act("Trả lời ý kiến", forms.AnswerSchema, "answer_opinion", _in("RECEIVED")),
        },
    ),
    "dialogues": Thing(
        many="Đối thoại",
        one="Hội nghị đối thoại",
        query="dialogue",
        listing="dialogue_list",
        begins=_begin("Thông báo hội nghị đối thoại", forms.DialogueSchema, "announce_dialogue"),
        acts={
            "holding": _act(
                "Ghi nhận tổ chức hội nghị",
                forms.HoldingSchema,
                "hold_dialogue",
                _in("ANNOUNCED"),
            ),
            "result": _act(
                "Công khai kết quả",
                forms.PublicationSchema,
                "publish_dialogue_result",
                _in("HELD"),
            ),
        },
    ),
    "supervisions": Thing(
        many="Giám sát",
        one="Cuộc giám sát",
        query="supervision",
        listing="supervision_list",
        readers=FRONT_READERS,
        begins=_begin("Ghi nhận cuộc giám sát", forms.SupervisionSchema, "record_supervision"),
        acts={
            "recommendation": _act(
                "Nhập kiến nghị sau giám sát",
                forms.RecommendationSchema,
                "receive_recommendation",
                _always,
                roles=FRONT_WRITERS,
                makes="recommendations",
            ),
        },
    ),
    "recommendations": Thing(
        many="Kiến nghị sau giám sát",
        one="Kiến nghị sau giám sát",
        query="recommendation",
        listing="recommendation_list",
        readers=FRONT_READERS,
        acts={
            "reply": _act(
                "Trả lời kiến nghị",
                forms.ReplySchema,
                "reply_recommendation",
                _in("RECEIVED"),
                roles=DANVAN_APPROVERS,
            ),
        },
    ),
    "criticisms": Thing(
        many="Phản biện xã hội",
        one="Phản biện xã hội",
        query="criticism",
        listing="criticism_list",
        readers=FRONT_READERS,
        begins=_begin("Gửi dự thảo lấy phản biện", forms.CriticismSchema, "request_criticism"),
        acts={
            "document": _act(
                "Nhập văn bản phản biện",
                forms.CriticismDocumentSchema,
                "receive_criticism",
                _in("REQUESTED"),
                roles=FRONT_WRITERS,
            ),
            "reply": _act(
                "Trả lời phản biện",
                forms.ReplySchema,
                "reply_criticism",
                _in("ISSUED"),
                roles=DANVAN_APPROVERS,
            ),
        },
    ),
    "projects": Thing(
        many="Dự án thu hồi đất",
        one="Hồ sơ lấy ý kiến dự án",
        query="project",
        listing="project_list",
        begins=_begin("Niêm yết phương án bồi thường", forms.ProjectSchema, "post_project"),
        acts={
            "meeting": _act(
                "Ghi nhận họp lấy ý kiến",
                forms.MeetingSchema,
                "hold_project_meeting",
                _in("POSTED"),
            ),
            "dialogue": _act(
                "Ghi nhận đối thoại",
                forms.HeldOnSchema,
                "hold_project_dialogue",
                lambda one: one.needs_dialogue and not one.removed_early,
            ),
            "removal": _act(
                "Ghi nhận gỡ niêm yết",
                forms.OnSchema,
                "take_down_project",
                lambda one: not one.taken_down_on and not one.completed_on,
            ),
            "posting": _act(
                "Niêm yết lại", forms.OnSchema, "post_project_again", _in("REMOVED_EARLY")
            ),
            "completion": _act(
                "Hoàn thành hồ sơ",
                forms.OnSchema,
                "complete_project",
                lambda one: one.state in {"MEETING_HELD", "DIALOGUE_HELD"},
                roles=DANVAN_APPROVERS,
            ),
        },
    ),
}
