"""Row 11: after a power cut at any moment the database opens, sound, with every acknowledged save."""

from __future__ import annotations

from pathlib import Path

from tests.faults import copies


def test_fifty_cuts_lose_no_acknowledged_save(tmp_path: Path):
    copies.run(tmp_path, 50, seed=11)
