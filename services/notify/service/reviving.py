"""After a restore: notices that went out before, so that nobody gets the same letter twice."""

from contracts.notify import NoticeSent
from kernel.message import Told, revives
from kernel.store import Store
from services.notify.domain import Dispatch
from services.notify.service.letters import Letters
from services.notify.views import Notices


class Reviving:
    """What notify brings back of its own events."""

    store: Store
    notices: Notices
    letters: Letters

    @revives(NoticeSent)
    def revive_notice_sent(self, event: NoticeSent, told: Told) -> Dispatch:
        """A notice that is out; its words come with the event it is about, when that is followed again."""
        counts = {"total": event.recipients, "failed": event.failed}
        self.store.note(
            self.notices.out(event.notice, **counts), *self.letters.messages.out(event.notice)
        )
        dispatch = self.letters.dispatches.of(event.notice, agency=told.agency)
        dispatch.recipients, dispatch.failed = event.recipients, event.failed
        return dispatch
