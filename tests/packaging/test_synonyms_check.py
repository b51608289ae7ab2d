"""``make synonyms-check``: the shipped lists are whole, and a line that cannot be read is named."""

from __future__ import annotations

from tests.packaging.scripts import script


def test_the_shipped_lists_are_whole(capsys):
    assert script("synonyms_check.py").main([]) == 0
    assert capsys.readouterr().out.endswith("whole\n")


def test_lines_that_cannot_be_read_are_named_with_their_file_and_number(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("# ours\nrise, grow\nlonely\n", encoding="utf-8")
    assert script("synonyms_check.py").main([str(tmp_path)]) == 1
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("mine.txt:3: a line needs at least two terms")
    assert last.endswith("lines that are not read: 1")


def test_a_folder_without_lists_and_a_list_that_is_no_text_are_told(tmp_path, capsys):
    check = script("synonyms_check.py").main
    assert check([str(tmp_path)]) == 2
    assert "There are no .txt files" in capsys.readouterr().out
    (tmp_path / "mine.txt").write_bytes(b"rise, gr\xff\n")
    assert check([str(tmp_path)]) == 2
    assert "Save it as plain text in UTF-8." in capsys.readouterr().out
