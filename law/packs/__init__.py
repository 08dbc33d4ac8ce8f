"""Rule packs: what the law says, as data with instruments, articles, effective dates and versions."""
