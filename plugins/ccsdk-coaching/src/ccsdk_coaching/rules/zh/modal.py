"""CL102 in Chinese: a duty laid on the agent or the agent's work."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

import msgspec

from ccsdk_coaching.clause_zh import Clause, Reading
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.headings_zh import kind_of_heading
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.model import Finding, Suggestion
from ccsdk_coaching.polarity_zh import is_fault
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import LOOKS_MAX, ChineseRule
from ccsdk_coaching.senses_zh import (
    ACTION,
    ACTS,
    ADVERBS,
    CONDITION,
    IS_TOLD,
    STRONG_ACTS,
    is_other_sense,
)
from ccsdk_coaching.subject_zh import AGENT, OTHER, is_agent, owner_of
from ccsdk_coaching.topic_zh import WITH_CARE, binds_by_topic

__all__ = ["ModalZh"]

# How one behaves is forbidden; what one is unable to do is not.
_CONDUCT = (
    "再|总|老|光顾|光|只顾|一味|把|告诉|[只就直]?(?:这样|这么|那样|那么|当着|随便|随意|冲|一?边|对[客顾乘旅病老孩长]|让[客顾乘旅病老孩长]"
    "|在[客顾乘旅病老孩长通电柜])"
)
_MODAL = late(
    r"(?=[一不务千应得必最有理要该需须])(?:(?P<strong>不应该|不应当|不应(?![求时验邀])|应该|应当|理应|理当|必须|务必|务须|必得|不该|有义务)"
    rf"|(?P<full>一定要|必定要|千万(?:要|别|不要|不能|不可)|务必要|需要|不得|不许|不准|(?<![可能])不(?:可以|可|能)(?={_CONDUCT})"
    rf"|不(?:能|可以?)不(?![说佩承笑感想叹爱服夸赞])|(?<=[你您])最好(?![的了吧，。]))"
    r"|(?P<short>应|须|需|得|该|要))"
)
_GUESS = late(
    r"(?:就|也|都|还|早|早就)?(?:被|是(?!先)|会|能|可以|已|有[^，。]{0,6}[吧了]$|知道|记得|听过|听说|听见|明白|[\u4e00-\u9fff]得"
    r"|看到了|看见了|感觉|感受|察觉|没|累|很[累开高满]|挺|差不多|够|难不|不难|不至于|没问题|[^，。]{0,2}不[了倒着]|马上就|快[到好完停开来]|还(?:在|有)"
    r"|早就|差不多)|[^，。把]{1,6}了[吧]?$"
)
_ENCOURAGES = late(
    r"(?:[为以替给对](?:这|那|今|昨)[^，。]{1,6}(?:感到|觉得)?(?=骄傲|自豪|高兴)|[听看读][听看读][^，。]{0,8}[夸谢赞]|[为以替给对]?(?:你"
    r"|您)?自己(?:[^，。]{0,4})?(?:骄傲|高兴|自豪|鼓|荣|信心|满意|点赞|掌)|(?:感到|觉得)?(?:骄傲|自豪|高兴|开心|得意|偷着?乐"
    r"|知足|欣慰|庆幸)|相信自己|(?:夸|犒劳|奖励|表扬|谢谢?|感谢|善待|心疼|放过|抱)[^，。]{0,2}自己|[得受]到(?:表扬|奖|肯定|称赞)"
    r"|收下|(?:好好|多)?(?:休息|放松|庆祝|享受)|(?:被|受)[^，。]{0,4}(?:表扬|夸|奖|看见|记住)|(?:拿|领)[^，。]{0,3}奖)"
)
_FROM_COACH = late(
    r"(?:特别|好好|再)?(?:给|为|向|对|跟|夸|表扬|感谢|谢|承认|称赞|恭喜|祝)[你您]|(?:说|夸|点赞|表扬|承认|感谢)(?:的是|一句你|，|$|一下)"
)
# 话术该更新了: it is time that it were done.
_OVERDUE = late("更[新正换]|换|改|补|练|调整|修|写|交|清理|整理|重[写做]|检讨|收敛|收一收|放慢|停")
_ENDS_CONDITION = late(r"(?:的话|的时候|时候|(?<![课工按及准临随同小限费计即])时|之前|以前)$")
# 必须放在报价之前: the moment is what is demanded.
_AT_MOMENT = late(r"[^，。]{0,16}[在到][^，。]{1,12}(?:时候|时|之前|以前)$")
# 该讲的条款, 要走的客人: what is told is not the duty, but what it is of.
_VERB_OF = late(
    rf"(?:{zh.alternatives(zh.ADVERB)})*(?:{ACTION}|[走来去交缴给退]"
    rf"|(?![对向跟给和为替让被在从按])[^，。把]{{1,4}}(?=的(?:{AGENT}|{OTHER})))的(?=[\u4e00-\u9fff])"
    r"(?!是|话|[^，。]{1,6}(?:别|不能|不要))"
)
# 必须盖章的表在抽屉里: what is told is not the duty.
_BEFORE_NOUN = late(
    r"(?:[这那每某几一两三\d][个张份些位种条项件封通本只台间批]|所有|[上里中内下边旁])$"
)
_RELATIVE = late(
    r"[^，。把◇]{1,9}的[^，。把的]{1,6}(?:[你您我他她都也全在是已很真放被]|贴|挂|有|写)"
)
_QUESTION = late(r"什么|哪|怎[么样]|多少|多久|几[个次天]|谁|吗|何时|如何|帮助|支持|帮忙|协助")
# A question told of is none: 你需要练练怎么收尾.
_ASKS_NOT = late(
    ADVERBS + r"(?:告诉|说|问|写|讲|确认|核|注明|查|练|学|想|知道|弄|搞|记|看|教|了解|掌握)"
)
_SOURCE = late(
    r"(?:[按依照据]|按照|依照|依据|根据|遵照|遵循|基于|受|因|为了?符合)[^，。；]{0,16}"
    r"(?:法|法律|法规|条例|监管|规定|规章|制度|政策|守则|准则|公约|法令|章程|规范|要求|标准|协议|办法|规则|条款)"
    r"|(?:法|法律|法规|条例|监管[^，。]{0,3}|规定|规章|制度|政策|守则|准则|公约|法令|章程|规则|[局署部院]|[总银证保金海]监?[局会]|管会|央行|海关"
    r"|手册|指引|细则|消防|卡组织|Visa|PCI[^，。]{0,4}|GDPR)"
    r"[^，。]{0,6}(?:规定|要求|写[明着得]|[列订载]明|讲明|明确|强制|硬性|说|有言)"
    r"|《[^》]{0,20}(?:法|条例|规[定则程范章]|办法|要点|须知|守则|准则|手册|制度|标准|指引|细则|公约|协议|章程)[^》]{0,6}》"
    r"|[\u4e00-\u9fff]{2,}法(?:[^，。]{0,3})(?:规定|要求|必须|应)|(?:是|属于)[^，。]{0,10}(?:法律?|条例|法规|监管"
    r"|规定)(?:的?(?:要求|规定))?"
)


class ModalZh(ChineseRule):
    """Flag a modal whose subject is the agent, the agent's work, or left out."""

    code = "CL102"
    name = "authoritarian-modal"
    severity = "warning"
    is_local = True
    message = "这个词是命令；不妨改成邀请：“如果……就更好了”"
    triggers = {
        "zh": (
            "应",
            "必",
            "务",
            "需",
            "须",
            "得",
            "该",
            "要",
            "理当",
            "有义务",
            "千万",
            "不许",
            "不准",
            "不能",
            "不可",
            "最好",
        )
    }
    bad = (
        "妳的回信[應該]附上座位圖。",
        "你[应该]戴好胸牌。",
        "下回[務必]先報樓層。",
        "開場白[得]提到醫院的名字。",
        "坐席[须]在挂断前复述地址。",
        "退货的电话你[要]先问原因。",
        "你的小结里[应]有下次联系的时间。",
        "掛斷之前，妳[要]重述一次金額。",
        "船票[得]一次出全。",
        "旅客催开门，值夜专员[不该]让他等。",
        "交班前，[必须]先看一遍钥匙柜。",
        "你的站姿[得]改一改。",
        "客人的房號[必須]念兩遍。",
    )
    good = (
        "今晚应该还有站票。",
        "你折得很整齐，地图能放进口袋。",
        "遊客說「你們必須開燈」，你拿了手電筒給他。",
        "乘客必须系好安全带，你讲得很清楚。",
        "按照消防法，通道必須保持暢通，你挪開了推車。",
        "客人要兩杯熱茶，你馬上端來了。",
        "那张必须盖章的表在第二个抽屉。",
        "你需要什么样的支持？",
        "该关的灯你一盏没漏。",
        "你料到船员应该会晚到，先泡好了茶。",
        "要把三层甲板画在一张图上，不容易。",
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
                *_invitation(reading, document, sentence, match),
                message=f"“{sentence.text[start:end]}”是命令；不妨改成邀请：“如果……就更好了”",
            )
            if duty is not None:
                finding = msgspec.structs.replace(
                    finding, severity="info", message=f"写明出处：{duty}"
                )
            yield finding

    def _binds(self, reading: Reading, match: re.Match[str]) -> bool:
        clause = reading.clause_at(match.start())
        if clause.voice_at(match.start()) != "writer" or _is_heading(reading, clause):
            return False
        left = clause.text[: match.start() - clause.start]
        right = reading.text[match.end() : clause.end]
        if not re.search("[你您]", left) and IS_TOLD.match(reading.text, clause.end):
            return False
        if is_other_sense(match, left, right) or _is_background(clause, match, left, right):
            return False
        subject = reading.subject_at(match.start())
        if subject == "maybe":
            return bool(
                STRONG_ACTS.match(right) or re.match("先(?!生)|再|马上|主动|及时|立刻", right)
            )
        if _TAUGHT.search(reading.text[: match.start()]) or _ACHIEVED.match(
            reading.text, clause.end
        ):
            return False
        if not is_agent(subject):
            return binds_by_topic(subject, match, left, right, reading.text[clause.end :])
        if subject == "third" and not _is_about_agent(reading, clause, match):
            return False
        if (
            match[0] == "要"
            and subject == "agent"
            and not _is_to_do(reading.text[: match.start()], right)
        ):
            return False
        if match[0].startswith("不") and is_fault(right):
            return True
        if match["short"] or match[0] in ("需要", "不得"):
            return (
                subject not in ("dropped", "third")
                or bool(ACTS.match(right) or WITH_CARE.match(right))
                or bool(_WORK_MOMENT.search(left))
            )
        return subject != "dropped" or match[0] not in ("应该", "应当") or bool(ACTS.match(right))


def _is_to_do(before: str, right: str) -> bool:
    """Return whether 你要 is told of work, not of what the agent wants or is about to do."""
    if re.match(r"[^，。]{1,6}的[那这]", right):
        return False
    return bool(
        ACTS.match(right)
        or WITH_CARE.match(right)
        or _OF_DUTY.search(before)
        or _OF_WORK.search(before)
    )


# 你说话要有底气: how the agent works, not what the agent wants.
_OF_WORK = late(rf"[你您]的?(?:{zh.alternatives(zh.WORK)}|[说讲写问报念做接][\u4e00-\u9fff]?)$")


# A moment of the agent's work, whatever is to be done then.
_WORK_MOMENT = late(
    "(?:挂断?[机线电话]*|转[接线交]+|收线|结[案单束尾]|开口|报价|回拨|派单|提交|核[身对实验]|接[起通听]|放款|退款|改[签期]|登记)"
    "[^，。]{0,4}[前后时]候?[，,]?$"
)
# A time that is set, or an occasion at work, before it.
_OF_DUTY = late("下次|下回|以后|今后|从|起|每|[前时后](?:[你您]|[，,]|$)|月|周|必|专员|坐席|客服")


def _is_about_agent(reading: Reading, clause: Clause, match: re.Match[str]) -> bool:
    """Return whether he or she is the agent: not beside 你, nor after somebody else."""
    if "你" in reading.text or "您" in reading.text or match[0] in ("要", "需要"):
        return False
    earlier = [owner_of(each.text) for each in reading.clauses if each.start < clause.start]
    named = [each for each in earlier if each in ("agent", "other")]
    return not named or named[0] == "agent"


def _is_background(clause: Clause, match: re.Match[str], left: str, right: str) -> bool:
    if CONDITION.match(clause.text.lstrip()):
        return True
    if _ENDS_CONDITION.search(clause.text) and not _AT_MOMENT.match(right):
        return True
    if _VERB_OF.match(right) and (match["short"] or not re.search("[你您]", left)):
        return True
    if re.search("不容易|不易|[很太]难了?$|谈何容易", right):
        return True
    if match[0] in ("应该", "应", "应当", "该") and _GUESS.match(right):
        return not (match[0] == "该" and _OVERDUE.match(right))
    if _ENCOURAGES.match(right) or _FROM_COACH.match(right):
        return True
    if re.search("为什么|为何|怎么|什么|谁|哪", left) and match["short"]:
        return True
    if right.endswith("吧") and match[0] in ("应该", "应当"):
        return True
    if (
        not match[0].startswith("不")
        and _QUESTION.search(right)
        and (clause.text[-1] in "吗呢" or match[0] != "必须")
    ):
        asks = re.match(r"[^，。]*?(?:什么|哪|怎|多少|多久|几[个次天]|谁|何时|如何)", right)
        if asks and not _ASKS_NOT.match(right):
            return True
        if match[0] in ("需要", "要", "需") and (
            _QUESTION.match(right) or clause.text.endswith("吗")
        ):
            return True
    if (not left.strip() or _BEFORE_NOUN.search(left)) and _RELATIVE.match(right):
        return True
    if re.match("先(?!生|后)|再|马上|主动|及时", right):
        return False
    if not left.strip() or re.search(r"(?:把|那些|所有|每个|一[个位]|[给替为])$", left):
        if re.fullmatch(r"(?![用拿在从按以给对向])[^，。把]{1,5}的[^，。的]{1,5}", right):
            return True
        return bool(re.match(r"[^，。]{1,9}的[^，。]{1,8}", right)) and not ACTS.match(right)
    return match[0] in ("该", "需要", "要", "必须") and bool(
        re.match(r"[^，。]{1,4}的(?:都|也|全|$)", right)
    )


_HEADING_MAX = 10


def _is_heading(reading: Reading, clause: Clause) -> bool:
    if reading.text[clause.end : clause.end + 1] not in ("", "：", ":", "\n", "\r"):
        return False
    return clause.is_heading or (
        len(clause.text) <= _HEADING_MAX and bool(kind_of_heading(clause.text))
    )


# What the agent was heard to tell others to do.
_TAUGHT = late("[你您][^，。]{0,3}(?:教|告诉|提醒|叮嘱|交代|嘱咐)(?!我|你)[^，。：]{1,10}：")
# 要把合同讲成三句话，你做到了
_ACHIEVED = late("，(?:[你您](?:却|都|全)?(?:做到|办到)|[可并]?不(?:简单|容易)|[很真]难|谈何容易)")


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


def _invitation(
    reading: Reading, document: Document, sentence: Sentence, match: re.Match[str]
) -> list[Suggestion]:
    """Return an invitation in place of a demand, where 你 opens the sentence with it."""
    if match.start() != 1 or reading.text[0] not in "你您" or match[0] not in ("应该", "必须"):
        return []
    if "，" in reading.text or "；" in reading.text or reading.text[-1] not in "。！":
        return []
    said = document.text[sentence.start : sentence.end]
    body = said[match.end() : -1].rstrip("。！")
    text = f"如果{said[0]}能{body}，就更好了{said[-1]}"
    return [Suggestion(start=sentence.start, end=sentence.end, text=text)]
