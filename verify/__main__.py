"""`python -m verify`: recount the report and print each difference; the last line counts them.

Exit code 0 when every figure agrees, 1 when one differs, 2 when a file is missing.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from verify.comparing import Comparison, compare_document, compare_workbook
from verify.files import WrongLayout, document, workbook
from verify.outcome import province_of
from verify.told import read

ROOT = Path(__file__).parent.parent
LEDGER = Path(os.environ.get("RUN_DIR", ROOT / ".run")) / "demo" / "ledger.jsonl"
OUT = Path(os.environ.get("OUT_DIR", ROOT / "out"))
NAME = "bao-cao-dan-van-2026"
MOST_SHOWN = 200


def compared(ledger: Path, xlsx: Path, docx: Path) -> Comparison:
    """Recount from the ledger and compare both files."""
    told, province = Comparison(), province_of(read(ledger))
    try:
        compare_workbook(told, province, *workbook(xlsx))
    except WrongLayout as wrong:
        told.wrong(f"xlsx: {wrong}")
    compare_document(told, province, document(docx))
    return told


def main(words: list[str]) -> int:
    """Compare, say what differs."""
    given = _asked(words)
    missing = [path for path in (given.ledger, given.xlsx, given.docx) if not path.exists()]
    if missing:
        sys.stderr.write(f"Không có tệp {missing[0]}. Chạy: make demo\n")
        return 2
    told = compared(given.ledger, given.xlsx, given.docx)
    for one in told.differences[:MOST_SHOWN]:
        sys.stdout.write(f"{one}\n")
    if len(told.differences) > MOST_SHOWN:
        sys.stdout.write(f"… và {len(told.differences) - MOST_SHOWN} khác biệt nữa\n")
    result = {"figures": told.figures, "differences": len(told.differences)}
    sys.stdout.write(f"{json.dumps(result)}\n")
    return 1 if told.differences else 0


def _asked(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m verify", description=__doc__)
    parser.add_argument("--ledger", type=Path, default=LEDGER)
    parser.add_argument("--xlsx", type=Path, default=OUT / f"{NAME}.xlsx")
    parser.add_argument("--docx", type=Path, default=OUT / f"{NAME}.docx")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
