"""The rules: calendar, deadlines, rule packs and administrative units, as pure functions over values.

Values: `calendar` (which days are worked, since when that is known), `packs` (what the law says),
`units` (who exists, what became of whom). Questions: `deadlines` (what is due when, and why),
`cadence` and `posting` (what a head owes), `handling`, `votes`, `dialogue`, `report`. Only `defaults`
opens files: it reads what is shipped; everything else takes calendars, packs and units as arguments.
"""
