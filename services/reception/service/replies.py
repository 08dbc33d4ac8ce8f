"""The desk of replies: templates of an agency, filled for a petition, and what its citizen reads."""

from typing import Any

from ground.agencies import AgencyBook
from kernel.message import Actor, new_id
from kernel.store import Store, command
from services.reception.domain import Petition
from services.reception.domain.filling import filled
from services.reception.domain.papers import values_of
from services.reception.domain.replies import Reply, ReplyForm, ReplyTemplate, check_reply
from services.reception.service.hands import held
from services.reception.service.open_texts import OpenTexts
from services.reception.store import Petitions
from services.reception.store.keys import AgencyKeys
from services.reception.store.replies import Replies, Templates
from services.reception.store.vault import bound


class ReplyDesk:
    """Writes templates, answers citizens."""

    def __init__(
        self,
        store: Store,
        petitions: Petitions,
        keys: AgencyKeys,
        book: AgencyBook,
        open_texts: OpenTexts,
    ) -> None:
        self.store, self.petitions, self.keys, self.book = store, petitions, keys, book
        self.open_texts = open_texts
        self.templates, self.replies = Templates(store), Replies(store)

    # --- templates ----------------------------------------------------------------------------------

    @command
    def write_template(self, *, name: str, text: str, by: Actor) -> dict[str, Any]:
        """A template of the asker's agency. Raises `TextMissing`, `NoSuchPlace`."""
        today = self.store.clock.today()
        made = ReplyTemplate.write(
            name, text, id_=new_id(), agency=by.agency, today=today, by=by.user
        )
        return self._template(made)

    @command
    def revise_template(self, template_id: str, *, text: str, by: Actor) -> dict[str, Any]:
        """A version more of a template. Raises `NotFound`, `TemplateOver`, `TextMissing`, `NoSuchPlace`."""
        found = self.templates.get(template_id, agency=by.agency)
        found.revise(text, today=self.store.clock.today(), by=by.user)
        return self._template(found)

    @command
    def retire_template(self, template_id: str, *, by: Actor) -> dict[str, Any]:
        """Offer a template no more. Raises `NotFound`, `TemplateOver`."""
        found = self.templates.get(template_id, agency=by.agency)
        found.retire(today=self.store.clock.today())
        return self._template(found)

    def template(self, template_id: str, *, by: Actor) -> ReplyTemplate:
        """One template with its versions. Raises `NotFound`."""
        return self.templates.get(template_id, agency=by.agency)

    def templates_of(self, *, by: Actor) -> list[ReplyTemplate]:
        """The asker's agency's templates."""
        return self.templates.of(by.agency)

    def begun(self, petition_id: str, template_id: str, *, by: Actor) -> ReplyForm:
        """A reply as a template begins it for a petition. Raises `NotFound`, `TemplateOver`."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        template = self.templates.get(template_id, agency=by.agency)
        template.must_be_offered()
        today, agency = self.store.clock.today(), self.book.named(by.agency)
        values = values_of(petition, agency, receiver="", today=today)
        text = filled(template.latest.text, values)
        return ReplyForm(text=text, template=template.id, number=template.latest.number)

    # --- replies ------------------------------------------------------------------------------------

    @command
    def send_reply(self, petition_id: str, form: ReplyForm, *, by: Actor) -> dict[str, Any]:
        """Say something to who petitions. Raises `NotFound`, `HeldByAnother`, `IdentityInText`, and as `check_reply`."""
        petition = held(self.petitions, petition_id, by)
        check_reply(form)
        self.open_texts.check(petition, form.text, by=by, at="text")
        if form.template:
            self.templates.get(form.template, agency=by.agency)
        id_ = new_id()
        made = Reply.send(
            form,
            id_=id_,
            agency=by.agency,
            petition=petition.id,
            sealed=self.keys.of(by.agency).seal(form.text.strip().encode(), bound=_bound(id_)),
            today=self.store.clock.today(),
            by=by.user,
        )
        self.store.commit(made)
        return {"petition": petition.id, "reply": made.id}

    def replies_to(self, petition_id: str, *, by: Actor) -> list[tuple[Reply, str]]:
        """What was said to who petitions, with its words, for the office. Raises `NotFound`."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        self.store.audit.read(petition, "read_replies", by=by)
        return self._with_words(petition_id)

    def for_citizen(self, petition: Petition) -> list[tuple[Reply, str]]:
        """What its citizen reads: replies, and nothing the office wrote for itself."""
        return self._with_words(petition.id)

    def _with_words(self, petition: str) -> list[tuple[Reply, str]]:
        return [(one, self._words(one)) for one in self.replies.of(petition)]

    def _words(self, one: Reply) -> str:
        return self.keys.of(one.agency).open(one.sealed, bound=_bound(one.id)).decode()

    def _template(self, one: ReplyTemplate) -> dict[str, Any]:
        self.store.commit(one)
        return {"template": one.id, "number": one.latest.number}


def _bound(reply: str) -> str:
    return bound("replies", reply)
