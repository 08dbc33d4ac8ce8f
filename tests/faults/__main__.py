"""Runs the fault cases and says in one line what became of it: `python -m tests.faults [pytest words …]`.

The servers must be up. With PLANT=lose|double|reorder the workers have that bug: then a few cases are
enough, and the end must be bad.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
PLANTED = ["--maxfail=2", f"{HERE}/test_plain.py"]
PLUGINS = ["-p", "pytest_timeout"]


def main(words: list[str]) -> int:
    """Run them; 0 only if nothing failed, nothing was lost and nothing done twice."""
    chosen = words or (PLANTED if os.environ.get("PLANT") else [str(HERE)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sum.json"
        environ = {**os.environ, "FAULTS_SUM": str(path), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-v",
            "--tb=short",
            "--durations=12",
            *PLUGINS,
            *chosen,
        ]
        code = subprocess.run(command, env=environ, stdout=sys.stderr, check=False).returncode
        found = json.loads(path.read_text()) if path.exists() else {"failed": 1}
    print(json.dumps(found))
    bad = code or any(found.get(name) for name in ("failed", "lost", "doubled"))
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
