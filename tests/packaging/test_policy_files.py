"""The published schema and the shipped example are what the program reads."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.packaging.scripts import ROOT, script
from tutorapp.domain import policy
from tutorapp.services.policy import check_file, parse

SCHEMA = ROOT / "docs" / "policy.schema.json"
EXAMPLE = ROOT / "packaging" / "policy.example.json"


def test_the_committed_schema_is_current():
    assert SCHEMA.read_text(encoding="utf-8") == script("policy_schema.py").text(), "run: packaging/policy_schema.py"


def test_the_schema_knows_the_keys_of_the_program_and_no_others():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    parts = schema["properties"]
    assert tuple(parts) == policy.KEYS
    assert tuple(parts["exam"]["properties"]) == policy.EXAM_KEYS
    assert tuple(parts["snapshots"]["properties"]) == policy.SNAPSHOT_KEYS
    for part in (schema, parts["exam"], parts["snapshots"]):
        assert part["additionalProperties"] is False


def test_schema_and_program_agree_on_folders():
    pattern = json.loads(SCHEMA.read_text(encoding="utf-8"))["properties"]["data_folder"]["pattern"]
    for folder in ("/a", "~", "C:\\a", "c:/a", "\\\\s\\a", "${A}", "%A%", "a", "", "./a", "C:a", ":", " /a"):
        reading = parse(json.dumps({"format": 1, "template_folder": folder}))
        assert (reading.policy.template_folder is not None) == bool(re.search(pattern, folder)), folder


def test_the_example_holds_every_key_and_has_no_problem():
    text, code = check_file(EXAMPLE)
    assert code == 0
    assert not text.startswith(("error", "warning"))
    assert tuple(json.loads(EXAMPLE.read_text(encoding="utf-8"))) == policy.KEYS


def test_the_page_for_administrators_explains_every_key_and_feature():
    page = Path(ROOT / "docs" / "administrators.md").read_text(encoding="utf-8")
    for name in (*policy.KEYS, *policy.EXAM_KEYS, *policy.SNAPSHOT_KEYS, *policy.FEATURES, *policy.CLOCKS):
        assert any(shown in page for shown in (f"`{name}`", f".{name}`", f"`{name}.")), name
