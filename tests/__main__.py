"""Runs all tests, folder by folder, and prints how long each took: `python -m tests [folder …]`.

Each folder has a time budget; one that needs longer is named at the end, and fails the run.
"""

import os
import subprocess
import sys
import time

from deploy.embedded import servers

# Seconds on two cores, with ample room for a machine that does something else too.
BUDGETS = {
    "house": 120,
    "contracts": 120,
    "unit": 240,
    "integration": 900,
    "e2e": 600,
    "browser": 600,
    "faults": 720,
    "sites": 180,
}
# Of several sites only a brief part: `make faults-sites` runs all of it.
# Two at a time where each test has a site of its own; what acts on the shared servers runs alone.
TWO = ["-p", "xdist.plugin", "-n", "2", "-m", "not alone"]
# Where the tests of a file share what is dear to start, two files at a time.
FILES = [*TWO, "--dist", "loadfile"]
RUNS = {
    "house": [TWO],
    "contracts": [TWO],
    "unit": [TWO],
    "integration": [TWO],
    "e2e": [FILES],
    "browser": [FILES],
    "faults": [TWO, ["-m", "alone"]],
    "sites": [["-m", "brief"]],
}
PLUGINS = ["-p", "pytest_timeout", "-p", "_hypothesis_pytestplugin"]
NO_TESTS = 5


def run(folder: str) -> tuple[int, float]:
    """One folder, in one or more processes of its own."""
    began = time.monotonic()
    codes = [_pytest(folder, words) for words in RUNS.get(folder, [[]])]
    return max(codes), time.monotonic() - began


def _pytest(folder: str, words: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", "-q", *PLUGINS, *words, f"tests/{folder}"]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    code = subprocess.run(command, env=environment, check=False).returncode
    return 0 if code == NO_TESTS else code


def main(folders: list[str]) -> int:
    """Run the folders; 0 only if all passed within their budgets."""
    began = time.monotonic()
    servers.up()
    lines, failed = [], False
    for folder in folders or list(BUDGETS):
        code, seconds = run(folder)
        late = seconds > BUDGETS[folder]
        failed |= bool(code) or late
        words = "failed" if code else "over its budget" if late else "passed"
        lines.append(f"  {folder:12} {seconds:6.1f} s of {BUDGETS[folder]:4} s  {words}")
    servers.down()
    print(
        "\nTime per folder", *lines, f"  all          {time.monotonic() - began:6.1f} s", sep="\n"
    )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
