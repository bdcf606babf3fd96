from __future__ import annotations

import msgspec
import pytest

from ccsdk.model.transfer import TransferTarget


@pytest.mark.parametrize(
    "data", [{"queue": "q"}, {"agent": "ana", "fallback": "q"}, {"extension": "201"}]
)
def test_one_target_is_read(data: dict[str, str]) -> None:
    target = msgspec.convert(data, TransferTarget)

    assert msgspec.to_builtins(target) == {
        "queue": None, "agent": None, "extension": None, "fallback": None, **data,
    }  # fmt: skip


@pytest.mark.parametrize("data", [{}, {"queue": "q", "agent": "ana"}, {"fallback": "q"}])
def test_no_target_and_two_are_refused(data: dict[str, str]) -> None:
    with pytest.raises(msgspec.ValidationError, match="name one of queue, agent and extension"):
        msgspec.convert(data, TransferTarget)


def test_a_queue_has_no_fallback() -> None:
    with pytest.raises(msgspec.ValidationError, match="only a direct line has a fallback"):
        msgspec.convert({"queue": "q", "fallback": "p"}, TransferTarget)
