"""Words and small helpers the registry's pages share."""

from typing import Any

from contracts.registry import ROLE_WORDS, AgencyKind
from kernel.errors import Invalid, Refusal
from law.defaults import agency_name
from services.registry.domain import Assignment

KIND_WORDS: dict[str, str] = {
    AgencyKind.PROVINCE: "Ủy ban nhân dân tỉnh",
    AgencyKind.DISTRICT: "Huyện",
    AgencyKind.TOWN: "Thị xã",
    AgencyKind.CITY: "Thành phố thuộc tỉnh",
    AgencyKind.COMMUNE: "Xã",
    AgencyKind.WARD: "Phường",
    AgencyKind.TOWNSHIP: "Thị trấn",
    AgencyKind.PROVINCIAL_OFFICE: "Văn phòng UBND tỉnh",
    AgencyKind.INSPECTORATE: "Thanh tra tỉnh",
    AgencyKind.PROVINCIAL_DEPARTMENT: "Sở, ban, ngành",
    AgencyKind.ECONOMIC_ZONE_BOARD: "Ban quản lý khu kinh tế",
    AgencyKind.PRESS: "Báo, Đài",
    AgencyKind.FRONT_ORG: "Mặt trận và tổ chức thành viên",
}

GROUPS: dict[str, tuple[str, tuple[AgencyKind, ...]]] = {
    "province": (
        "Cấp tỉnh",
        (
            AgencyKind.PROVINCE,
            AgencyKind.PROVINCIAL_OFFICE,
            AgencyKind.INSPECTORATE,
            AgencyKind.PROVINCIAL_DEPARTMENT,
            AgencyKind.ECONOMIC_ZONE_BOARD,
            AgencyKind.PRESS,
        ),
    ),
    "communes": (
        "Cấp xã",
        (AgencyKind.COMMUNE, AgencyKind.WARD, AgencyKind.TOWNSHIP),
    ),
    "districts": (
        "Cấp huyện (trước 01/7/2025)",
        (AgencyKind.DISTRICT, AgencyKind.TOWN, AgencyKind.CITY),
    ),
    "front": ("Mặt trận và tổ chức thành viên", (AgencyKind.FRONT_ORG,)),
}


def role_at(one: Assignment) -> str:
    """A role and where it is held, in words."""
    how = ", chỉ xem" if one.see_only else ", thay mặt" if one.acting_for else ""
    return f"{ROLE_WORDS[one.role]} – {agency_name(one.agency)}{how}"


def errors_of(wrong: Refusal, fields: dict[str, str]) -> dict[str, Any]:
    """Sentences by field, whether the form or a rule refused; `fields` says which field a rule speaks of."""
    if isinstance(wrong, Invalid) and wrong.errors:
        return wrong.errors
    return {fields.get(wrong.code, ""): [wrong.detail]}
