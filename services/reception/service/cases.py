"""The case desk: what happens to an accepted matter until its file is closed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from contracts.reception import CaseStep, Outcome
from kernel.message import Actor
from kernel.store import Store, command
from services.reception.domain import Law, Petition, cases
from services.reception.domain.cases import Done, Ending, Ground, Said
from services.reception.domain.findings import Findings
from services.reception.service.hands import HandDesk, held, state_of
from services.reception.store import Petitions, Register


class CaseDesk:
    """Acts on a case. Each is an officer's or the head's, on the day its document bears (`on`; else today)."""

    def __init__(
        self,
        store: Store,
        petitions: Petitions,
        register: Register,
        hands: HandDesk,
        law_of: Callable[[date], Law],
    ) -> None:
        self.store, self.petitions, self.register = store, petitions, register
        self.hands, self.law_of = hands, law_of

    @command
    def check_widely(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Enter that a denunciation has to be checked in several places before it is accepted."""
        petition, done, law = self._at(petition_id, by, said)
        cases.check_widely(petition, done, law=law)
        return self._kept(petition)

    @command
    def verify(self, petition_id: str, said: Said, *, differs: bool, by: Actor) -> dict[str, Any]:
        """Enter what the verification found, and whether it differs from what is demanded."""
        petition, done, _ = self._at(petition_id, by, said)
        cases.verify(petition, done, differs=differs)
        return self._kept(petition)

    @command
    def hold_dialogue(
        self, petition_id: str, said: Said, *, attended: bool, by: Actor
    ) -> dict[str, Any]:
        """Enter the dialogue with the complainant."""
        petition, done, _ = self._at(petition_id, by, said)
        cases.talk(petition, done, attended=attended)
        return self._kept(petition)

    @command
    def add_content(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Enter one more content of the matter."""
        petition, done, _ = self._at(petition_id, by, said)
        cases.add_content(petition, done)
        return self._kept(petition)

    @command
    def answer_content(
        self, petition_id: str, said: Said, *, content: str, outcome: Outcome, by: Actor
    ) -> dict[str, Any]:
        """Judge one content of several."""
        petition, done, _ = self._at(petition_id, by, said)
        cases.answer(petition, content, outcome, done)
        return self._kept(petition)

    @command
    def suspend(self, petition_id: str, said: Said, *, ground: Ground, by: Actor) -> dict[str, Any]:
        """Suspend the case (tạm đình chỉ)."""
        petition, done, law = self._at(petition_id, by, said)
        cases.suspend(petition, ground, done, law=law)
        return self._kept(petition)

    @command
    def resume(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Go on with a suspended case."""
        petition, done, law = self._at(petition_id, by, said)
        cases.resume(petition, done, law=law)
        return self._kept(petition)

    @command
    def extend(
        self, petition_id: str, said: Said, *, criteria: tuple[str, ...] = (), by: Actor
    ) -> dict[str, Any]:
        """Extend the time of a denunciation (gia hạn)."""
        petition, done, law = self._at(petition_id, by, said)
        cases.extend(petition, done, criteria=tuple(criteria), law=law)
        return self._kept(petition)

    @command
    def withdraw(
        self,
        petition_id: str,
        said: Said,
        *,
        contents: tuple[str, ...],
        goes_on: bool = False,
        by: Actor,
    ) -> dict[str, Any]:
        """Enter that some or all contents were taken back."""
        petition, done, _ = self._at(petition_id, by, said)
        cases.withdraw(petition, tuple(contents), done, goes_on=goes_on)
        return self._kept(petition)

    @command
    def take_back(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Enter that all of it was taken back in writing before it was accepted."""
        petition, done, _ = self._at(petition_id, by, said)
        petition.must_be(*cases.UNDECIDED)
        cases.take_back(petition, done)
        return self._kept(petition)

    @command
    def store_unsupplemented(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Store what got no supplement in its time."""
        petition, done, law = self._at(petition_id, by, said)
        cases.store_unsupplemented(petition, done, law=law)
        return self._kept(petition)

    @command
    def take_supplement(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Take what came after it had been stored."""
        petition, done, law = self._at(petition_id, by, said)
        cases.take_supplement(petition, done, law=law)
        return self._kept(petition)

    @command
    def send_back(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Not to accept what was classified: it is classified anew."""
        petition, done, _ = self._at(petition_id, by, said)
        cases.send_back(petition, done)
        return self._kept(petition)

    @command
    def terminate(
        self, petition_id: str, said: Said, *, ground: Ending, by: Actor
    ) -> dict[str, Any]:
        """End the case without a decision on its content (đình chỉ)."""
        petition, done, _ = self._at(petition_id, by, said)
        cases.terminate(petition, ground, done)
        return self._kept(petition)

    @command
    def take_step(
        self, petition_id: str, said: Said, *, step: CaseStep, by: Actor
    ) -> dict[str, Any]:
        """Enter that notice was given, the decision sent, the conclusion handled or published."""
        petition, done, _ = self._at(petition_id, by, said)
        cases.take_step(petition, step, done)
        return self._kept(petition)

    @command
    def execute(self, petition_id: str, said: Said, *, finished: bool, by: Actor) -> dict[str, Any]:
        """Enter how a decision is carried out."""
        petition, done, _ = self._at(petition_id, by, said)
        cases.execute(petition, done, finished=finished)
        return self._kept(petition)

    @command
    def record_findings(
        self, /, petition_id: str, said: Said, *, by: Actor, **counted: int | None
    ) -> dict[str, Any]:
        """Enter what the decision or conclusion asks for; what is left out is nought."""
        petition, done, _ = self._at(petition_id, by, said)
        known = {name: number for name, number in counted.items() if number is not None}
        cases.record_findings(petition, done, Findings(**known))
        return self._kept(petition)

    @command
    def deliver(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Enter when the complainant got the decision of the first instance."""
        petition, done, law = self._at(petition_id, by, said)
        cases.deliver(petition, done, law=law)
        return self._kept(petition)

    @command
    def contest(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Enter a second complaint or a lawsuit against the decision."""
        petition, done, _ = self._at(petition_id, by, said)
        cases.contest(petition, done)
        return self._kept(petition)

    @command
    def close(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Close the file of a decided case."""
        petition, done, _ = self._at(petition_id, by, said)
        cases.close(petition, done)
        return self._kept(petition)

    @command
    def continue_denunciation(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Enter that a denouncer goes on after the conclusion (tố cáo tiếp)."""
        petition, done, law = self._at(petition_id, by, said)
        cases.continued(petition, done, law=law)
        return self._kept(petition)

    @command
    def review_continued(
        self, petition_id: str, said: Said, *, reopened: bool, by: Actor
    ) -> dict[str, Any]:
        """Answer a continued denunciation."""
        petition, done, law = self._at(petition_id, by, said)
        cases.review(petition, done, reopened=reopened, law=law)
        return self._kept(petition)

    @command
    def reopen(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Settle a case anew by a written decision."""
        petition, done, law = self._at(petition_id, by, said)
        cases.reopen(petition, done, law=law)
        return self._kept(petition)

    @command
    def remind(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Urge whoever has to act, under the next number of the agency's register of reminders."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        done = self.hands.done(petition, by, said)
        number = self.register.next_of("reminders", by.agency, done.on.year)
        cases.remind(petition, done, number=number)
        return {**self._kept(petition), "number": number}

    @command
    def tell_supplements_over(self, *, by: Actor) -> dict[str, Any]:
        """Tell of each petition whose time for a supplement is over, so that somebody decides. Gives how many are
        news."""
        assert by.role
        late = self.petitions.unsupplemented(self.store.clock.today())
        news = [told for one in late for told in self.petitions.along(one, new=False)]
        if news:
            self.store.commit(*news)
        return {"told": len(news)}

    # --- inside -------------------------------------------------------------------------------------

    def _at(self, petition_id: str, by: Actor, said: Said) -> tuple[Petition, Done, Law]:
        petition = held(self.petitions, petition_id, by)
        return petition, self.hands.done(petition, by, said), self.law_of(self.store.clock.today())

    def _kept(self, petition: Petition) -> dict[str, Any]:
        today = self.store.clock.today()
        self.store.commit(petition, *self.hands.parent_of(petition, today))
        return state_of(petition)
