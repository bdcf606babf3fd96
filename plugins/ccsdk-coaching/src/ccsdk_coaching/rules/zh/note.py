"""CL202 to CL207 in Chinese: what a whole note of three sentences or more leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.clause_zh import Clause, Reading, reading_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.headings_zh import BEGIN
from ccsdk_coaching.model import Finding
from ccsdk_coaching.polarity_zh import asks_for
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.praise import names_behaviour
from ccsdk_coaching.rules.zh.rule import ChineseRule

__all__ = ["NOTE_RULES_ZH"]

_SENTENCES_MIN = 3
_CHANGES_MAX = 3
_OPEN = re.compile("什么|哪|怎[么样]|如何|多少|几|谁|何")
_SUMMARY = re.compile("小结|总结|总的来说|总之|综上|归纳|概括|回顾一下|一句话")
_WHEN = re.compile(
    "[周下这本每明今后]?(?:周|星期|礼拜)[一二三四五六日天末]?|明[天早晚日]|今[天晚]|后天|下[次回班个通场周]|每[次通天晚场班回]|开演前"
    r"|\d+\s*[月号日点时]|[一二三四五六七八九十]+[月号日点]|从[^，。]{1,6}起|[^，。]{1,6}起(?=[^，。])|之前|以前|月底|月初|班前|班后|交班"
)
_TENTATIVE = re.compile(
    "尽量|试试|试着|争取|希望|可能|也许|看情况|尽可能|再说|但愿|有空|有机会|应该会"
)
_DONE_BY_AGENT = re.compile("[你您我]|请|先|把|保持|继续")
_PURPOSE = re.compile(
    "方便|以便|好让|免得|以免|为了|省得|这样|让|才能|就能|好[找记听看懂认走]|避免|才不|确保|有助|便于|不至于|因为|好处"
)
_ITEM_MARK = re.compile(r"[、；;]|(?:^|\n)\s*(?:[-*•・]|\d+[.、)])")
_BEGIN = re.compile(rf"(?:^|\n)[\s#>*•・\-\d.、]*(?:{BEGIN})[*\s]*[：:]")
_STRAIGHT = re.compile(r"^[\s#>*•・\-\d.、]*(?:请|可以|下次|要|先|把)")


class _NoteRule(ChineseRule):
    """Look at a whole note; a subclass says where the note falls short."""

    severity = "info"

    def check(self, document: Document, config: CoachingConfig) -> Iterable[Finding]:
        """Yield one finding on a note of Chinese that falls short."""
        own = [
            each
            for each in document.sentences
            if each.lang == "zh" and not _is_title(document, each)
        ]
        if len(own) < _SENTENCES_MIN or len(own) * 2 <= len(document.sentences):
            return
        place = self.falls_short(document, own)
        if place is not None:
            yield self.finding(place.start, place.end)

    def falls_short(self, document: Document, own: list[Sentence]) -> Sentence | None:
        """Return the sentence to point at; None if the note does not fall short."""
        raise NotImplementedError


def _is_title(document: Document, sentence: Sentence) -> bool:
    return all(each.is_heading for each in reading_of(document, sentence).clauses)


def _readings(document: Document, own: list[Sentence]) -> list[Reading]:
    return [reading_of(document, each) for each in own]


def _changes(document: Document, own: list[Sentence]) -> list[Sentence]:
    """Return the sentences that name a change: under a heading of changes, or by a request."""
    return [
        each
        for each in own
        if _BEGIN.search(each.hans)
        or (asks_for(each.hans) and not each.hans.endswith(("？", "?")))
        or (_is_commitment(reading_of(document, each)))
    ]


def _is_commitment(reading: Reading) -> bool:
    return any(_is_promise(each) for each in reading.clauses)


def _is_promise(clause: Clause) -> bool:
    return bool(_WHEN.search(clause.text) and _DONE_BY_AGENT.search(clause.text)) and not re.search(
        "了|着|过|很|得", clause.text
    )


class _NoStrength(_NoteRule):
    code = "CL202"
    name = "no-specific-strength"
    message = "没有写出一个具体的长处：做了什么，说了什么？"
    bad = (
        "[今晚顺利。]开始：报楼层、举手电、看后排、写交接。我尽量。",
        "[这周不错。]哪里还想改？小结：继续。",
        "[今晚順利。]開始：報樓層、舉手電。我盡量。",
    )
    good = (
        "你把通道讲得很细。哪一刻想保留？小结：保留手势；周五起开演前你报楼层，方便找座。",
        "你扶老人上了船。哪一步最顺？小结：保留；明早起你先报站，方便排队。",
        "妳替孩子留了邊位。最得意哪一步？總結：繼續留邊位；明晚起散場時妳站側門，免得大家擠。",
    )

    def falls_short(self, document: Document, own: list[Sentence]) -> Sentence | None:
        for sentence, reading in zip(own, _readings(document, own), strict=True):
            if _BEGIN.search(sentence.hans) or _SUMMARY.match(sentence.hans):
                continue
            if names_behaviour(reading, is_near=False):
                return None
        return own[0]


class _NoQuestion(_NoteRule):
    code = "CL203"
    name = "no-open-question"
    message = "没有一个开放的问题：“哪一刻你最想保留？”"
    bad = (
        "[今晚顺利。]开始：报楼层、举手电、看后排、写交接。我尽量。",
        "[你扶老人上了船。]明早起你先报站，方便排队。小结：保留。",
        "[妳替孩子留了邊位。]總結：繼續留邊位。明晚起妳站側門，免得大家擠。",
    )
    good = _NoStrength.good

    def falls_short(self, document: Document, own: list[Sentence]) -> Sentence | None:
        asked = any(
            "？" in each.hans or "?" in each.hans for each in own if _OPEN.search(each.hans)
        )
        return None if asked else own[0]


class _NoSummary(_NoteRule):
    code = "CL204"
    name = "no-summary"
    message = "没有小结：请对方用自己的话写回来"
    bad = (
        "今晚顺利。开始：报楼层、举手电、看后排、写交接。[我尽量。]",
        "你扶老人上了船。哪一步最顺？[明早起你先报站，方便排队。]",
        "妳替孩子留了邊位。最得意哪一步？[明晚起散場時妳站側門，免得大家擠。]",
    )
    good = _NoStrength.good

    def falls_short(self, document: Document, own: list[Sentence]) -> Sentence | None:
        return None if any(_SUMMARY.search(each.hans) for each in own) else own[-1]


class _NoCommitment(_NoteRule):
    code = "CL205"
    name = "no-commitment"
    message = "没有约定：做什么，从什么时候起？"
    bad = (
        "今晚顺利。开始：报楼层、举手电、看后排、写交接。[我尽量。]",
        "你扶老人上了船。哪一步最顺？[小结：保留手势。]",
        "妳替孩子留了邊位。最得意哪一步？總結：留邊位。[希望有空站側門。]",
    )
    good = _NoStrength.good

    def falls_short(self, document: Document, own: list[Sentence]) -> Sentence | None:
        tentative = [each for each in own if _TENTATIVE.search(each.hans)]
        if tentative:
            return tentative[-1]
        firm = any(
            _is_commitment(reading) and not text.hans.endswith(("？", "?"))
            for text, reading in zip(own, _readings(document, own), strict=True)
        )
        return None if firm else own[-1]


class _NoPurpose(_NoteRule):
    code = "CL206"
    name = "change-without-purpose"
    message = "改变没有写出目的：这样做，谁会受益？"
    bad = (
        "今晚顺利。[开始：报楼层、举手电、看后排、写交接。]我尽量。",
        "你扶老人上了船。哪一步最顺？[小结：保留；明早起你先报站。]",
        "妳替孩子留了邊位。最得意哪一步？[總結：明晚起散場時妳站側門。]",
    )
    good = _NoStrength.good

    def falls_short(self, document: Document, own: list[Sentence]) -> Sentence | None:
        changes = _changes(document, own)
        if not changes or any(_PURPOSE.search(each.hans) for each in changes):
            return None
        following = document.neighbour(changes[-1], 1)
        if following is not None and _PURPOSE.search(following.hans):
            return None
        return changes[0]


class _TooMany(_NoteRule):
    code = "CL207"
    name = "too-many-changes"
    message = "改变多于三个：请选一个客人最先会注意到的"
    bad = (
        "今晚顺利。[开始：报楼层、举手电、看后排、写交接。]我尽量。",
        "你很稳。[待改进：报站；举灯；看后排；写日志。]哪一个先？",
        "妳很穩。[待改進：報站、舉燈、看後排、寫日誌。]哪一個先？",
    )
    good = (
        *_NoStrength.good,
        "你很稳。待改进：报站、举灯。哪一个先？",
        "妳很穩。待改進：報站；舉燈；看後排。哪一個先？",
    )

    def falls_short(self, document: Document, own: list[Sentence]) -> Sentence | None:
        for place, sentence in enumerate(own):
            begin = _BEGIN.search(sentence.hans)
            if begin is None:
                continue
            items = 1 + len(_ITEM_MARK.findall(sentence.hans[begin.end() :].strip("\n -*•・")))
            listed = [
                each
                for each in own[place + 1 :]
                if re.match(r"\s*(?:[-*•・]|\d+[.、)])", each.hans)
            ]
            straight = [each for each in own[place + 1 :] if _STRAIGHT.match(each.hans)]
            if max(items, len(listed), items + len(straight)) > _CHANGES_MAX:
                return sentence
        return None


NOTE_RULES_ZH = (
    _NoStrength(),
    _NoQuestion(),
    _NoSummary(),
    _NoCommitment(),
    _NoPurpose(),
    _TooMany(),
)
