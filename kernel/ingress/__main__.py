"""Starts the ingress of this installation: `python -m kernel.ingress`."""

import os
import sys

from kernel.ingress.runner import main

if __name__ == "__main__":
    sys.stdout.flush()
    os._exit(main())
