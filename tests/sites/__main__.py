"""Runs the cases of several sites and says in one line what became of them: `python -m tests.sites [pytest words …]`.

The servers must be up.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def main(words: list[str]) -> int:
    """Run them; 0 only if nothing failed, nothing was lost and nothing done twice."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sum.json"
        environ = {**os.environ, "SITES_SUM": str(path), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        command = [sys.executable, "-m", "pytest", "-v", "--tb=short", "--durations=12"]
        command += ["-p", "pytest_timeout", *(words or [str(HERE)])]
        code = subprocess.run(command, env=environ, stdout=sys.stderr, check=False).returncode
        found = json.loads(path.read_text()) if path.exists() else {"failed": 1}
    print(json.dumps(found))
    bad = code or any(found.get(name) for name in ("failed", "lost", "doubled"))
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
