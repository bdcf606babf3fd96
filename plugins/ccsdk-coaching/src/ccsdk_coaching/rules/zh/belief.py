"""CL106 in Chinese: a can't-do told as a fixed fact about the agent."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.clause_zh import Reading
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.model import Finding
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import ChineseRule
from ccsdk_coaching.voice_zh import quote_speaker

__all__ = ["BeliefZh"]

_FIXED = (
    "天生就?|生来就?|就是|永远都?|永远也|根本就?|压根就?|一辈子都?也?|这辈子都?也?|怎么也|怎么都|怎么学都|再怎么[^，。]{0,4}也|死活都?|从来都?|从来就"
    "|总也|注定|反正|实在|真的|确实|完全|向来"
)
_STRONG = (
    "学不[会来动好进懂]了?|教不[会来好]|改不[了掉过好]|做不[到来好了成]|干不[了来好]|搞不[定懂来]|弄不[懂好来]|玩不[转来]|记不[住牢清]|背不[下出]来?"
    "|应付不[了来]"
    "|练不[会好出]|开不了口|张不开(?:嘴|口)|拉不下脸|放不开|说不[来好]|管不[住好]|处理不[了来好]|胜任不了|撑不起来?|带不[好了]|写不[好来]"
    "|快不[了起]来?|静不下心来?"
    "|不是[^，。]{0,10}?(?:料|材料|的人|这块料|性格|性子)|(?:没有?|缺|缺少|缺乏|毫无)[^，。没]{0,6}?(?:天赋|天分|细胞|资质|慧根|悟性|才能"
    "|这根筋|脑子|头脑|本事|能力|那个命)"
    "|(?:不是|并非)[我你您他她]的?(?:强项|长项|菜|专长|本行|料)|(?:跟|和|与)[我你您他她自己]{1,2}(?:无缘|没缘|不对付|八字不合)|一窍不通|不灵光|不在行"
    "|超出了?[我你您他她自己]{1,2}的?能力|一紧张就[^，。]{0,3}[说讲]不出[一-鿿]{0,2}|驾驭不了|用不来|唱不[了来好]|没那个命|没有那个命"
    "|没救|无可救药|不可救药|不可教|朽木|烂泥|没戏|没指望|不开窍|没得救|(?:这|那)方面不行"
    "|(?:不适合|不擅长|不配|不会是|成不了|当不了|做不了|算不上)"
)
_WEAK = "没办法|没法子?|无法|不可能|不行|不会|不能|办不到|不成"
_TRAIT = "(?:太老了?|太笨了?|太内向了?|太慢了?|脑子笨|嘴笨|手笨|笨嘴拙舌|[^，。]{0,4}(?:绝缘|无缘|八字不合|合不来))"
_BELIEF = re.compile(
    rf"(?:(?:我|你|您|他|她"
    rf"|自己)(?:这个?人)?)?(?:(?P<fixed>{_FIXED})(?:[^，。；！？不没]{{0,6}}?))?(?:(?P<strong>{_STRONG})"
    rf"|(?P<weak>{_WEAK})|(?P<trait>{_TRAIT}))"
    rf"|(?P<born>(?:天生|生来|骨子里|性格)就?(?:是|很|不|没|怕|笨|慢|急|嘴|手|胆|缺|跟|和|内向)[^，。；！？]{{0,8}})"
    rf"|(?P<lack>(?:我|你|您|他|她|自己)?(?:{_FIXED})(?:没有?|缺)[^，。；！？]{{0,3}}(?:耐心|记性|信心|勇气|胆量|口才|毅力"
    rf"|定力|方向感|幽默感|创意|想象力|条理|逻辑))"
    rf"|(?P<able>(?:我|自己)(?:就|也|都|总|可|真|这个?人)?[^，。；！？不]{{0,4}}?[一-鿿]不[了来会懂住动])"
    rf"|(?P<never>(?:永远|一辈子|这辈子)(?:都|也)?(?:[不没](?:可能|会|能|懂|适|够|成|行|学|做|改|记|是)|别想"
    rf"|[一-鿿]{{1,2}}不[了会好成来动懂住]|改不|学不|做不)[^，。；！？]{{0,6}})"
)
_REASON = re.compile(
    rf"(?:我|你|您|他|她|自己)?{_TRAIT}[，,]?(?P<fixed>就)?(?P<strong>{_STRONG})"
    rf"(?P<weak>)(?P<trait>)(?P<born>)(?P<lack>)(?P<able>)(?P<never>)"
)
_IDIOM = re.compile(
    "不会[再有让是错]|不行的话|不可能[^，。]{0,4}比|没办法不|不能不|不会不|不得|忍不住|忘不[了掉]|少不了|离不开|免不了|等不及|受不了|没有[你您我]?做不到"
    "|不是做不到|没什么[^，。]*做不到|哪有|谁说|不再"
    "|不会再|说不定|停不下来|不能更|再好不过|无法形容|无法用|无法言|不可能的?任务"
)
_OVERCOME = re.compile(
    r"以前|过去|曾经?|当初|去年|前年|上个?月|上周|起初|一开始|刚来|刚开始|本来|原来|原以为|还以为|之前|那时|[春夏秋冬]天|月初|年初|起先|半年前"
    r"|[一两三几个]+[年月周]前|第一[天周]|昔日|早先"
)
_NOW = re.compile(
    "现在|今天|如今|昨天|这周|却|终于|已经|竟然|居然|这次|今晚|昨晚|后来|眼下|这个月|今早|结果|反而|都[^，。]{1,6}了|了$"
)
_SYSTEM = re.compile(
    rf"(?:{zh.alternatives(zh.CIRCUMSTANCE, zh.OTHER)}|政策|按规定|依规定|规定|门|窗|车|机|卡|单|页|表|箱|床|桌|钥匙|柜|软件)"
)


class BeliefZh(ChineseRule):
    """Flag what is said to be beyond the agent for good; the agent's own words, too."""

    code = "CL106"
    name = "limiting-belief"
    severity = "hint"
    quote_policy = "agent"
    message = "这是一个限制自己的想法：不妨想象，如果会了，会变得多轻松"
    triggers = {
        "zh": (
            "不",
            "没",
            "无",
            "天生",
            "生来",
            "骨子",
            "永远",
            "辈子",
            "朽木",
            "烂泥",
            "太老",
            "太笨",
            "太内",
            "笨",
            "绝缘",
            "缺",
            "注定",
        )
    }
    bad = (
        "自评：“当众报幕[我做不到]。”",
        "你[就是学不会]用新秤。",
        "他觉得自己[没有语言天赋]。",
        "志豪[天生不適合]站櫃台。",
        "妳說自己[不是這塊料]。",
        "當眾廣播這件事，妳[根本不可能]做好。",
    )
    good = (
        "舞台天生偏暗，你加了脚灯。",
        "预订页面没办法同时放十个名字。",
        "去年你觉得自己天生不会唱歌，昨天全车人都跟着你唱。",
        "旅客說「我學不會買票機」，妳陪他按了一遍。",
        "依規定不能退已經開船的票。",
        "沒有人能把貝殼包得比妳更牢。",
    )

    def check_reading(
        self, document: Document, sentence: Sentence, reading: Reading, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield a finding for each fixed can't-do."""
        if _OVERCOME.search(reading.text) and _is_overcome(document, sentence, reading):
            return
        for match in _merged(sentence.hans):
            start = match.start()
            around = sentence.hans[max(0, start - 4) : match.end() + 4]
            if _IDIOM.search(around):
                continue
            quote = document.quote_at(sentence.start + start)
            if quote is not None:
                holds = quote_speaker(document, quote) != "customer" and _is_own(
                    sentence.hans, match
                )
            else:
                holds = _is_about_agent(reading, match)
            if holds:
                named = re.match("你|您|他|她|自己", match[0])
                start += named.end() if named else 0
                yield self.finding(sentence.start + start, sentence.start + match.end())


def _merged(text: str) -> Iterable[re.Match[str]]:
    """Yield the beliefs; one that says why and one that says what are one."""
    at = 0
    while match := _BELIEF.search(text, at):
        reason = _REASON.match(text, match.start())
        match = reason or match
        yield match
        at = match.end()


def _is_overcome(document: Document, sentence: Sentence, reading: Reading) -> bool:
    first = _OVERCOME.search(reading.text)
    assert first is not None
    after = reading.text[first.end() :]
    if re.search("[，；;]", after) and _NOW.search(after.split("，", 1)[-1]):
        return True
    following = document.neighbour(sentence, 1)
    return following is not None and bool(_NOW.search(following.hans[:12]))


def _is_own(text: str, match: re.Match[str]) -> bool:
    """Return whether a quotation of the agent speaks of the one who says it."""
    left = re.split(r"[，。；！？“”「」『』\"：:]", text[: match.start()])[-1]
    if (
        match["strong"]
        or match["born"]
        or match["never"]
        or match["lack"]
        or match["fixed"]
        or match["trait"]
    ):
        return not _SYSTEM.search(left[-3:]) or "我" in left + match[0]
    return "我" in left + match[0] or not left


def _is_about_agent(reading: Reading, match: re.Match[str]) -> bool:
    clause = reading.clause_at(match.start())
    voice = clause.voice_at(match.start())
    if voice == "customer":
        return False
    named = re.match(r"我|你|您|他|她|自己", match[0])
    at = match.start() + (named.end() if named else 0)
    left = clause.text[: at - clause.start]
    right = reading.text[match.end() : clause.end]
    is_hard = bool(
        match["fixed"] or match["born"] or match["never"] or match["lack"] or match["trait"]
    )
    if voice == "agent":
        return (
            bool(match["strong"])
            or bool(match["able"])
            or is_hard
            or bool(re.search("自己|我", left[-4:]))
        )
    if named and named[0] == "我":
        return False
    subject = reading.subject_at(at)
    if subject not in ("agent", "third") and not (
        subject == "dropped" and match["strong"] and is_hard
    ):
        return False
    if re.search(r"了$", right) and not is_hard:
        return False
    return is_hard or _is_general(match, left, right)


def _is_general(match: re.Match[str], left: str, right: str) -> bool:
    """Return whether a can't-do holds always, not only on one day."""
    if match["weak"] == "不可能" and re.match("当|学|做|成|变|改|会|胜任|记|带|管|懂", right):
        return True
    if match["weak"] or re.search(r"那天|当时|那次|昨|刚才|今天|今晚|一时|那通|这通|这次", left):
        return False
    return not re.match(r"(?:的时候|时|的话|，?就|的[^，。]*[，。]你)", right)
