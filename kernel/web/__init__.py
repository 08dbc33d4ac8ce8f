"""The web side of a service: one application with sessions, problem+json, limits, health, metrics.

It serves people and programs alone: nothing here knows the broker or the database.
"""

from kernel.message import Key
from kernel.web.app import create_app
from kernel.web.bulk import (
    BulkSchema,
    ResultsSchema,
    RowAct,
    SubjectSchema,
    answer_rows,
    run_rows,
    subject,
)
from kernel.web.forms import read_form
from kernel.web.idempotency import idempotency_key
from kernel.web.problem import sentences
from kernel.web.session import (
    admit,
    close_session,
    current_actor,
    current_session,
    issue_token,
    local_path,
    open_session,
    public,
    requires,
    signed_in,
)
from kernel.web.strict import Routes, day_meant, said_by

__all__ = [
    "BulkSchema",
    "Key",
    "ResultsSchema",
    "Routes",
    "RowAct",
    "SubjectSchema",
    "admit",
    "answer_rows",
    "close_session",
    "create_app",
    "current_actor",
    "current_session",
    "day_meant",
    "idempotency_key",
    "issue_token",
    "local_path",
    "open_session",
    "public",
    "read_form",
    "requires",
    "run_rows",
    "said_by",
    "sentences",
    "signed_in",
    "subject",
]
