"""Printed documents as .docx: our own small writer of WordprocessingML (ECMA-376, transitional) in a zip.

Only what paper needs: styles, paragraphs, tables, pictures, page breaks, paragraphs kept with the next, heads and
feet with page numbers. Equal content gives equal bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from tutorapp.domain.paper.model import Document
from tutorapp.formats.docx_body import Body
from tutorapp.formats.docx_parts import (
    CONTENT_TYPES,
    RELATIONS,
    core_properties,
    document_relations,
    foot_part,
    head_part,
    settings_part,
    styles_part,
)

_DATE = (1980, 1, 1, 0, 0, 0)  # the zip format's first day: the day of saving is no content


def write_docx(document: Document, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The document as a .docx file. ``pictures``: PNG bytes by file name; one that is missing leaves its words."""
    body = Body(document, pictures or {})
    text = body.xml()
    files: dict[str, bytes] = {
        "[Content_Types].xml": CONTENT_TYPES.encode(),
        "_rels/.rels": RELATIONS.encode(),
        "docProps/core.xml": core_properties(document).encode(),
        "word/document.xml": text.encode(),
        "word/styles.xml": styles_part(document.size).encode(),
        "word/settings.xml": settings_part().encode(),
        "word/header1.xml": head_part(document).encode(),
        "word/footer1.xml": foot_part(document.foot).encode(),
        "word/footer2.xml": foot_part("").encode(),
        "word/_rels/document.xml.rels": document_relations(body.media).encode(),
    }
    for number, name in enumerate(body.media, 1):
        files[f"word/media/image{number}.png"] = (pictures or {})[name]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system, or the bytes would differ
            archive.writestr(entry, data, compresslevel=9)
    return stream.getvalue()
