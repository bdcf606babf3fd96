from __future__ import annotations

import re

from ccsdk.center.chance import random_id


def test_ids_are_short_hexadecimal_and_never_the_same() -> None:
    ids = {random_id() for _ in range(100)}

    assert len(ids) == 100
    assert all(re.fullmatch(r"[0-9a-f]{20}", each) for each in ids)
