"""Who signed a pack: a label beside the report. It never lets anything in, and never keeps anything out.

``signature.json`` signs the exact bytes of ``hashes.json``, which names every other file by its SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tutorapp.domain.errors import KnownError
from tutorapp.formats import ed25519
from tutorapp.formats.pack_reading import UNHASHED

FILE = "signature.json"
HASHES = "hashes.json"
LONGEST_NAME = 60
_MOST_BYTES = 10_000
_CONTEXT = b"TutorApp pack signature 1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a pack says of its signer. ``key``: the public key in hexadecimal; ``name``: what the signer wrote.

    ``known``: whether an earlier file was signed with the key; None where nothing is there to compare with.
    """

    key: str
    name: str
    is_genuine: bool
    known: bool | None = None

    def as_dict(self) -> dict[str, object]:
        """The signature for the report."""
        told = {"key": self.key, "fingerprint": fingerprint(self.key), "name": self.name}
        return {**told, "genuine": self.is_genuine, "known": self.known}

    def words(self) -> str:
        """The label."""
        if not self.is_genuine:
            return "The signature is broken: this is not the file that was signed. Ask the sender for it again."
        who = f"{self.name}, key {fingerprint(self.key)}" if self.name else f"key {fingerprint(self.key)}"
        if self.known is None:
            return f"Signed by: {who}."
        told = (
            "known: an earlier file was signed with it"
            if self.known
            else "unknown: ask the sender whether it is theirs"
        )
        return f"Signed by: {who} ({told})."


class _File(msgspec.Struct):
    key: str
    signature: str
    name: str = ""


class _KeyFile(msgspec.Struct):
    secret: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """A secret key, and the name that goes into what it signs."""

    secret: bytes
    name: str


def of(files: Mapping[str, bytes]) -> Signature | None:
    """The signature of a pack with these files; None when it has none. Never raises for what they hold."""
    if FILE not in files:
        return None
    data = files[FILE]
    try:
        if len(data) > _MOST_BYTES:
            raise ValueError(data[:1])
        said = msgspec.json.decode(data, type=_File)
        public, signed = bytes.fromhex(said.key), bytes.fromhex(said.signature)
    except (msgspec.MsgspecError, ValueError):
        return Signature(key="", name="", is_genuine=False)
    hashes = files.get(HASHES, b"")
    is_genuine = ed25519.is_genuine(public, _CONTEXT + hashes, signed) and _match(hashes, files)
    return Signature(key=public.hex(), name=_plain(said.name), is_genuine=is_genuine)


def made(signer: Signer, hashes: bytes) -> bytes:
    """The bytes of ``signature.json`` for a pack whose ``hashes.json`` is ``hashes``."""
    said = {
        "key": public_key(signer),
        "name": signer.name,
        "signature": ed25519.sign(signer.secret, _CONTEXT + hashes).hex(),
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def fingerprint(key: str) -> str:
    """Four groups of four signs to compare by eye or by telephone; "" of no key."""
    digest = hashlib.sha256(bytes.fromhex(key)).hexdigest()[:16].upper() if key else ""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def public_key(signer: Signer) -> str:
    """The signer's public key in hexadecimal."""
    return ed25519.public_key(signer.secret).hex()


def make_key(path: Path, name: str) -> None:
    """Make a key file at ``path`` that only its owner may read. KnownError where a file is, or none can be made."""
    signer = Signer(secrets.token_bytes(ed25519.KEY_BYTES), _plain(name))
    text = json.dumps({"secret": signer.secret.hex(), "name": signer.name}, ensure_ascii=False, indent=1) + "\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise KnownError(
            f"{path.name} is there already. Choose another name: a lost key cannot be made again."
        ) from None
    except OSError as error:
        raise KnownError(f"{path.name} cannot be saved there: {error.strerror or 'the system refuses'}.") from None


def read_key(path: Path) -> Signer:
    """The key in the file at ``path``. KnownError when it is no key file."""
    try:
        with path.open("rb") as stream:
            said = msgspec.json.decode(stream.read(_MOST_BYTES), type=_KeyFile)
        secret = bytes.fromhex(said.secret)
        if len(secret) != ed25519.KEY_BYTES:
            raise ValueError(path.name)
    except OSError as error:
        raise KnownError(f"{path.name} cannot be read: {error.strerror or 'the system refuses'}.") from None
    except (msgspec.MsgspecError, ValueError):
        raise KnownError(f"{path.name} is no key file. Make one with: sign-key FILE --name NAME") from None
    return Signer(secret, _plain(said.name))


def _match(hashes: bytes, files: Mapping[str, bytes]) -> bool:
    """Whether every file is the one that ``hashes`` names, with none more and none less."""
    try:
        listed = msgspec.json.decode(hashes, type=dict[str, str])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return False
    return listed == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name not in UNHASHED}


def _plain(name: str) -> str:
    """One line of visible signs: a name must not turn the words around it."""
    kept = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C" or sign == " ")
    return " ".join(kept.split())[:LONGEST_NAME]
