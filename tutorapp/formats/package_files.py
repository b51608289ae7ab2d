"""Pictures in a zip of quiz files, which name them with several prefixes and spellings."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from tutorapp.domain.errors import KnownError
from tutorapp.formats.pictures import Lookup
from tutorapp.formats.safe_zip import SafeZip

_PREFIXES = (
    "$IMS-CC-FILEBASE$/",
    "$IMS_CC_FILEBASE$/",
    "$CANVAS_OBJECT_REFERENCE$/",
    "@X@EmbeddedFile.requestUrlStub@X@",
)
_FOLDERS = ("", "web_resources/", "quiz_media/", "media/", "images/", "csfiles/home_dir/")


def lookup_in(archive: SafeZip | None, beside: str) -> Lookup:
    """Finds a picture for the file ``beside`` inside ``archive``; never looks anywhere else."""
    folder = posixpath.dirname(beside)

    def find(source: str) -> bytes | None:
        if archive is None or "://" in source or source.startswith("//"):
            return None
        path = unquote(source.split("?")[0].split("#")[0])
        for prefix in _PREFIXES:
            path = path.removeprefix(prefix)
        candidates = [posixpath.normpath(posixpath.join(folder, path)), *(start + path for start in _FOLDERS)]
        names = set(archive.names)
        for candidate in candidates:
            if candidate in names:
                return archive.read(candidate)
        last = [name for name in archive.names if posixpath.basename(name) == posixpath.basename(path)]
        return archive.read(last[0]) if len(last) == 1 else None

    return find


def read_or_none(archive: SafeZip, name: str) -> bytes | None:
    """The bytes of ``name``, or None when it cannot be read."""
    try:
        return archive.read(name)
    except KnownError:
        return None
