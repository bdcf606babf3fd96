"""Tell in Chinese that what somebody once held to be beyond them was done since."""

from __future__ import annotations

import re

from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.polarity_zh import asks_for, is_fault
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence

__all__ = ["is_done_since", "is_overcome"]

_ONCE = late(
    r"以前|过去|曾经?|当初|去年|前年|上个?月|上周|起初|一开始|刚来|刚开始|刚入职|刚上[岗线]|刚接|本来|原来|原以为|还以为|之前|那时|当时|头一回"
    r"|[春夏秋冬]天|月初|年初|起先|半年前"
    r"|[一两三几个]+[年月周]前|第一[天周]|昔日|早先|[\d一二三四五六七八九十正]+月(?:份|的时候|时|你|还)|(?:年|月|周|星期|礼拜|天"
    r"|阵子)[^，。]{0,4}还(?=[说觉讲怕认写以不])"
)
_NOW = late(
    "现在|今[天儿日个]|如今|而今|这会儿|昨[天儿日]|这周|却|终于|已经|竟然|居然|这次|今晚|昨晚|后来|眼下|这个月|今早|结果|反而|前天|上星期|上礼拜|前几天"
    "|没想到|通通|个个"
    "|都[^，。]{1,6}了|了$"
)
_LATELY = ("上周", "上个月", "上月", "之前", "那时", "当时")
_LATER = late("[，；;](?:上周|上个?月|前天|上星期|上礼拜)")
# ……做不到的那件事，今天做到了: when it was done, at the head of a clause.
_SINCE = late(
    r"[，,；;。！？”」』]+\s*(?:[你您](?!说)|可|而|但|谁知|谁想|哪想|没想到|结果)*(?:这)?"
    r"(?:今[天晚早儿日年]|现在|如今|而今|这[次周回个月]|本[周月]|终于|昨[天晚儿日]|前天|上星期|上礼拜|上周|后来|结果|眼下|没想到)"
)
_DONE = late(
    "[了过]|自己|[教替带]|换[你您]|轮到|[一-鿿](?:完|到位|成|出来)|全|从头|一口气|一路|没人(?:再)?(?:听|提)|不再|讲得|说得|做得|比谁"
)
_STILL = late(
    "还(?:是|在)|依然|仍|又|再聊|先记|先(?!生)|面谈|约|我们|咱|一起|慢慢|试|来[聊谈拆练]|聊|拆"
)
# “我不会”这三个字你改成了“我现学”.
_GIVEN_UP = late("[^，。]{0,3}[”」』][^，。]{0,8}(?:改成|变成|换成|改口|戒掉|丢掉|再也没|不再)")
_REACH = 60


def is_overcome(document: Document, sentence: Sentence, text: str) -> bool:
    """Return whether a belief of a sentence is told of a time before, and what is so now."""
    first = _ONCE.search(text)
    if first is None:
        return False
    after = text[first.end() :]
    if first[0] not in _LATELY and _LATER.search(after):
        return True
    if re.search("[，；;]", after) and _NOW.search(after.split("，", 1)[-1]):
        return True
    following = document.neighbour(sentence, 1)
    return following is not None and bool(_NOW.search(following.hans[:12]))


def is_done_since(document: Document, sentence: Sentence, at: int) -> bool:
    """Return whether what follows a place of a sentence tells that it was done since."""
    after = sentence.hans[at : at + 2 * _REACH]
    if len(after) < _REACH and (following := document.neighbour(sentence, 1)) is not None:
        after += "。" + following.hans if following.lang == "zh" else ""
    if _GIVEN_UP.match(after):
        return True
    since = _SINCE.search(after[:_REACH])
    if since is None:
        return False
    told = re.split("[。！？]", after[since.end() : 2 * _REACH], maxsplit=1)[0]
    first = "，".join(told.split("，")[:2])
    if _STILL.search(first) or asks_for(first):
        return False
    return bool(_DONE.search(told)) and not is_fault(first.replace("没人", ""))
