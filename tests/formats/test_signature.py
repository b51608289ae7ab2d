"""Signatures of packs: the vectors of RFC 8032, and a label that never lets in and never keeps out."""

from __future__ import annotations

import json
import stat
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import a_unit
from tutorapp.domain.errors import KnownError
from tutorapp.formats import ed25519, signature
from tutorapp.formats.pack import read_whole as read_pack
from tutorapp.formats.pack_write import write_pack
from tutorapp.formats.reader import read_whole

RFC_8032 = (
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)
SIGNER = signature.Signer(bytes(range(32)), "Ms Reed")


@pytest.mark.parametrize(("secret", "public", "message", "signed"), RFC_8032)
def test_the_vectors_of_the_standard(secret, public, message, signed):
    key, words = bytes.fromhex(secret), bytes.fromhex(message)
    assert ed25519.public_key(key).hex() == public
    assert ed25519.sign(key, words).hex() == signed
    assert ed25519.is_genuine(bytes.fromhex(public), words, bytes.fromhex(signed))
    assert not ed25519.is_genuine(bytes.fromhex(public), words + b"x", bytes.fromhex(signed))


@settings(max_examples=15, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40), st.integers(0, 511), st.integers(0, 255))
def test_what_is_signed_is_genuine_and_one_other_bit_is_not(secret, message, place, other):
    public, signed = ed25519.public_key(secret), ed25519.sign(secret, message)
    assert ed25519.is_genuine(public, message, signed)
    flipped = bytearray(signed)
    flipped[place // 8] ^= 1 << place % 8
    assert not ed25519.is_genuine(public, message, bytes(flipped))
    wrong = bytearray(public)
    wrong[other // 8] ^= 1 << other % 8
    assert not ed25519.is_genuine(bytes(wrong), message, signed)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=34), st.binary(max_size=66))
def test_whatever_is_no_signature_is_not_genuine(public, signed):
    assert not ed25519.is_genuine(public, b"message", signed)


def test_a_proof_written_in_a_second_way_is_refused():
    """Adding the order of the group gives the same point: RFC 8032 allows only the smaller number."""
    public, signed = ed25519.public_key(SIGNER.secret), ed25519.sign(SIGNER.secret, b"m")
    larger = int.from_bytes(signed[32:], "little") + ed25519._ORDER
    assert not ed25519.is_genuine(public, b"m", signed[:32] + larger.to_bytes(32, "little"))


@pytest.fixture
def signed(tmp_path):
    path = tmp_path / "unit.tutorpack"
    write_pack(a_unit(), {}, path, signer=SIGNER)
    return path


def changed(path, **files):
    """The pack with other bytes in some of its files; None leaves one out."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()} | files
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in held.items():
            if data is not None:
                archive.writestr(name, data)
    return path


def label(path):
    return read_whole(path.read_bytes(), path.name).report.signature


def test_a_signed_pack_is_labelled_and_is_otherwise_as_it_was(signed, tmp_path):
    plain = tmp_path / "plain.tutorpack"
    write_pack(a_unit(), {}, plain)
    told = label(signed)
    assert told.is_genuine
    assert told.name == "Ms Reed"
    assert told.key == ed25519.public_key(SIGNER.secret).hex()
    assert label(plain) is None
    assert read_pack(signed).unit == read_pack(plain).unit
    assert read_pack(signed).problems == read_pack(plain).problems
    again = tmp_path / "again.tutorpack"
    write_pack(a_unit(), {}, again, signer=SIGNER)
    assert again.read_bytes() == signed.read_bytes()


def test_the_report_tells_it_in_words_and_as_json(signed, tmp_path):
    report = read_whole(signed.read_bytes(), signed.name).report
    assert any(line.startswith("Signed by: Ms Reed, key ") for line in report.lines())
    told = report.as_dict()["signature"]
    assert (told["genuine"], told["known"], told["name"]) == (True, None, "Ms Reed")
    assert len(told["fingerprint"]) == 19
    assert "signature" not in read_whole(b"1. Why?\n*a) So\nb) No\n", "q.txt").report.as_dict()


OTHER = signature.Signer(bytes(32), "Ms Reed")
BROKEN = {
    "a file was changed": {"pack.json": None},
    "a file was added": {"words.txt": b"Kulak\n"},
    "the list of hashes is gone": {"hashes.json": None},
    "the list of hashes is another": {"hashes.json": b"{}\n"},
    "no JSON": {"signature.json": b"\xff\xfe{"},
    "deep JSON": {"signature.json": b"[" * 100_000},
    "no hexadecimal": {"signature.json": json.dumps({"key": "xyz", "signature": "é"}).encode()},
    "nothing in it": {"signature.json": b"{}"},
    "another key": {"signature.json": signature.made(OTHER, b"something else")},
    "too large": {"signature.json": b" " * 20_000 + b"{}"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_signature_is_said_and_keeps_nothing_out(name, signed):
    files = dict(BROKEN[name])
    if "pack.json" in files:
        with zipfile.ZipFile(signed) as archive:
            files["pack.json"] = archive.read("pack.json").replace(b'"version"', b' "version"')
    before = read_whole(signed.read_bytes(), signed.name)
    after = read_whole(changed(signed, **files).read_bytes(), signed.name)
    assert after.report.signature is not None
    assert not after.report.signature.is_genuine
    assert "broken" in after.report.signature.words()
    assert after.questions == before.questions


def test_a_name_cannot_turn_the_words_around_it(tmp_path):
    path = tmp_path / "unit.tutorpack"
    write_pack(a_unit(), {}, path, signer=signature.Signer(bytes(32), "A\u202eB\n\x07 " + "c" * 100))
    told = label(path)
    assert told.is_genuine
    assert told.name.startswith("AB c")
    assert len(told.name) == signature.LONGEST_NAME


def test_a_key_file_is_made_once_and_read_back(tmp_path):
    path = tmp_path / "my.key"
    signature.make_key(path, "Ms Reed")
    signer = signature.read_key(path)
    assert signer.name == "Ms Reed"
    assert stat.S_IMODE(path.stat().st_mode) in (0o600, 0o666)  # Windows knows no such rights
    with pytest.raises(KnownError, match="is there already"):
        signature.make_key(path, "other")
    assert signature.read_key(path) == signer


@pytest.mark.parametrize("data", [b"", b"{}", b'{"secret": "ab"}', b'{"secret": "xx"}', b"\x00\xff"])
def test_another_file_is_no_key(data, tmp_path):
    path = tmp_path / "my.key"
    path.write_bytes(data)
    with pytest.raises(KnownError, match="no key file"):
        signature.read_key(path)
    with pytest.raises(KnownError, match="cannot be read"):
        signature.read_key(tmp_path / "none.key")
