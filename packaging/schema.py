"""Write ``docs/pack.schema.json`` from the content types: run it after changing one of them.

python packaging/schema.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tutorapp.domain.content import Manifest, Section  # the path above comes first
from tutorapp.formats.pack_files import CareFile, Coverage, EventsFile, QuestionsFile, TermsFile
from tutorapp.formats.pack_quizzes import QuizzesFile

TARGET = ROOT / "docs" / "pack.schema.json"
FILES: dict[str, type] = {
    "pack.json": Manifest,
    "terms.json": TermsFile,
    "care.json": CareFile,
    "events.json": EventsFile,
    "questions/*.json": QuestionsFile,
    "quizzes.json": QuizzesFile,
    "coverage.json": Coverage,
    "notes/*.md": Section,
}
_AT = "#/$defs/"


def schema() -> dict[str, Any]:
    """One JSON Schema (2020-12) for every file of a pack; ``x-files`` names the definition of each."""
    _refs, parts = msgspec.json.schema_components(FILES.values(), ref_template=_AT + "{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of a TutorApp pack",
        "description": (
            "Pack format 1. The head of notes/*.md is TOML with the keys of Section; body is the text below it. "
            "docs/pack-format.md says what the keys mean."
        ),
        "anyOf": [{"$ref": _AT + kind.__name__} for kind in FILES.values()],
        "x-files": {name: _AT + kind.__name__ for name, kind in FILES.items()},
        "$defs": {name: _closed(name, part) for name, part in sorted(parts.items())},
    }


def text() -> str:
    """The file's content."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _closed(name: str, part: dict[str, Any]) -> dict[str, Any]:
    """Unknown keys refused, as the reader does; the signature that stands in for a missing docstring left out."""
    kept = {key: value for key, value in part.items() if key != "description" or not value.startswith(f"{name}(")}
    if "description" in kept:
        kept["description"] = " ".join(kept["description"].replace("``", "").split())
    return {**kept, "additionalProperties": False}


def main() -> None:
    """Write the file."""
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text(), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
