"""Read a Chinese sentence: its clauses, who is spoken of, and who speaks.

Everything runs on Simplified text of the same length, so a place here is a place there. There is
no model of words: a clause is read by the classes of `lexicon.zh` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import attrs

from ccsdk_coaching.headings_zh import HEADING
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import late, sought
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.zones import Quote
from ccsdk_coaching.subject_zh import AGENT, NAME, OTHER, owner_of, subject_of

__all__ = [
    "FIRST_SELF",
    "REPORT",
    "REPORTED",
    "Clause",
    "Reading",
    "reading_of",
]

HIDDEN = "◇"
_CLAUSE_MAX = 90
# A clause ends at a mark, and before a word of contrast that needs none: there the match holds its
# first character. It begins with one class, so that `re` skips whatever else stands there.
_MARKS = r"，,；;。！!？?：:\n\r—…～~"
_BREAK = late(
    rf"[{_MARKS}然但只美可不就](?:(?<=[{_MARKS}])[{_MARKS}]*|(?<=[\u4e00-\u9fff]{{4}})(?:"
    r"(?<=但)(?:(?=是)|(?<![不非单]但)(?![愿凡求]))|(?<=可)(?<![这那你您我他她真]可)(?=是|惜)"
    r"|(?<=不)(?=过(?!是?[几两三四五六七八九十百\d一]))(?<![再最][\u4e00-\u9fff]不)"
    r"(?<![再最][\u4e00-\u9fff]{2}不)(?<![躲瞒逃骗拗说比只]不)"
    r"|(?<=就)(?=是(?:有点|有些|太|慢|稍|偏|缺|少|没|漏|忘))(?<![我你您他她己们]就)"
    r"|(?<=只)(?=可惜)|(?<=美)(?=中不足)|(?<=然)(?<!戛然)(?=而)))"
)
_CONTRASTS = frozenset("然但只美可不就")
# In Cantonese 话 says; what follows it tells it from 电话.
REPORT = (
    rf"{zh.alternatives(zh.REPORT)}"
    rf"|(?<![电对说讲原心白实夸抢插接回搭喊传套发听问叫谈留废闲狠好坏真假官土神神童夜梦大的后])话(?=[“「：:，,自你您我◇]|$)"
)
_NO_REPORT = (
    r"(?![的给得完清出服法起下好过到话题候谢歉应呼住动成错反漏多少卷诊询稿笑]|有[说笑唱]|明[^明]|解|给他|给她|给客|(?<=叫)(?:什么|啥|得)"
    r"|[了过]?[一两三四五六七八九十几]+[次遍回](?![，：:]?[“「『\"]))"
)
# Without one of these nothing is reported.
_TELLS = late(lambda: rf"{sought(zh.REPORT.split())}|话")
REPORTED = late(
    rf"(?:(?P<who>{AGENT}|{OTHER}|我|他|她|{NAME}|自评|自述|自己)(?:们)?"
    rf"(?:在?自评里?|自己|[^，。]{{0,6}}?)?)(?P<verb>自评里?写|{REPORT}){_NO_REPORT}(?:了|着|道|说|里)?"
)
_QUOTES = late("[自我你您他她“「：为怎是能要有什哪客]")
# What an agent does with words at work is no belief: 解释, 提醒, 回答.
_BELIEVED = late(
    "说|讲|话|写|写道|觉得|认为|承认|自认|自称|自述|自评|以为|表示|坦言|坦白|担心|抱怨|感叹|嘀咕|嘟囔|认定|断言|直言|叹|诉苦|吐槽"
    "|纳闷|感慨|反问|自评里?写|发牢骚|问|告诉|提到|低声说|笑着说|打趣|念叨|声称|坚持"
)
# What an agent says in a note is of interest as a belief: of oneself, or of what cannot be.
_SAID_OF_SELF = late("自己|我|[不没无]|天生|生来|永远|太|就是|◇|[“「：]")
# 旅客写了三张卡片 tells what somebody did, not said.
_OF_SELF = ("自认", "自评", "自称", "自述", "自承")
_WORDLESS = ("写", "讲", "问", "叫", "催", "喊")
_DONE = late("[了过][^，：“「◇你您我]")
# 对方一开口你就听出来了 tells of the agent, not what was said.
_AS_SOON = late(rf"[一刚](?:{REPORT})$")
_BUT_YOU = late("[你您](?:就|才|便|马上|立刻|已经)")
FIRST_SELF = late(r"自[评述填陈省]|自我评价|自己写|自己说|原话|反思[栏里中]?")
_NEW_VOICE = late(
    rf"(?:{zh.alternatives(zh.TIME)}|当时|于是|所以|最后|结果|幸好|还好)*"
    rf"(?:{AGENT}|[\u4e00-\u9fff]{{2}}(?:专员|坐席|客服)|我|但|不过|可是|可|然而|只是|却|{NAME})"
)


class Clause(NamedTuple):
    """Hold a clause: places are of its sentence; `voice` is who says it, from `voiced` on."""

    start: int
    end: int
    text: str
    mark: str
    voice: str
    voiced: int

    @property
    def is_heading(self) -> bool:
        """Return whether it is a heading of a part of the note."""
        return bool(HEADING.fullmatch(self.text))

    def voice_at(self, offset: int) -> str:
        """Return whose words stand at an offset of the sentence."""
        return self.voice if offset >= self.voiced else "writer"


@attrs.frozen
class Reading:
    """Hold a sentence as Chinese rules read it: `text` has every quotation hidden.

    `tells_of_others` is whom 他 and 她 may mean by what is before; without them, it is not asked.
    """

    text: str
    clauses: tuple[Clause, ...]
    tells_of_others: bool

    def clause_at(self, offset: int) -> Clause:
        """Return the clause around an offset, the last one beyond the end."""
        for clause in self.clauses:
            if offset < clause.end:
                return clause
        return self.clauses[-1]

    def before(self, clause: Clause) -> Clause | None:
        """Return the clause before one, None at the head of the sentence."""
        place = self.clauses.index(clause)
        return self.clauses[place - 1] if place else None

    def voice_at(self, offset: int) -> str:
        """Return whose words stand at an offset: writer, customer or agent."""
        return self.clause_at(offset).voice_at(offset)

    def subject_at(self, offset: int) -> str:
        """Return the class of the subject of what stands at an offset.

        A clause without one goes on with the subject of the clause before.
        """
        clause = self.clause_at(offset)
        found = subject_of(clause.text[: offset - clause.start])
        earlier = self.before(clause)
        while found in ("dropped", "maybe") and earlier is not None:
            told = subject_of(_told_part(earlier.text))
            if (
                told in ("other", "coach", "we")
                and earlier.mark not in "：:"
                and not _is_when(earlier)
            ):
                return told
            if told not in ("dropped", "maybe", "unknown"):
                break
            earlier = self.before(earlier)
        if found == "third" and (self.tells_of_others or names_you(self.text)):
            return "other"  # beside 你, he or she is somebody else
        return found


def reading_of(document: Document, sentence: Sentence) -> Reading:
    """Return how a sentence reads; each is read once."""
    if sentence.reading is None:
        sentence.reading = _read(document, sentence)
    found: Reading = sentence.reading
    return found


def _read(document: Document, sentence: Sentence) -> Reading:
    text = sentence.hans
    quotes = document.quotes_within(sentence.start, sentence.end)
    if quotes or document.config.agents:
        text = _masked(document, sentence, quotes)
    tells = ("他" in text or "她" in text) and _tells_of_others(document, sentence)
    return Reading(text, tuple(_clauses(text, tells)), tells)


def _masked(document: Document, sentence: Sentence, quotes: list[Quote]) -> str:
    """Return a sentence with quotations hidden, and 你 for the names of agents."""
    masked = list(sentence.hans)
    for quote in quotes:
        first = max(quote.start + 1, sentence.start) - sentence.start
        last = min(quote.end - 1, sentence.end) - sentence.start
        masked[first:last] = HIDDEN * (last - first)
    for name in document.config.agents:
        for match in re.finditer(re.escape(name), sentence.text):
            masked[match.start() : match.end()] = "你" * len(name)
    return "".join(masked)


def names_you(text: str) -> bool:
    """Return whether 你 stands in a text."""
    return "你" in text or "您" in text


def _stops(text: str) -> Iterator[tuple[int, int]]:
    """Yield where clauses end; one that no mark ends is cut, so that none is long."""
    at = 0
    for start, end in [*map(re.Match.span, _BREAK.finditer(text)), (len(text), len(text))]:
        while start - at > _CLAUSE_MAX:
            at += _CLAUSE_MAX
            yield at, at
        at = start if text[start:end] in _CONTRASTS else end
        yield start, at


def _tells_of_others(document: Document, sentence: Sentence) -> bool:
    """Return whether somebody else is spoken of before: then 他 and 她 are that one."""
    earlier = document.neighbour(sentence, -1)
    if earlier is None or earlier.lang != "zh":
        return False
    if names_you(earlier.hans):
        return True
    return bool(_OTHER.search(earlier.hans)) and owner_of(earlier.hans) != "agent"


_OTHER = late(OTHER)
_OF_AGENT = late(f"{AGENT}|自己")


def _clauses(text: str, has_others: bool) -> Iterator[Clause]:
    at, mark, voice, is_own, is_closed = 0, "", "writer", False, False
    # Only 他 and 她 hang on who else is told of; beside 你, they are somebody else.
    has_others = has_others or names_you(text) or not ("他" in text or "她" in text)
    for stop in _stops(text):
        if stop[0] > at:
            part = text[at : stop[0]]
            if mark and (mark[0] not in "，,：:、" or (is_closed and mark[0] in "，,")):
                voice, is_own = "writer", False
            if voice != "writer" and mark[:1] not in ("：", ":") and _NEW_VOICE.match(part):
                voice = "agent" if is_own and part.startswith("我") else "writer"
            voiced = at
            if mark[:1] in ("：", ":") and FIRST_SELF.search(text[max(0, at - 8) : at]):
                voice, is_own = "agent", True
            told = _reported(part, has_others)
            if told is not None and voice == "writer":
                voice, voiced = told[0], at + told[1]
            yield Clause(at, stop[0], part, mark, voice, voiced)
            is_closed = voice != "writer" and HIDDEN in part and part[-1] in '”」』"’'
            has_others = has_others or bool(_OTHER.search(part))
        at, mark = stop[1], text[stop[0] : stop[1]]


# Whoever says something of 你, and is not 我, is somebody else.
_SAY_OF = (
    "夸奖?|称赞|赞|表扬|抱怨|反映|投诉|嫌弃?|埋怨|责怪|怪|怨|说|讲|觉得|认为|感谢|以为|骂"
    "|坚持|要求|批评|指责|质问|问|嘀咕|嘟囔|念叨|数落|写|写道|指控|坚称|声称|控诉"
)
_SAID_OF_YOU = late(rf"(?:{_SAY_OF})[了着过道]?[你您]")
_OF_YOU = late(
    rf"(?P<who>[\u4e00-\u9fffA-Za-z]{{1,8}}?)[都也又总还就]*(?:{_SAY_OF})(?:了|着|过|道)?(?=[你您])"
)


def _reported(part: str, has_others: bool) -> tuple[str, int] | None:
    told = _OF_YOU.search(part) if _SAID_OF_YOU.search(part, 1) else None
    if told is not None and not re.search(
        "[你您我咱请]|一致|说$|如果|要是|建议|希望|怎么|为什么|[对给跟虽听话能会想再来好别]$",
        told["who"],
    ):
        return "customer", told.end()
    for match in REPORTED.finditer(part) if _TELLS.search(part, 1) else ():
        speaker = speaker_named(match["who"], part[match.end() :], has_others)
        if (
            speaker == "agent"
            and match["verb"] in ("问", "讲", "写")
            and not _QUOTES.match(part, match.end())
        ):
            continue
        if part[: match.start("verb")].endswith("的") and (
            match["verb"] == "评价" or match.end() == len(part)
        ):
            continue
        if match["who"] == "我" or (speaker == "agent" and not _BELIEVED.fullmatch(match["verb"])):
            continue
        if (
            speaker == "agent"
            and len(part) > match.end()
            and match["verb"] not in _OF_SELF
            and not _SAID_OF_SELF.search(part, match.end())
        ):
            continue
        if part[: match.start("verb")].endswith(("没话", "没得", "没的", "无话可", "不用")):
            continue
        if match["verb"] in _WORDLESS and _DONE.match(part, match.end("verb")):
            continue
        if _AS_SOON.search(part, match.start(), match.end()) or _BUT_YOU.match(part, match.end()):
            continue
        if part[: match.start()].endswith(
            ("对", "给", "向", "跟", "和", "替", "为", "帮", "把", "被")
        ):
            continue
        return speaker, match.end()
    return None


def speaker_named(who: str, said: str, has_others: bool) -> str:
    """Return customer or agent, by the subject of a reporting verb."""
    if FIRST_SELF.search(who) or _OF_AGENT.fullmatch(who):
        return "agent"
    if _OTHER.match(who):
        return "customer"
    if who in ("他", "她"):
        return "customer" if has_others or "你" in said else "agent"
    return "customer" if "你" in said else "agent"


def _told_part(text: str) -> str:
    """Return the head of a clause, where its subject stands."""
    verb = _VERBAL.search(text)
    return text[: verb.start()] if verb else text


_VERBAL = late(
    r"把|要|想|会|能|已|正在|在|没|不|是|有|得|应该|必须|需要|将|可以|去|来|上|下|走|坐|穿|带|买|到"
)


def _is_when(clause: Clause) -> bool:
    if clause.text.endswith(("时", "时候", "前", "后", "了")):
        return True
    return _CONDITION.match(clause.text) is not None


_CONDITION = late(
    r"如果|要是|假如|假使|若|万一|一旦|当|只要|倘若|即使|就算|哪怕|除非|凡是|无论|不管|每当|遇到|碰到"
)
