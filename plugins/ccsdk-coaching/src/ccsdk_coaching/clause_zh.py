"""Read a Chinese sentence: its clauses, who is spoken of, and who speaks.

Everything runs on Simplified text of the same length, so a place here is a place there. There is
no model of words: a clause is read by the classes of `lexicon.zh` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from weakref import WeakKeyDictionary

import attrs

from ccsdk_coaching.headings_zh import HEADING
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence

__all__ = [
    "AGENT",
    "FIRST_SELF",
    "NAME",
    "OTHER",
    "REPORT",
    "REPORTED",
    "Clause",
    "Reading",
    "is_agent",
    "owner_of",
    "reading_of",
    "subject_of",
]

HIDDEN = "◇"
_CLAUSE_MAX = 90
_BREAK = re.compile(r"[，,；;。！!？?：:\n\r—…～~]+")
_TITLES = (
    "先生|女士|太太|小姐|奶奶|爷爷|阿姨|叔叔|伯伯|老师|医生|医师|师傅|大爷|大妈|婆婆|老板|经理|教授|夫人|同学"
    "|主任|警官|店长|总"
)
OTHER = (
    rf"[\u4e00-\u9fff]{{1,2}}(?:{_TITLES})|{zh.alternatives(zh.OTHER)}"
    r"|[\u4e00-\u9fff]{1,2}(?:客人|顾客|客户|乘客|旅客|用户)|[住房来乘游访旅食买卖贵散][客户家]"
    r"|[\u4e00-\u9fff]{1,2}(?:夫|匠|贩|主人|翁|妇|师)们?|[\u4e00-\u9fff](?:友|童|民|迷|商|者)们?"
)
_GIVEN = "".join(zh.GIVEN.split())
_SURNAME = "".join(zh.SURNAME.split())
NAME = (
    rf"[小阿老大][{_SURNAME}{_GIVEN}]|[{_SURNAME}][{_GIVEN}]{{1,2}}|[{_GIVEN}]{{2}}"
    rf"|[{_SURNAME}][姐哥]|[A-Z][a-z]+"
)
AGENT = zh.alternatives(zh.AGENT)
_MENTION = re.compile(
    rf"(?P<agent>{AGENT})|(?P<other>{OTHER})|(?P<we>{zh.alternatives(zh.WE)})"
    rf"|(?P<coach>{zh.alternatives(zh.COACH)})|(?P<third>[他她])|(?P<name>{NAME})"
)
_PREPOSITION = frozenset("对给向跟和与为替帮把被让请陪叫问找等见教喊扶送比像当由")
_FILLER = re.compile(
    rf"(?:[每这那]一?[通个次场单封](?:电话|对话|来电|订单)|{zh.alternatives(zh.ADVERB, zh.TIME)}"
    rf"|[的了地着、\s“”「」『』（）()•・\-\d.]+)*"
)
_EMBEDDING = re.compile(
    rf"(?:{zh.alternatives(zh.EMBEDDING)})(?![得清完候题话])|说(?![得话明清出完服法])"
)
_WHEN = re.compile(
    r"(?:的时候|时候|时|之前|以前|前|之后|以后|后|的话(?![术语题音筒]))(?!面|台|来|辈|门|排|厅)"
)
_WORK = re.compile(rf"(?:{zh.alternatives(zh.WORK)})(?:[里中上]|方面|部分|环节)?$")
_WORK_FIRST = re.compile(
    rf"(?:这|那|本|每|今天的|上次的|一)?[份张封个次段句通页]?(?:{zh.alternatives(zh.WORK)})"
)
_OWNER = re.compile(rf"(?:{OTHER})的?$")
_PHRASE = re.compile(
    r"(?:在|从|到|于|用|对|向|跟|和|给|替|为|按|凭|遇到|面对|接到|碰到|关于|至于|当)[^，]*$"
)
_ACTION = re.compile(rf"(?:{zh.alternatives(zh.ACTION)})")
REPORT = zh.alternatives(zh.REPORT)
_NO_REPORT = r"(?![的给得完清出服法起下好过到话题候谢歉应呼住动]|明[^明]|解|给他|给她|给客)"
REPORTED = re.compile(
    rf"(?:(?P<who>{AGENT}|{OTHER}|我|他|她|{NAME}|自评|自述|自己)(?:们)?"
    rf"(?:在?自评里?|自己|[^，。]{{0,6}}?)?)(?P<verb>自评里?写|{REPORT}){_NO_REPORT}(?:了|着|道|说|里)?"
)
_QUOTES = re.compile("[自我你您他她“「：为怎是能要有什哪客]")
# What an agent does with words at work is no belief: 解释, 提醒, 回答.
_BELIEVED = re.compile(
    "说|讲|写|写道|觉得|认为|承认|自认|自称|自述|自评|以为|表示|坦言|坦白|担心|抱怨|感叹|嘀咕|嘟囔|认定|断言|直言|叹|诉苦|吐槽"
    "|纳闷|感慨|反问|自评里?写|发牢骚|问|告诉|提到|低声说|笑着说|打趣|念叨|声称|坚持"
)
FIRST_SELF = re.compile(r"自评|自述|自我评价|自己写|自己说")
_NEW_VOICE = re.compile(
    rf"(?:{zh.alternatives(zh.TIME)}|当时|于是|所以|最后|结果|幸好|还好)*"
    rf"(?:{AGENT}|我|但|不过|可是|可|然而|只是|却|{NAME})"
)


@attrs.frozen
class Clause:
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
    """Hold a sentence as Chinese rules read it: `text` has every quotation hidden."""

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
        if found == "third" and (self.tells_of_others or re.search("[你您]", self.text)):
            return "other"  # beside 你, he or she is somebody else
        return found


_readings: WeakKeyDictionary[Sentence, Reading] = WeakKeyDictionary()


def reading_of(document: Document, sentence: Sentence) -> Reading:
    """Return how a sentence reads; each is read once."""
    found = _readings.get(sentence)
    if found is None:
        found = _readings[sentence] = _read(document, sentence)
    return found


def is_agent(subject: str) -> bool:
    """Return whether a subject is the agent, its work, or left out."""
    return subject in ("agent", "work", "dropped", "third", "gerund")


def _read(document: Document, sentence: Sentence) -> Reading:
    masked = list(sentence.hans)
    for quote in document.quotes:
        if quote.end > sentence.start and quote.start < sentence.end:
            first = max(quote.start + 1, sentence.start) - sentence.start
            last = min(quote.end - 1, sentence.end) - sentence.start
            masked[first:last] = HIDDEN * (last - first)
    for name in document.config.agents:
        for match in re.finditer(re.escape(name), sentence.text):
            masked[match.start() : match.end()] = "你" * len(name)
    text = "".join(masked)
    tells = _tells_of_others(document, sentence)
    return Reading(text, tuple(_clauses(text, tells)), tells)


def _stops(text: str) -> Iterator[tuple[int, int]]:
    """Yield where clauses end; one that no mark ends is cut, so that none is long."""
    at = 0
    for start, end in [*(match.span() for match in _BREAK.finditer(text)), (len(text), len(text))]:
        while start - at > _CLAUSE_MAX:
            at += _CLAUSE_MAX
            yield at, at
        yield start, end
        at = end


def _tells_of_others(document: Document, sentence: Sentence) -> bool:
    """Return whether somebody else is spoken of before: then 他 and 她 are that one."""
    earlier = document.neighbour(sentence, -1)
    if earlier is None or earlier.lang != "zh":
        return False
    if re.search("[你您]", earlier.hans):
        return True
    return owner_of(earlier.hans) != "agent" and bool(_others().search(earlier.hans))


@cache
def _others() -> re.Pattern[str]:
    return re.compile(OTHER)


def _clauses(text: str, has_others: bool) -> Iterator[Clause]:
    at, mark, voice = 0, "", "writer"
    for stop in _stops(text):
        if stop[0] > at:
            part = text[at : stop[0]]
            if mark and mark[0] not in "，,：:、":
                voice = "writer"
            if voice != "writer" and mark[:1] not in ("：", ":") and _NEW_VOICE.match(part):
                voice = "writer"
            voiced = at
            if mark[:1] in ("：", ":") and FIRST_SELF.search(text[max(0, at - 8) : at]):
                voice = "agent"
            told = _reported(part, has_others)
            if told is not None and voice == "writer":
                voice, voiced = told[0], at + told[1]
            yield Clause(at, stop[0], part, mark, voice, voiced)
            has_others = has_others or bool(_others().search(part))
        at, mark = stop[1], text[stop[0] : stop[1]]


# Whoever says something of 你, and is not 我, is somebody else.
_OF_YOU = re.compile(
    r"(?P<who>[\u4e00-\u9fffA-Za-z]{1,8}?)[都也又总还就]*(?:夸奖?|称赞|赞|表扬|抱怨|反映|投诉|嫌弃?|埋怨|责?怪|怨|说|讲|觉得"
    r"|认为|感谢|以为|骂"
    r"|坚持|要求|批评|指责|质问|问|嘀咕|嘟囔|念叨|数落|写|写道|指控|坚称|声称|控诉)(?:了|着|过|道)?(?=[你您])"
)


def _reported(part: str, has_others: bool) -> tuple[str, int] | None:
    told = _OF_YOU.search(part)
    if told is not None and not re.search(
        "[你您我咱请]|说$|如果|要是|建议|希望|怎么|为什么|[对给跟]$", told["who"]
    ):
        return "customer", told.end()
    for match in REPORTED.finditer(part):
        speaker = speaker_named(match["who"], part[match.end() :], has_others)
        if (
            speaker == "agent"
            and match["verb"] in ("问", "讲", "写")
            and not _QUOTES.match(part, match.end())
        ):
            continue
        if match["who"] == "我" or (speaker == "agent" and not _BELIEVED.fullmatch(match["verb"])):
            continue
        if part[: match.start()].endswith(
            ("对", "给", "向", "跟", "和", "替", "为", "帮", "把", "被")
        ):
            continue
        return speaker, match.end()
    return None


def speaker_named(who: str, said: str, has_others: bool) -> str:
    """Return customer or agent, by the subject of a reporting verb."""
    if FIRST_SELF.search(who) or re.fullmatch(rf"{AGENT}|自己", who):
        return "agent"
    if re.match(OTHER, who):
        return "customer"
    if who in ("他", "她"):
        return "customer" if has_others or "你" in said else "agent"
    return "customer" if "你" in said else "agent"


def _told_part(text: str) -> str:
    """Return the head of a clause, where its subject stands."""
    verb = _VERBAL.search(text)
    return text[: verb.start()] if verb else text


_VERBAL = re.compile(
    r"把|要|想|会|能|已|正在|在|没|不|是|有|得|应该|必须|需要|将|可以|去|来|上|下|走|坐|穿|带|买|到"
)


def _is_when(clause: Clause) -> bool:
    return bool(re.search(r"(?:时|时候|前|后|了)$", clause.text)) or bool(
        _CONDITION.match(clause.text)
    )


_CONDITION = re.compile(
    r"如果|要是|假如|假使|若|万一|一旦|当|只要|倘若|即使|就算|哪怕|除非|凡是|无论|不管|每当|遇到|碰到"
)


def owner_of(text: str) -> str:
    """Return whom a whole clause is about: as `subject_of`, of its head."""
    mentions = _mentions(text)
    if any(_WORK.search(text[:place]) for place in range(2, min(len(text), _WORK_WITHIN) + 1)) and (
        not mentions or mentions[0][0] not in ("other", "third", "coach")
    ):
        return "work"
    if mentions:
        kind, start, end = mentions[0]
        is_first = _FILLER.fullmatch(text[:start]) or kind == "agent" or start <= _HEAD
        if is_first and text[end : end + 1] != "的":
            return "agent" if kind == "name" else kind
        if is_first and kind in ("agent", "name"):
            return "agent"
    verb = _PREDICATE.search(text)
    return subject_of(text[: verb.start()] if verb else text)


_HEAD = 2
_WORK_WITHIN = 8
_PREDICATE = re.compile(r"[\u4e00-\u9fff]得(?!到|知|了)|很|真|非常|十分|特别|相当|格外|都|又|太|也")


@lru_cache(maxsize=4096)
def subject_of(left: str) -> str:
    """Return who the words left of a verb make its subject.

    agent, work (what the agent makes), coach, we, other, third (he or she), dropped (nobody is
    named), maybe (somebody in a clause of time alone) or unknown.
    """
    left = left[_FILLER.match(left).end() :]  # type: ignore[union-attr]
    when = [match.end() for match in _WHEN.finditer(left)]
    rest = left[when[-1] :] if when else left
    if when and _FILLER.fullmatch(rest):
        return _subject_of_time(left)
    return _subject(rest)


def _subject_of_time(left: str) -> str:
    mentions = _mentions(left)
    return "maybe" if mentions and mentions[0][0] == "other" else "dropped"


def _mentions(text: str) -> list[tuple[str, int, int]]:
    """Return who is named, outside of what a preposition governs."""
    return [
        (str(match.lastgroup), match.start(), match.end())
        for match in _MENTION.finditer(text)
        if text[match.start() - 1 : match.start()] not in _PREPOSITION
    ]


def _subject(text: str) -> str:
    mentions = _mentions(text)
    agents = [each for each in mentions if each[0] == "agent"]
    if agents:
        return _subject_after_agent(text[agents[-1][2] :])
    if mentions:
        kind, _, end = mentions[0]
        return _subject_of_kind(kind, text, end)
    text = text[_FILLER.match(text).end() :]  # type: ignore[union-attr]
    if not text:
        return "dropped"
    if _THING.match(text):
        return "unknown"
    if _WORK.search(text) or _WORK_FIRST.match(text):
        return "work"
    if _PHRASE.match(text) or _ACTION.match(text):
        return "dropped"
    return "unknown"


_THING = re.compile(rf"(?:{zh.alternatives(zh.CIRCUMSTANCE)})")


def _subject_of_kind(kind: str, text: str, end: int) -> str:
    if kind == "name":
        return "agent" if not _EMBEDDING.search(text, end) else "other"
    if kind == "other" and _WORK.search(text) and not _OWNER.search(text):
        # What is made for a customer is the agent's work; what a customer makes is not.
        return "other" if text[end : end + 1] == "的" else "work"
    return kind


def _subject_after_agent(after: str) -> str:
    if _EMBEDDING.search(after):
        return "other"
    if re.search(rf"的(?:{OTHER})$", after) or (after[:1] == "的" and _OWNER.search(after)):
        return "other"
    return "agent"
