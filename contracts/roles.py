"""What somebody may be at an agency, and what each role is called on screen."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody may be at an agency (domain: who does what; SOFTWARE is an agency's own system)."""

    RECEPTIONIST = "RECEPTIONIST"
    PETITION_OFFICER = "PETITION_OFFICER"
    CASE_VERIFIER = "CASE_VERIFIER"
    DANVAN_OFFICER = "DANVAN_OFFICER"
    UNIT_LEADER = "UNIT_LEADER"
    AGENCY_HEAD = "AGENCY_HEAD"
    DEPUTY = "DEPUTY"
    CLERK = "CLERK"
    SNV_OFFICER = "SNV_OFFICER"
    SNV_LEADER = "SNV_LEADER"
    PROVINCE_LEADER = "PROVINCE_LEADER"
    INSPECTORATE = "INSPECTORATE"
    FRONT_PARTICIPANT = "FRONT_PARTICIPANT"
    PRESS_OFFICER = "PRESS_OFFICER"
    AUDITOR = "AUDITOR"
    ADMINISTRATOR = "ADMINISTRATOR"
    SOFTWARE = "SOFTWARE"
    OPS = "OPS"


ROLE_WORDS: dict[str, str] = {
    Role.RECEPTIONIST: "Cán bộ tiếp công dân",
    Role.PETITION_OFFICER: "Người xử lý đơn",
    Role.CASE_VERIFIER: "Người xác minh",
    Role.DANVAN_OFFICER: "Chuyên viên dân vận",
    Role.UNIT_LEADER: "Lãnh đạo phòng",
    Role.AGENCY_HEAD: "Thủ trưởng cơ quan",
    Role.DEPUTY: "Cấp phó",
    Role.CLERK: "Văn thư",
    Role.SNV_OFFICER: "Chuyên viên Sở Nội vụ",
    Role.SNV_LEADER: "Lãnh đạo Sở Nội vụ",
    Role.PROVINCE_LEADER: "Lãnh đạo UBND tỉnh",
    Role.INSPECTORATE: "Thanh tra tỉnh",
    Role.FRONT_PARTICIPANT: "Đại diện Mặt trận",
    Role.PRESS_OFFICER: "Báo, Đài",
    Role.AUDITOR: "Người kiểm tra nhật ký",
    Role.ADMINISTRATOR: "Quản trị tài khoản",
    Role.SOFTWARE: "Phần mềm của cơ quan",
    Role.OPS: "Vận hành",
}
