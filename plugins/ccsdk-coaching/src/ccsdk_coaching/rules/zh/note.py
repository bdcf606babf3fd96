"""CL202 to CL207 in Chinese: what a whole note of three sentences or more leaves out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from ccsdk_coaching.clause_zh import Clause, reading_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.headings_zh import BEGIN, CONTINUE
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.model import Finding
from ccsdk_coaching.polarity_zh import asks_for
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.praise import names_behaviour
from ccsdk_coaching.rules.zh.rule import ChineseRule

__all__ = ["NOTE_RULES_ZH"]

_SENTENCES_MIN = 3
_CHANGES_MAX = 3
_OPEN = late("什么|哪|怎[么样]|如何|多少|几|谁|何")
_SUMMARY = late("小结|总结|总的来说|总之|综上|归纳|概括|回顾一下|一句话")
_WHEN = late(
    "[周下这本每明今后]?(?:周|星期|礼拜)[一二三四五六日天末]?|明[天早晚日]|今[天晚]|后天|下[次回班个通场周]|每[次通天晚场班回]|开演前"
    r"|\d+\s*[月号日点时]|[一二三四五六七八九十]+[月号日点]|从[^，。]{1,6}起|[^，。]{1,6}起(?=[^，。])|之前|以前|月底|月初|班前|班后|交班"
)
_TENTATIVE = late("尽量|试试|试着|争取|希望|可能|也许|看情况|尽可能|再说|但愿|有空|有机会|应该会")
_DONE_BY_AGENT = late("[你您我]|请|先|把|保持|继续|[写报问念标贴递放记][^，。]")
# Where one of these stands, something is told that happened.
_TOLD = frozenset("了着过很得")
_PURPOSE = late(
    "方便|以便|好让|免得|以免|为了|省得|这样|让|才能|就能|好[找记听看懂认走]|避免|才不|确保|有助|便于|不至于|因为|好处"
)
_ITEM_MARK = late(r"[、；;]|(?:^|\n)\s*(?:[-*•・]|\d+[.、)])")
_BEGIN = late(rf"(?:^|\n)[\s#>*•・\-\d.、]*(?:{BEGIN})[*\s]*[：:]")
_PART = late(rf"[\s#>*•・\-\d.、【（]*(?:{BEGIN}|{CONTINUE})[*】）\s]*(?:[：:]|$)")
_LISTED = late(r"\s*(?:[-*•・]|\d+[.、)])")
_STRAIGHT = late(r"^[\s#>*•・\-\d.、]*(?:请|可以|下次|要|先|把)")


class _NoteRule(ChineseRule):
    """Look at a whole note; a subclass says where the note falls short."""

    severity = "info"

    def check(self, document: Document, config: CoachingConfig) -> Iterable[Finding]:
        """Yield one finding on a note of Chinese that falls short."""
        own = _own(document)
        if len(own) < _SENTENCES_MIN or len(own) * 2 <= len(document.sentences):
            return
        place = self.falls_short(document, own)
        if place is not None:
            yield self.finding(place.start, place.end)

    def falls_short(self, document: Document, own: list[Sentence]) -> Sentence | None:
        """Return the sentence to point at; None if the note does not fall short."""
        raise NotImplementedError


def _own(document: Document) -> list[Sentence]:
    """Return the Chinese sentences that are no titles."""
    if "own_zh" not in document.shared:
        document.shared["own_zh"] = [
            each
            for each in document.sentences
            if each.lang == "zh" and not document.holds("title-zh", each, _is_title)
        ]
    found: list[Sentence] = document.shared["own_zh"]
    return found


def _is_title(document: Document, sentence: Sentence) -> bool:
    return all(each.is_heading for each in reading_of(document, sentence).clauses)


def _changes(document: Document, own: list[Sentence]) -> list[Sentence]:
    """Return the sentences that name a change: under a heading of changes, or by a request."""
    return [each for each in own if document.holds("change-zh", each, _is_change)]


def _is_change(document: Document, sentence: Sentence) -> bool:
    text = sentence.hans
    return (
        (asks_for(text) and not text.endswith(("？", "?")))
        or document.holds("begin-zh", sentence, _begins)
        or document.holds("commitment-zh", sentence, _is_commitment)
    )


def _begins(_: Document, sentence: Sentence) -> bool:
    return _BEGIN.search(sentence.hans) is not None


def _is_open(_: Document, sentence: Sentence) -> bool:
    text = sentence.hans
    return ("？" in text or "?" in text) and _OPEN.search(text) is not None


def _sums_up(_: Document, sentence: Sentence) -> bool:
    return _SUMMARY.search(sentence.hans) is not None


def _is_tentative(_: Document, sentence: Sentence) -> bool:
    return _TENTATIVE.search(sentence.hans) is not None


def _is_commitment(document: Document, sentence: Sentence) -> bool:
    return any(_is_promise(each) for each in reading_of(document, sentence).clauses)


def _is_promise(clause: Clause) -> bool:
    text = clause.text
    return _TOLD.isdisjoint(text) and bool(_DONE_BY_AGENT.search(text) and _WHEN.search(text))


def _is_strength(document: Document, sentence: Sentence) -> bool:
    if _BEGIN.search(sentence.hans) or _SUMMARY.match(sentence.hans):
        return False
    return names_behaviour(reading_of(document, sentence), is_near=False)


class _NoStrength(_NoteRule):
    code = "CL202"
    name = "no-specific-strength"
    message = "没有写出一个具体的长处：做了什么，说了什么？"
    bad = (
        "[今晚顺利。]开始：报楼层、举手电、看后排、写交接。我尽量。",
        "[这周不错。]哪里还想改？小结：继续。",
        "[今晚順利。]開始：報樓層、舉手電。我盡量。",
        "[这一班还行。]哪里想改？小结：周一再谈。",
        "[今天挺好。]哪一步最难？小结：继续努力。",
        "[這一班還行。]哪裡想改？總結：週一再談。",
        "[大家都不錯。]下次想試什麼？小結：明天再看。",
    )
    good = (
        "你把通道讲得很细。哪一刻想保留？小结：保留手势；周五起开演前你报楼层，方便找座。",
        "你扶老人上了船。哪一步最顺？小结：保留；明早起你先报站，方便排队。",
        "妳替孩子留了邊位。最得意哪一步？總結：繼續留邊位；明晚起散場時妳站側門，免得大家擠。",
        "你替老人把药盒分好了格。哪一步你最满意？小结：保留分格；周三起你写上早晚，免得吃错。",
        "你把退款拆成三步讲清楚。下次想试什么？小结：三步保留；明天起每通先报到账日，方便他安排。",
        "妳替孩子量身高時先蹲下來。哪一刻最難？總結：保留蹲下；週五起妳先說要量什麼，孩子才不怕。",
        "你把停水的時間畫成了時鐘。住戶怎麼說？小結：圖保留；下週起每張圖寫上日期，方便對照。",
        "妳等他哭完才開口。妳當時聽到什麼？總結：保留那段安靜；明晚起妳先遞水，讓他緩一緩。",
    )

    def falls_short(self, document: Document, own: list[Sentence]) -> Sentence | None:
        if any(document.holds("strength-zh", each, _is_strength) for each in own):
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
        "[你把退款拆成三步讲清楚。]明天起每通你先报到账日，方便他安排。小结：三步保留。",
        "[你替老人把药盒分好了格。]周三起你写上早晚，免得吃错。总结：保留。",
        "[妳等他哭完才開口。]明晚起妳先遞水，讓他緩一緩。總結：保留。",
        "[你把停水的時間畫成了時鐘。]下週起你寫上日期，方便對照。小結：圖保留。",
    )
    good = _NoStrength.good

    def falls_short(self, document: Document, own: list[Sentence]) -> Sentence | None:
        asked = any(document.holds("open-zh", each, _is_open) for each in own)
        return None if asked else own[0]


class _NoSummary(_NoteRule):
    code = "CL204"
    name = "no-summary"
    message = "没有小结：请对方用自己的话写回来"
    bad = (
        "今晚顺利。开始：报楼层、举手电、看后排、写交接。[我尽量。]",
        "你扶老人上了船。哪一步最顺？[明早起你先报站，方便排队。]",
        "妳替孩子留了邊位。最得意哪一步？[明晚起散場時妳站側門，免得大家擠。]",
        "你把退款拆成三步讲清楚。下次想试什么？[明天起每通你先报到账日，方便他安排。]",
        "你替老人把药盒分好了格。哪一步最顺？[周三起你写上早晚，免得吃错。]",
        "妳等他哭完才開口。妳當時聽到什麼？[明晚起妳先遞水，讓他緩一緩。]",
        "你把停水的時間畫成了時鐘。住戶怎麼說？[下週起你寫上日期，方便對照。]",
    )
    good = _NoStrength.good

    def falls_short(self, document: Document, own: list[Sentence]) -> Sentence | None:
        summed_up = any(document.holds("summary-zh", each, _sums_up) for each in own)
        return None if summed_up else own[-1]


class _NoCommitment(_NoteRule):
    code = "CL205"
    name = "no-commitment"
    message = "没有约定：做什么，从什么时候起？"
    bad = (
        "今晚顺利。开始：报楼层、举手电、看后排、写交接。[我尽量。]",
        "你扶老人上了船。哪一步最顺？[小结：保留手势。]",
        "妳替孩子留了邊位。最得意哪一步？總結：留邊位。[希望有空站側門。]",
        "你把退款拆成三步讲清楚。下次想试什么？[小结：三步保留。]",
        "你替老人把药盒分好了格。哪一步最顺？小结：保留。[有机会就写上早晚。]",
        "妳等他哭完才開口。妳當時聽到什麼？[總結：保留那段安靜。]",
        "你把停水的時間畫成了時鐘。住戶怎麼說？小結：圖保留。[我盡量寫日期。]",
    )
    good = _NoStrength.good

    def falls_short(self, document: Document, own: list[Sentence]) -> Sentence | None:
        for each in reversed(own):
            if document.holds("tentative-zh", each, _is_tentative):
                return each
        firm = any(
            document.holds("commitment-zh", each, _is_commitment)
            and not each.hans.endswith(("？", "?"))
            for each in own
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
        "你把退款拆成三步讲清楚。下次想试什么？[小结：明天起你先报到账日。]",
        "你替老人把药盒分好了格。哪一步最顺？[小结：周三起你写上早晚。]",
        "妳等他哭完才開口。妳當時聽到什麼？[總結：明晚起妳先遞水。]",
        "你把停水的時間畫成了時鐘。住戶怎麼說？[小結：下週起你寫上日期。]",
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
        "你把退款拆成三步讲清楚。[待改进：先报日期、复述金额、念单号、道谢。]哪一个先？",
        "你很稳。[可以开始：]\n- 报站\n- 举灯\n- 看后排\n- 写日志\n哪一个先？",
        "妳等他哭完才開口。[可以開始：遞水、關門、寫便條、回電。]哪一個先？",
        "你把時間畫成了時鐘。[待加強：寫日期；標樓層；附電話；蓋章。]哪一個先？",
    )
    good = (
        *_NoStrength.good,
        "你很稳。待改进：报站、举灯。哪一个先？",
        "待改进：\n- 报站\n- 举灯\n优点：\n- 声音稳\n- 记名字\n- 肯等\n哪一个先？周五再谈。",
        "妳很穩。待改進：報站；舉燈；看後排。哪一個先？",
    )

    def falls_short(self, document: Document, own: list[Sentence]) -> Sentence | None:
        # A heading on a line of its own counts as no sentence, and yet its list is counted.
        every = [each for each in document.sentences if each.lang == "zh"]
        for place, sentence in enumerate(every):
            begin = document.holds("begin-zh", sentence, _begins) and _BEGIN.search(sentence.hans)
            if not begin:
                continue
            inline = sentence.hans[begin.end() :].strip("\n -*•・")
            items = 1 + len(_ITEM_MARK.findall(inline)) if inline else 0
            below = list(takewhile(lambda each: not _PART.match(each.hans), every[place + 1 :]))
            listed = [each for each in below if _LISTED.match(each.hans)]
            straight = [each for each in below if _STRAIGHT.match(each.hans)]
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
