"""The rules: calendar, deadlines, rule packs and administrative units, as pure functions over values."""
