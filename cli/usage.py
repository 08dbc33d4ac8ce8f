"""Exit codes of the command line: 0 done, 2 refused, 64 asked in a way that cannot be understood."""

from typing import Any

import typer
from typer.core import TyperGroup

REFUSED = 2
USAGE = 64  # EX_USAGE of sysexits

# The base class of typer's usage errors, which it does not export.
UsageError: Any = typer.BadParameter.__mro__[1]


class StrictGroup(TyperGroup):
    """A group of commands whose usage errors end with `USAGE`: 2 is kept for refusals."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Read the group's own options."""
        try:
            return super().make_context(*args, **kwargs)
        except UsageError as wrong:
            raise _as_usage(wrong) from None

    def invoke(self, ctx: Any) -> Any:
        """Find the command, read its options, run it."""
        try:
            return super().invoke(ctx)
        except UsageError as wrong:
            raise _as_usage(wrong) from None


def _as_usage(wrong: Any) -> Any:
    wrong.exit_code = USAGE
    return wrong
