"""Petitions from an Excel file: tried without a trace, entered act by act, and the same file back with what is wrong.

A file is kept sealed for a day under an id, so that it is chosen once: it is tried, entered, and given back marked.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from contracts.registry import PETITION_DECIDERS, Role
from ground.agencies import AgencyBook
from kernel.errors import Forbidden, Invalid, NotFound, Refusal
from kernel.message import Actor, named_id, new_id
from kernel.sealing import SealBroken
from kernel.store import Key, Store
from law.text import fold
from law.units.register import core_name
from services.reception.adapters import Act, Line, lines_of, read_workbook, template
from services.reception.adapters.marking import marked
from services.reception.domain import Petition
from services.reception.service.law import communes
from services.reception.store.files import Contents
from services.reception.store.keys import AgencyKeys
from services.reception.store.vault import bound

SETTLING = ("accept_petition", "decide_petition")
SETTLERS = (Role.SOFTWARE, *PETITION_DECIDERS)
LINES_AT_ONCE = 50
Result = dict[str, Any]
Work = list[tuple[Line, Act]]


class Importing:
    """What can be asked about files of petitions."""

    store: Store
    keys: AgencyKeys
    contents: Contents
    agency_book: AgencyBook

    def import_file(
        self, content: bytes, *, by: Actor, quiet: bool = True, dry: bool = False
    ) -> list[Result]:
        """Do what the lines of an Excel file tell, each act once by its line's reference.

        Gives what became of each line; `dry`, what would become of it, and nothing is kept. A file may be
        sent again, when it was cut off or has grown: only what is new is done. Nobody is notified unless
        `quiet` is false. Raises the refusals of `read_workbook`.
        """
        lines = lines_of(read_workbook(content), communes=self._communes())
        met: dict[int, list[tuple[Act, Any]]] = {line.number: [] for line in lines}
        for at in range(0, len(lines), LINES_AT_ONCE):
            work = [(line, act) for line in lines[at : at + LINES_AT_ONCE] for act in line.acts]
            answers = self._done(work, by=by, quiet=quiet, dry=dry)
            for (line, act), answer in zip(work, answers, strict=True):
                met[line.number].append((act, answer))
        return [_line_result(line, met[line.number]) for line in lines]

    def import_template(self) -> bytes:
        """The empty Excel file an agency fills in."""
        return template()

    def marked_file(self, content: bytes, *, by: Actor) -> bytes:
        """The same file with what became, or would become, of each line written into it. Raises as
        `import_file`."""
        return marked(content, self.import_file(content, by=by, dry=True))

    # --- kept for a day -----------------------------------------------------------------------------

    def keep_import(self, content: bytes, *, by: Actor) -> str:
        """Keep a file that can be read, sealed, until tomorrow. Gives its id. Raises as `read_workbook`."""
        read_workbook(content)
        id_ = new_id()
        self.contents.put(id_, self.keys.of(by.agency).seal(content, bound=bound("imports", id_)))
        return id_

    def kept_import(self, import_id: str, *, by: Actor) -> bytes:
        """A file that was kept. Raises `NotFound`, also for another agency's."""
        try:
            sealed = self.contents.get(import_id)
            return self.keys.of(by.agency).open(sealed, bound=bound("imports", import_id))
        except SealBroken as foreign:
            raise NotFound from foreign

    # --- inside -------------------------------------------------------------------------------------

    def each(
        self,
        acts: Sequence[tuple[Key | None, Callable[[], Any]]],
        *,
        by: Actor,
        command: str = "acts",
        quiet: bool = False,
    ) -> list[Any]:
        """Do many acts (the door says how)."""
        raise NotImplementedError

    def _communes(self) -> dict[str, str]:
        """Ids of the communes of today by name; by the name alone where only one has it."""
        today = communes(self.agency_book, self.store.clock.today())
        alone = Counter(core_name(name) for _, name in today)
        short = {core_name(name): id_ for id_, name in today if alone[core_name(name)] == 1}
        return short | {fold(name): id_ for id_, name in today}

    def _done(self, work: Work, *, by: Actor, quiet: bool, dry: bool) -> list[Any]:
        acts = [(_key(by, line, act), self._act(line, act, by)) for line, act in work]
        if dry:
            return self.store.rehearse(acts, by=by, command="import")
        return self.each(acts, by=by, command="import", quiet=quiet)

    def _act(self, line: Line, act: Act, by: Actor) -> Callable[[], Any]:
        """The command of an act; only an agency's head, or its software, accepts and decides."""
        id_ = named_id(by.agency, Petition.kind, line.ref)
        subject = () if act.name == "register_petition" else (id_,)

        def do() -> Any:
            if act.name in SETTLING and by.role not in SETTLERS:
                raise Forbidden
            return getattr(self, act.name)(*subject, **act.given, by=by)

        return do


def _key(by: Actor, line: Line, act: Act) -> Key:
    return Key.of(f"{by.agency}/import/{act.name}/{line.ref}", repr(act.given))


def _line_result(line: Line, met: list[tuple[Act, Any]]) -> Result:
    told = {"line": line.number, "client_ref": line.ref}
    if line.errors:
        return {**told, **_wrong(Invalid(), line.errors)}
    for act, answer in met:
        if isinstance(answer, Refusal):
            errors = line.refused(act, answer.code, answer.detail)
            return {**told, "act": act.name, **_wrong(answer, errors)}
    last = met[-1][0].name
    return {**told, "act": last, "status": 200, "answer": met[0][1]}


def _wrong(why: Refusal, errors: dict[str, list[str]]) -> Result:
    return {"status": 422, "code": why.code, "title": why.detail, "errors": errors}
