"""Tell a duty from the same Chinese characters in another sense: 得, 要, 该, 应, 需."""

from __future__ import annotations

import re

from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.subject_zh import AGENT, NAME

__all__ = [
    "ACTION",
    "ACTS",
    "ADVERBS",
    "CONDITION",
    "IS_TOLD",
    "MANNER",
    "STRONG_ACTS",
    "is_other_sense",
]

ACTION = rf"(?:{zh.alternatives(zh.ACTION)})"
# How and when work is done, before its verb: 当班上报, 逐项填写, 两人同行.
_HOW = (
    "当[班场日天晚面]|即[时刻场]|第一时间|[两双三]人|逐[一-鿿]|统一|一律|全程|同步|随手|顺手|定时|定期|由(?:[两双三]人|专人|当班|值班|主管)"
    "|于[^，。]{1,10}?[前内日天时]"
    "|[反倒竖横平斜]着|单独|分别|另外|集中|[一二两三][遍次]|双手|亲手|隔日|最[迟晚](?:在|于)?[^，。]{1,5}?[前内日天时]"
)
ADVERBS = rf"(?:{zh.alternatives(zh.ADVERB, zh.TIME)}|{_HOW}|[^，。]{{0,10}}?[前后时](?!面|台))*"
ACTS = late(ADVERBS + ACTION)
STRONG_ACTS = late(
    "(?:在?[^，。]{1,5}(?:内|之前))?(?:先|再|主动|及时|清楚|完整)*(?:核|确认|告|问|提醒|检查|说明|解释|报|讲|登记|备注|复述|验|道歉|介绍|写"
    "|记|通知|询"
    "|念|读|重复|标|填|抄)"
)
# The same letters in another sense, by what stands around them.
_NO_NEED = late(r"(?:不|无|少不得|没有?|有|不一定|未必|不见得|何|用不着|并不|并非|是否|不是)$")
_NOUN_BEFORE = late(r"(?:[反响适供感回效报呼照对答相顺]|◇)$|有[你]?$")
_SENSE = {
    "应": (
        r"[反响适供感回效报呼照对答相顺]$",
        r"[变急对付届邀聘酬验战援声答承]|用|征|急|有的|有尽有|得(?!体)",
    ),
    "须": (r"[必胡触无]$", r"[知臾]"),
    "需": (r"[必供所急内无]$", r"[求要量]|不需|[\u4e00-\u9fff]{0,3}的"),
    "得": (
        r"[觉记值征获取懂显免省难舍认晓赢夺博心所来使落求不]$",
        r"[到知了罪奖以票逞宠益很非太更真挺十特格相最极些不过清好像比又也都跟像如起住着]|一[点丝毫字分][^，。]{0,2}[没不都也]|多(?=$|[，。了的])|来速"
        r"|分(?![清开别])"
        r"|力|体(?![谅会贴])|当(?![面场天日])|意|出(?![去示门具])|失|手(?!写)|主(?!动)|空",
    ),
    "该": (
        r"[活应]$",
        r"不会|不是|[店馆员校院处航班公系统产品名位款项条张个局区站]|(?:[客顾乘旅病患住])|行|死|有多",
    ),
    "要": (
        r"[主重必需想只快不将若正首简纪摘索险提概扼紧还来宁硬非执]$|(?<![下这那每上])次$|就$|快$|想$",
        r"[是么求点素紧害闻塞领务命价件道挟]|不[然要是]|好的|好了|别人|人家|客人|顾客|同事|我|你|他|她|人(?!工)"
        r"|[两三四五六七八九十\d几][\u4e00-\u9fff]|多少|么"
        # What is to come in somebody's life: 你要搬家.
        r"|言不烦|言妙道|而不烦|[去来](?!核|确|查|问|找|看)|参加|上课|(?:说|论|数)[^，。]{0,10}(?:哪|谁|最|起)|搬家|结婚|出国|休[假息]?"
        r"|走了|出差|回家|请假|下班|考试|毕业|离职|退休|升职|转正",
    ),
}
_SENSES = {word: (late(before), late(after)) for word, (before, after) in _SENSE.items()}
CONDITION = late(
    r"(?:但凡|如果|要是|假如|假使|若|万一|一旦|当(?!然)|只要|倘若|即使|就算|哪怕|除非|凡是|无论|不管|每当)"
)


def is_other_sense(match: re.Match[str], left: str, right: str) -> bool:
    """Return whether a match is no duty, by what its clause has on its left and right."""
    word = match[0]
    if _NO_NEED.search(left) and word != "不得":
        return True
    if word == "不得" and left.endswith(("少", "恨", "巴", "怪", "见", "舍", "顾")):
        return True
    if word == "不得" and (not right or right[0] in "不了已而知体当"):
        return True
    if word == "得" and _AGENT_END.search(left):
        return bool(re.match("[到知了罪奖以逞意失]|体(?![谅会贴])", right))
    if word in _SENSES:
        before, after = _SENSES[word]
        if word == "得" and ("把" in left or not _is_duty(left, right)):
            return True
        if before.search(left) or after.match(right):
            return True
    if word == "要" and (left.endswith("到") or _WANTED.match(right)):
        return True  # 字小到要用放大镜看
    if word == "该" and (_IN_TURN.match(right) or _EACH_DUE.match(right)):
        return True
    if word == "要" and not left.strip() and _SPEAKING_OF.fullmatch(right):
        return True
    if word == "要" and (re.search(r"了$", right) and not re.search(r"把|一定", right)):
        return True
    return not right.strip() or right[0] in "的，。"


# 该消毒消毒，该核对核对: each thing in its turn.
_IN_TURN = late("([\u4e00-\u9fff]{1,2})(?:就|便|的)?\\1")
# 他要找的是托婴中心
_WANTED = late("[\u4e00-\u9fff]{1,4}的(?:是|不是|那|其实|只)")
_EACH_DUE = late("[\u4e00-\u9fff]{1,4}的(?:、|都|也|全|一[样个项])")
# 要说耐心，全班都跟你学.
_SPEAKING_OF = late(
    "(?:说|论|讲|比)(?!清|明|完|到|出|全|一|好|点|真|实|得|慢|快|大|小)[\u4e00-\u9fff]{2,4}"
)
_SUBJECT_END = late(
    rf"(?:^|\s|[，：◇])$|(?:{zh.alternatives(zh.AGENT, zh.TIME, zh.ADVERB, zh.OTHER, zh.WORK)}"
    rf"|{NAME}|[前后时里上中非必们]|(?<![伺侍问守等])候)$"
)
_QUALITY = late(rf"(?:{zh.alternatives(zh.DESCRIPTIVE, zh.EVALUATIVE)}|[\u4e00-\u9fff]{{1,4}}$)")
_NO_OPINION = " ".join(word for word in zh.ADVERB.split() if not word.startswith("我"))
_CLEAR_END = late(
    rf"(?:{zh.alternatives(zh.AGENT, zh.TIME, _NO_OPINION)}|[前后时必非]|(?<![伺侍问守等])候)$"
)
# Nouns after which 得 can be no complement of a verb.
_TOPIC_END = late("[事单款件票品户信卡表货药餐房钱账证稿次班号额期址料书果案由]$|[下这每那上一]回$")


_AGENT_END = late(rf"(?:{AGENT})(?:还|也|都|就|总|可|真|又|更|至少|以后|今后|下次|以后)*$")
# How something is to be done, before the act: 材料得一次说全.
MANNER = late(
    rf"(?:一次性?|逐[\u4e00-\u9fff]|[一两][\u4e00-\u9fff][一两][\u4e00-\u9fff]|当[面场天日]|双手|从头|由[你您]"
    rf"|在[^，。]{{1,6}}[前内])(?:{ACTION}|归|结|清|办|出|交|付|谈|弄|搞)"
)


_A_LITTLE = late(r"[再多]?([\u4e00-\u9fff])一\1")


def _is_duty(left: str, right: str) -> bool:
    """Return whether 得 stands where a modal does, not between a verb and its quality."""
    if re.search("[处整料打管修办护清调]理$", left):
        return bool(MANNER.match(right))
    if (
        MANNER.match(right)
        or _A_LITTLE.match(right)
        or re.match("先(?!后)|把|提前", right)
        or (STRONG_ACTS.match(right) and not CONDITION.match(left))
    ):
        return True
    if _TOPIC_END.search(left) and ACTS.match(right):
        return True
    if not _SUBJECT_END.search(left):
        return False
    return bool(_CLEAR_END.search(left)) or not _QUALITY.match(right)


# 学费必须在开学前交清，你提醒了家长: the duty is what the agent tells others.
IS_TOLD = late(
    "[，,；;][你您][^，。没未忘漏]{0,24}?"
    "(?:讲|说|提醒|解释|交代|告诉|告知|念|画|复述|说明|标|写)[^，。没未忘漏不]{0,3}(?:了|清|明白|给|得|出|到)"
)
