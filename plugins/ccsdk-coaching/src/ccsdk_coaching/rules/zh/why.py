"""CL104 in Chinese: a question that takes the fault for granted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.clause_zh import Reading
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.model import Finding
from ccsdk_coaching.polarity_zh import denies_fault
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import ChineseRule

__all__ = ["WhyZh"]

_WHY = "为什么|点解|做乜|为咩|为何|为啥|为甚么|怎么会|怎么|怎会|怎|干嘛|干吗|干什么|凭什么|何以|何不|何必|因何|缘何|咋"
_YOU = "你们|您们|你|您"
_BETWEEN = (
    rf"(?:{zh.alternatives(zh.TIME, zh.ADVERB)}|那|这|通电话|到现在|到今天|直到现在|至今|这么久|连[^，。？?]{{1,5}}都"
    rf"|[^，。？?你您]{{1,5}}(?:时|时候|前|后))*"
)
# What may part the agent from the question: an occasion, not somebody who is told of.
_ASIDE = (
    rf"(?:{_BETWEEN}|(?:(?!觉得|认为|知道|告诉|以为|看|说|问|猜|想"
    rf"|{zh.alternatives(zh.OTHER)})[^，。？?你您他她]){{1,6}}?)"
)
_NOT = "没有|没能|没|冇|唔|未能|未|不|就是不|总是|老是|总(?![能会可算])|老(?![人师板])|每次都|从来不|从不|一直|又|动不动"
_QUESTION = late(
    rf"(?:(?P<you>{_YOU}){_ASIDE}(?P<why>{_WHY}){_BETWEEN}(?:能|可以|会|好意思)?(?P<not>{_NOT})"
    rf"|(?:{_WHY}){_BETWEEN}(?:{_YOU}){_BETWEEN}(?:能|可以|会|好意思)?(?:{_NOT})"
    rf"|(?:{_YOU}){_BETWEEN}何不"
    rf"|(?:{_WHY})(?:每[次回]|次次|回回|总是|老是)[^，。？?你您]{{0,6}}(?:{_YOU})(?:都|就|总|没|不)"
    rf"|(?P<told>(?:{_YOU})(?:没有|没|不)[^，。？?你您]{{1,8}}[，,]?(?:这|又|到底|究竟|是)*(?:为什么|为何|为啥))(?=[？?呢]"
    rf"|$))"
)
_DROPPED = late(
    rf"(?:^|(?<=[，,。]))(?P<why>为什么|为何|为啥|怎么|干嘛|干吗|咋){_BETWEEN}(?:没有|没|不)(?!到?[\d一二三四五六七八九十半几两])"
    "(?=[\u4e00-\u9fff])"
)
# 为什么不去看看, with nobody named, proposes.
_PROPOSES = late(r"^[去来](?!电)|([\u4e00-\u9fff])一?\1")
_SOFTENS = late(r"呢$")
_INVITES = late(r"一起|一块(?!钱)|咱|我们|^先?(?:坐下)?来?(?:歇|休息|来(?:杯|一))")
_SYMPATHY = late(
    r"(?:理解|明白|懂得?|难怪|体会|体谅|知道|怪不得|能懂|清楚|看得出|猜到)[^，。]{0,4}$"
)
_NOT_SYMPATHY = late(
    r"(?:不|没|想|没法)(?:太|能|大|很)?(?:理解|明白|懂得|知道|清楚|懂)[^，。]{0,4}$"
)
_NOT_LAST = late(rf"(?:{_NOT})$")
_UNMOVED = late("(?:没有?|不)会?被[^，。]{0,5}(?:激|带|吓|绕|骗|影响|套|干扰|打[乱断]|惹|骂|难住)")
_HOW = late(r"怎么(?:[样办做说讲]|着)")


class WhyZh(ChineseRule):
    """Flag why, who is asked, and what was not done."""

    code = "CL104"
    name = "presupposing-why"
    severity = "warning"
    is_local = True
    message = "这样问先认定了过错；可以问：“什么能帮你……？”"
    triggers = {
        "zh": (
            "为什",
            "为何",
            "为啥",
            "为甚",
            "怎",
            "干嘛",
            "干吗",
            "干什",
            "凭什",
            "何以",
            "点解",
            "做乜",
            "为咩",
            "何不",
            "何必",
            "因何",
            "缘何",
            "咋",
        )
    }
    bad = (
        "[你为什么不]报票档？",
        "[怎么你没]先量一下箱子？",
        "我想知道[你当时为什么没有]留电话。",
        "[你為什麼不]戴耳機？",
        "[為什麼妳總是]跳過結尾？",
        "[妳幹嘛不]給他一張椅子？",
        "[你怎么能不]确认收件地址就挂了？",
    )
    good = (
        "小孩想知道狗为什么不能进场，你蹲下来讲给他听。",
        "为什么不一起去尝尝新烤的面包呢？",
        "学生问你为什么没盖章，你给他盖了两个。",
        "難怪你沒看到公告，它貼在舊櫃台。",
        "我理解你為什麼沒有馬上答應。",
        "孩子們為什麼一見你就不哭？",
        "怎么不到十分钟就全搬完了？",
        "你怎么做到一次都没有看手册的？",
    )

    def check_reading(
        self, document: Document, sentence: Sentence, reading: Reading, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield a finding for each question."""
        found = list(_QUESTION.finditer(reading.text)) or list(_DROPPED.finditer(reading.text))
        for match in found:
            start = match.start()
            if reading.voice_at(start) != "writer":
                continue
            clause = reading.clause_at(start)
            left = reading.text[clause.start : start]
            right = reading.text[match.end() : reading.clause_at(match.end() - 1).end]
            if "you" not in match.re.groupindex and _is_proposal(match, right):
                continue
            if _INVITES.search(right) or _HOW.search(match[0] + right[:1]):
                continue
            if _SYMPATHY.search(left) and not _NOT_SYMPATHY.search(left):
                continue
            if _is_praise(match[0], right):
                continue
            yield self.finding(sentence.start + start, sentence.start + match.end())


def _is_proposal(match: re.Match[str], right: str) -> bool:
    """Return whether a question that names nobody proposes: not 怎么就不先看备注呢."""
    if _PROPOSES.search(right):
        return True
    is_mild = match["why"] in ("为什么", "为何", "为啥") and "就" not in match[0]
    return is_mild and _SOFTENS.search(right) is not None


def _is_praise(asked: str, right: str) -> bool:
    """Return whether the question asks how a fault was avoided."""
    negation = _NOT_LAST.search(asked)
    said = (negation[0] if negation else "") + right
    return (
        denies_fault(said)
        or bool(re.match("没?(?:事|问题|关系)", said))
        or bool(_UNMOVED.match(said))
        or bool(re.match("累|害怕|怕|紧张|嫌|会?出错", right))
    )
