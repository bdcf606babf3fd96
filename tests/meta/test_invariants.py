"""The table of invariants names bugs that are really planted, in the tests it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "invariants.md"
PROMISED = (
    "R1 R2 R3 R4 R5 R6 R7 R8 R9 R11 R14 R15 R16 R17 R18 R19 R20 R21 R22 R23 R24 R31 R32 R33 "
    "T1 T2 T4 G1 G2 G3 G4 G5 G7 G9 B1 B2 B3 B6 B7 B8"
).split()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if re.match(r"\| [RTGB]\d+ \|", line)
]


def test_every_promised_invariant_has_a_row() -> None:
    assert [row[0] for row in ROWS] == PROMISED


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_each_planted_bug_stands_in_its_test(row: list[str]) -> None:
    source = (ROOT / row[3].strip("`")).read_text(encoding="utf-8")
    planted = re.findall(r"`(\w+)`", row[2])

    missing = [name for name in planted if not re.search(rf"\b(def|class) {name}\b", source)]

    assert planted
    assert missing == []
