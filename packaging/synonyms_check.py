"""Reads a folder of synonym lists as the marker does and names every line it cannot read."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tutorapp.marking.synonyms import SynonymPack


def main(arguments: list[str] | None = None) -> int:
    """0: all lines are read; 1: some are not; 2: the folder holds no lists or one that is no text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "resources" / "synonyms")
    folder: Path = parser.parse_args(arguments).folder
    files = sorted(folder.glob("*.txt"))
    if not files:
        print(f"There are no .txt files in {folder}. Name the folder that holds the lists.")
        return 2
    try:
        pack = SynonymPack.parse({path.name: path.read_text(encoding="utf-8") for path in files})
    except (OSError, UnicodeDecodeError) as error:
        print(f"A list in {folder} cannot be read: {error}. Save it as plain text in UTF-8.")
        return 2
    for problem in pack.problems:
        print(f"{problem.file}:{problem.line}: {problem.words}")
    count = len(pack.problems)
    print(
        f"{len(files)} files, {len(pack.people)} names; " + (f"lines that are not read: {count}" if count else "whole")
    )
    return 1 if count else 0


if __name__ == "__main__":
    raise SystemExit(main())
