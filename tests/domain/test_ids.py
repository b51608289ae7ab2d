"""UUIDv7 by RFC 9562, section 5.7."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutorapp.domain.ids import uuid7

times = st.integers(min_value=0, max_value=(1 << 48) - 1)
randoms = st.binary(min_size=10, max_size=10)


def test_the_example_of_the_rfc():
    # Appendix A.6: unix_ts_ms 0x017F22E279B0, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
    made = uuid7(0x017F22E279B0, bytes.fromhex("0CC398C4DC0C0C07398F"))
    assert made == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(times, randoms)
def test_version_variant_and_time_are_in_their_places(ms, random):
    made = uuid.UUID(uuid7(ms, random))
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 == ms


@given(times, times, randoms, randoms)
def test_later_ids_sort_after_earlier_ones(a, b, x, y):
    if a < b:
        assert uuid7(a, x) < uuid7(b, y)


@pytest.mark.parametrize(("ms", "random"), [(-1, bytes(10)), (1 << 48, bytes(10)), (0, bytes(9))])
def test_what_does_not_fit_is_refused(ms, random):
    with pytest.raises(ValueError, match="48 bits"):
        uuid7(ms, random)
