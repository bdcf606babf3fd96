"""Tell what takes praise away: what stands after a word of contrast, and whose doing it is."""

from __future__ import annotations

import re

from ccsdk_coaching.circumstance_zh import WORK, is_circumstance
from ccsdk_coaching.contrast_zh import (
    ASKED,
    CARES,
    EXCUSES,
    HEEDLESS,
    IN_SPITE,
    LEFT_UNDONE,
    MY_TURN,
    TOO_LITTLE,
)
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.polarity_zh import asks_for, evaluative, is_fault, is_good, named_quality

__all__ = ["OTHERS", "first_of", "takes_away"]

_THEIR_CHOICE = late(
    "还是|最后|最终|仍|决定|没买|没要|走了|退了|不想|不肯|不愿|拒绝|已经|早就|执意|坚持|选|改变|没接受|没来|不来|不领情"
)
# What the agent tells others: that it is wrong or old is the agent's fault, whatever it is of.
_INFO = late(
    "(?:时间|日期|时刻|金额|价格|票价|费用|数字|数量|地址|号码?|名字|姓名|电话|楼层|方向|单位|姓|期限|时效|比例|利率|尺寸|型号)[^，。]{0,3}"
    "(?:不对|不准|有误|错|反了|对不上|去年|上个?[月周]|昨天|以前|旧|没|漏|少|不[清全详])"
)
# What the agent tells others is old, or of something else.
_DATED = late(
    "(?:旧|去年|上个?[一月周期版次]|前[一年]|昨天|过期|别的?|另[一外])[^，。]{0,3}的?"
    "(?:口径|标准|版本?|费率|规[则定]|[价单账]|数|流程|说法|[期个只条]$|表)"
    "|(?:还是|仍是|用的是|[贴挂写念报]的是)[^，。]{0,4}(?:旧|去年|上个?[月周季年期版]|前[一年天]|昨天|过期)[^，。]{0,2}的?$"
)
# 更难得的是, 我最喜欢的却是: what follows is praised too.
_PREFERS = late(
    "而?(?:我?[更最](?!好的[做方办讲说选])[^，。糟差憾惜缺弱]{1,8}的?是|我[最更](?:喜|想|欣|爱|佩))"
)
_NO_SENSE = late("[没听]?[没不](?:[听看弄搞])?(?:明白|懂|清楚)|一头雾水|云里雾里|越听越")
# What others go through because of what was not done; whatever else they do is their own.
_GO_THROUGH = late(
    "等|[听看弄搞]不|没[听看弄搞拿收找]|[白多又再]跑|站[着了]|不知道|不明白|不清楚|糊涂|一头雾水|误会|找不|走[散丢错]|多[付花走]|又打|再打|第[二三]次|晾|吓"
    "|被冷落|被忽|没人[管理问听]"
)
OTHERS = late(
    rf"(?:那[位个对]|这[位个对]|有[一两三几]?[个位]?)?"
    rf"(?!(?:收件|寄件|受益|联系|申请|投保|被保险|付款)人[写填念报记漏空没忘错])"
    rf"(?!行李|车辆|[^，。]{{1,3}}[问说要提给][^，。]{{0,3}}的)(?:{zh.alternatives(zh.OTHER)}|他"
    rf"|她)(?![的额费号名证单卡表信资需姓地邮生档病账订诉])"
)


# 家长群发了，司机群没发: half of it is done.
_HALF_DONE = late("[^，。]{1,8}([\u4e00-\u9fff])了[，,][^，。]{1,8}[没未]\\1")
_BY_SYSTEM = late(
    "[^，。你您]{0,4}(?:系统|网络|平台|公司|部门|总部|后台|厂家|仓库|物流|银行|法院|政府)"
)
_IS_LATE = late("才[\u4e00-\u9fff]")
_BY_THE_WAY = late(
    "^(?:话又?说回来|说实话|老实说|说真的|坦白[说讲]|平心而论|客观[说讲]|当然)[，,]?"
)
_LATER_DEMAND = late(
    "[，,；;][^，。]{0,6}[你您](?:还是)?(?:(?:应该|应当|该|得|要|需要?)先|必须|务必|不该|不应)"
)
# Of many, one: 三个问题你只答了一个, 五个附件只寄了三个.
_ONLY = late(
    r"[你您]只[\u4e00-\u9fff]{1,2}了?[一半两][\u4e00-\u9fff]?$"
    r"|[二两三四五六七八九十几百\d]+[一-鿿][^，。]{0,8}只[一-鿿]{1,2}了?[\d一二两三四五六七八九半]+[一-鿿]?$"
)


def takes_away(right: str, head: str, strength: int, word: str) -> bool:
    """Return whether what follows is criticism or a demand; unclear only after strong praise.

    It stands right of a `word` of contrast, with `head` between the clause's begin and the word.
    """
    right = _BY_THE_WAY.sub("", right.lstrip("，,、：: 是"))
    first = first_of(right)
    if CARES.match(first) or (re.match("我", first) and "你" not in right):
        return False
    if (_PREFERS.match(head) or _PREFERS.match(first)) and not is_fault(first):
        return False
    if asks_for(first) or _LATER_DEMAND.search(right):
        return True
    if EXCUSES.match(right):
        return False
    if _is_of_agent(right, first):
        return True
    if MY_TURN.search(right) and not LEFT_UNDONE.search(first) and "你" not in right:
        return False
    if is_fault(first) and _IS_LATE.search(first) and not _BY_SYSTEM.match(first):
        return True
    rest = right[len(first) + 1 :]
    if OTHERS.match(first) and HEEDLESS.match(rest) and not is_good(rest):
        return True
    if is_circumstance(first):
        return False
    if strength > 1 and TOO_LITTLE.match(first) and not is_good(first):
        return True
    others = OTHERS.match(first)
    if others and _NO_SENSE.search(first):
        return True
    if others and not re.search("[你您]", first) and not _is_record(first, others.end()):
        return bool(_GO_THROUGH.search(first)) and not _THEIR_CHOICE.search(first)
    if strength == 1 and re.search("已经|早就|终究", first):
        return False
    return _is_bad(right, first, head, strength, word)


def _is_of_agent(right: str, first: str) -> bool:
    """Return whether what follows can only be told of what the agent did or said."""
    if _HALF_DONE.match(right):
        return True
    if _INFO.search(first) or _DATED.search(first) or _ONLY.search(first):
        return True
    return bool(re.search("[你您](?:[也又还就都却])?(?:没|未|忘|漏)", right)) and is_fault(right)


def _is_bad(right: str, first: str, head: str, strength: int, word: str) -> bool:
    if (
        LEFT_UNDONE.search(first)
        or is_fault(right)
        or asks_for(right)
        or re.search("憾|惜|不足|问题|唯|差|欠", word)
    ):
        return is_fault(first) or not (named_quality(first) or evaluative(first))
    if re.match("我", first):
        return False
    clear = named_quality(right) or evaluative(right) is not None or is_good(first)
    return (
        strength > 1
        and not clear
        and (not IN_SPITE.search(first + head) or bool(WORK.match(first)))
    )


def _is_record(text: str, at: int) -> bool:
    """Return whether what others have is spoken of as the agent's record of it: 客人的电话没记."""
    return bool(re.match("[\u4e00-\u9fff]?的", text[at:]) and LEFT_UNDONE.search(text))


# 顾客问到时差时，你答错了: what is told comes after the moment.
_MOMENT = late(
    "[^，。]{2,20}(?:时|时候|那会儿|当口|之前|之后|[^最随然今以先]后|[^先以目]前|一[段块项处条环]|部分|方面|环节|[这那]块)$"
    "|[^，。]{1,8}一(?![个次位条点些直起边致般定样句切时下])[\u4e00-\u9fff]{1,4}$"
)


def first_of(right: str) -> str:
    """Return the clause that tells what takes away: of two, the one after the moment."""
    parts = re.split(r"[，,；;。！!]", right, maxsplit=2)
    if len(parts) == 1 or not parts[1] or asks_for(parts[0]):
        return parts[0]
    if _MOMENT.match(parts[0]):
        return parts[1]
    if ASKED.match(parts[0]) and TOO_LITTLE.match(parts[1]) and not is_fault(parts[0]):
        return parts[1]
    return parts[0]
