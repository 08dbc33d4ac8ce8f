"""Reception: citizen reception, petitions, cases and their deadlines, public posting.

It owns the petitions and everything that identifies who petitions; other services hear only codes,
kinds and dates.
"""
