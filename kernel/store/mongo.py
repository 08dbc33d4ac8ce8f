"""The database driver: how a process connects, and which of its errors mean "the servers are in trouble"."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pymongo
from bson.errors import InvalidDocument
from gridfs import GridFSBucket as Files, GridOut as StoredFile
from pymongo import DeleteMany, DeleteOne, InsertOne, ReplaceOne, UpdateMany, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.collection import Collection as Rows
from pymongo.database import Database
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    ConnectionFailure,
    DocumentTooLarge,
    DuplicateKeyError,
    ExecutionTimeout,
    NetworkTimeout,
    NotPrimaryError,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
    WaitQueueTimeoutError,
    WriteError,
    WTimeoutError,
)
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from kernel.config import Settings

__all__ = [
    "LINEARIZABLE",
    "AutoReconnect",
    "BulkWriteError",
    "ClientSession",
    "Database",
    "DeleteMany",
    "DeleteOne",
    "Document",
    "DocumentTooLarge",
    "DuplicateKeyError",
    "Files",
    "Handles",
    "InsertOne",
    "InvalidDocument",
    "OperationFailure",
    "PyMongoError",
    "ReplaceOne",
    "Rows",
    "StoredFile",
    "UpdateMany",
    "UpdateOne",
    "WriteConcern",
    "WriteError",
    "connect",
    "in_transaction",
    "in_trouble",
    "insert",
]

Document = dict[str, Any]
R = TypeVar("R")
SNAPSHOT = ReadConcern("snapshot")
LINEARIZABLE = ReadConcern("linearizable")
MAJORITY = WriteConcern("majority", j=True)
JOURNALED = WriteConcern(1, j=True)
SOON = WriteConcern(1, j=False)

_TROUBLE = (
    AutoReconnect,
    ConnectionFailure,
    ExecutionTimeout,
    NetworkTimeout,
    NotPrimaryError,
    ServerSelectionTimeoutError,
    WaitQueueTimeoutError,
    WTimeoutError,
)
_LABELS = (
    "TransientTransactionError",
    "UnknownTransactionCommitResult",
    "RetryableWriteError",
    "NetworkError",
)
# Codes of servers that stop, start, step down or wait for their journal, and of forgotten cursors.
_CODES = frozenset(
    {6, 7, 43, 50, 64, 89, 91, 189, 237, 262, 9001, 10107, 11600, 11602, 13435, 13436}
)


class Handles(dict[str, Rows[Document]]):
    """The collections of a database by name, each handle made once: it costs a good part of what it is used for."""

    def __init__(self, database: Database[Document]) -> None:
        super().__init__()
        self._database = database

    def __missing__(self, name: str) -> Rows[Document]:
        made = self[name] = self._database[name]
        return made


def connect(settings: Settings) -> "pymongo.MongoClient[Document]":
    """One client per process, made after any monkey-patching and never before a fork."""
    return pymongo.MongoClient(
        settings.mongo_uri,
        maxPoolSize=40,
        waitQueueTimeoutMS=5000,
        serverSelectionTimeoutMS=5000,
        connectTimeoutMS=3000,
        timeoutMS=int(settings.mongo_seconds * 1000),
        w="majority",
        journal=True,
        readConcernLevel="majority",
        retryWrites=True,
        uuidRepresentation="standard",
        tz_aware=True,
        appname="danvan",
    )


def insert(
    rows: Rows[Document], documents: Sequence[Document], *, session: ClientSession | None
) -> None:
    """Insert them all; one alone goes without the driver's machinery for many."""
    if len(documents) == 1:
        rows.insert_one(documents[0], session=session)
    elif documents:
        rows.insert_many(documents, session=session)


def in_transaction(
    client: "pymongo.MongoClient[Document]",
    act: Callable[[ClientSession], R],
    *,
    seconds: float,
    concern: WriteConcern = MAJORITY,
) -> R:
    """Run `act` in one transaction: snapshot reads and majority writes, said here and not left to
    defaults; tried again on a transient conflict, all within `seconds`."""
    with pymongo.timeout(seconds), client.start_session() as session:
        return session.with_transaction(act, SNAPSHOT, concern)


def in_trouble(error: BaseException) -> bool:
    """Whether an error speaks of the servers or the network rather than of what was written."""
    if isinstance(error, (*_TROUBLE, OSError)):
        return True
    if not isinstance(error, PyMongoError):
        return False
    if any(error.has_error_label(label) for label in _LABELS):
        return True
    return isinstance(error, OperationFailure) and error.code in _CODES
