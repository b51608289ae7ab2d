"""Write ``docs/policy.schema.json`` from the rules in ``tutorapp.domain.policy``: run it after changing them.

python packaging/policy_schema.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tutorapp.domain import policy  # the path above comes first

TARGET = ROOT / "docs" / "policy.schema.json"
FOLDER = {
    "type": "string",
    "pattern": r"^([/~]|[A-Za-z]:[\\/]|\\\\|\$\{|%)",
    "description": "A whole path; a leading ~ is the pupil's home, ${NAME} or %NAME% an environment variable.",
}


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the policy file."""
    switch = {"type": "boolean"}
    exam = {
        "conditions": {**switch, "description": "Notes, search and timeline are closed while a pupil sits a paper."},
        "extra_percent": {**_whole(policy.EXTRA_PERCENT), "description": "Extra time as a share of the paper's time."},
        "rest_breaks": {**switch, "description": "Whether supervised rest breaks may stop the clock."},
        "clock": {"enum": list(policy.CLOCKS), "description": "Whether the clock shows; last5: the last five minutes."},
        "strict_clock": {
            **switch,
            "description": "In exam conditions sleep and a closed program cost time, and writing ends with it.",
        },
    }
    snapshots = {
        "folder": FOLDER,
        "count": {**_whole(policy.SNAPSHOT_COUNT), "default": policy.SNAPSHOTS_KEPT},
    }
    features = {"enum": list(policy.FEATURES)}
    properties = {
        "format": {"const": policy.FORMAT},
        "data_folder": FOLDER,
        "template_folder": FOLDER,
        "content_folders": {"type": "array", "items": FOLDER},
        "quiz_folders": {"type": "array", "items": FOLDER},
        "exam": _object(exam, []),
        "features_off": {"type": "array", "items": features, "uniqueItems": True},
        "snapshots": _object(snapshots, ["folder"]),
        "language": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Z]{2})?$"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "TutorApp policy",
        "description": "Format 1. docs/administrators.md says what the keys mean and where the file lies.",
        **_object(properties, ["format"]),
    }


def text() -> str:
    """The file's content."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _whole(bounds: tuple[int, int]) -> dict[str, Any]:
    return {"type": "integer", "minimum": bounds[0], "maximum": bounds[1]}


def main() -> None:
    """Write the file."""
    TARGET.write_text(text(), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
