"""CL102 in Chinese: a duty laid on the agent or the agent's work."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

import attrs

from ccsdk_coaching.clause_zh import NAME, Clause, Reading, is_agent, owner_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.model import Finding, Suggestion
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import LOOKS_MAX, ChineseRule

__all__ = ["ModalZh"]

_MODAL = re.compile(
    r"(?P<strong>不应该|不应当|应该|应当|理应|理当|必须|务必|务须|必得|不该|有义务)"
    r"|(?P<full>一定要|必定要|千万要|务必要|需要|不得)"
    r"|(?P<short>应|须|需|得|该|要)"
)
_ACTION = rf"(?:{zh.alternatives(zh.ACTION)})"
_ADVERBS = rf"(?:{zh.alternatives(zh.ADVERB, zh.TIME)}|[^，。]{{0,10}}?[前后时](?!面|台))*"
_ACTS = re.compile(_ADVERBS + _ACTION)
_STRONG_ACTS = re.compile(
    "(?:先|再|主动|及时|清楚|完整)*(?:核|确认|告|问|提醒|检查|说明|解释|报|讲|登记|备注|复述|验|道歉|介绍|写|记|通知|询)"
)
# The same letters in another sense, by what stands around them.
_NO_NEED = re.compile(r"(?:不|无|没|不一定|未必|不见得|何|用不着|并不|并非|是否|不是)$")
_NOUN_BEFORE = re.compile(r"(?:[反响适供感回效报呼照对答相顺]|◇)$|有[你]?$")
_SENSE = {
    "应": (r"[反响适供感回效报呼照对答相顺]$", r"[变急对付届邀聘有酬验战援声答承]|用|征|急"),
    "须": (r"[必胡触无]$", r"[知臾]"),
    "需": (r"[必供所急内无]$", r"[求要量]|[\u4e00-\u9fff]{0,3}的"),
    "得": (
        r"[觉记值获取懂显免省难舍认晓赢夺博心所来使落求不]$",
        r"[到知了罪分奖以力体当意出票失手逞宠主奖益空很非太更真挺十特格相最极多些不过清好像比又也都跟像如起住着]|来速",
    ),
    "该": (
        r"[活应]$",
        r"[店馆员校院处航班公系统产品名位款项条张个局区站]|(?:[客顾乘旅病患住])|行|死|有多",
    ),
    "要": (
        r"[主重必需想只快不将若正首简纪摘索险次提概扼紧还来宁硬非执]$|就$|快$|想$",
        r"[是么求点素紧害闻塞领务命价件道挟]|不[然要是]|好的|好了|别人|人家|客人|顾客|同事|我|你|他|她|[两三四五六七八九十\d几多][\u4e00-\u9fff]|么",
    ),
}
_SENSES = {
    word: (re.compile(before), re.compile(after)) for word, (before, after) in _SENSE.items()
}
_GUESS = re.compile(
    r"(?:就|也|都|还|早|早就)?(?:是(?!先)|会|能|可以|已|有[^，。]{0,6}[吧了]$|知道|记得|听过|听说|听见|明白|[\u4e00-\u9fff]得"
    r"|看到了|看见了|感觉|感受|察觉|没|累|很[累开高满]|挺|差不多|马上就|快[到好完停开来]|还(?:在|有)|早就|差不多)|[^，。把]{1,6}了[吧]?$"
)
_ENCOURAGES = re.compile(
    r"(?:[为以替给对]?(?:你|您)?自己(?:[^，。]{0,4})?(?:骄傲|高兴|自豪|鼓|荣|信心|满意|点赞|掌)|(?:感到|觉得)?(?:骄傲|自豪|高兴|开心"
    r"|欣慰|庆幸)|相信自己|[得受]到(?:表扬|奖|肯定|称赞)"
    r"|(?:好好|多)?(?:休息|放松|庆祝|享受)|(?:被|受)[^，。]{0,4}(?:表扬|夸|奖|看见|记住)|(?:拿|领)[^，。]{0,3}奖)"
)
_FROM_COACH = re.compile(
    r"(?:特别|好好|再)?(?:给|为|向|对|跟|夸|表扬|感谢|谢|承认|称赞|恭喜|祝)[你您]|(?:说|夸|点赞|表扬|承认|感谢)(?:的是|一句你|，|$|一下)"
)
_CONDITION = re.compile(
    r"(?:如果|要是|假如|假使|若|万一|一旦|当(?!然)|只要|倘若|即使|就算|哪怕|除非|凡是|无论|不管|每当)"
)
_ENDS_CONDITION = re.compile(r"(?:的话|的时候|时候|时|之前|以前)$")
_RELATIVE = re.compile(r"[^，。把◇]{0,9}的(?:[^，。]{0,8}(?:都|也|全)|[^，。你]{0,5}$)")
_QUESTION = re.compile(r"什么|哪|怎[么样]|多少|多久|几[个次天]|谁|吗|何时|如何|帮助|支持|帮忙|协助")
_SOURCE = re.compile(
    r"(?:[按依照据]|按照|依照|依据|根据|遵照|遵循|基于|受|因|为了?符合)[^，。；]{0,16}"
    r"(?:法|法律|法规|条例|监管|规定|规章|制度|政策|守则|准则|公约|法令|章程|规范|要求|标准|协议|办法|规则|条款)"
    r"|(?:法|法律|法规|条例|监管[^，。]{0,3}|规定|规章|制度|政策|守则|准则|公约|法令|章程|规则|[局署部院]|[总银证保金海]监?[局会]|管会|央行|海关"
    r"|消防|卡组织|Visa|PCI[^，。]{0,4}|GDPR)"
    r"[^，。]{0,6}(?:规定|要求|写明|写着|讲明|明确|强制|硬性|说|有言)"
    r"|[\u4e00-\u9fff]{2,}法(?:[^，。]{0,3})(?:规定|要求|必须|应)|(?:是|属于)[^，。]{0,10}(?:法律?|条例|法规|监管"
    r"|规定)(?:的?(?:要求|规定))?"
)


class ModalZh(ChineseRule):
    """Flag a modal whose subject is the agent, the agent's work, or left out."""

    code = "CL102"
    name = "authoritarian-modal"
    severity = "warning"
    message = "这个词是命令；不妨改成邀请：“如果……就更好了”"
    triggers = {"zh": ("应", "必", "务", "需", "须", "得", "该", "要", "理当", "有义务")}
    bad = (
        "妳的回信[應該]附上座位圖。",
        "你[应该]戴好胸牌。",
        "下回[務必]先報樓層。",
        "開場白[得]提到醫院的名字。",
        "坐席[须]在挂断前复述地址。",
        "退货的电话你[要]先问原因。",
    )
    good = (
        "今晚应该还有站票。",
        "你折得很整齐，地图能放进口袋。",
        "遊客說「你們必須開燈」，你拿了手電筒給他。",
        "乘客必须系好安全带，你讲得很清楚。",
        "按照消防法，通道必須保持暢通，你挪開了推車。",
        "客人要兩杯熱茶，你馬上端來了。",
    )

    def check_reading(
        self, document: Document, sentence: Sentence, reading: Reading, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield a finding for each duty."""
        sourced: bool | None = None
        for match in islice(_MODAL.finditer(reading.text), LOOKS_MAX):
            if not self._binds(reading, match):
                continue
            if sourced is None:
                sourced = _has_source(document, sentence, config)
            if sourced:
                return
            start, end = _span(reading.text, match)
            duty = next((word for word in config.allow_duties if word in sentence.text), None)
            finding = self.finding(
                sentence.start + start,
                sentence.start + end,
                *_invitation(reading, sentence, match),
                message=f"“{sentence.text[start:end]}”是命令；不妨改成邀请：“如果……就更好了”",
            )
            if duty is not None:
                finding = attrs.evolve(finding, severity="info", message=f"写明出处：{duty}")
            yield finding

    def _binds(self, reading: Reading, match: re.Match[str]) -> bool:
        clause = reading.clause_at(match.start())
        if clause.voice_at(match.start()) != "writer" or _is_heading(reading, clause):
            return False
        left = clause.text[: match.start() - clause.start]
        right = reading.text[match.end() : clause.end]
        if _is_other_sense(match, left, right) or _is_background(clause, match, left, right):
            return False
        subject = reading.subject_at(match.start())
        if subject == "maybe":
            return bool(_STRONG_ACTS.match(right))
        if subject == "unknown":
            return _acts_on_topic(match, left, right)
        if not is_agent(subject):
            return False
        if subject == "third" and not _is_about_agent(reading, clause, match):
            return False
        if match["short"] or match[0] in ("需要", "不得"):
            return subject not in ("dropped", "third") or bool(_ACTS.match(right))
        return subject != "dropped" or match[0] not in ("应该", "应当") or bool(_ACTS.match(right))


def _is_about_agent(reading: Reading, clause: Clause, match: re.Match[str]) -> bool:
    """Return whether he or she is the agent: not beside 你, nor after somebody else."""
    if "你" in reading.text or "您" in reading.text or match[0] in ("要", "需要"):
        return False
    earlier = [owner_of(each.text) for each in reading.clauses if each.start < clause.start]
    named = [each for each in earlier if each in ("agent", "other")]
    return not named or named[0] == "agent"


def _is_other_sense(match: re.Match[str], left: str, right: str) -> bool:
    word = match[0]
    if _NO_NEED.search(left) and word != "不得":
        return True
    if word == "不得" and (not right or right[0] in "不了已而知体当"):
        return True
    if word in _SENSES:
        before, after = _SENSES[word]
        if word == "得" and not _is_duty(left, right):
            return True
        if before.search(left) or after.match(right):
            return True
    if word == "要" and (re.search(r"了$", right) and not re.search(r"把|一定", right)):
        return True
    return not right.strip() or right[0] in "的，。"


_SUBJECT_END = re.compile(
    rf"(?:^|\s|[，：◇])$|(?:{zh.alternatives(zh.AGENT, zh.TIME, zh.ADVERB, zh.OTHER, zh.WORK)}"
    rf"|{NAME}|[前后时里上中非必们])$"
)
_QUALITY = re.compile(
    rf"(?:{zh.alternatives(zh.DESCRIPTIVE, zh.EVALUATIVE)}|[\u4e00-\u9fff]{{1,4}}$)"
)
_CLEAR_END = re.compile(rf"(?:{zh.alternatives(zh.AGENT, zh.TIME, zh.ADVERB)}|[前后时必非])$")


def _is_duty(left: str, right: str) -> bool:
    """Return whether 得 stands where a modal does, not between a verb and its quality."""
    if re.match("先(?!后)|把|提前", right) or (
        _STRONG_ACTS.match(right) and not _CONDITION.match(left)
    ):
        return True
    if not _SUBJECT_END.search(left):
        return False
    return bool(_CLEAR_END.search(left)) or not _QUALITY.match(right)


def _is_background(clause: Clause, match: re.Match[str], left: str, right: str) -> bool:
    if _CONDITION.match(clause.text.lstrip()) or _ENDS_CONDITION.search(clause.text):
        return True
    if match[0] in ("应该", "应", "应当", "该", "理应") and _GUESS.match(right):
        return True
    if _ENCOURAGES.match(right) or _FROM_COACH.match(right):
        return True
    if right.endswith("吧") and match[0] in ("应该", "应当"):
        return True
    if _QUESTION.search(right) and (clause.text.endswith("吗") or match[0] != "必须"):
        asks = re.match(r"[^，。]*?(?:什么|哪|怎|多少|多久|几[个次天]|谁|何时|如何)", right)
        if asks and not re.match(_ADVERBS + r"(?:告诉|说|问|写|讲|确认|核|注明|查)", right):
            return True
        if match[0] == "需要" and _QUESTION.match(right):
            return True
    if not left.strip() or re.search(r"(?:把|那些|所有|每个|一[个位]|[给替为])$", left):
        if re.fullmatch(r"[^，。把]{1,5}的[^，。的]{1,5}", right):
            return True
        return bool(re.match(r"[^，。]{1,9}的[^，。]{1,8}", right)) and not _ACTS.match(right)
    return match[0] in ("该", "需要", "要", "必须") and bool(
        re.match(r"[^，。]{1,4}的(?:都|也|全|$)", right)
    )


def _is_heading(reading: Reading, clause: Clause) -> bool:
    return clause.is_heading and reading.text[clause.end : clause.end + 1] in (
        "",
        "：",
        ":",
        "\n",
        "\r",
    )


def _acts_on_topic(match: re.Match[str], left: str, right: str) -> bool:
    """Return whether an act of an agent follows a thing that stands first."""
    if re.match("由[你您]", right):
        return True
    if match[0] in ("应", "需", "要", "需要") or _THING.search(left):
        return bool(_STRONG_ACTS.match(right)) and match[0] not in ("应", "需")
    return bool(_ACTS.match(right))


_THING = re.compile(
    rf"^(?:{zh.alternatives(zh.CIRCUMSTANCE)})|(?:{zh.alternatives(zh.CIRCUMSTANCE)})$"
)


def _span(text: str, match: re.Match[str]) -> tuple[int, int]:
    if match[0] == "得" and text[match.start() - 1 : match.start()] == "非":
        return match.start() - 1, match.end()
    return match.span()


def _has_source(document: Document, sentence: Sentence, config: CoachingConfig) -> bool:
    for step in (0, -1, 1):
        near = sentence if step == 0 else document.neighbour(sentence, step)
        if near is None or near.lang != "zh":
            continue
        if any(name in near.text for name in config.authorities):
            return True
        if _SOURCE.search(near.hans):
            return True
    return False


def _invitation(reading: Reading, sentence: Sentence, match: re.Match[str]) -> list[Suggestion]:
    """Return an invitation in place of a demand, where 你 opens the sentence with it."""
    if match.start() != 1 or reading.text[0] not in "你您" or match[0] not in ("应该", "必须"):
        return []
    if "，" in reading.text or "；" in reading.text or reading.text[-1] not in "。！":
        return []
    body = sentence.text[match.end() : -1].rstrip("。！")
    text = f"如果{sentence.text[0]}能{body}，就更好了{sentence.text[-1]}"
    return [Suggestion(start=sentence.start, end=sentence.end, text=text)]
