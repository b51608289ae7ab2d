"""Papers as files: written whole or not at all, and as .docx."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tutorapp.domain.errors import KnownError
from tutorapp.domain.paper.model import Document
from tutorapp.formats.docx_write import write_docx


def save_docx(document: Document, pictures: Mapping[str, bytes], path: Path) -> None:
    """Write ``document`` as .docx; ``pictures``: PNG bytes by name. KnownError when it cannot be written."""
    write_file(path, write_docx(document, pictures))


def write_file(path: Path, data: bytes) -> None:
    """Write beside and rename, so that no half file is left. KnownError when the folder or the disk refuses."""
    fresh = path.with_name(f".{path.name}.part")
    try:
        try:
            fresh.write_bytes(data)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise KnownError(
            f"The file {path.name} could not be written. Choose another folder, or close the program that has it open."
        ) from error
