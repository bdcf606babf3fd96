"""Every rule of the linter, in the order of their codes; one without examples does not load."""

from __future__ import annotations

from ccsdk_coaching.model import Rule
from ccsdk_coaching.rules.absolute import AbsoluteYou
from ccsdk_coaching.rules.belief import LimitingBelief
from ccsdk_coaching.rules.but import ButAfterPraise
from ccsdk_coaching.rules.if_i_were_you import IfIWereYou
from ccsdk_coaching.rules.modal import Modal
from ccsdk_coaching.rules.note import (
    NoCommitment,
    NoOpenQuestion,
    NoPurpose,
    NoStrength,
    NoSummary,
    TooManyChanges,
)
from ccsdk_coaching.rules.order import BeginBeforeContinue
from ccsdk_coaching.rules.praise import GenericPraise
from ccsdk_coaching.rules.score import ScoreSharing
from ccsdk_coaching.rules.why import PresupposingWhy
from ccsdk_coaching.rules.zh import RULES_ZH

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    ButAfterPraise(),
    Modal(),
    IfIWereYou(),
    PresupposingWhy(),
    GenericPraise(),
    LimitingBelief(),
    ScoreSharing(),
    AbsoluteYou(),
    BeginBeforeContinue(),
    NoStrength(),
    NoOpenQuestion(),
    NoSummary(),
    NoCommitment(),
    NoPurpose(),
    TooManyChanges(),
    *RULES_ZH,
)
