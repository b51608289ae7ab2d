"""UUIDv7 (RFC 9562, section 5.7): sortable by time, made on any computer without asking another."""

from __future__ import annotations

import uuid


def uuid7(unix_ms: int, random: bytes) -> str:
    """The UUIDv7 of ``unix_ms`` (milliseconds since 1970, 48 bits) and 10 random bytes, as 36 characters.

    Raises ValueError when ``random`` is not 10 bytes long or the time does not fit.
    """
    if len(random) != 10 or not 0 <= unix_ms < 1 << 48:
        raise ValueError("uuid7 takes 48 bits of time and 10 random bytes")
    raw = bytearray(unix_ms.to_bytes(6, "big") + random)
    raw[6] = 0x70 | raw[6] & 0x0F
    raw[8] = 0x80 | raw[8] & 0x3F
    return str(uuid.UUID(bytes=bytes(raw)))
