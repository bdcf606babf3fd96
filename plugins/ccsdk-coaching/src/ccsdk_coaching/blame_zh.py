"""Tell whether what an agent always or never does is held against them, in Chinese."""

from __future__ import annotations

import re

from ccsdk_coaching.habits_zh import (
    bewilders,
    does_good,
    does_harm,
    goes_on_badly,
    has_bad_idiom,
    is_bad_habit,
    is_good_habit,
    is_thanked,
)
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.polarity_zh import denies_fault, is_fault, is_praise, plain

__all__ = ["is_held_against"]

_CLEAN_ACT = late(
    rf"(?:[向对给跟和替帮陪为](?:{zh.alternatives(zh.OTHER)})|会|都|先|向|能|这么|那么|地|用|给|为|替|跟|和|对|把|在|以|带着|记得"
    rf"|亲自|第一个|比|很"
    rf"|最)*(?:{zh.alternatives(zh.GOOD_ACT, zh.DESCRIPTIVE)})"
)
_DONE_WELL = late(
    "好|齐|净|清|楚|明白|回去|回来|归位|递给|交给|讲透|说透|下来|让给|留给|送到|分给|记在|放回|到底|到最后|心[上里]|第一位"
)
_FOR_OTHERS = late("替|为|给|帮|陪|想着|惦记|记挂|牵挂|让(?!人|客|大家|老|孩|她|他|别)")
_CALM = late(
    r"(?:在(?:$|那|身[边旁]|场|线)|对的|这样|那么|这么|一样|乐|高高兴兴|陪着|守|支持|相信|努力|用心|学习|进步|这样|如此|很|是(?:大家|团队|第一|我们"
    r"|最(?!后))|能|有)"
)


def is_held_against(match: re.Match[str], act: str, told: str, *, is_direct: bool) -> bool:
    """Return whether an act is blamed, by how often it is done, and what is told after it.

    What comes of that which 你 always does, `is_direct`, is told to blame unless it is good.
    """
    if match["never"]:
        if re.match("(?:肯|愿意?|想到?|舍得|打算)", act):
            return True  # an unwillingness is held against whoever has it
        return _is_bad_if_never(match[0], act)
    if _SO.match(act):
        return is_fault(told) or is_bad_habit(told) or does_harm(told)
    if _is_excused(act):
        return False
    if (is_left_out := _leaves_out(act)) is not None:
        return is_left_out
    if is_fault(act) and not _is_only_denied(act) and not has_bad_idiom(act):
        return not (_CLEAN_ACT.match(act) and not _is_plain_fault(act))
    if _SCOLDED.match(act) or is_bad_habit(act):
        return not (is_thanked(told) if match["scolds"] else does_good(told))
    if bewilders(told):
        return True
    if _CLEAN_ACT.match(act) or _GOOD_SIGN.search(act):
        return False
    if not match["scolds"] and is_good_habit(act):
        return False
    if is_praise(act) and not _QUICK.search(act):
        return False
    if _FOR_OTHERS.match(act) or _DONE_WELL.search(act):
        return False
    if does_harm(told) or goes_on_badly(told):
        return True
    if _CALM.match(act) or is_praise(act):
        return False
    if match["scolds"]:
        return not is_thanked(told)
    return is_direct and _ALWAYS.fullmatch(match[0]) is not None and _is_untold(act, told)


def _is_excused(act: str) -> bool:
    """Return whether an act is no fault though its words are: 忘了给自己留饭, 没收红包."""
    denied = _DENIES.match(act)
    if denied is not None and (_GIFTS.match(act, denied.end()) or _HARSH.match(act, denied.end())):
        return True
    neat = _NEATLY.search(act)
    return bool(_SELFLESS.search(act)) or (neat is not None and not is_fault(neat[0]))


# 一直 and 每天 only tell how long.
_ALWAYS = late("总是?|每次都|每一次都|每[一]?回都|次次都?|回回都?|从来都|永远都?")
_NEUTRAL = late(
    "说|讲|问|[^，。]*(?:[借送撑递端捧]给|[到往]客|[到往]老人|那[一]?边|进步|拆成|分成|画|赢)|站|在[^，。]{0,4}$|最后|第一|是"
)


def _is_untold(act: str, told: str) -> bool:
    if _NEUTRAL.match(act) or _CAREFUL.search(act):
        return False
    return bool(_OUTCOME.match(told)) and not (does_good(told) or is_praise(told))


# 你每次都用下巴指路，阿姨在原地转了两圈; a reason or a remark of the coach is no outcome.
_OUTCOME = late(
    "[，,；;](?!因为|由于|这|那(?![位个])|真|我|谢|好|继续|大家|也|才|再|直到|等|让)[一-鿿]{4}"
)
# What is brought to an end, or made for others to see, is done with care.
_CAREFUL = late(
    "[圈标写画列挑找认读记抄贴]出|[接扶稳护兜拦按抱]住|[插补盖垫扣系锁挂贴带捎添换]上|[摆放铺擦叠熨]平|翻个?面|[圈画标]|换一?[种个]|[一两三]遍|[一两三]步"
    "|[种样]说法|充电"
)


_SKILLS = zh.alternatives(zh.SKILL)
_GIFTS = late("肯?(?:收|要|拿|领|抢|居|邀)[^，。]{0,6}(?:红包|小费|礼|回扣|好处|酬|功)")
# 忘了给自己留吃饭的时间 is no fault.
_SELFLESS = late(
    "[忘顾]不?[了上]?(?:给|让)?自己|自己[^，。]{0,3}[没忘顾][^，。]{0,3}[吃喝歇休]|[没忘顾][^，。]{0,4}(?:吃[饭口]|喝水|歇|休息)|把功劳"
)
# 绕得整整齐齐
_NEATLY = late(r"得([一-鿿])\1([一-鿿])\2")
# What is so is told by what is said of it next.
_SO = late("都?(?:是|要)?(?:这样|那样|如此|这个样子|这么[干做搞弄])(?:子|的)?$")
_DENIES = late("[都也]?(?:没有?|不(?![仅但用必得]))")
_HARSH = late(
    "[把跟对向冲]?[^，。]{0,6}?(?:挂断|撂|摔|[重脏狠]话|打断|抢|催|吼|骂|推[脱卸]|放弃|离开|抱怨|喊累|叫苦|慌|发火|红脸|还嘴|顶嘴)"
)
# 说得很快，老人家听不清
_QUICK = late("[快短轻]$")


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
    r"都?是?(?:只(?!要|占用?|花|用了)|光(?!线)|嫌|怕|躲|抢|挑|赖|拿|催(?!化)|要人|要别人|最后(?!一个[走离下])|第一个(?:下班|走|离开|溜"
    r"|吃|跑|赖|怪|喊|推)"
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
    right = re.sub("^(?:哪怕)?一[次回](?:也|都)?", "", right)
    if re.match(
        "[拿把][^，。]{0,10}当|拿[^，。]{1,6}(?:开玩笑|说事|出气|开涮|撒气|寻开心)|因为?[^，。]{1,12}[就而便]",
        right,
    ):
        return False
    if re.match("会?(?:懂|学会|明白|理解)", right):
        return False  # that is a belief
    if _GIFTS.match(right):
        return False
    if re.match("会?(?:知道|晓得|想到|想象)[^，。]*(?:多|能|让|怎样)", right):
        return False  # 你永远不知道这通电话有多重要
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
