"""What a service remembers: one transaction for states, read models, events, audit and idempotency.

`Store.commit` is the only way in. The database is a MongoDB replica set; every write is a majority
write inside a transaction with snapshot reads and a deadline.
"""

from kernel.message import Key
from kernel.store.changes import Change, Step, merged
from kernel.store.collection import Collection, Numbers, View
from kernel.store.mongo import Document
from kernel.store.reminders import Reminder, Reminders, Reminding
from kernel.store.saved import SavedViews
from kernel.store.store import Store, command

__all__ = [
    "Change",
    "Collection",
    "Document",
    "Key",
    "Numbers",
    "Reminder",
    "Reminders",
    "Reminding",
    "SavedViews",
    "Step",
    "Store",
    "View",
    "command",
    "merged",
]
