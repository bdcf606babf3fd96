"""The Chinese side of every rule; each is joined with the English one of its code."""

from __future__ import annotations

from ccsdk_coaching.model import Rule
from ccsdk_coaching.rules.zh.absolute import AbsoluteZh
from ccsdk_coaching.rules.zh.belief import BeliefZh
from ccsdk_coaching.rules.zh.but import ButZh
from ccsdk_coaching.rules.zh.if_i_were_you import IfIWereYouZh
from ccsdk_coaching.rules.zh.modal import ModalZh
from ccsdk_coaching.rules.zh.note import NOTE_RULES_ZH
from ccsdk_coaching.rules.zh.order import OrderZh
from ccsdk_coaching.rules.zh.praise import PraiseZh
from ccsdk_coaching.rules.zh.score import ScoreZh
from ccsdk_coaching.rules.zh.why import WhyZh

__all__ = ["RULES_ZH"]

RULES_ZH: tuple[Rule, ...] = (
    ButZh(),
    ModalZh(),
    IfIWereYouZh(),
    WhyZh(),
    PraiseZh(),
    BeliefZh(),
    ScoreZh(),
    AbsoluteZh(),
    OrderZh(),
    *NOTE_RULES_ZH,
)
