"""Which rows of the law speak of which time of a case."""

from collections.abc import Iterator
from datetime import date

from contracts.reception import ClockKind, Disposition, Instance, IntakeChannel, PetitionKind
from law.deadlines import Facts, Handing, Handover
from services.reception.domain.clocks import Clock, Clocks, start
from services.reception.domain.deadlines import Law
from services.reception.domain.form import Classification, PetitionForm

# Kiến nghị and phản ánh have no statutory limit: F-01 is the province's own, marked unconfirmed in its pack.
INTAKE = {
    PetitionKind.COMPLAINT: "C-01",
    PetitionKind.DENUNCIATION: "D-01",
    PetitionKind.RECOMMENDATION: "R-02",
    PetitionKind.FEEDBACK: "R-02",
}
SETTLEMENT = {
    PetitionKind.COMPLAINT: "C-02",
    PetitionKind.DENUNCIATION: "D-06",
    PetitionKind.RECOMMENDATION: "F-01",
    PetitionKind.FEEDBACK: "F-01",
}
# What speaks of a rule of administration is passed on, or taken up, in its own time (NĐ 20/2008, NĐ 92/2017).
REGULATION_INTAKE = "F-02"
# In the second instance of a complaint (Luật Khiếu nại Điều 36, 37, 41, 44).
SECOND_INTAKE, SECOND_SETTLEMENT = "C-08", "C-09"
NOTICE, ACCEPTANCE_NOTICE, CONTINUED, CONTEST = "R-01", "D-05", "D-12", "C-07"
SUPPLEMENT = "R-07"  # the province's own, marked unconfirmed in its pack
AFTER = {
    (PetitionKind.COMPLAINT, Instance.FIRST): (
        (ClockKind.SENDING, "C-06"),
        (ClockKind.EFFECT, "C-13"),
    ),
    (PetitionKind.COMPLAINT, Instance.SECOND): (
        (ClockKind.SENDING, "C-11"),
        (ClockKind.PUBLISHING, "C-12"),
        (ClockKind.EFFECT, "C-14"),
    ),
    (PetitionKind.DENUNCIATION, Instance.FIRST): (
        (ClockKind.SENDING, "D-09"),
        (ClockKind.HANDLING, "D-10"),
        (ClockKind.PUBLISHING, "D-11"),
    ),
}
AT_A_SESSION = (IntakeChannel.RECEPTION_SESSION, IntakeChannel.ONLINE_RECEPTION)


def intake_rule(form: PetitionForm) -> str:
    """Which row speaks of taking up (phân loại, thụ lý)."""
    if form.regulation:
        return REGULATION_INTAKE
    second = form.instance is Instance.SECOND and form.kind is PetitionKind.COMPLAINT
    return SECOND_INTAKE if second else INTAKE[form.kind]


def settlement_rule(form: PetitionForm) -> str:
    """Which row speaks of settling."""
    second = form.instance is Instance.SECOND and form.kind is PetitionKind.COMPLAINT
    return SECOND_SETTLEMENT if second else SETTLEMENT[form.kind]


def first_clocks(form: PetitionForm, *, first: date, law: Law) -> Clocks:
    """What runs from the day a petition was received; one that was `first` received elsewhere and
    forwarded has its time from the receipt here. Raises `LawRefusal`.

    Of the first time only the sentences are kept: its day follows from the receipt alone.
    """
    received = Facts(start=form.received_on)
    if first < form.received_on:
        received = Facts(start=first, handovers=(Handover(Handing.FORWARD, form.received_on),))
    intake = start(ClockKind.INTAKE, intake_rule(form), received, law=law, brief=True)
    if form.channel not in AT_A_SESSION and form.notice_from is None:
        return (intake,)
    met = Facts(start=form.notice_from or form.received_on)
    return (intake, start(ClockKind.NOTICE, NOTICE, met, law=law, brief=True))


def routed_clocks(
    found: Classification, form: PetitionForm, rule: str, *, law: Law
) -> Iterator[Clock]:
    """What runs once a petition is not taken up here: forwarding it, or keeping it. Raises `LawRefusal`."""
    if rule and found.disposition is Disposition.STORE:
        yield start(ClockKind.KEEPING, rule, Facts(start=found.on), law=law, brief=True)
    elif rule:
        received = Facts(start=form.received_on)
        yield start(ClockKind.FORWARDING, rule, received, law=law, brief=True)


def supplement_clock(asked_on: date, *, law: Law) -> Clock:
    """How long the agency waits for what it asked for. Raises `LawRefusal`."""
    return start(ClockKind.SUPPLEMENT, SUPPLEMENT, Facts(start=asked_on), law=law)


def accepted_clocks(form: PetitionForm, facts: Facts, *, law: Law) -> Iterator[Clock]:
    """What runs once a matter is accepted, by the facts frozen then. Raises `LawRefusal`.

    Remoteness and complexity lengthen the time of complaints alone (Luật Khiếu nại Điều 28); what makes a
    denunciation complex is its checklist (NĐ 31/2019/NĐ-CP Điều 3), never a flag.
    """
    yield start(ClockKind.SETTLEMENT, settlement_rule(form), counting(form, facts), law=law)
    if form.kind is PetitionKind.DENUNCIATION:
        accepted = Facts(start=facts.start)
        yield start(ClockKind.ACCEPTANCE_NOTICE, ACCEPTANCE_NOTICE, accepted, law=law, brief=True)


def counting(form: PetitionForm, facts: Facts) -> Facts:
    """The facts that count for this kind."""
    if form.kind is PetitionKind.COMPLAINT:
        return Facts(start=facts.start, remote=facts.remote, complex=facts.complex)
    if form.kind is PetitionKind.DENUNCIATION:
        return Facts(start=facts.start, criteria=facts.criteria)
    return Facts(start=facts.start)


def decided_clocks(form: PetitionForm, *, on: date, remote: bool, law: Law) -> Iterator[Clock]:
    """What runs once a decision or conclusion is issued. Raises `LawRefusal`."""
    for kind, rule in AFTER.get((form.kind, form.instance), ()):
        facts = Facts(start=on, remote=remote and kind is ClockKind.EFFECT)
        yield start(kind, rule, facts, law=law, brief=True)
