"""Resources are read by relative name only."""

import pytest

from tutorapp import assets
from tutorapp.domain.errors import BugError


def test_a_resource_is_read_by_name():
    assert "QMainWindow" in assets.text("themes/app.qss")
    assert assets.data("icons/check.svg").startswith(b"<!--")


def test_the_unit_that_is_opened_is_there():
    assert assets.path(f"{assets.shipped_unit()}/pack.json").is_file()


@pytest.mark.parametrize("name", ["/etc/passwd", "../main.py", "icons/../../main.py", "icons\\x.svg"])
def test_a_way_out_of_the_folder_is_refused(name):
    with pytest.raises(BugError):
        assets.path(name)
