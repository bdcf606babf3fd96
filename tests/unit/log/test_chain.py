from __future__ import annotations

import hashlib

import pytest

from ccsdk.log.chain import GENESIS, link

STORED = (7, 1_000, "ccsdk.MessageReceived.v1", "interaction/in_1", 3, "key", b'{"a":1}')


def test_a_check_covers_the_one_before_it_and_every_column() -> None:
    base = link(GENESIS, *STORED)

    changed = [
        link(b"\x01" * 32, *STORED),
        *(
            link(GENESIS, *STORED[:n], other, *STORED[n + 1 :])
            for n, other in enumerate([8, 1_001, "x", "interaction/in_2", 4, None, b'{"a":2}'])
        ),
    ]

    assert len({base, *changed}) == len(STORED) + 2


def test_a_check_is_what_the_documentation_says() -> None:
    line = b'7 1000 ccsdk.MessageReceived.v1 interaction/in_1 3 key\n{"a":1}'

    assert link(GENESIS, *STORED) == hashlib.sha256(bytes(32) + line).digest()


@pytest.mark.parametrize("cause", [None, ""])
def test_no_cause_reads_like_an_empty_one(cause: str | None) -> None:
    found = link(GENESIS, *STORED[:5], cause, STORED[6])

    assert found == link(GENESIS, *STORED[:5], None, STORED[6])
