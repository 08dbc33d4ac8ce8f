"""What a clerk enters about a petition, what it was found to be, and which forms cannot be entered."""

from dataclasses import dataclass
from datetime import date

from contracts.reception import Disposition, Field, Instance, IntakeChannel, PetitionKind
from kernel.errors import Invalid


@dataclass(frozen=True, kw_only=True)
class Petitioner:
    """Who petitions. Stays in this service's database; never in an event, log, metric or URL."""

    name: str
    address: str = ""
    phone: str = ""
    id_number: str = ""


REGULATORY = "REGULATORY_FEEDBACK"


@dataclass(frozen=True, kw_only=True)
class PetitionForm:
    """What a clerk enters about a petition that came in; `signers` is how many signed it.

    `against` is whom or what it is about, `field` its field of state management, `again` that the same
    matter was settled before, `notice_from` the day of the session at which its writer was received,
    `places` (ids of communes) where the matter lies when that is not the agency's own place alone.
    `subject` is the line of the law's list of who is competent , `regulation` that it speaks of
    a rule of administration and goes its own way (NĐ 20/2008/NĐ-CP, NĐ 92/2017/NĐ-CP).
    """

    kind: PetitionKind
    channel: IntakeChannel
    received_on: date
    summary: str
    petitioner: Petitioner | None = None
    signers: int = 1
    client_ref: str = ""
    against: str = ""
    field: Field = Field.NONE
    anonymous: bool = False
    instance: Instance = Instance.FIRST
    again: bool = False
    notice_from: date | None = None
    places: tuple[str, ...] = ()
    subject: str = ""
    regulation: bool = False

    @property
    def law_kind(self) -> str:
        """The kind as the law's lists have it: what speaks of a rule of administration is one of its own."""
        return REGULATORY if self.regulation else self.kind.value


@dataclass(frozen=True, kw_only=True)
class Classification:
    """What a petition was found to be: fit to be handled, the agency's own matter, and what becomes of it.

    `missing` are the conditions it does not meet (TT 05/2021/TT-TTCP Điều 6.2); `reason` says why else.
    """

    eligible: bool
    competent: bool
    disposition: Disposition
    on: date
    missing: tuple[str, ...] = ()
    impersonated: bool = False
    reason: str = ""


class ReceivedInFuture(Invalid):
    """A petition cannot have been received on a day that has not come."""

    code = "received_in_future"
    title = "Ngày nhận đơn không thể sau ngày hôm nay."


class PetitionerMissing(Invalid):
    """A complaint names who complains (TT 05/2021/TT-TTCP Điều 6.2)."""

    code = "petitioner_missing"
    title = "Cần ghi họ tên người gửi đơn."


class DenouncerNotHere(Invalid):
    """A denouncer's identity never enters the register (Luật Tố cáo 2018): it lies in the vault."""

    code = "denouncer_not_here"
    title = "Không nhập danh tính người tố cáo vào sổ chung; giữ trong hồ sơ mật của cơ quan."


class NotAboutRegulations(Invalid):
    """Only a recommendation or feedback can be about a rule of administration."""

    code = "not_about_regulations"
    title = "Chỉ kiến nghị, phản ánh mới có thể về quy định hành chính."


class NotACommune(Invalid):
    """A matter lies in communes and wards of the register."""

    code = "not_a_commune"
    title = "Địa bàn vụ việc phải là xã, phường, thị trấn có trong danh mục."


class NobodyWrote(Invalid):
    """What nobody signed, or somebody signed with another's name, is never accepted (Luật Tố cáo Điều 25)."""

    code = "nobody_wrote"
    title = (
        "Đơn nặc danh, mạo danh không được thụ lý; chỉ lưu đơn hoặc chuyển để thanh tra, kiểm tra."
    )


class NotADenunciation(Invalid):
    """One denounces in writing or in person; anything else is information (Luật Tố cáo Điều 22, 25)."""

    code = "not_a_denunciation"
    title = "Tố cáo chỉ bằng đơn hoặc trực tiếp; nội dung gửi qua mạng, thư điện tử, điện thoại là thông tin, không thụ lý."


def check_writer(form: PetitionForm, found: Classification) -> None:
    """Refuse to accept what has no writer, or did not come as a denunciation has to. Raises `NobodyWrote`,
    `NotADenunciation`."""
    if form.kind in {PetitionKind.COMPLAINT, PetitionKind.DENUNCIATION} and (
        form.anonymous or found.impersonated
    ):
        raise NobodyWrote
    if form.kind is PetitionKind.DENUNCIATION and form.channel is IntakeChannel.PORTAL:
        raise NotADenunciation


def check_form(form: PetitionForm, *, today: date) -> None:
    """Refuse a form that cannot be entered."""
    if form.received_on > today:
        raise ReceivedInFuture
    if form.kind is PetitionKind.DENUNCIATION and form.petitioner:
        raise DenouncerNotHere
    if form.kind is PetitionKind.COMPLAINT and not form.petitioner and not form.anonymous:
        raise PetitionerMissing
    if form.regulation and form.kind not in {PetitionKind.RECOMMENDATION, PetitionKind.FEEDBACK}:
        raise NotAboutRegulations
