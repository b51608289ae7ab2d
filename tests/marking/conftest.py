"""The shipped pack, loaded once."""

from __future__ import annotations

import pytest

from tutorapp import assets
from tutorapp.marking.marker import Marker
from tutorapp.marking.synonyms import SynonymPack


@pytest.fixture(scope="session")
def pack():
    folder = assets.path("synonyms")
    return SynonymPack.parse({path.name: assets.text(f"synonyms/{path.name}") for path in folder.glob("*.txt")})


@pytest.fixture(scope="session")
def marker(pack):
    return Marker(pack)
