"""Ed25519 signatures as RFC 8032, section 5.1, defines them, with Python's own whole numbers.

For labels on packs only: nothing is let in or kept out by one. The kept libraries for it bring compiled code of
several megabytes, which no school computer would have when a pack arrives. The arithmetic does not hide how long a
secret takes; keys are made and used at a teacher's own computer, where nobody can time it.
"""

from __future__ import annotations

import hashlib

KEY_BYTES = 32
SIGNATURE_BYTES = 64

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)
_SIGN = 1 << 255

_Point = tuple[int, int, int, int]
"""Extended coordinates (X, Y, Z, T): x = X/Z, y = Y/Z, xy = T/Z."""
_NEUTRAL: _Point = (0, 1, 1, 0)


def public_key(secret: bytes) -> bytes:
    """The public key of a secret one; both have ``KEY_BYTES``."""
    return _encoded(_times(_expanded(secret)[0], _BASE))


def sign(secret: bytes, message: bytes) -> bytes:
    """The signature of ``message``: the same for the same secret and message."""
    scalar, prefix = _expanded(secret)
    public = _encoded(_times(scalar, _BASE))
    nonce = _number(prefix, message) % _ORDER
    commitment = _encoded(_times(nonce, _BASE))
    challenge = _number(commitment, public, message) % _ORDER
    return commitment + ((nonce + challenge * scalar) % _ORDER).to_bytes(32, "little")


def is_genuine(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` of ``message`` was made with the secret of ``public``. False for whatever is malformed."""
    if len(public) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    key, commitment = _decoded(public), _decoded(signature[:32])
    proof = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or proof >= _ORDER:
        return False
    challenge = _number(signature[:32], public, message) % _ORDER
    return _encoded(_times(proof, _BASE)) == _encoded(_sum(commitment, _times(challenge, key)))


def _expanded(secret: bytes) -> tuple[int, bytes]:
    """The scalar of a secret key and the prefix its nonces are made with."""
    if len(secret) != KEY_BYTES:
        raise ValueError(f"a secret key has {KEY_BYTES} bytes")
    made = hashlib.sha512(secret).digest()
    scalar = int.from_bytes(made[:32], "little")
    return (scalar & ((1 << 254) - 8)) | (1 << 254), made[32:]


def _number(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def _sum(one: _Point, other: _Point) -> _Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c = 2 * one[3] * other[3] * _D % _P
    d = 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(factor: int, point: _Point) -> _Point:
    made = _NEUTRAL
    while factor:
        if factor & 1:
            made = _sum(made, point)
        point = _sum(point, point)
        factor >>= 1
    return made


def _encoded(point: _Point) -> bytes:
    inverse = pow(point[2], -1, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _decoded(data: bytes) -> _Point | None:
    """The point ``data`` stands for; None when it is none, or written in another way than the one allowed."""
    number = int.from_bytes(data, "little")
    y, is_odd = number & (_SIGN - 1), bool(number & _SIGN)
    x = _x_of(y, is_odd=is_odd) if y < _P else None
    return None if x is None else (x, y, 1, x * y % _P)


def _x_of(y: int, *, is_odd: bool) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    if square == 0:
        return None if is_odd else 0
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - square) % _P:
        return None
    return _P - x if bool(x & 1) != is_odd else x


def _base() -> _Point:
    y = 4 * pow(5, -1, _P) % _P
    x = _x_of(y, is_odd=False)
    assert x is not None
    return x, y, 1, x * y % _P


_BASE = _base()
