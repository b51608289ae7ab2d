"""Where a person's data lives."""

from tutorapp import paths


def test_a_given_folder_holds_everything(tmp_path):
    found = paths.find(str(tmp_path / "a"))
    found.create()
    for place in (found.database, found.settings_file, found.log_file, found.backups):
        assert (tmp_path / "a") in place.parents


def test_the_argument_is_stronger_than_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv(paths.ENVIRONMENT_VARIABLE, str(tmp_path / "env"))
    assert paths.find().data == tmp_path / "env"
    assert paths.find(str(tmp_path / "arg")).data == tmp_path / "arg"


def test_without_either_the_systems_folders_are_used(monkeypatch):
    monkeypatch.delenv(paths.ENVIRONMENT_VARIABLE)
    found = paths.find()
    assert found.data.name == "TutorApp"
    assert found.data.is_absolute()
