"""Starts a worker: `python -m kernel.worker <module>:<service class>`."""

import warnings

# Known and accepted (docs/decisions): nameko needs eventlet, only this process does.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet  # noqa: E402
import eventlet.debug  # noqa: E402

eventlet.monkey_patch()
eventlet.debug.hub_exceptions(False)  # they are logged once, without their text

import gc  # noqa: E402  patched first, on purpose
import os  # noqa: E402
import sys  # noqa: E402

from kernel.worker.runner import main  # noqa: E402

if __name__ == "__main__":
    # Batches make many short-lived objects and few cycles: looking for cycles often is wasted work.
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    # Threads and greenlets that did not end in time are not waited for.
    sys.stdout.flush()
    os._exit(main(sys.argv[1:]))
