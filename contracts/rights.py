"""The policy of the house in one table: who may do what, with whose things, on which legal basis.

Every route names rights of this table (`@requires(*PETITION_READERS)`), every command has its rights in
`COMMANDS` below; `make authz-matrix` proves both for each role. A role named alone (`Role.CLERK`) means the
right of that post. The table is written for lawyers too: `docs/rights.md` is made from it.
"""

from fnmatch import fnmatchcase

from contracts.roles import Role
from kernel.rights import (
    Deed,
    Reach,
    Right,
    declare_commands,
    declare_irreversible,
    declare_rights,
    declare_words,
)

SEE, ENTER, DECIDE, RUN = Deed.SEE, Deed.ENTER, Deed.DECIDE, Deed.RUN
ALL, SELF = Reach.ALL, Reach.SELF

_LTCD = "Luật Tiếp công dân 42/2013/QH13; Luật Khiếu nại 02/2011/QH13; Luật Tố cáo 25/2018/QH14"
_CT14 = "Chỉ thị 14/CT-UBND ngày 23/12/2021 của UBND tỉnh Gia Lai"
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
            _CT14,
        ),
        _post(Role.UNIT_LEADER, ENTER, "Rà soát, phân công việc trong phòng", _CT14),
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
            _CT14,
            ALL,
        ),
        _post(
            Role.SNV_LEADER,
            DECIDE,
            "Chấp nhận báo cáo của chính Sở Nội vụ, đóng đợt báo cáo, trình báo cáo tỉnh",
            _CT14,
            ALL,
        ),
        _post(
            Role.PROVINCE_LEADER,
            DECIDE,
            "Ban hành báo cáo của tỉnh; xem số liệu toàn tỉnh",
            _CT14,
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
        _post(Role.PRESS_OFFICER, ENTER, "Ghi tin, bài, chương trình đã phát", _CT14),
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
    basis=_CT14,
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
    basis=_CT14,
)
DANVAN_WRITERS = _group(
    "DANVAN_WRITERS",
    Role.DANVAN_OFFICER,
    Role.UNIT_LEADER,
    Role.PRESS_OFFICER,
    deed=ENTER,
    what="Kế hoạch, mô hình, lấy ý kiến, đối thoại, dự thảo báo cáo",
    basis=_CT14,
)
DANVAN_APPROVERS = _group(
    "DANVAN_APPROVERS",
    Role.AGENCY_HEAD,
    Role.DEPUTY,
    deed=DECIDE,
    what="Phê duyệt kế hoạch, trả lời kiến nghị, gửi báo cáo của cơ quan",
    basis=_CT14,
)
COMPILERS = _group(
    "COMPILERS",
    Role.SNV_OFFICER,
    Role.SNV_LEADER,
    deed=ENTER,
    what="Đợt báo cáo; nhận, trả lại, chấp nhận, tổng hợp báo cáo của các cơ quan",
    reach=ALL,
    basis=_CT14,
)
ORGANISERS = _group(
    "ORGANISERS",
    Role.SNV_OFFICER,
    Role.SNV_LEADER,
    deed=ENTER,
    what="Lập phương án sắp xếp cơ quan; soạn thay đổi lịch làm việc và bộ quy tắc; thông tin cơ quan",
    reach=ALL,
    basis="Luật Tổ chức chính quyền địa phương 72/2025/QH15; quy chế của UBND tỉnh",
)
ORGANISATION_DECIDERS = _group(
    "ORGANISATION_DECIDERS",
    Role.SNV_LEADER,
    Role.PROVINCE_LEADER,
    deed=DECIDE,
    what="Xác nhận phương án sắp xếp cơ quan; đưa lịch làm việc và bộ quy tắc vào áp dụng",
    reach=ALL,
    basis="Luật Tổ chức chính quyền địa phương 72/2025/QH15; quy chế của UBND tỉnh",
)

ROLE_APPROVERS = _group(
    "ROLE_APPROVERS",
    Role.ADMINISTRATOR,
    Role.AGENCY_HEAD,
    Role.DEPUTY,
    Role.SNV_LEADER,
    deed=DECIDE,
    what="Duyệt hoặc từ chối vai trò do người khác đề nghị; của cơ quan mình (Sở Nội vụ: của mọi cơ quan)",
    basis=_HOUSE,
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
_HANDLES_PETITIONS = (*PETITION_WRITERS, *PETITION_DECIDERS, *SOFTWARE)
_LEADS_PETITIONS = (*POSTS[Role.UNIT_LEADER].bearers, *PETITION_DECIDERS, *SOFTWARE)
_ENTERS = (*DANVAN_WRITERS, *SOFTWARE)
_APPROVES = (*DANVAN_APPROVERS, *SOFTWARE)
_WRITES_REPORTS = (*DANVAN_WRITERS, *DANVAN_APPROVERS, *SOFTWARE)
_LEADS_REPORTING = (*SNV_LEADS, *POSTS[Role.PROVINCE_LEADER].bearers)
_JUDGES_REPORTS = (*COMPILERS, *POSTS[Role.PROVINCE_LEADER].bearers)
_KEEPS = (*ADMINISTRATOR, *POSTS[Role.SNV_OFFICER].bearers, *SOFTWARE, *OPERATOR)
_JOINS = (*ADMINISTRATOR, *OPERATOR)
_MANAGES = (*ADMINISTRATOR, *SOFTWARE, *OPERATOR)

# Who may give which command, `<service>.<command>`; one line for each command of the house.
COMMANDS: dict[str, tuple[str, ...]] = {
    # registry
    "registry.load_agencies": OPERATOR,
    "registry.open_account": _MANAGES,
    "registry.grant_role": OPERATOR,
    "registry.propose_role": (*ADMINISTRATOR, *SOFTWARE),
    "registry.approve_role": ROLE_APPROVERS,
    "registry.refuse_role": ROLE_APPROVERS,
    "registry.end_role": _MANAGES,
    "registry.close_account": _MANAGES,
    "registry._keep_password": _ANYBODY,
    "registry.protect": _ANYBODY,
    "registry.unprotect": _ANYBODY,
    "registry.use_recovery_code": (),
    "registry.link_identity": _ANYBODY,
    "registry.unlink_identity": _ANYBODY,
    "registry.reset_second_factor": _MANAGES,
    "registry.keep_token": ADMINISTRATOR,
    "registry.end_token": ADMINISTRATOR,
    "registry.describe_agency": ORGANISERS,
    "registry.prepare": ORGANISERS,
    "registry.prepare_shipped": ORGANISERS,
    "registry.revise": ORGANISERS,
    "registry.choose": ORGANISERS,
    "registry.abandon": ORGANISERS,
    "registry.confirm": ORGANISATION_DECIDERS,
    "registry.draft_decision": ORGANISERS,
    "registry.draft_pack": ORGANISERS,
    "registry.withdraw": ORGANISERS,
    "registry.activate": ORGANISATION_DECIDERS,
    "registry.enrol_site": _JOINS,
    "registry.host_agency": _JOINS,
    "registry.approve_site": _JOINS,
    "registry.revoke_site": _JOINS,
    # reception
    "reception.register_petition": _ENTERS_PETITIONS,
    "reception.classify_petition": _ENTERS_PETITIONS,
    "reception.accept_petition": _DECIDES_PETITIONS,
    "reception.decide_petition": _DECIDES_PETITIONS,
    "reception.hold_session": _ENTERS_PETITIONS,
    "reception.verify": _HANDLES_PETITIONS,
    "reception.hold_dialogue": _HANDLES_PETITIONS,
    "reception.add_content": _ENTERS_PETITIONS,
    "reception.answer_content": _DECIDES_PETITIONS,
    "reception.suspend": _DECIDES_PETITIONS,
    "reception.resume": _DECIDES_PETITIONS,
    "reception.extend": _DECIDES_PETITIONS,
    "reception.withdraw": _HANDLES_PETITIONS,
    "reception.take_back": _HANDLES_PETITIONS,
    "reception.store_unsupplemented": _HANDLES_PETITIONS,
    "reception.take_supplement": _HANDLES_PETITIONS,
    "reception.tell_supplements_over": OPERATOR,
    "reception.send_back": _DECIDES_PETITIONS,
    "reception.terminate": _DECIDES_PETITIONS,
    "reception.take_step": _HANDLES_PETITIONS,
    "reception.execute": _HANDLES_PETITIONS,
    "reception.record_findings": _HANDLES_PETITIONS,
    "reception.contest": _HANDLES_PETITIONS,
    "reception.check_widely": _HANDLES_PETITIONS,
    "reception.deliver": _HANDLES_PETITIONS,
    "reception.close": _DECIDES_PETITIONS,
    "reception.continue_denunciation": _HANDLES_PETITIONS,
    "reception.review_continued": _DECIDES_PETITIONS,
    "reception.reopen": _DECIDES_PETITIONS,
    "reception.remind": _HANDLES_PETITIONS,
    "reception.forward": _HANDLES_PETITIONS,
    "reception.receive": _HANDLES_PETITIONS,
    "reception.refuse": _HANDLES_PETITIONS,
    "reception.assign": _LEADS_PETITIONS,
    "reception.take": _ENTERS_PETITIONS,
    "reception.take_over": _ENTERS_PETITIONS,
    "reception.check_duplicates": _ENTERS_PETITIONS,
    "reception.link": _ENTERS_PETITIONS,
    "reception.merge": _ENTERS_PETITIONS,
    "reception.unlink": _ENTERS_PETITIONS,
    "reception.split": _ENTERS_PETITIONS,
    "reception.issue_receipt": PETITION_WRITERS,
    "reception.answer_word": PETITION_WRITERS,
    "reception.write_note": _HANDLES_PETITIONS,
    "reception.send_reply": _HANDLES_PETITIONS,
    "reception.write_template": _HANDLES_PETITIONS,
    "reception.revise_template": _HANDLES_PETITIONS,
    "reception.retire_template": _HANDLES_PETITIONS,
    "reception.attach": _ENTERS_PETITIONS,
    "reception.show_to": PETITION_WRITERS,
    "reception.plan_reception": _ENTERS_PETITIONS,
    "reception.post_plan": _ENTERS_PETITIONS,
    "reception.move_plan": _ENTERS_PETITIONS,
    "reception.cancel_plan": _ENTERS_PETITIONS,
    "reception.open_session": _ENTERS_PETITIONS,
    "reception.end_session": _ENTERS_PETITIONS,
    "reception.minute_session": _HANDLES_PETITIONS,
    "reception.keep_minutes": _HANDLES_PETITIONS,
    "reception.close_session": _HANDLES_PETITIONS,
    "reception.correct_session": _HANDLES_PETITIONS,
    "reception.tell_days_past": OPERATOR,
    "reception.tell_outdated": OPERATOR,
    "reception.keep_posting": _ENTERS_PETITIONS,
    "reception.take_down": _ENTERS_PETITIONS,
    "reception.receive_visitor": _ENTERS_PETITIONS,
    "reception.refuse_reception": _ENTERS_PETITIONS,
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
    "reporting.compile_ended": COMPILERS,
    "reporting.propose_due": COMPILERS,
    "reporting.decide_due": SNV_LEADS,
    "reporting.ask_extension": _APPROVES,
    "reporting.decide_extension": SNV_LEADS,
    "reporting.chase": COMPILERS,
    "reporting.remind_agency": COMPILERS,
    "reporting.remind": OPERATOR,
    "reporting.close": SNV_LEADS,
    "reporting.draft": _WRITES_REPORTS,
    "reporting.fill": _WRITES_REPORTS,
    "reporting.write": _WRITES_REPORTS,
    "reporting.merge": _WRITES_REPORTS,
    "reporting.call_adhoc": COMPILERS,
    "reporting.close_adhoc": COMPILERS,
    "reporting.remind_adhoc": OPERATOR,
    "reporting.ask_more_time": DANVAN_APPROVERS,
    "reporting.decide_more_time": SNV_LEADS,
    "reporting.begin_answer": _WRITES_REPORTS,
    "reporting.answer_call": _WRITES_REPORTS,
    "reporting.present_answer": (*DANVAN_WRITERS, *DANVAN_APPROVERS),
    "reporting.give_back_answer": DANVAN_APPROVERS,
    "reporting.send_answer": DANVAN_APPROVERS,
    "reporting.return_answer": _JUDGES_REPORTS,
    "reporting.accept_answer": _JUDGES_REPORTS,
    "reporting.add_evidence": _WRITES_REPORTS,
    "reporting.drop_evidence": _WRITES_REPORTS,
    "reporting.present": (*DANVAN_WRITERS, *DANVAN_APPROVERS),
    "reporting.give_back": DANVAN_APPROVERS,
    "reporting.sign_off": DANVAN_APPROVERS,
    "reporting.take_back_sign_off": DANVAN_APPROVERS,
    "reporting.submit": _APPROVES,
    "reporting.send_back": _JUDGES_REPORTS,
    "reporting.accept": _JUDGES_REPORTS,
    "reporting.answer": _WRITES_REPORTS,
    "reporting.reckon_corrections": OPERATOR,
    "reporting.record_previous": COMPILERS,
    "reporting._compile": COMPILERS,
    "reporting.pick": COMPILERS,
    "reporting.drop": COMPILERS,
    "reporting.ask_review": COMPILERS,
    "reporting.judge": _LEADS_REPORTING,
    "reporting._issue": _LEADS_REPORTING,
    "reporting.supplement": _LEADS_REPORTING,
    "reporting.send_up": COMPILERS,
    # notify
    "notify.load_participants": _KEEPS,
    "notify.arrange": _KEEPS,
    "notify.read": _ANYBODY,
    "notify.read_all": _ANYBODY,
    "notify.retry": _KEEPS,
}
# What each command, and whatever else the audit trail tells of, is called on screen.
COMMAND_WORDS: dict[str, str] = {
    "registry.load_agencies": "Nạp danh mục cơ quan",
    "registry.open_account": "Mở tài khoản",
    "registry.grant_role": "Giao vai trò tại máy chủ",
    "registry.propose_role": "Đề nghị giao vai trò",
    "registry.approve_role": "Duyệt vai trò",
    "registry.refuse_role": "Không duyệt vai trò",
    "registry.end_role": "Kết thúc vai trò",
    "registry.close_account": "Đóng tài khoản",
    "registry._keep_password": "Đặt mật khẩu",
    "registry.protect": "Bật xác thực hai bước",
    "registry.unprotect": "Tắt xác thực hai bước",
    "registry.use_recovery_code": "Dùng mã dự phòng",
    "registry.link_identity": "Liên kết đăng nhập công vụ",
    "registry.unlink_identity": "Bỏ liên kết đăng nhập công vụ",
    "registry.reset_second_factor": "Tắt xác thực hai bước cho người khác",
    "registry.keep_token": "Cấp mã truy cập",
    "registry.end_token": "Thu hồi mã truy cập",
    "token_shown": "Phần mềm dùng mã truy cập",
    "token_refused": "Mã truy cập bị từ chối",
    "registry.describe_agency": "Ghi thông tin cơ quan",
    "registry.prepare": "Soạn phương án sắp xếp cơ quan",
    "registry.prepare_shipped": "Lấy phương án sắp xếp theo danh mục",
    "registry.abandon": "Hủy phương án sắp xếp",
    "registry.draft_decision": "Soạn quyết định về ngày nghỉ, làm bù",
    "registry.draft_pack": "Soạn thay đổi bộ quy tắc",
    "registry.activate": "Đưa lịch, bộ quy tắc vào áp dụng",
    "registry.enrol_site": "Ghi điểm cài đặt xin tham gia",
    "registry.host_agency": "Ghi cơ quan làm việc tại điểm cài đặt",
    "registry.approve_site": "Chấp nhận điểm cài đặt",
    "registry.revoke_site": "Thôi công nhận điểm cài đặt",
    "registry.revise": "Sửa phương án sắp xếp",
    "registry.choose": "Chọn nơi tiếp nhận việc",
    "registry.withdraw": "Hủy thay đổi lịch, bộ quy tắc",
    "registry.confirm": "Xác nhận sắp xếp cơ quan",
    "reception.register_petition": "Tiếp nhận đơn",
    "reception.classify_petition": "Phân loại đơn",
    "reception.accept_petition": "Thụ lý",
    "reception.decide_petition": "Giải quyết đơn",
    "reception.hold_session": "Ghi buổi tiếp công dân",
    "reception.verify": "Ghi kết quả xác minh",
    "reception.hold_dialogue": "Ghi buổi đối thoại",
    "reception.add_content": "Thêm nội dung của vụ việc",
    "reception.answer_content": "Kết luận từng nội dung",
    "reception.suspend": "Tạm đình chỉ",
    "reception.resume": "Tiếp tục giải quyết",
    "reception.extend": "Gia hạn",
    "reception.withdraw": "Ghi việc rút đơn",
    "reception.take_back": "Ghi việc rút đơn trước khi thụ lý",
    "reception.store_unsupplemented": "Lưu đơn vì không bổ sung",
    "reception.take_supplement": "Nhận bổ sung sau khi đã lưu đơn",
    "reception.tell_supplements_over": "Nhắc đơn đã hết thời hạn bổ sung",
    "reception.send_back": "Không thụ lý, trả lại để phân loại lại",
    "reception.terminate": "Đình chỉ",
    "reception.take_step": "Ghi việc đã làm theo thời hạn",
    "reception.execute": "Theo dõi thi hành",
    "reception.record_findings": "Ghi kết quả kiến nghị xử lý",
    "reception.contest": "Ghi khiếu nại lần hai, khởi kiện",
    "reception.check_widely": "Kiểm tra điều kiện thụ lý tại nhiều địa điểm",
    "reception.deliver": "Ghi ngày người khiếu nại nhận quyết định",
    "reception.close": "Kết thúc hồ sơ",
    "reception.continue_denunciation": "Ghi tố cáo tiếp",
    "reception.review_continued": "Xem xét tố cáo tiếp",
    "reception.reopen": "Giải quyết lại",
    "reception.remind": "Đôn đốc",
    "reception.forward": "Chuyển đơn đến cơ quan có thẩm quyền",
    "reception.receive": "Tiếp nhận đơn được chuyển đến",
    "reception.refuse": "Trả lại đơn được chuyển đến",
    "reception.issue_receipt": "Cấp giấy biên nhận",
    "reception.answer_word": "Xử lý ý kiến của người gửi đơn",
    "reception.attach": "Đính kèm tệp",
    "reception.show_to": "Đổi người được xem tệp",
    "reception.put_into_vault": "Cất danh tính vào hồ sơ mật",
    "reception.tell_opening": "Mở hồ sơ mật",
    "reception.request_vault": "Đề nghị mở hồ sơ mật",
    "reception.grant_vault": "Đồng ý mở hồ sơ mật",
    "reception.bar_from_vault": "Không cho một người mở hồ sơ mật",
    "reception.hand_over_vault": "Bàn giao hồ sơ mật",
    "reception.take_over_vault": "Nhận hồ sơ mật",
    "reception.assign": "Phân công người xử lý",
    "reception.take": "Nhận xử lý đơn",
    "reception.take_over": "Nhận thay",
    "reception.check_duplicates": "Xác nhận đã rà soát đơn trùng",
    "reception.link": "Ghép vào đơn gốc (đơn trùng)",
    "reception.merge": "Nhập đơn để giải quyết chung",
    "reception.unlink": "Bỏ ghép",
    "reception.split": "Tách nội dung",
    "reception.write_note": "Ghi chú nội bộ",
    "reception.send_reply": "Trả lời người gửi đơn",
    "reception.write_template": "Soạn mẫu trả lời",
    "reception.revise_template": "Ban hành phiên bản mới của mẫu trả lời",
    "reception.retire_template": "Ngừng dùng mẫu trả lời",
    "planning.draft_plan": "Soạn kế hoạch",
    "planning.add_task": "Thêm nhiệm vụ",
    "planning.approve_plan": "Phê duyệt kế hoạch",
    "planning.complete_task": "Hoàn thành nhiệm vụ",
    "reception.plan_reception": "Lập lịch tiếp công dân",
    "reception.post_plan": "Niêm yết lịch tiếp công dân",
    "reception.move_plan": "Hoãn, chuyển buổi tiếp",
    "reception.cancel_plan": "Hủy buổi tiếp",
    "reception.open_session": "Mở buổi tiếp công dân",
    "reception.end_session": "Kết thúc buổi tiếp công dân",
    "reception.minute_session": "Ghi kết luận buổi tiếp công dân",
    "reception.keep_minutes": "Đính kèm thông báo kết luận đã ký",
    "reception.close_session": "Hoàn tất buổi tiếp công dân",
    "reception.correct_session": "Đính chính buổi tiếp đã hoàn tất",
    "reception.tell_outdated": "Nhắc nội dung niêm yết đã hết hiệu lực",
    "reception.tell_days_past": "Nhắc buổi tiếp theo lịch đã qua ngày",
    "reception.keep_posting": "Ghi nội dung niêm yết",
    "reception.take_down": "Gỡ nội dung niêm yết",
    "reception.receive_visitor": "Ghi lượt tiếp",
    "reception.refuse_reception": "Từ chối tiếp công dân",
    "planning.register_model": "Đăng ký mô hình",
    "planning.record_model_result": "Ghi kết quả mô hình",
    "planning.end_model": "Kết thúc mô hình",
    "planning.hold_outreach": "Ghi buổi tuyên truyền",
    "planning.hold_training": "Ghi lớp tập huấn",
    "planning.publish_media": "Ghi tin, bài",
    "planning.evaluate_head": "Đánh giá người đứng đầu",
    "planning.record_harassment": "Ghi vụ nhũng nhiễu",
    "consultation.open_consultation": "Mở lấy ý kiến",
    "consultation.receive_opinion": "Nhận ý kiến",
    "consultation.answer_opinion": "Trả lời ý kiến",
    "consultation.close_consultation": "Kết thúc lấy ý kiến",
    "consultation.announce_dialogue": "Thông báo đối thoại",
    "consultation.hold_dialogue": "Ghi buổi đối thoại",
    "consultation.publish_dialogue_result": "Công khai kết quả đối thoại",
    "consultation.record_supervision": "Ghi cuộc giám sát",
    "consultation.receive_recommendation": "Nhận kiến nghị giám sát",
    "consultation.reply_recommendation": "Trả lời kiến nghị",
    "consultation.request_criticism": "Gửi dự thảo xin phản biện",
    "consultation.receive_criticism": "Nhận văn bản phản biện",
    "consultation.reply_criticism": "Trả lời phản biện",
    "consultation.post_project": "Niêm yết dự án",
    "consultation.take_down_project": "Gỡ niêm yết dự án",
    "consultation.post_project_again": "Niêm yết lại dự án",
    "consultation.hold_project_meeting": "Họp dân về dự án",
    "consultation.hold_project_dialogue": "Đối thoại về dự án",
    "consultation.complete_project": "Hoàn tất hồ sơ dự án",
    "reporting.open": "Mở đợt báo cáo",
    "reporting.compile_ended": "Tổng hợp đơn vị đã kết thúc",
    "reporting.close": "Đóng đợt báo cáo",
    "reporting.propose_due": "Đề nghị đổi hạn gửi báo cáo",
    "reporting.decide_due": "Quyết định đổi hạn gửi báo cáo",
    "reporting.ask_extension": "Đề nghị gia hạn gửi báo cáo",
    "reporting.decide_extension": "Quyết định gia hạn gửi báo cáo",
    "reporting.chase": "Ghi nhận công văn đôn đốc",
    "reporting.remind_agency": "Nhắc một cơ quan gửi báo cáo",
    "reporting.remind": "Nhắc gửi báo cáo",
    "reporting.draft": "Lập dự thảo báo cáo",
    "reporting.fill": "Nhập số liệu báo cáo",
    "reporting.write": "Viết nội dung báo cáo",
    "reporting.merge": "Nhập số liệu và nội dung báo cáo",
    "reporting.call_adhoc": "Mở đợt báo cáo đột xuất",
    "reporting.close_adhoc": "Đóng đợt báo cáo đột xuất",
    "reporting.remind_adhoc": "Nhắc gửi báo cáo đột xuất",
    "reporting.ask_more_time": "Đề nghị gia hạn báo cáo đột xuất",
    "reporting.decide_more_time": "Quyết định gia hạn báo cáo đột xuất",
    "reporting.begin_answer": "Lập báo cáo đột xuất",
    "reporting.answer_call": "Nhập báo cáo đột xuất",
    "reporting.present_answer": "Trình ký duyệt báo cáo đột xuất",
    "reporting.give_back_answer": "Trả báo cáo đột xuất trình ký để sửa",
    "reporting.send_answer": "Gửi báo cáo đột xuất",
    "reporting.return_answer": "Trả lại báo cáo đột xuất",
    "reporting.accept_answer": "Chấp nhận báo cáo đột xuất",
    "reporting.add_evidence": "Thêm minh chứng cho báo cáo",
    "reporting.drop_evidence": "Bỏ minh chứng của báo cáo",
    "reporting.present": "Trình ký duyệt báo cáo",
    "reporting.give_back": "Trả báo cáo trình ký để sửa",
    "reporting.sign_off": "Ký duyệt báo cáo",
    "reporting.take_back_sign_off": "Rút ký duyệt báo cáo",
    "reporting.submit": "Gửi báo cáo",
    "reporting.send_back": "Trả lại báo cáo",
    "reporting.accept": "Chấp nhận báo cáo",
    "reporting.answer": "Giải trình cảnh báo về báo cáo",
    "reporting.reckon_corrections": "Tính lại hạn hoàn thiện báo cáo",
    "reporting.record_previous": "Nhập báo cáo năm trước",
    "reporting._compile": "Tổng hợp báo cáo tỉnh",
    "reporting._issue": "Ban hành báo cáo tỉnh",
    "reporting.pick": "Chọn câu vào báo cáo tỉnh",
    "reporting.drop": "Bỏ câu khỏi báo cáo tỉnh",
    "reporting.ask_review": "Trình thẩm định báo cáo tỉnh",
    "reporting.judge": "Thẩm định báo cáo tỉnh",
    "reporting.supplement": "Ban hành bổ sung, đính chính báo cáo tỉnh",
    "reporting.send_up": "Gửi báo cáo tỉnh lên cấp trên",
    "notify.load_participants": "Nạp danh sách Mặt trận",
    "notify.arrange": "Sửa đăng ký nhận tin",
    "notify.read": "Đọc thông báo",
    "notify.read_all": "Đọc mọi thông báo",
    "notify.retry": "Gửi lại thư",
    "show_petition": "Xem đơn",
    "read_replies": "Xem trả lời người gửi đơn",
    "show_duplicates": "Xem đơn có thể trùng",
    "show_book": "Xem sổ tiếp công dân",
    "take_paper": "Lấy văn bản của đơn",
    "denouncer_named": "Ghi chi tiết làm lộ người tố cáo",
    "read_words": "Đọc ý kiến của người gửi đơn",
    "download_file": "Tải tệp của đơn",
    "export_register": "Kết xuất sổ đơn",
    "export_book": "Kết xuất sổ tiếp công dân",
    "asked": "Hỏi một việc không phải của mình",
    "sign_in": "Đăng nhập",
    "sign_in_refused": "Đăng nhập không thành",
    "export_audit": "Kết xuất nhật ký",
    "seal_audit": "Niêm phong nhật ký",
    "export_people": "Kết xuất danh sách người dùng",
    "give_opinion": "Người dân gửi ý kiến trên trang công khai",
    "acts": "Nhập nhiều dòng",
    "import": "Nhập từ tệp",
    "register_petitions": "Tiếp nhận nhiều đơn",
    "say": "Người gửi đơn nêu ý kiến",
    "hand_over": "Bàn giao việc sau sắp xếp cơ quan",
    "follow_organisation": "Cập nhật cơ quan phải báo cáo",
    "end_roles": "Kết thúc vai trò tại cơ quan đã kết thúc",
    "end_proposals": "Khép đề nghị giao vai trò tại cơ quan đã kết thúc",
    "pass_proposals": "Chuyển đề nghị giao vai trò đến cơ quan quyết định hiện nay",
    "recount": "Tính lại thời hạn",
    "save_view": "Lưu cách xem danh sách",
    "forget_view": "Bỏ cách xem danh sách",
}

# What cannot be undone, and what then is so for good: its page asks once more before (`frame.confirm`).
IRREVERSIBLE: dict[str, str] = {
    "registry.confirm": "Từ ngày hiệu lực, cơ quan kết thúc không nhận việc mới và việc đang mở được bàn giao; không rút lại được.",
    "registry.activate": "Quy tắc, lịch mới được áp dụng ngay ở mọi phân hệ và các thời hạn đang chạy được tính lại.",
    "registry.revoke_site": "Từ lúc này không nhận thêm gì do điểm cài đặt này ký; muốn dùng lại phải đăng ký khóa mới.",
    "registry.end_token": "Phần mềm đang dùng mã này bị ngắt ngay; mã đã thu hồi không dùng lại được.",
    "registry.close_account": "Người này bị đăng xuất ngay và mất mọi vai trò; tài khoản đã đóng không mở lại được.",
    "reception.decide_petition": "Kết quả đã ghi không sửa được; các thời hạn gửi quyết định, thi hành, khiếu nại tiếp chạy từ ngày này.",
    "reception.take_back": "Đơn không được xử lý tiếp và các thời hạn đang chạy kết thúc.",
    "reception.terminate": "Việc giải quyết dừng hẳn và các thời hạn đang chạy kết thúc.",
    "reception.close": "Hồ sơ đã kết thúc không nhận thêm thao tác xử lý.",
    "reception.close_session": "Buổi tiếp đã hoàn tất chỉ còn đính chính được, có ghi lý do.",
    "reception.forward": "Hồ sơ được niêm phong và gửi cho cơ quan nhận; không lấy lại được.",
    "planning.approve_plan": "Sau khi phê duyệt, danh mục nhiệm vụ không thay đổi được nữa.",
    "planning.end_model": "Mô hình đã kết thúc không nhận thêm kết quả và không mở lại được.",
    "consultation.close_consultation": "Sau khi kết thúc, không nhận thêm và không sửa trả lời ý kiến nào.",
    "consultation.complete_project": "Hồ sơ đã hoàn thành không bổ sung được nữa.",
    "reporting.close": "Sau khi đóng đợt, không cơ quan nào gửi báo cáo của năm này được nữa.",
    "reporting._issue": "Báo cáo đã ban hành được khóa cùng chữ ký và tệp của nó; không tổng hợp lại được.",
}

# What everybody may open without signing in, by address; `*` stands for any word of it. A public route that
# is not here fails the matrix: nothing becomes public in passing.
PUBLIC_ADDRESSES: tuple[str, ...] = (
    "/*/sign-out",
    "/registry/sign-in",
    "/registry/sign-in/*",
    "/api/registry/v1/sessions",
    "/api/registry/v1/sessions/token",
    "/api/*/v1/docs",
    "/api/*/v1/openapi.json",
    "/reception/tra-cuu",
    "/reception/tra-cuu/*",
    "/*/public",
    "/*/public/*",
    "/api/*/v1/public/*",
    "/api/reception/v1/parcels/*",  # no account: a site proves itself by its key
)


def is_public(address: str) -> bool:
    """Whether the table lets everybody open an address."""
    return any(fnmatchcase(address, one) for one in PUBLIC_ADDRESSES)


def named(role: str, right: Right | None) -> Right:
    """The right by which a guard names a role: the group's, or that of the post. Raises `KeyError`."""
    return right or POSTS[str(role)]


declare_rights(RIGHTS)
declare_commands(COMMANDS)
declare_words(COMMAND_WORDS)
declare_irreversible(IRREVERSIBLE)
