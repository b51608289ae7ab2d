"""Which format a file is in, by its content; the name only decides between tables of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, get_args

from tutorapp.domain.errors import KnownError
from tutorapp.formats import csv_table
from tutorapp.formats.safe_zip import SafeZip
from tutorapp.formats.text_in import decode

Format = Literal["pack", "paste", "csv", "moodle_xml", "gift", "aiken", "qti1", "qti2", "anki", "apkg"]
FORMATS: tuple[Format, ...] = get_args(Format)

_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,60})[\s>/]")
_QTI2 = {"assessmentItem", "assessmentTest", "assessmentSection", "qti-assessment-item", "qti-assessment-test"}
_AIKEN = re.compile(r"^\s*ANSWER:\s*[A-Z]\s*$", re.MULTILINE)
_AIKEN_OPTION = re.compile(r"^[A-Z][.)]\s", re.MULTILINE)
_GIFT = re.compile(r"(?<!\\)\{[^{}]{0,20000}(?<!\\)\}|^::.{1,300}::|^\$CATEGORY:", re.MULTILINE)
_ANKI = re.compile(r"^#(separator|html|tags column|notetype|deck|guid column|columns|tags):", re.MULTILINE)
_GIFT_INSIDE = re.compile(r"\{\s*(?:[=~#]|T\s*[}#]|F\s*[}#]|TRUE|FALSE|\})")
_ELSEWHERE = {
    b"%PDF": "This is a PDF. Copy its questions and paste them, or ask for the quiz in another format.",
    b"\xd0\xcf\x11\xe0": "This is an old Word or Excel file. Save it as plain text or CSV, or paste the questions.",
    b"\x1f\x8b": "This is a packed backup (such as Moodle's .mbz), not a quiz. Export the question bank as Moodle XML.",
    b"SQLite format 3": "This is a database, not a quiz. Export the deck from Anki as .apkg or as text.",
}


def detect(data: bytes, name: str = "") -> Format:
    """The format of ``data``. Raises KnownError with what to do when it is none that is read here."""
    if not data.strip(b"\x00\t\n\r "):
        raise KnownError(f"{name or 'The file'} is empty.")
    for start, sentence in _ELSEWHERE.items():
        if data.startswith(start):
            raise KnownError(sentence)
    if data.startswith(b"PK"):
        return _zipped(data, name)
    text = decode(data).text
    head = text.lstrip()[:4]
    if head.startswith("<") and (found := _xml(text)) is not None:
        return found
    return _of_text(text, name.rpartition(".")[2].lower())


def _zipped(data: bytes, name: str) -> Format:
    names = SafeZip(data, name or "The file").names
    folded = {entry.casefold() for entry in names}
    if "pack.json" in folded:
        return "pack"
    if any(entry.startswith("collection.anki") for entry in folded):
        return "apkg"
    if "word/document.xml" in folded or "xl/workbook.xml" in folded:
        raise KnownError("This is a Word or Excel file. Save it as plain text or CSV, or copy and paste the questions.")
    if "h5p.json" in folded:
        raise KnownError("This is an H5P file, which is not read here. Export the questions in another format.")
    return _package(data, name, names)


def _package(data: bytes, name: str, names: tuple[str, ...]) -> Format:
    archive = SafeZip(data, name or "The file")
    for entry in names:
        if entry.lower().endswith((".xml", ".qti", ".dat")):
            try:
                root = _root(decode(archive.read(entry)).text)
            except KnownError:
                continue
            if root in _QTI2:
                return "qti2"
            if root == "questestinterop":
                return "qti1"
    if "imsmanifest.xml" in {entry.casefold() for entry in names}:
        return "qti1" if name.lower().endswith(".imscc") else "qti2"
    raise KnownError("There is no quiz in this zip file. If it holds a quiz file, unpack it and bring that in.")


def _xml(text: str) -> Format | None:
    root = _root(text)
    if root == "quiz":
        return "moodle_xml"
    if root == "questestinterop":
        return "qti1"
    if root in _QTI2:
        return "qti2"
    if text.lstrip().startswith("<?xml"):
        raise KnownError(f"This is XML of a kind that is not read here (it begins with <{root[:40]}>).")
    return None


def _root(text: str) -> str:
    """The name of the first element, comments and declarations passed over."""
    at = 0
    for _ in range(50):
        at = text.find("<", at)
        if at < 0:
            return ""
        if text.startswith("<!--", at):
            at = text.find("-->", at)
        elif text.startswith(("<?", "<!"), at):
            at = text.find(">", at)
        elif found := _ROOT.match(text, at):
            return found[1]
        else:
            at += 1
        if at < 0:
            return ""
    return ""


def _of_text(text: str, ending: str) -> Format:
    if _ANKI.search(text[:2000]) and text.lstrip().startswith("#"):
        return "anki"
    if ending in {"csv", "tsv"}:
        return "csv"
    if _AIKEN.search(text) and _AIKEN_OPTION.search(text):
        return "aiken" if not re.search(r"^\s*\d{1,3}[.)]\s", text, re.MULTILINE) else "paste"
    if ending == "gift" or (_GIFT.search(text) and _GIFT_INSIDE.search(text)):
        return "gift"
    lines = [line for line in text.split("\n")[:12] if line.strip()]
    delimiter = csv_table.delimiter_of(text)
    if any(csv_table.header(next(iter_cells(line, delimiter), [])) for line in lines):
        return "csv"
    if lines and all("\t" in line and not re.match(r"\s*(?:\d{1,3}|[A-Za-z])[.)]\s", line) for line in lines):
        return "anki"
    return "paste"


def iter_cells(line: str, delimiter: str) -> Iterator[list[str]]:
    """The cells of one line, as the table reader sees them."""
    return (cells for _line, cells in csv_table.rows(line, delimiter))
