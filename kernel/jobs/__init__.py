"""Heavy work beside the services: documents, charts, imports, mass recomputation.

A job is a function in a process of its own, with limits on memory, processor and time; a row says how
far it is. Nothing waits for it: neither a web thread nor the worker's event loop.
"""

from kernel.jobs.desk import Jobs, JobStatus, UnknownTarget
from kernel.jobs.work import File, Work

__all__ = ["File", "JobStatus", "Jobs", "UnknownTarget", "Work"]
