"""Starts a worker: `python -m kernel.worker <module>:<service class>`."""

import eventlet

eventlet.monkey_patch()

import os  # noqa: E402  patched first, on purpose
import sys  # noqa: E402

from kernel.worker.runner import main  # noqa: E402

if __name__ == "__main__":
    # Threads and greenlets that did not end in time are not waited for.
    sys.stdout.flush()
    os._exit(main(sys.argv[1:]))
