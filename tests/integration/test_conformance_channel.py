"""The conformance class of channels: the template passes it, and what is done wrong is found."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ccsdk.cli.new import written
from ccsdk.testing.conformance.channel import ChannelConformance

pytestmark = [pytest.mark.integration]

INBOUND, OUTBOUND = "src/acme_sms/inbound.py", "src/acme_sms/implementation.py"
# Where the template is spoilt: file, what stands there, what stands there then, who finds it.
SPOILT = {
    "acknowledges what it never handed over": (
        INBOUND,
        "await self._ctx.receive(message)",
        "pass",
        "test_a_message_is_on_disk_before_the_provider_hears_that_it_arrived",
    ),
    "acknowledges what could not be kept": (
        INBOUND,
        "503 if error.is_retryable else 422",
        "204",
        "test_what_cannot_be_kept_is_not_acknowledged_and_comes_again",
    ),
    "takes each delivery for a new message": (
        INBOUND,
        "id=delivered.id,",
        'id=f"{delivered.id}-{secrets.token_hex(4)}",',
        "test_the_same_message_twice_is_one",
    ),
    "believes everybody": (
        INBOUND,
        "if not hmac.compare_digest(given, wanted):",
        "if not given:",
        "test_whoever_is_not_the_provider_is_refused_and_leaves_nothing",
    ),
    "sends what is none of its business": (
        OUTBOUND,
        'case MessageSent(channel="sms", interaction=interaction):\n'
        "                number = await ctx.storage.get(interaction)",
        'case MessageSent(interaction=interaction):\n                number = "+1"',
        "test_an_answer_reaches_its_customer_once_and_nobody_else",
    ),
    "makes a new id at each attempt": (
        OUTBOUND,
        '{"id": parcel.id,',
        '{"id": f"{parcel.id}-{parcel.attempt}",',
        "test_a_provider_that_is_down_gets_it_under_the_same_id_once_it_is_back",
    ),
}


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Write a channel from the template, to be imported for the length of a test."""
    folder = written("acme-sms", "channel", tmp_path)
    monkeypatch.syspath_prepend(folder / "src")
    monkeypatch.syspath_prepend(folder / "tests")
    yield folder
    for name in [each for each in sys.modules if each.split(".")[0] in _IMPORTED]:
        del sys.modules[name]


_IMPORTED = ("acme_sms", "test_conformance")


def subject(monkeypatch: pytest.MonkeyPatch) -> ChannelConformance:
    made: Any = importlib.import_module("test_conformance").TestConformance()
    made.environment = monkeypatch
    made._table = made.settings_with("http://127.0.0.1:9")
    assert isinstance(made, ChannelConformance)
    return made


def hold(of: ChannelConformance, test: str, tmp_path: Path) -> None:
    given: tuple[Any, ...] = ()
    if "once_and_nobody" in test:
        given = (tmp_path / "kept",)
    elif "same_id" in test:
        given = ("refuses",)
    getattr(of, test)(*given)


@pytest.mark.parametrize("what", SPOILT)
def test_what_a_channel_does_wrong_is_found_out(
    what: str, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, before, after, test = SPOILT[what]
    code = (template / place).read_text(encoding="utf-8")
    assert before in code
    spoilt = code.replace(before, after).replace("import hmac\n", "import hmac\nimport secrets\n")
    (template / place).write_text(spoilt, encoding="utf-8")

    with pytest.raises(AssertionError):
        hold(subject(monkeypatch), test, tmp_path)


def test_the_template_does_none_of_it(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, (_, _, _, test) in enumerate(SPOILT.values()):
        hold(subject(monkeypatch), test, tmp_path / str(number))
