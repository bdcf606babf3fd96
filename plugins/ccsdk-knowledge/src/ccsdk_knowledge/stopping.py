"""Words that make a sentence a question, or a greeting, and say nothing of what it is about."""

from __future__ import annotations

import re

from ccsdk_knowledge.folding import fold

__all__ = ["CHINESE_STOPS", "STOPS"]

# As a question has them: without apostrophes.
STOPS = frozenset(
    """
    a about after again all already also always am an and any anything are as at be because been
    before but by can cannot can't could did didn't do does doesn't doing don't for from get getting
    give go going got had has have haven't having he hello her here hey hi him his how i id if ill
    im in into is isn't it its i've just know let like little made make many may maybe me mine more
    much must my need no not now of off oh ok okay on one only or other our ours out over please
    same say she should since so some something soon sorry still such tell than thank thanks that
    that's the their them then there these they they're thing this those through to today tomorrow
    too try until up us use very want wanted was we well were what what's when where which while
    who whom why will wish with without won't would yes yet you your yours
    good morning afternoon evening day dear everybody anybody somebody bye goodbye cheers regards
    question help
    """.replace("'", "").split()
)

# Single characters only where they hardly ever are part of a word: 会 would cut 会员 in two.
_CHINESE = """
请问一下 请问 你好 您好 哈喽 早上好 下午好 晚上好 谢谢 多谢 麻烦 不好意思 打扰
怎么办 怎么样 怎么 怎样 如何 为什么 什么时候 什么 哪里 哪儿 哪个 哪些 几时 何时 多少
看看 可不可以 可以 能不能 能够 是不是 有没有 会不会 要不要 需不需要 需要 应该 想要 想问 想知道 我想
你们 我们 他们 您们 咱们 这个 那个 这些 那些 自己 已经 还是 还没 没有 好的 在吗 在不在
现在 一个 一下 一张 一直
的 了 吗 呢 吧 啊 呀 嘛 么 我 你 您 他 她 它 是 请
"""


def _alternatives() -> str:
    found = {fold(each) for each in _CHINESE.split()}
    return "|".join(sorted(found, key=lambda each: (-len(each), each)))


CHINESE_STOPS = re.compile(_alternatives())
