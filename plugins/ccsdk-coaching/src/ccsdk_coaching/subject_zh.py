"""Tell whom a piece of Chinese is about: the agent, its work, the coach, or somebody else.

There is no model of words: people are told by the classes of `lexicon.zh` and by how names and
trades are formed; what a preposition governs is no subject.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import any_of, late

__all__ = ["AGENT", "NAME", "OTHER", "is_agent", "owner_of", "subject_of"]

_GIVEN = "".join(zh.GIVEN.split())
_SURNAME = "".join(zh.SURNAME.split())
_RARE = "".join(zh.SURNAME_RARE.split())
_TITLES = any_of(
    "先生|女士|太太|小姐|奶奶|爷爷|阿姨|叔叔|伯伯|老师|医生|医师|师傅|大爷|大妈|婆婆|老板|经理|教授|夫人|同学"
    "|主任|警官|店长".split("|")
)
OTHER = (
    rf"[\u4e00-\u9fff]{{1,2}}{_TITLES}|[{_SURNAME}]总(?![是会爱把])(?<![小阿老][{_SURNAME}]总)"
    rf"|(?:住户|业主|家长|学生|厂商|客户|旅客|会员|居民|工会|员工)代表|{zh.alternatives(zh.OTHER)}"
    r"|[\u4e00-\u9fff]{1,2}(?=[客顾乘旅用])(?:客人|顾客|客户|乘客|旅客|用户)|[住房来乘游访旅食买卖贵散][客户家]"
    r"|[\u4e00-\u9fff]{1,2}(?:[夫匠贩翁妇师]|主人)们?|[\u4e00-\u9fff][友童民迷商者]们?"
)
# Words that two characters of given names make.
_NO_NAME = "健康|安静|文明|国[家文庆]|[美英]国|安[宁康]|文[静雅]|福建|平[安静]|[美品]德|建国|信安|明信|康宁|家安"
# After 小 and 老 a rare surname is a name, after 阿 nearly all is.
NAME = (
    rf"[小阿老大][{_SURNAME}{_GIVEN}]|[小老][{_RARE}]|阿(?![姨婆公伯嬷嫂爸妈妹弟哥姐舅叔姑爷奶拉里])[\u4e00-\u9fff]"
    rf"|[{_SURNAME}][{_GIVEN}]{{1,2}}"
    rf"|(?=[{_GIVEN}]{{2}})(?!{_NO_NAME})[{_GIVEN}]{{2}}|[{_SURNAME}][姐哥]|[A-Z][a-z]+"
)
AGENT = zh.alternatives(zh.AGENT)
_MENTION = late(
    rf"(?P<agent>{AGENT}|(?:值[班夜]|当[班值]|接线|带班)的(?:人|那位|同[事仁]))|(?P<other>{OTHER})"
    rf"|(?P<we>{zh.alternatives(zh.WE)})"
    rf"|(?P<coach>{zh.alternatives(zh.COACH)})|(?P<third>[他她])|(?P<name>{NAME})"
)
_PREPOSITION = frozenset("对给向跟和与为替帮把被让请陪叫问找等见教喊扶送比像当由")
_OF_GUESTS = frozenset("诉服观气流房舱厅车单运源")
# 安抚家属的那段话: whom the work is done for is not whom it is of.
_SERVED = late(
    rf"(?:{zh.alternatives(*(word for word in zh.ACTION.split() if len(word) > 1))}|[写回给劝哄教])"
    rf"(?:{OTHER})们?的[^，。]{{0,6}}(?:{zh.alternatives(zh.WORK)})"
)
_FILLER = late(
    rf"(?:[每这那]一?[通个次场单封](?:电话|对话|来电|订单)|{zh.alternatives(zh.ADVERB, zh.TIME)}"
    rf"|[的了地着、\s“”「」『』（）()•・\-\d.]+)*"
)
_EMBEDDING = late(
    rf"(?<![申邀])(?:{zh.alternatives(zh.EMBEDDING)})(?![得清完候题话卷号询假座忙材练])|说(?![得话明清出完服法])"
)
_WHEN = late(
    r"(?:的时候|时候|时|之前|以前|前|之[内中间]|以内|[用看听讲做写办打说擦接念收]完(?=$)|之后|以后|后|的话(?![术语题音筒]))(?!面|台|来|辈|门|排|厅)"
)
_WORK = late(rf"(?<!停)(?:{zh.alternatives(zh.WORK)})(?:[里中上]|方面|部分|环节)?$")
_WORK_FIRST = late(
    rf"(?:这|那|本|每|今天的|上次的|一)?[份张封个次段句通页]?(?:{zh.alternatives(zh.WORK)})"
)
_OWNER = late(rf"(?:{OTHER})的?$")
_PHRASE = late(
    r"(?:在|从|到|于|用|对|向|跟|和|给|替|为|按|凭|遇到|面对|接到|碰到|关于|至于|当)[^，]*$"
)
_ACTION = late(rf"(?:{zh.alternatives(zh.ACTION)})")


def is_agent(subject: str) -> bool:
    """Return whether a subject is the agent, its work, or left out."""
    return subject in ("agent", "work", "dropped", "third", "gerund")


def owner_of(text: str) -> str:
    """Return whom a whole clause is about: as `subject_of`, of its head."""
    if _SERVED.match(text):
        return "work"
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
_PREDICATE = late(r"[\u4e00-\u9fff]得(?!到|知|了)|很|真|非常|十分|特别|相当|格外|都|又|太|也")


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
        and not (match[0] == "客" and text[match.end() : match.end() + 1] in _OF_GUESTS)
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


_THING = late(rf"(?:{zh.alternatives(zh.CIRCUMSTANCE)})")


def _subject_of_kind(kind: str, text: str, end: int) -> str:
    if kind == "name":
        return "agent" if not _EMBEDDING.search(text, end) else "other"
    if kind == "other" and _WORK.search(text) and not _OWNER.search(text):
        # What is made for a customer is the agent's work; what a customer makes is not.
        return "other" if text[end : end + 1] == "的" else "work"
    return kind


def _subject_after_agent(after: str) -> str:
    if after[:1] == "的" and _WORK.search(after) and not _OWNER.search(after):
        return "work"
    if _EMBEDDING.search(after):
        return "other"
    if re.search(rf"的(?:{OTHER})$", after) or (after[:1] == "的" and _OWNER.search(after)):
        return "other"
    return "agent"
