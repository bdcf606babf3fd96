"""A rule that does not come back is ended, and costs nobody else their findings."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterable

import pytest

from ccsdk_coaching import linter as linter_module
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.interruption import OutOfTime, ending
from ccsdk_coaching.linter import Linter
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.packs import LintPack
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence

CATASTROPHIC = re.compile("(a+)+$")
NOTE = f"You must read out the gate number. {'a' * 500}b. Why didn't you call her back?"


class Endless(SentenceRule):
    """Match with a pattern that tries everything, and let nothing pass that it could catch."""

    code = "XX900"
    name = "endless"
    bad = ("[aab]",)
    good = ("b",)

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        try:
            CATASTROPHIC.search(sentence.low)
        except Exception:
            yield self.finding(sentence.start, sentence.end)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linter_module, "BUDGET_S", 0.05)


@pytest.mark.usefixtures("hasty")
def test_catastrophic_rule_gives_nothing_and_a_strike_and_the_others_go_on() -> None:
    linter = Linter(packs=[LintPack(name="acme", rules=(Endless(),))], bound=ending)
    former = signal.getsignal(signal.SIGVTALRM)

    found = linter.lint(NOTE)

    assert [each.code for each in found] == ["CL102", "CL104"]
    assert [(each.code, each.problem) for each in linter.strikes] == [
        ("XX900", "took longer than its budget")
    ]
    assert signal.getsignal(signal.SIGVTALRM) is former
    assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0


def test_block_within_its_time_is_let_be() -> None:
    with ending(10):
        pass

    assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0


def test_block_that_never_comes_back_is_ended() -> None:
    with pytest.raises(OutOfTime), ending(0.02):
        CATASTROPHIC.match("a" * 500 + "b")


def test_no_other_thread_sets_signals() -> None:
    seen: list[object] = []

    def work() -> None:
        with ending(10):
            seen.append(signal.getitimer(signal.ITIMER_VIRTUAL)[0])

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert seen == [0]
