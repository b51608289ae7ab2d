"""Row 1: the real window killed while somebody types loses no acknowledged save and at most two seconds of typing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import kills

pytestmark = pytest.mark.gui


def test_a_kill_of_the_real_window(data_dir: Path):
    assert kills.run(data_dir, 1, seed=1) <= kills.MOST_LOST_S
