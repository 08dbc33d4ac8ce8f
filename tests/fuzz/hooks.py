"""Read by schemathesis in its own process: who asks, about which things, on which days."""

import json
import os
import re
from typing import Any

import schemathesis
from hypothesis import strategies as st

TOKENS: dict[str, str] = json.loads(os.environ.get("FUZZ_TOKENS", "{}"))
YEAR = 2026  # the one campaign that is open on the fuzzed site
OURS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

known: dict[str, str] = {}  # the last thing made of each kind: {"petitions": id}


@schemathesis.auth(refresh_interval=None)
class InAFittingRole:
    """A token of the first role an operation lets in; of any role where it lets in everybody."""

    def get(self, case: schemathesis.Case, _: Any) -> str:
        roles = case.operation.definition.raw.get("x-roles") or TOKENS
        return next(TOKENS[role] for role in roles)

    def set(self, case: schemathesis.Case, token: str, _: Any) -> None:
        case.headers["Authorization"] = f"Bearer {token}"


@schemathesis.hook
def after_call(_: Any, case: schemathesis.Case, response: Any) -> None:
    """Remember what was made, so that later requests can be about it."""
    if case.method == "POST" and response.status_code in {200, 201}:
        made = json.loads(response.content) if response.content else {}
        ids = [v for v in made.values() if isinstance(v, str) and OURS.fullmatch(v)]
        if ids:
            known[case.path.rstrip("/").rpartition("/")[2]] = ids[0]


@schemathesis.hook
def map_path_parameters(context: Any, given: dict[str, Any] | None) -> dict[str, Any] | None:
    """About every second request is about the year that is open, or about a thing that there is."""
    if not given:
        return given
    return {name: _sometimes_real(context, name, value) for name, value in given.items()}


def _sometimes_real(context: Any, name: str, value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        closing = context.operation.path.endswith("/closure")  # nothing could be done afterwards
        return YEAR if name == "year" and value % 2 == 0 and not closing else value
    kind = context.operation.path.partition("/{")[0].rpartition("/")[2]
    return known.get(kind, value) if len(str(value)) % 2 else value


schemathesis.openapi.format(
    "date",
    st.one_of(
        st.integers(1, 12).map(lambda month: f"{YEAR}-{month:02}-15"),
        st.dates().map(str),
        st.sampled_from(["0001-01-01", "9999-12-31", "2020-12-31", "2028-01-01", "2024-02-29"]),
    ),
)
