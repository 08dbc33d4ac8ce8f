"""`danvan law …`: ask the law from the command line, in sentences or, with `--json`, in values."""

import typer

from cli.law import deadlines, offices, people, places, rules
from cli.usage import StrictGroup

app = typer.Typer(
    cls=StrictGroup,
    help="Hỏi pháp luật: thời hạn, ngày làm việc, định mức, biểu quyết, đơn vị hành chính.",
    no_args_is_help=True,
)
for _name, _command in {
    "due": deadlines.due,
    "workdays": deadlines.workdays,
    "add-workdays": deadlines.add_workdays,
    "quota": offices.quota,
    "report-due": offices.report_due,
    "vote": people.vote,
    "dialogue": people.dialogue,
    "units": places.units,
    "rules": rules.rules,
    "rule": rules.rule,
}.items():
    app.command(_name)(_command)

__all__ = ["app"]
