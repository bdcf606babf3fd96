"""CL108 in Chinese: always and never, about a fault of the agent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from ccsdk_coaching.clause_zh import Reading
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.model import Finding
from ccsdk_coaching.polarity_zh import denies_fault, is_fault, is_praise, plain
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import LOOKS_MAX, ChineseRule

__all__ = ["AbsoluteZh"]

_NEVER = (
    "从来不|从来没有?|从来就不|从来都不|从来都没有?|从不|从没有?|从未|向来不|一向不|永远不|永远都?不会?|没有一次|一次也没有?|一次都没有?|压根不"
    "|从来(?=[^，。]{0,4}[不没])"
)
_SCOLDS = (
    "老是|[老总就]爱|[老总]喜欢|(?<=[你您])老(?![师人板实练到套顾客字友伯头大小家太爷奶百二三乡年道远早])|老(?=[忘漏迟忽错把跟在站念说记])|一(?:到"
    "|遇到?|碰到?|忙|急|紧张|累|有)[^，。你您]{0,4}就|动不动就?|动辄|成日|见天儿?|隔三[差岔]五|三不五时|一天到晚|整天|成天|没完没了地?|三天两头"
)
_ALWAYS = (
    "总是|总(?![是算之结共体会能分数额之台务部机有裁店览和得监括])|每次都?|每回都?|每一次都?|每一回都?|每逢|每当|每到|从来都?|次次都?|回回都?|天天都?|每天都|永远都?"
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
_CLEAN_ACT = late(
    rf"(?:[向对给跟和替帮陪为](?:{zh.alternatives(zh.OTHER)})|会|都|先|向|能|这么|那么|地|用|给|为|替|跟|和|对|把|在|以|带着|记得"
    rf"|亲自|第一个|比|很"
    rf"|最)*(?:{zh.alternatives(zh.GOOD_ACT, zh.DESCRIPTIVE)})"
)
# Why, and what cannot be done, are other rules' matter.
_ASKS = late("为什么|为何|为啥|怎么|干嘛|干吗|何以|凭什么|咋")
_CANNOT = late(r"[^，。]?[学做记改搞弄教办背说写][^，。]?不[会到了住定好来懂]")
_BEYOND = late("都?是[^，。]{1,8}的人|[都也]?[^，。]{1,2}不[了会好成来动懂住到清]")
_DONE_WELL = late(
    "好|齐|净|清|楚|明白|回去|回来|归位|递给|交给|讲透|说透|下来|让给|留给|送到|分给|记在|放回|到底|到最后|心[上里]|第一位"
)
_FOR_OTHERS = late("替|为|给|帮|陪|想着|惦记|记挂|牵挂|让(?!人|客|大家|老|孩|她|他|别)")
_CALM = late(
    r"(?:在(?:$|那|身[边旁]|场|线)|对的|这样|那么|这么|一样|乐|高高兴兴|陪着|守|支持|相信|努力|用心|学习|进步|这样|如此|很|是(?:大家|团队|第一|我们"
    r"|最(?!后))|能|有)"
)


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
            if match.start() < end or reading.voice_at(match.start()) != "writer":
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
            if match["never"] and re.match("说[：:，,]?[“「『]?◇", right):
                said = sentence.hans[end : end + 14]
                if not _POLITE.search(said):
                    continue  # what is never said is better not said
            if match[0].startswith("永远") and _BEYOND.match(right):
                continue
            if re.match("说(?:你|您)?自己", right) or (match["always"] and _CANNOT.match(right)):
                continue
            if _is_held_against(match, right) or _is_suffered(reading, match, right, end):
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
    return (match.start(), match.end() + 1, right) if is_fault(right) else None


def _of_agent(reading: Reading, match: re.Match[str]) -> tuple[int, int, str] | None:
    """Return where the agent and the adverb stand, and what the agent does so."""
    if match["whenever"]:
        return None
    clause = reading.clause_at(match.start())
    left = clause.text[: match.start() - clause.start]
    right = reading.text[match.end() : clause.end]
    subject = reading.subject_at(match.start())
    if re.match(
        "有?人|有谁|谁|哪|一[位个]|任何|[客顾乘旅游]|孩子|见过|有过", right
    ) or subject not in ("agent", "dropped", "third", "work"):
        return None
    if subject == "dropped" and match["always"] and not is_fault(right):
        return None
    if match[0] == "一直" and (subject == "work" or _goes_on(right)):
        return None
    if subject == "work" and not (_WORK_OF_AGENT.search(left) and is_fault(right)):
        return None
    if subject == "dropped" and _WHO_DOES.match(right):
        return None
    if subject == "dropped" and match["scolds"] and not (is_fault(right) or _ACTS.match(right)):
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


def _goes_on(right: str) -> bool:
    """Return whether 一直 tells how long something went on: 一直在讲故事."""
    return right.startswith("在") and not is_fault(right)


_WHO_DOES = late(rf"[^，。]{{1,10}}的(?:[那这][个位些台张只条间]|{zh.alternatives(zh.OTHER)})")
_POLITE = late("请|谢|您|你好|抱歉|对不起|不好意思|再见|稍等|麻烦|辛苦|欢迎|慢走")
_ACTS = late(rf"(?:曾|会|肯|去|主动|好好|认真)?(?:{zh.alternatives(zh.ACTION)})")
_OCCASION = late(
    "(?:每次|每回|每当|每逢|每到|每当|每一次|每一回)(?![都])[^，。你您]{1,10}[，,]?[你您](?:[就都总却便才又]|总是)?"
)
_WORK_OF_AGENT = late("[你您]的[^，。]{1,8}$")


def _is_held_against(match: re.Match[str], right: str) -> bool:
    if match["never"] and re.match("(?:肯|愿意?|想到?|舍得|打算)", right):
        return True  # an unwillingness is held against whoever has it
    if match["never"]:
        return _is_bad_if_never(match[0], right)
    if (is_left_out := _leaves_out(right)) is not None:
        return is_left_out
    if is_fault(right) and not _is_only_denied(right):
        return not (_CLEAN_ACT.match(right) and not _is_plain_fault(right))
    if is_praise(right) or _CLEAN_ACT.match(right) or _CALM.match(right):
        return False
    if _FOR_OTHERS.match(right) or _DONE_WELL.search(right) or _GOOD_SIGN.search(right):
        return False
    if match["scolds"]:
        return True
    return bool(_SCOLDED.match(right))


_SKILLS = zh.alternatives(zh.SKILL)
# 客人都不知讲完没有: what it brings on those who are served tells that it is held against.
_SUFFER = late(
    rf"[，,；;\s]*(?:结果|搞得|弄得|害得?|让|叫|使得?)?(?:那[位个])?(?!谁|有人|没)(?:{zh.alternatives(zh.OTHER)})"
    r"[^，。没不]{0,5}?"
    r"(?:不知|不懂|不明|不清|听不|没听|没记|挂[机了断线]|走了|跑了|[干白久空]等|要等|等[得到着]|急[得了]|发?火|投诉|抱怨|催"
    r"|叫半天|没人[应理管]|跟不上|[又再重]打|白跑|一头雾水|误会|以为没|烦|打断)"
)


def _is_suffered(reading: Reading, match: re.Match[str], right: str, at: int) -> bool:
    """Return whether those who are served suffer from what is always done, be it no fault."""
    if match["never"] or _CLEAN_ACT.match(right) or _CALM.match(right):
        return False
    if is_praise(right) and not re.search("[快短轻]$", right):
        return False  # 说得很快，老人家听不清
    if _FOR_OTHERS.match(right) or _GOOD_SIGN.search(right):
        return False
    clause = reading.clause_at(at - 1)
    return bool(right.strip()) and bool(_SUFFER.match(reading.text, clause.end))


_FAULTS = zh.alternatives(
    " ".join(word for word in zh.FAULT.split() if word not in ("不", "没", "没有", "未", "太"))
)
_FAULTY = late(
    rf"(?:因为|把|在|对|跟|让|会|曾|再)?[^，。]{{0,3}}(?:{_FAULTS})(?!误?[记改承认写说报])|缺席|动怒|食言|偷工|空手|瞌睡|轻视|歧视"
    rf"|小看|看不起|糊弄|争|骄|炫|居功"
)
_GOOD_SIGN = late(
    "不等[^，。]{1,8}就(?!挂|走|打断|关|说|插)|[递端扶守]|第一个(?!下班|走|离开|溜|吃)|最[好早快稳先认细亲可]|双手|笑|记[得着住下]|写|试音|提前"
    "|准时|备|带[着来上]|送|有办法|想到|留给自己|轻声|问候"
    "|问一?[句声]|试一?试"
    "|先[问听停看试确打蹲敲说介报](?!别处)|检查|擦|谢谢|感谢|道谢|早到|认真|互相|开玩笑|一起|支持|鼓励|用[^，。]{1,6}[解讲说画]"
    "|让[^，。]{1,6}[笑安放满舒高明懂]"
)
_SCOLDED = late(
    r"都?是?(?:只(?!要)|光(?!线)|嫌|怕|躲|抢|挑|赖|拿|催(?!化)|要人|要别人|最后(?!一个[走离下])|第一个(?:下班|走|离开|溜|吃|跑|赖|怪|喊|推)"
    r"|等[^，。]{1,6}[催问骂急火][^，。]{0,2}[才先方]|用[“「]?◇|(?:就|便|先|只)?(?:怪(?!不)|赖|怨|推[说到])|先(?:挂|走|吃|坐|解释自己"
    r"|辩))"
)


# What is not done and belongs to the work; 不等, 不用 and 不让 leave nothing out.
_LEFT_OUT = late(
    rf"[都也]?(?:不|没)(?:先|好好|肯|去|主动)?(?:看|听|写|报|填|记(?!仇|较)|核|查|确认|问(?!题)|说一声|说请|打招呼|道歉|道谢|复述|备注"
    rf"|登记|回访|回拨|接|关|登出|静音"
    rf"|检查|总结|交接|解释|{_SKILLS})(?P<rest>[^，。]*)"
)
_DONE_THEN = late("(?:就|便|直接)(?P<act>[^，。]*)")
_CUT_OFF = late("挂|按|转|拨|走|关|断|结束|发|开|甩|丢|催|下班|签|收线|报价|推荐|承诺|答应|处理")


def _leaves_out(right: str) -> bool | None:
    """Return whether a part of the work is left out: 不看备注就拨号, not 不看手册就答对.

    None where this does not tell.
    """
    match = _LEFT_OUT.match(right)
    if match is None or is_praise(right) or denies_fault(right):
        return None
    then = _DONE_THEN.search(match["rest"])
    if then is not None:
        return bool(_CUT_OFF.match(then["act"])) or is_fault(then["act"])
    is_unclear = re.search("也|都|反而|[能会]|坏话|脏话|八卦|闲话|多余|私人|别人的", match["rest"])
    return None if is_unclear else True


def _is_only_denied(right: str) -> bool:
    """Return whether nothing but a negation looks like a fault, beside something good."""
    rest = re.sub("[不没未无]有?", "", right)
    return not is_fault(rest) and bool(
        is_praise(rest) or _GOOD_SIGN.search(rest) or _FOR_OTHERS.search(rest) or _GOOD.search(rest)
    )


_GOOD = late(zh.alternatives(zh.GOOD_ACT))


def _is_plain_fault(right: str) -> bool:
    return bool(re.search("忘|漏|错|迟|打断|抢|[让叫]别人|推给|甩|让[^，。]{1,8}等", plain(right)))


def _is_bad_if_never(word: str, right: str) -> bool:
    """Return whether it is a fault never to do what follows: not if that is a fault itself."""
    if re.match("[拿把][^，。]{0,10}当", right):
        return False
    if re.match("是|适合|可能|能(?!不)", right):
        return False  # what the agent is said to be unable to do is another rule's
    if re.match("比|像|这么|如此|那么|见过|觉得", right) or _FAULTY.match(right):
        return False
    if re.match("(?:在|当着|背着|冲着|对着)[^，。]{1,6}(?:面前?|后|脸|跟前)", right):
        return False  # what is not done before people is better not done
    if re.match("让|叫|使", right) and not re.search("说完|讲完|开口|插嘴|选|试|碰|休息|坐", right):
        return False  # never to let something happen is care
    if "◆" in plain(word[-2:] + right.replace("的", ""))[:4]:
        return False
    return not re.match(
        "(?:让|叫|使|给|对|跟|因|为|会|把|在|向|嫌|怕|说|摆|当着|和|背后)*[^，。]{0,10}(?:挂|撂|甩|摔|情绪|多余|私人|别人的|八卦|闲话"
        "|疑问|嗓门|大声|音量|脸色|脏话|重话|坏话|怨|计较"
        "|吝|小气|保留"
        "|偷懒|闲|嫌|失|架子|推"
        "|慌|错|迟|忘|漏|打断|抢|催|吼|骂|敷衍|离岗|早退|缺勤|请假|喊累|叫苦|冷落|丢下|落下|放弃|为难|失望|白跑|久等|一个人)",
        right,
    )
