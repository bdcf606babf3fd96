"""CL108 in Chinese: always and never, about a fault of the agent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from ccsdk_coaching.clause_zh import Reading
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.model import Finding
from ccsdk_coaching.polarity_zh import is_fault, is_praise, plain
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import LOOKS_MAX, ChineseRule

__all__ = ["AbsoluteZh"]

_NEVER = (
    "从来不|从来没有?|从来就不|从来都不|从来都没有?|从不|从没有?|从未|向来不|一向不|永远不|永远都?不会?|没有一次|一次也没有?|一次都没有?|压根不"
    "|从来(?=[^，。]{0,4}[不没])"
)
_SCOLDS = "老是|老(?=[忘漏迟忽错把跟在站念说])|总爱|总喜欢|动不动就?|一天到晚|整天|成天|没完没了地?|三天两头"
_ALWAYS = (
    "总是|总(?=[忘漏迟错把在要跟站念说不抢让急拖躲推先对用])|每次都?|每回都?|每一次都?|每一回都?|每逢|每当|从来都?|次次都?|回回都?|天天都?|每天都|永远都?"
    "|一直都?|始终|一贯"
    "|一向|时时|时刻|不停地?|没有一次不|每通(?:电话)?都|无时无刻"
)
_ADVERB = re.compile(rf"(?P<never>{_NEVER})|(?P<scolds>{_SCOLDS})|(?P<always>{_ALWAYS})")
_PREFIX = re.compile(r"(?:你们|您们|你|您|妳)(?:[好似乎像怎么真的就也都自己还又\s]){0,4}$")
_NAMED = re.compile(r"[\u4e00-\u9fff]{1,6}$")
_CLEAN_ACT = re.compile(
    rf"(?:会|都|先|能|这么|那么|地|用|给|为|替|跟|和|对|把|在|以|带着|记得|亲自|第一个|比|很"
    rf"|最)*(?:{zh.alternatives(zh.GOOD_ACT, zh.DESCRIPTIVE)})"
)
# Why, and what cannot be done, are other rules' matter.
_ASKS = re.compile("为什么|为何|为啥|怎么|干嘛|干吗|何以|凭什么|咋")
_CANNOT = re.compile(r"[^，。]?[学做记改搞弄教办背说写][^，。]?不[会到了住定好来懂]")
_DONE_WELL = re.compile(
    "好|齐|净|清|楚|明白|回去|回来|归位|递给|交给|讲透|说透|下来|让给|留给|送到|分给|记在|放回"
)
_FOR_OTHERS = re.compile("替|为|给|帮|陪|让(?!人|客|大家|老|孩|她|他|别)")
_CALM = re.compile(
    r"(?:在|对的|这样|那么|这么|一样|乐|高高兴兴|陪着|守|支持|相信|努力|用心|学习|进步|这样|如此|很|是(?:大家|团队|第一|我们|最)|能|有)"
)


class AbsoluteZh(ChineseRule):
    """Flag the agent and the adverb where what follows is a fault."""

    code = "CL108"
    name = "absolute-you"
    severity = "info"
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
            "总",
            "动不动",
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
        )
    }
    bad = (
        "[你总是]站错门口。",
        "[你从来不]检查后车门。",
        "[你每次都]把推车停在过道中间。",
        "[妳老是]唸錯廟名。",
        "[妳從來沒有]把窗戶關好。",
        "[你每回都]忘了關燈。",
    )
    good = (
        "从来没有人迷路，因为你画了箭头。",
        "你从来不打断客人。",
        "你总是记得常客的名字。",
        "妳每次都先蹲下來和小孩說話。",
        "房客抱怨妳老是敲錯門，妳跟他道了歉。",
        "電梯總是卡在兩層之間，你把湯端了上去。",
    )

    def check_reading(
        self, document: Document, sentence: Sentence, reading: Reading, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield a finding for each habit that is held against the agent."""
        end = 0
        for match in islice(_ADVERB.finditer(reading.text), LOOKS_MAX):
            if match.start() < end or reading.voice_at(match.start()) != "writer":
                continue
            span = _on_each_occasion(reading, match) or _of_agent(reading, match)
            if span is None:
                continue
            start, end, right = span
            if re.match("说(?:你|您)?自己", right) or (match["always"] and _CANNOT.match(right)):
                continue
            if _is_held_against(match, right):
                yield self.finding(sentence.start + start, sentence.start + end)


def _on_each_occasion(reading: Reading, match: re.Match[str]) -> tuple[int, int, str] | None:
    """Return where an occasion stands that leads to what the agent does, and what that is."""
    told = _OCCASION.match(reading.text, match.start())
    if told is None or reading.subject_at(match.start()) not in ("dropped", "maybe"):
        return None
    clause = reading.clause_at(told.end() - 1)
    return match.start(), told.end(), reading.text[told.end() : clause.end]


def _of_agent(reading: Reading, match: re.Match[str]) -> tuple[int, int, str] | None:
    """Return where the agent and the adverb stand, and what the agent does so."""
    clause = reading.clause_at(match.start())
    left = clause.text[: match.start() - clause.start]
    right = reading.text[match.end() : clause.end]
    subject = reading.subject_at(match.start())
    if re.match(
        "有?人|有谁|谁|哪|一[位个]|任何|[客顾乘旅游]|孩子|见过|有过", right
    ) or subject not in ("agent", "dropped", "third"):
        return None
    if subject == "dropped" and match["always"] and not is_fault(right):
        return None
    if subject == "dropped" and match["never"] and not _ACTS.match(right):
        return None
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


_ACTS = re.compile(rf"(?:曾|会|肯|去|主动|好好|认真)?(?:{zh.alternatives(zh.ACTION)})")
_OCCASION = re.compile(
    "(?:每次|每回|每当|每逢|每当|每一次|每一回)(?![都])[^，。你您]{1,10}[，,]?[你您](?:[就都总却便才又]|总是)?"
)
_WORK_OF_AGENT = re.compile("[你您]的[^，。]{1,8}$")


def _is_held_against(match: re.Match[str], right: str) -> bool:
    if match["never"]:
        return _is_bad_if_never(match[0], right)
    if is_fault(right) and not _is_only_denied(right):
        return not (_CLEAN_ACT.match(right) and not _is_plain_fault(right))
    if is_praise(right) or _CLEAN_ACT.match(right) or _CALM.match(right):
        return False
    if _FOR_OTHERS.match(right) or _DONE_WELL.search(right) or _GOOD_SIGN.search(right):
        return False
    if match["scolds"] or match[0] in _BLAMES:
        return True
    return bool(_SCOLDED.match(right))


_FAULTS = "|".join(
    word
    for word in zh.alternatives(zh.FAULT).split("|")
    if word not in ("不", "没", "没有", "未", "太")
)
_BLAMES = ("总是", "总", "永远")
_FAULTY = re.compile(
    rf"(?:因为|把|在|对|跟|让|会|曾|再)?[^，。]{{0,3}}(?:{_FAULTS})(?!误?[记改承认写说报])|缺席|动怒|食言|偷工|空手|瞌睡|轻视|歧视"
    rf"|小看|看不起|糊弄|争|骄|炫|居功"
)
_GOOD_SIGN = re.compile(
    "不等[^，。]{1,8}就(?!挂|走|打断|关|说|插)|[递端扶守]|第一个(?!下班|走|离开|溜|吃)|最[好早快稳先认细亲可]|双手|笑|记[得着住下]|写|试音|提前"
    "|准时|备|带[着来上]|送|有办法|想到|留给自己|轻声|问候"
    "|问一?[句声]|试一?试"
    "|先[问听停看试确打蹲敲说介报](?!别处)|检查|擦|谢谢|感谢|道谢|早到|认真|互相|开玩笑|一起|支持|鼓励|用[^，。]{1,6}[解讲说画]"
    "|让[^，。]{1,6}[笑安放满舒高明懂]"
)
_SCOLDED = re.compile(r"把|在|只|就|都是|跟|用|等|边|一边|同|最后|坐|躲|先挂|绕|让|叫|要")


def _is_only_denied(right: str) -> bool:
    """Return whether nothing but a negation looks like a fault, beside something good."""
    rest = re.sub("[不没未无]有?", "", right)
    return not is_fault(rest) and bool(
        is_praise(rest) or _GOOD_SIGN.search(rest) or _FOR_OTHERS.search(rest) or _GOOD.search(rest)
    )


_GOOD = re.compile(zh.alternatives(zh.GOOD_ACT))


def _is_plain_fault(right: str) -> bool:
    return bool(re.search("忘|漏|错|迟|打断|抢|让[^，。]{1,4}等", plain(right)))


def _is_bad_if_never(word: str, right: str) -> bool:
    """Return whether it is a fault never to do what follows: not if that is a fault itself."""
    if re.match("比|像|这么|如此|那么|见过|觉得", right) or _FAULTY.match(right):
        return False
    if re.match("让|叫|使", right) and not re.search("说完|讲完|开口|插嘴|选|试|碰|休息|坐", right):
        return False  # never to let something happen is care
    if "◆" in plain(word[-2:] + right)[:4]:
        return False
    return not re.match(
        "(?:让|叫|使|给|对|跟|因|为|会|把|在|向|嫌|怕|说|摆|当着|和|背后)*[^，。]{0,6}(?:疑问|脸色|脏话|重话|坏话|怨|计较|吝|小气|保留"
        "|偷懒|闲|嫌|失|架子|推"
        "|慌|错|迟|忘|漏|打断|抢|催|吼|骂|敷衍|离岗|早退|缺勤|请假|喊累|叫苦|冷落|丢下|落下|放弃|为难|失望|白跑|久等|一个人)",
        right,
    )
