"""CL108 in Chinese: always and never, about a fault of the agent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from ccsdk_coaching.blame_zh import is_held_against
from ccsdk_coaching.clause_zh import Reading
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.habits_zh import is_bad_habit
from ccsdk_coaching.headings_zh import kind_of_heading
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.model import Finding
from ccsdk_coaching.polarity_zh import is_fault
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import LOOKS_MAX, ChineseRule

__all__ = ["AbsoluteZh"]

_NEVER = (
    "从来不|从来没有?|从来[唔冇]|永远[唔冇]|从来就不|从来都不|从来都没有?|从不|从没有?|从未|向来不|一向不|永远不|永远都?不会?|没有一次|一次也没有?|一次都没有?|压根不"
    "|从来(?=[^，。]{0,4}[不没])"
)
_SCOLDS = (
    "老是|[老总就]爱|[老总]喜欢|(?<=[你您])老(?![师人板实练到套顾客字友伯头大小家太爷奶百二三乡年道远早])|(?<=还是)老(?=[低盯打看跟把在])"
    "|老(?=[忘漏迟忽错把跟在站念说记])|一(?:到"
    "|遇到?|碰到?|忙|急|紧张|累|有)[^，。你您]{0,4}就|动不动就?|动辄|成日|见天儿?|隔三[差岔]五|三不五时|一天到晚|整天|成天|没完没了地?|三天两头"
)
_ALWAYS = (
    "总是|总(?![是算之结共体会能分数额之台务部机有裁店览和得监括])|每次都?|每回都?|每一次都?|每一回都?|每逢|每当|每到|从来都?|次次都?|回回都?|天天都?"
    "|每天都|每天(?=[^，。都]{1,6}都)|永远都?"
    "|一直(?:以来)?都?|始终|一贯"
    "|每一?[通单回个][^，。你您]{0,2}都|(?:无论|不管)(?:什么时候|何时|怎样|谁)[^，。你您]{0,4}都|哪[次回通](?=都?[不没忘漏])都?"
    "|一向|时时刻刻|时时|时刻|不停地?|没有一次不|每通(?:电话)?都|无时无刻"
)
# What leads to the same act every time: 但凡客人追问，你就……; 客人一催你就…….
_WHENEVER = (
    "(?:但凡|只要|凡是|凡有)[^，。你您]{1,12}[，,]?[你您](?=就|便|都|总)"
    "|(?<![一-鿿])[一-鿿]{2,6}?一[一-鿿]{1,4}[，,]?[你您](?=就|便)"
)
_ADVERB = late(
    rf"(?P<never>{_NEVER})|(?P<scolds>{_SCOLDS})|(?P<always>{_ALWAYS})|(?P<whenever>{_WHENEVER})"
)
_PREFIX = late(r"(?:你们|您们|你|您|妳)(?:[好似乎像怎么真的就也都自己还又\s]){0,4}$")
_NAMED = late(r"[\u4e00-\u9fff]{1,6}$")
# Why, and what cannot be done, are other rules' matter.
_ASKS = late("为什么|为何|为啥|怎么|干嘛|干吗|何以|凭什么|咋")
_CANNOT = late(r"[^，。]?[学做记改搞弄教办背说写][^，。]?不[会到了住定好来懂]")
_BEYOND = late("都?是(?!最后)[^，。]{1,8}的人|[都也]?[^，。]{1,2}不[了会好成来动懂住到清]")


class AbsoluteZh(ChineseRule):
    """Flag the agent and the adverb where what follows is a fault."""

    code = "CL108"
    name = "absolute-you"
    severity = "info"
    is_local = True
    message = "“总是”“从来不”会关上门；说出那一次就好"
    triggers = {
        "zh": (
            "从来",
            "从不",
            "从没",
            "从未",
            "向来",
            "一向",
            "永远",
            "一次",
            "压根",
            "老",
            "一到",
            "一遇",
            "一碰",
            "一忙",
            "一急",
            "一紧",
            "一累",
            "一有",
            "就爱",
            "总",
            "动不动",
            "动辄",
            "成日",
            "见天",
            "隔三",
            "三不五",
            "没完",
            "一天到晚",
            "整天",
            "成天",
            "三天",
            "每",
            "次次",
            "回回",
            "天天",
            "一直",
            "始终",
            "一贯",
            "时时",
            "时刻",
            "不停",
            "无时",
            "无论",
            "不管",
            "哪次",
            "哪回",
            "哪通",
            "但凡",
            "只要",
            "凡是",
            "凡有",
            "你就",
            "您就",
            "你便",
        )
    }
    bad = (
        "[你总是]站错门口。",
        "[你从来不]检查后车门。",
        "[你每次都]把推车停在过道中间。",
        "[妳老是]唸錯廟名。",
        "[妳從來沒有]把窗戶關好。",
        "[你每回都]忘了關燈。",
        "[但凡客人追问，你就]打岔。",
        "[你一贯]不看备注就拨号。",
        "[每当有人投诉，你总]先辩解。",
    )
    good = (
        "从来没有人迷路，因为你画了箭头。",
        "你从来不打断客人。",
        "你总是记得常客的名字。",
        "妳每次都先蹲下來和小孩說話。",
        "房客抱怨妳老是敲錯門，妳跟他道了歉。",
        "電梯總是卡在兩層之間，你把湯端了上去。",
        "但凡客人停顿，你就轻轻应一声。",
        "你每次都不看手册就答对。",
        "老是响的那台报警器，你找人修好了。",
    )

    def check_reading(
        self, document: Document, sentence: Sentence, reading: Reading, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield a finding for each habit that is held against the agent."""
        end = 0
        for match in islice(_ADVERB.finditer(reading.text), LOOKS_MAX):
            if match.start() < end + bool(end) or reading.voice_at(match.start()) != "writer":
                continue
            span = (
                _on_each_occasion(reading, match)
                or _whenever(reading, match)
                or _of_agent(reading, match)
            )
            if span is None:
                continue
            start, end, right = span
            if re.match("用[“「『]?◇", right) and _POLITE.search(sentence.hans[end : end + 8]):
                continue
            if match["never"] and re.match("说(?:过|一[句声])?[：:，,]?[“「『]?◇", right):
                said = sentence.hans[end : end + 14]
                if not _POLITE.search(said):
                    continue  # what is never said is better not said
            if match[0].startswith("永远") and _BEYOND.match(right):
                continue
            if re.match(
                "(?:说|觉得|认为|以为|怪|怨|念叨|嘀咕|嚷|喊|写|认定|怀疑|抱怨|担心)(?:你|您)?自己",
                right,
            ) or (match["always"] and _CANNOT.match(right)):
                continue
            after = end + len(right)
            told = reading.text[after : after + _TOLD_MAX]
            is_direct = reading.text[start:end].startswith(("你", "您")) and not _under_praise(
                reading
            )
            if is_held_against(match, _habit(match, right), told, is_direct=is_direct):
                yield self.finding(sentence.start + start, sentence.start + end)


def _on_each_occasion(reading: Reading, match: re.Match[str]) -> tuple[int, int, str] | None:
    """Return where an occasion stands that leads to what the agent does, and what that is."""
    told = _OCCASION.match(reading.text, match.start())
    if told is None or reading.subject_at(match.start()) not in ("dropped", "maybe"):
        return None
    clause = reading.clause_at(told.end() - 1)
    return match.start(), told.end(), reading.text[told.end() : clause.end]


def _whenever(reading: Reading, match: re.Match[str]) -> tuple[int, int, str] | None:
    """Return where a condition stands on which the agent does the same each time, and what."""
    if not match["whenever"]:
        return None
    clause = reading.clause_at(match.end())
    right = reading.text[match.end() + 1 : clause.end]
    is_blamed = is_fault(right) or is_bad_habit(right)
    return (match.start(), match.end() + 1, right) if is_blamed else None


def _of_agent(reading: Reading, match: re.Match[str]) -> tuple[int, int, str] | None:
    """Return where the agent and the adverb stand, and what the agent does so."""
    if match["whenever"]:
        return None
    clause = reading.clause_at(match.start())
    left = clause.text[: match.start() - clause.start]
    right = reading.text[match.end() : clause.end]
    subject = reading.subject_at(match.start())
    if re.match(
        "有?人|有谁|谁|哪|一[位个](?!语|腔|调|样|表情|姿势|口|人闷|人在|人[^，。没]{1,5}，)|任何|[客顾乘旅游]|孩子|见过|有过",
        right,
    ) or subject not in ("agent", "dropped", "third", "work"):
        return None
    if subject == "dropped" and match["always"] and not is_fault(right):
        return None
    if match[0] == "一直" and (subject == "work" or _goes_on(right) or _WORK_OF_AGENT.search(left)):
        return None
    if subject == "work" and not (_WORK_OF_AGENT.search(left) and is_fault(right)):
        return None
    if subject == "dropped" and _WHO_DOES.match(right):
        return None
    if subject == "dropped" and match["scolds"] and not (is_fault(right) or _ACTS.match(right)):
        return None
    if subject == "dropped" and match["never"] and not _ACTS.match(right):
        return None
    if _PAST.search(left):
        return None  # a habit of former days
    if _ASKS.search(left) or _WORK_OF_AGENT.search(left):
        return (
            None
            if _ASKS.search(left) or not is_fault(right)
            else (match.start(), match.end(), right)
        )
    if match["always"] and not right.strip():
        right = re.split("[，。！]", reading.text[clause.end :].lstrip("，"), maxsplit=1)[0]
    prefix = _PREFIX.search(left)
    return clause.start + prefix.start() if prefix else match.start(), match.end(), right


def _goes_on(right: str) -> bool:
    """Return whether 一直 tells how long something went on: 一直在讲故事."""
    return right.startswith("在") and not is_fault(right)


_WHO_DOES = late(rf"[^，。]{{1,10}}的(?:[那这][个位些台张只条间]|{zh.alternatives(zh.OTHER)})")
_PAST = late("以前|过去|曾经|从前|当初|那时候?|刚来")
_TOLD_MAX = 60
_POLITE = late("请|谢|您|你好|抱歉|对不起|不好意思|再见|稍等|麻烦|辛苦|欢迎|慢走")
_ACTS = late(rf"(?:曾|会|肯|去|主动|好好|认真)?(?:{zh.alternatives(zh.ACTION)})")
_OCCASION = late(
    "(?:每次|每回|每当|每逢|每到|每当|每一次|每一回)(?![都])[^，。你您]{1,10}[，,]?[你您](?:[就都总却便才又]|总是)?"
)
_WORK_OF_AGENT = late("[你您]的[^，。]{1,8}$")


# 你每次接到方言来电都请……: the occasion comes before the act.
_EACH_TIME = late("每|次次|回回|逢")
_AFTER_OCCASION = late(r"[^，。都就]{1,12}?(?:都|就(?![是能会])|便)(?=[^，。])")


def _under_praise(reading: Reading) -> bool:
    """Return whether a heading of strengths opens the sentence."""
    first = reading.clauses[0]
    return reading.text[first.end : first.end + 1] == "：" and kind_of_heading(first.text) == "keep"


def _habit(match: re.Match[str], right: str) -> str:
    """Return what is done each time, without the occasion that stands before it."""
    if match["always"] and _EACH_TIME.match(match[0]) and not match[0].endswith("都"):
        occasion = _AFTER_OCCASION.match(right)
        if occasion is not None:
            return right[occasion.end() :]
    return right
