"""The policy of the house in one table: who may do what, with whose things, on which legal basis.

Every route names rights of this table (`@requires(*PETITION_READERS)`), every command has its rights in
`COMMANDS` below; `make authz-matrix` proves both for each role. A role named alone (`Role.CLERK`) means the
right of that post. The table is written for lawyers too: `docs/rights.md` is made from it.
"""

from fnmatch import fnmatchcase

from contracts.roles import Role
from kernel.rights import Deed, Reach, Right, declare_commands

SEE, ENTER, DECIDE, RUN = Deed.SEE, Deed.ENTER, Deed.DECIDE, Deed.RUN
ALL, SELF = Reach.ALL, Reach.SELF

_LTCD = "Luật Tiếp công dân 42/2013/QH13; Luật Khiếu nại 02/2011/QH13; Luật Tố cáo 25/2018/QH14"
_CT33 = "Chỉ thị 33/CT-TTg ngày 26/11/2021; kế hoạch công tác dân vận hằng năm của UBND tỉnh"
_FRONT = "Quyết định 217-QĐ/TW, 218-QĐ/TW; Luật Thực hiện dân chủ ở cơ sở 10/2022/QH15"
_HOUSE = "Quy chế quản lý, khai thác hệ thống do UBND tỉnh ban hành"
_DATA = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15"

DEED_WORDS: dict[Deed, str] = {
    Deed.SEE: "xem",
    Deed.ENTER: "nhập",
    Deed.DECIDE: "quyết định",
    Deed.RUN: "vận hành",
}
REACH_WORDS: dict[Reach, str] = {
    Reach.OWN: "cơ quan mình",
    Reach.ALL: "mọi cơ quan",
    Reach.SELF: "của chính mình",
}

# --- everybody --------------------------------------------------------------------------------------

PUBLIC = Right(
    name="PUBLIC",
    deed=SEE,
    what="Trang công khai: đăng nhập, tra cứu, nội dung đã công khai, tài liệu của giao diện lập trình",
    reach=ALL,
    basis="Luật Tiếp cận thông tin 104/2016/QH13",
)
SIGNED_IN = Right(
    name="SIGNED_IN",
    roles=tuple(Role),
    deed=SEE,
    what="Việc của chính mình: phiên, mật khẩu, thông báo, danh mục cơ quan",
    reach=SELF,
    basis=_HOUSE,
)

# --- the posts --------------------------------------------------------------------------------------


def _post(role: Role, deed: Deed, what: str, basis: str, reach: Reach = Reach.OWN) -> Right:
    return Right(name=role.value, roles=(role,), deed=deed, what=what, reach=reach, basis=basis)


POSTS: dict[str, Right] = {
    one.name: one
    for one in (
        _post(
            Role.RECEPTIONIST,
            ENTER,
            "Ghi nhận lượt tiếp, tiếp nhận đơn, cấp biên nhận; không quyết định",
            _LTCD,
        ),
        _post(Role.PETITION_OFFICER, ENTER, "Phân loại đơn, đề xuất xử lý, soạn thông báo", _LTCD),
        _post(Role.CASE_VERIFIER, SEE, "Vụ việc được giao xác minh", _LTCD),
        _post(
            Role.DANVAN_OFFICER,
            ENTER,
            "Kế hoạch, mô hình, lấy ý kiến, dự thảo báo cáo dân vận",
            _CT33,
        ),
        _post(Role.UNIT_LEADER, ENTER, "Rà soát, phân công việc trong phòng", _CT33),
        _post(
            Role.AGENCY_HEAD,
            DECIDE,
            "Phê duyệt, thụ lý, gia hạn, ký; việc chỉ người đứng đầu được làm",
            _LTCD,
        ),
        _post(Role.DEPUTY, DECIDE, "Phê duyệt, ký thay người đứng đầu", _LTCD),
        _post(
            Role.CLERK,
            ENTER,
            "Đánh số, đóng dấu, gửi văn bản",
            "Nghị định 30/2020/NĐ-CP về công tác văn thư",
        ),
        _post(
            Role.SNV_OFFICER,
            ENTER,
            "Theo dõi đợt báo cáo, trả lại, tổng hợp; không xem nội dung đơn",
            _CT33,
            ALL,
        ),
        _post(
            Role.SNV_LEADER,
            DECIDE,
            "Chấp nhận báo cáo của chính Sở Nội vụ, đóng đợt báo cáo, trình báo cáo tỉnh",
            _CT33,
            ALL,
        ),
        _post(
            Role.PROVINCE_LEADER,
            DECIDE,
            "Ban hành báo cáo của tỉnh; xem số liệu toàn tỉnh",
            _CT33,
            ALL,
        ),
        _post(
            Role.INSPECTORATE,
            SEE,
            "Số liệu đơn thư toàn tỉnh; vụ việc theo phân công",
            _LTCD,
            ALL,
        ),
        _post(
            Role.FRONT_PARTICIPANT,
            ENTER,
            "Hồ sơ chia sẻ cho cấp mình, ý kiến, phản biện, kiến nghị giám sát; không có dữ liệu cá nhân",
            _FRONT,
        ),
        _post(Role.PRESS_OFFICER, ENTER, "Ghi tin, bài, chương trình đã phát", _CT33),
        _post(
            Role.AUDITOR,
            SEE,
            "Nhật ký: ai đã làm gì, đã xem gì, khi nào",
            f"{_HOUSE}; {_DATA}",
            ALL,
        ),
        _post(
            Role.ADMINISTRATOR,
            RUN,
            "Tài khoản và vai trò của cơ quan mình (Sở Nội vụ: của mọi cơ quan); không tự sửa quyền của mình",
            _HOUSE,
        ),
        _post(
            Role.SOFTWARE,
            ENTER,
            "Phần mềm của cơ quan nhập và lấy dữ liệu của chính cơ quan, qua giao diện lập trình",
            _HOUSE,
        ),
        _post(
            Role.OPS,
            RUN,
            "Hạ tầng, lệnh tại máy chủ; không xem dữ liệu cá nhân",
            f"{_HOUSE}; {_DATA}",
            ALL,
        ),
    )
}

# --- the groups -------------------------------------------------------------------------------------

_GROUPS: list[Right] = []


def _group(
    name: str, *roles: Role, deed: Deed, what: str, basis: str, reach: Reach = Reach.OWN
) -> tuple[str, ...]:
    """Put a right into the table, and give its roles."""
    right = Right(name=name, roles=roles, deed=deed, what=what, reach=reach, basis=basis)
    _GROUPS.append(right)
    return right.bearers


PROVINCE_WIDE = _group(
    "PROVINCE_WIDE",
    Role.SNV_OFFICER,
    Role.SNV_LEADER,
    Role.PROVINCE_LEADER,
    Role.INSPECTORATE,
    deed=SEE,
    what="Số liệu và báo cáo của mọi cơ quan; không gồm nội dung đơn",
    reach=ALL,
    basis=_CT33,
)
PETITION_READERS = _group(
    "PETITION_READERS",
    Role.RECEPTIONIST,
    Role.PETITION_OFFICER,
    Role.UNIT_LEADER,
    Role.AGENCY_HEAD,
    Role.DEPUTY,
    deed=SEE,
    what="Sổ tiếp công dân, đơn và vụ việc",
    basis=_LTCD,
)
PETITION_WRITERS = _group(
    "PETITION_WRITERS",
    Role.RECEPTIONIST,
    Role.PETITION_OFFICER,
    deed=ENTER,
    what="Lượt tiếp, đơn, phân loại, đề xuất xử lý",
    basis=_LTCD,
)
PETITION_DECIDERS = _group(
    "PETITION_DECIDERS",
    Role.AGENCY_HEAD,
    Role.DEPUTY,
    deed=DECIDE,
    what="Thụ lý, gia hạn, tạm đình chỉ, giải quyết đơn",
    basis=_LTCD,
)
VAULT_KNOCKERS = _group(
    "VAULT_KNOCKERS",
    Role.RECEPTIONIST,
    Role.PETITION_OFFICER,
    Role.UNIT_LEADER,
    Role.AGENCY_HEAD,
    Role.DEPUTY,
    Role.CASE_VERIFIER,
    deed=SEE,
    what="Hồ sơ mật của đơn tố cáo: xem nhật ký mở, đề nghị mở. Mở: người được giao xử lý và thủ trưởng; người khác cần người thứ hai đồng ý",
    basis="Luật Tố cáo 25/2018/QH14",
)
DANVAN_READERS = _group(
    "DANVAN_READERS",
    Role.DANVAN_OFFICER,
    Role.UNIT_LEADER,
    Role.AGENCY_HEAD,
    Role.DEPUTY,
    Role.CLERK,
    Role.PRESS_OFFICER,
    deed=SEE,
    what="Kế hoạch, mô hình, lấy ý kiến, đối thoại, báo cáo của cơ quan",
    basis=_CT33,
)
DANVAN_WRITERS = _group(
    "DANVAN_WRITERS",
    Role.DANVAN_OFFICER,
    Role.UNIT_LEADER,
    Role.PRESS_OFFICER,
    deed=ENTER,
    what="Kế hoạch, mô hình, lấy ý kiến, đối thoại, dự thảo báo cáo",
    basis=_CT33,
)
DANVAN_APPROVERS = _group(
    "DANVAN_APPROVERS",
    Role.AGENCY_HEAD,
    Role.DEPUTY,
    deed=DECIDE,
    what="Phê duyệt kế hoạch, trả lời kiến nghị, gửi báo cáo của cơ quan",
    basis=_CT33,
)
COMPILERS = _group(
    "COMPILERS",
    Role.SNV_OFFICER,
    Role.SNV_LEADER,
    deed=ENTER,
    what="Đợt báo cáo; nhận, trả lại, chấp nhận, tổng hợp báo cáo của các cơ quan",
    reach=ALL,
    basis=_CT33,
)

RIGHTS: tuple[Right, ...] = (PUBLIC, SIGNED_IN, *_GROUPS, *POSTS.values())

# --- commands ---------------------------------------------------------------------------------------

SOFTWARE = POSTS[Role.SOFTWARE].bearers
ADMINISTRATOR = POSTS[Role.ADMINISTRATOR].bearers
OPERATOR = POSTS[Role.OPS].bearers
FRONT = POSTS[Role.FRONT_PARTICIPANT].bearers
SNV_LEADS = POSTS[Role.SNV_LEADER].bearers

_HEAD = POSTS[Role.AGENCY_HEAD].bearers
_ANYBODY = SIGNED_IN.bearers
_ENTERS_PETITIONS = (*PETITION_WRITERS, *SOFTWARE)
_DECIDES_PETITIONS = (*PETITION_DECIDERS, *SOFTWARE)
_ENTERS = (*DANVAN_WRITERS, *SOFTWARE)
_APPROVES = (*DANVAN_APPROVERS, *SOFTWARE)
_WRITES_REPORTS = (*DANVAN_WRITERS, *DANVAN_APPROVERS, *SOFTWARE)
_KEEPS = (*ADMINISTRATOR, *POSTS[Role.SNV_OFFICER].bearers, *SOFTWARE, *OPERATOR)
_MANAGES = (*ADMINISTRATOR, *SOFTWARE, *OPERATOR)

# Who may give which command, `<service>.<command>`; one line for each command of the house.
COMMANDS: dict[str, tuple[str, ...]] = {
    # registry
    "registry.load_agencies": OPERATOR,
    "registry.open_account": _MANAGES,
    "registry.grant_role": _MANAGES,
    "registry.end_role": _MANAGES,
    "registry.close_account": _MANAGES,
    "registry._keep_password": _ANYBODY,
    # reception
    "reception.register_petition": _ENTERS_PETITIONS,
    "reception.classify_petition": _ENTERS_PETITIONS,
    "reception.accept_petition": _DECIDES_PETITIONS,
    "reception.decide_petition": _DECIDES_PETITIONS,
    "reception.hold_session": _ENTERS_PETITIONS,
    "reception.issue_receipt": PETITION_WRITERS,
    "reception.answer_word": PETITION_WRITERS,
    "reception.attach": _ENTERS_PETITIONS,
    "reception.show_to": PETITION_WRITERS,
    "reception.put_into_vault": PETITION_WRITERS,
    "reception.tell_opening": VAULT_KNOCKERS,
    "reception.request_vault": VAULT_KNOCKERS,
    "reception.grant_vault": VAULT_KNOCKERS,
    "reception.bar_from_vault": VAULT_KNOCKERS,
    "reception.hand_over_vault": _HEAD,
    "reception.take_over_vault": _HEAD,
    # planning
    "planning.draft_plan": _ENTERS,
    "planning.add_task": _ENTERS,
    "planning.approve_plan": _APPROVES,
    "planning.complete_task": _ENTERS,
    "planning.register_model": _ENTERS,
    "planning.record_model_result": _ENTERS,
    "planning.end_model": _ENTERS,
    "planning.hold_outreach": _ENTERS,
    "planning.hold_training": _ENTERS,
    "planning.publish_media": _ENTERS,
    "planning.evaluate_head": _ENTERS,
    "planning.record_harassment": _ENTERS,
    # consultation
    "consultation.open_consultation": _ENTERS,
    "consultation.receive_opinion": _ENTERS,
    "consultation.answer_opinion": _ENTERS,
    "consultation.close_consultation": _APPROVES,
    "consultation.announce_dialogue": _ENTERS,
    "consultation.hold_dialogue": _ENTERS,
    "consultation.publish_dialogue_result": _ENTERS,
    "consultation.record_supervision": _ENTERS,
    "consultation.receive_recommendation": (*_ENTERS, *FRONT),
    "consultation.reply_recommendation": _APPROVES,
    "consultation.request_criticism": _ENTERS,
    "consultation.receive_criticism": (*_ENTERS, *FRONT),
    "consultation.reply_criticism": _APPROVES,
    "consultation.post_project": _ENTERS,
    "consultation.take_down_project": _ENTERS,
    "consultation.post_project_again": _ENTERS,
    "consultation.hold_project_meeting": _ENTERS,
    "consultation.hold_project_dialogue": _ENTERS,
    "consultation.complete_project": _APPROVES,
    # reporting
    "reporting.open": COMPILERS,
    "reporting.close": SNV_LEADS,
    "reporting.draft": _WRITES_REPORTS,
    "reporting.fill": _WRITES_REPORTS,
    "reporting.write": _WRITES_REPORTS,
    "reporting.submit": _APPROVES,
    "reporting.send_back": COMPILERS,
    "reporting.accept": COMPILERS,
    "reporting.record_previous": COMPILERS,
    "reporting._compile": COMPILERS,
    "reporting._issue": (*SNV_LEADS, *POSTS[Role.PROVINCE_LEADER].bearers),
    # notify
    "notify.load_participants": _KEEPS,
    "notify.arrange": _KEEPS,
    "notify.read": _ANYBODY,
    "notify.read_all": _ANYBODY,
    "notify.retry": _KEEPS,
}
declare_commands(COMMANDS)

# What everybody may open without signing in, by address; `*` stands for any word of it. A public route that
# is not here fails the matrix: nothing becomes public in passing.
PUBLIC_ADDRESSES: tuple[str, ...] = (
    "/*/sign-out",
    "/registry/sign-in",
    "/registry/sign-in/*",
    "/api/registry/v1/sessions",
    "/api/*/v1/docs",
    "/api/*/v1/openapi.json",
    "/reception/tra-cuu",
    "/reception/tra-cuu/*",
    "/*/public",
    "/*/public/*",
    "/api/*/v1/public/*",
)


def is_public(address: str) -> bool:
    """Whether the table lets everybody open an address."""
    return any(fnmatchcase(address, one) for one in PUBLIC_ADDRESSES)


def named(role: str, right: Right | None) -> Right:
    """The right by which a guard names a role: the group's, or that of the post. Raises `KeyError`."""
    return right or POSTS[str(role)]
