"""`danvan law …`: ask the law from the command line, in sentences or, with `--json`, in values."""

from cli.law.commands import app

__all__ = ["app"]
