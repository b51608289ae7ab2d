"""The published format is the one the program reads."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest
from msgspec import inspect

from tests.formats.packs import EXAMPLE, example_files
from tutorapp.services.checking import check

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def schema() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pack_schema", ROOT / "packaging" / "schema.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_committed_schema_is_current(schema: ModuleType):
    committed = (DOCS / "pack.schema.json").read_text(encoding="utf-8")
    assert committed == schema.text(), "run: python packaging/schema.py"


def test_the_schema_refuses_unknown_keys_everywhere(schema: ModuleType):
    made = json.loads(schema.text())
    assert set(made["x-files"].values()) <= {f"#/$defs/{name}" for name in made["$defs"]}
    assert all(part["additionalProperties"] is False for part in made["$defs"].values())
    assert not re.search(r'"description": "\w+\(', schema.text())


def test_the_format_page_names_every_key(schema: ModuleType):
    page = (DOCS / "pack-format.md").read_text(encoding="utf-8")
    named = set(re.findall(r'[`"]([a-z_]+)["`]', page))
    waiting: list[inspect.Type] = [inspect.type_info(kind) for kind in schema.FILES.values()]
    seen, missing = set(), set()
    while waiting:
        info = waiting.pop()
        if isinstance(info, inspect.DataclassType) and info.cls not in seen:
            seen.add(info.cls)
            missing |= {field.encode_name for field in info.fields} - named - {"body"}
            waiting += [field.type for field in info.fields]
        elif isinstance(info, inspect.VarTupleType):
            waiting.append(info.item_type)
        elif isinstance(info, inspect.UnionType):
            waiting += info.types
        elif isinstance(info, inspect.LiteralType):
            missing |= set(info.values) - named
    assert missing == set()


def test_the_example_on_the_page_is_the_pack_that_passes():
    page = (DOCS / "pack-format.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r"^`([\w./-]+)`\n\n```(?:json|markdown)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    assert {name: text.encode() for name, text in shown.items()} == example_files()
    assert check(EXAMPLE).problems == ()


def test_each_file_of_the_example_is_needed(tmp_path: Path):
    """The smallest pack: without any one of its files the check complains."""
    for left_out in example_files():
        folder = tmp_path / left_out.replace("/", "-")
        for name, data in example_files().items():
            if name != left_out:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(data)
        if left_out != "questions/01.json":  # a unit may do without questions
            assert check(folder).problems, left_out
