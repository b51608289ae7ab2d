"""Preparing a checkout makes a virtual environment with pip, or leaves none behind."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.scripts import script

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell script stands for Python's venv")
MAKES_ONE = """#!/bin/sh
[ "$1 $2 $3" = "-m venv --clear" ] || exit 2
"{python}" -m venv --clear --without-pip "$4" && cd "$4"/lib/python3.*/site-packages || exit 1
mkdir pip && touch pip/__main__.py
"""
STOPS_HALF_WAY = """#!/bin/sh
mkdir -p "$4/bin" && touch "$4/bin/python" && exit 1
"""


@pytest.fixture
def prepare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script, for a checkout in ``tmp_path``."""
    module = script("prepare.py")
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    return module


def program(path: Path, text: str) -> str:
    """An executable file at ``path``."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_a_half_made_environment_is_made_anew(prepare: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / ".venv"], check=True)
    (tmp_path / ".venv" / "left over").touch()
    assert prepare.venv_python().is_file()
    assert not prepare.has_pip()
    monkeypatch.setattr(sys, "executable", program(tmp_path / "python", MAKES_ONE.format(python=sys.executable)))
    assert prepare.make_venv()
    assert prepare.has_pip()
    assert not (tmp_path / ".venv" / "left over").exists()
    monkeypatch.setattr(sys, "executable", program(tmp_path / "python", STOPS_HALF_WAY))
    assert prepare.make_venv(), "a whole one is left alone"


def test_one_that_cannot_be_made_leaves_nothing(prepare: Any, tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "executable", program(tmp_path / "python", STOPS_HALF_WAY))
    assert not prepare.make_venv()
    assert not (tmp_path / ".venv").exists()
    assert f"apt-get install -y python3.{sys.version_info.minor}-venv" in capsys.readouterr().out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian's way")
@pytest.mark.parametrize("user", [0, 1000])
def test_root_on_debian_gets_what_makes_environments(prepare: Any, tmp_path: Path, monkeypatch, user: int):
    asked = tmp_path / "asked"
    program(tmp_path / "bin" / "apt-get", f'#!/bin/sh\necho "$@" >> "{asked}"\n')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "executable", program(tmp_path / "python", STOPS_HALF_WAY))
    assert not prepare.make_venv()
    assert asked.exists() == (user == 0)
    assert user or f"python3.{sys.version_info.minor}-venv" in asked.read_text(encoding="utf-8")
