"""Copy the browser files we serve from their npm packages into frame/static/vendor, with licences and digests.

    python deploy/vendor/vendor_assets.py            fetch the locked packages and copy (needs npm)
    python deploy/vendor/vendor_assets.py --check    compare what is there with the manifest (offline)

A developer runs it when a version in package.json changes; nothing runs it when the system is
installed. `npm ci` verifies each package against the lock's digest, `--ignore-scripts` runs none of
their code.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "frame" / "static" / "vendor"
MANIFEST = TARGET / "vendor.json"

WEIGHTS = (400, 500, 600, 700)
SUBSETS = ("latin", "latin-ext", "vietnamese")  # latin-ext: the letters of Jrai and Bahnar names

FILES: dict[str, dict[str, str]] = {
    "bootstrap": {
        "dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
        "dist/js/bootstrap.bundle.min.js": "bootstrap/bootstrap.bundle.min.js",
        "LICENSE": "bootstrap/LICENSE",
    },
    "@popperjs/core": {
        "LICENSE.md": "bootstrap/LICENSE-popper.md"
    },  # lies inside Bootstrap's bundle
    "htmx.org": {"dist/htmx.min.js": "htmx/htmx.min.js", "LICENSE": "htmx/LICENSE"},
    "@fontsource/be-vietnam-pro": {
        "LICENSE": "be-vietnam-pro/LICENSE",
        **{
            f"files/be-vietnam-pro-{subset}-{weight}-normal.woff2": f"be-vietnam-pro/{subset}-{weight}.woff2"
            for subset in SUBSETS
            for weight in WEIGHTS
        },
    },
    "swagger-ui-dist": {
        "swagger-ui.css": "swagger-ui/swagger-ui.css",
        "swagger-ui-bundle.js": "swagger-ui/swagger-ui-bundle.js",
        "swagger-ui-bundle.js.LICENSE.txt": "swagger-ui/swagger-ui-bundle.js.LICENSE.txt",
        "LICENSE": "swagger-ui/LICENSE",
        "NOTICE": "swagger-ui/NOTICE",
    },
}


def fetch(into: Path) -> Path:
    """Install the locked packages into a folder and return its node_modules."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, into / name)
    subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=into, check=True
    )
    return into / "node_modules"


def copy(modules: Path) -> list[dict[str, object]]:
    """Copy every listed file and return the manifest."""
    shutil.rmtree(TARGET, ignore_errors=True)
    return [_copy_package(modules / name, name, files) for name, files in FILES.items()]


def _copy_package(source: Path, name: str, files: dict[str, str]) -> dict[str, object]:
    about = json.loads((source / "package.json").read_text(encoding="utf-8"))
    for inside, target in files.items():
        (TARGET / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / inside, TARGET / target)
    return {
        "name": name,
        "version": about["version"],
        "licence": about["license"],
        "files": {target: sha512(TARGET / target) for target in sorted(files.values())},
    }


def sha512(path: Path) -> str:
    """The digest of a file, in the form browsers and npm write it."""
    return f"sha512-{base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()}"


def differences() -> list[str]:
    """What is missing, changed or not in the manifest."""
    listed = {
        name: digest
        for one in json.loads(MANIFEST.read_text())
        for name, digest in one["files"].items()
    }
    there = {str(path.relative_to(TARGET)) for path in TARGET.rglob("*") if path.is_file()}
    changed = [name for name in listed.keys() & there if sha512(TARGET / name) != listed[name]]
    return sorted({*(listed.keys() ^ (there - {MANIFEST.name})), *changed})


def main() -> None:
    """Vendor the files, or check them."""
    if "--check" in sys.argv:
        sys.exit("\n".join(differences()) or 0)
    with tempfile.TemporaryDirectory() as folder:
        manifest = copy(fetch(Path(folder)))
    MANIFEST.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
