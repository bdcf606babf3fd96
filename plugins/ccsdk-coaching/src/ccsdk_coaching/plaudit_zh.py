"""Tell a Chinese clause that praises and says nothing else, and what beside praise is no deed.

Praise is told by how it is made, not by whole phrases: a word that only evaluates, a noun for the
person, slang, thanks that somebody is here. It is empty when all that is left of its clause says
who, when, how much or on which shift.
"""

from __future__ import annotations

import re

from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import headed, late
from ccsdk_coaching.subject_zh import NAME

__all__ = ["PERSON", "PRAISE", "TRIGGERS", "is_empty", "is_outcry", "plaudit", "unpraised"]

PERSON = (
    "劳模|学霸|卷王|拼命三郎|多面手|全能|宝|宝贝|宝藏|骄傲|榜样|楷模|明星|之星|高手|能手|人才|天才|专家|英雄|天使|主力|王牌|支柱|福星|担当|冠军|模范|标杆|明灯"
    "|开心果|大将|功臣|好帮手|好伙伴"
    "|好员工|好手|奇才|招牌|活招牌|传奇|大神|超人|定海神针|门面|顶梁柱|台柱|底气|福气|荣幸|运气|灵魂人物|幸运|依靠|金字招牌|脸面"
)
_OURS = "我们?|咱们?|大家|全[组队班店]|[这本]?[组队班店]里?|公司|团队|部门|中心|小组|热线|大厅|柜台"
# Slang is made of few letters, doubled or raised to the top.
_SLANG = (
    r"[yY][yY][dD][sS]|6{3,}|六{3,}|[绝棒赞牛]{2,}子?|牛[批逼掰气叉]|[帅牛赞强酷炸绝美棒](?:爆|惨|呆|翻|毙)了?"
    r"|炸裂|封神|神级|满级|天花板|杠杠滴?|拉满|爆[棚表]|(?<=[态感])在线|没谁了|稳得一[批比]"
    r"|[绝神]了|爱了|[给对][你您](?:跪|服)了?|我?(?:真的?)?服了(?:你|您)?|真有(?:你|您)的"
    r"|(?:超|真|太|好|有够|够)+(?:猛|狂|罩|威|顶)的?|(?:棒棒|赞赞|牛牛)(?:哒|的|滴)?|盖了?帽|瑞思拜|[rR]espect|[nN]ice"
    r"|[gG]ood job|[pP]erfect|[mM][vV][pP]"
    r"|[cC]arry|泰裤辣|遥遥领先"
    r"|神(?:队友|人)|[牛强]人|大牛|[牛强]者|膜拜|屌爆?|水(?=啦|喔|哦)|服气|叻(?:仔|女)?|好掂|劲抽|好劲|[冇没]得(?:顶|弹|输)|掂过碌蔗"
    r"|太(?:可以|行|顶|香|绝|神|能干|会)了|真(?:行|顶|神|绝|能干)|是神(?=$|[，。！了])"
)
# Nothing is said to be wanting, or the choice of the person to be right.
_WITHOUT_LACK = (
    r"没[得的话啥](?:可|好)?[说挑讲弹顶嫌](?:的)?|(?:[好棒绝强神牛]|优秀|厉害|出色|完美|漂亮|精彩)到(?![位家点时])[^，。好坏]{1,4}|没(?:选"
    r"|看|招|找|用)错(?:人|你|您)?|没让[^，。]{1,4}失望"
    r"|挑不出(?:一点|半点|任何)?(?:毛病|刺|错|问题)|无[可懈][一-鿿]{2}"
)
# Made for the work: what denied is a belief is praise when it is not.
_MADE_FOR = (
    r"(?<![不非哪])(?:天生|生来)?(?:就|真|真的|果然)?(?:是|该)(?:一?块|个)?[^，。不没得]{0,6}?"
    r"(?:的(?:好|一把)?料子?|这碗饭的?|(?:干|做|吃)这[行个](?:饭)?的?|这块料|好苗子|好料子)"
)
_OF_US = (
    rf"(?:{_OURS})的?(?:{PERSON})|(?:真|就|简直|绝对|妥妥)+是(?:{_OURS})的[^，。；！？不没]{{1,4}}$"
    rf"|(?:堪称|妥妥的?|不折不扣的?|名副其实的?|当之无愧的?)是?(?:{PERSON})"
)
# Nobody does better, everybody can learn: set above the others.
_ABOVE_OTHERS = (
    r"没有?(?:谁|人)?(?:能)?比[你您]更[^，。]{1,4}(?:的[^，。]{0,3})?了?|值得[^，。]{0,6}(?:学习|敬佩|表彰|骄傲|红花|掌声|锦旗|鸡腿"
    r"|点赞|表扬|大拇指|喝彩|嘉奖)"
    r"|当之无愧|(?:心服口|佩)服|前[途程][无似][一-鿿]|深得[我人]心|(?:给|替)[^，。]{1,4}(?:长脸|争光|争气)"
    r"|开挂了?|(?:有够|够)[强棒赞牛好酷神]|(?:相当|很|真|确实)可以(?=$|[，。！!])"
)
_WITH_YOU = r"(?<!没)有[你您][^，。]{0,6}是[^，。]{0,6}(?:福气|运气|荣幸)"
_WORTHY = r"不愧(?:是|为)?[^，。；！？]{0,6}"
# A full mark is a score, what may be done no praise.
_MARK = late("分$|可以|成功|最好|好评|鼓掌|^大拇指$")
_LONG = zh.alternatives(
    " ".join(w for w in zh.EVALUATIVE.split() if len(w) > 1 and not _MARK.search(w))
)
PRAISE = late(
    rf"(?P<made>{_MADE_FOR})|{_SLANG}|{_WITHOUT_LACK}|{_OF_US}|{_ABOVE_OTHERS}|{_WITH_YOU}"
    rf"|{_WORTHY}"
    rf"|(?:令|让|叫)(?:人|我们?|大家)?(?:满意|佩服|骄傲|自豪|惊艳|惊喜|刮目相看|折服|叹服)"
    rf"|(?:{_LONG})"
    r"|(?<![一-鿿])[棒赞牛强绝神酷帅优](?![一-鿿])"
)
# Where praise begins, be it by a word that evaluates or otherwise.
_FIRST_PRAISE = late(
    lambda: headed(
        "".join(word[0] for word in zh.EVALUATIVE.split())
        + "6CGMNPRYcgmnpry中值公六冇前劲叻咱团在堪天妥对封小就屌店开当心我拉掂是替服本果柜泰深炸热爱班瑞生盖相确稳简组膜该这遥部队",
        PRAISE.pattern,
    )
)
TRIGGERS = (
    *"yyds YYDS 666 六六 牛 爆 炸裂 封神 神级 满级 天花板 杠杠 拉满 在线 没谁 一批 一比 绝 神".split(),
    *"爱了 跪 服了 有你 有您 太可 太行 太顶 太香 太能 太会 真行 真顶 真能 没得 没的 没话 没啥".split(),
    *"服气 棒棒 赞赞 盖了 盖帽 瑞思 泰裤 遥遥 队友 神人 牛人 强人 强者 牛者 大牛 膜拜 屌 叻 冇得".split(),
    *"respect Respect nice Nice good Good perfect Perfect MVP mvp carry Carry".split(),
    *"水啦 水喔 水哦 劲抽 好劲 好掂 掂过 猛 超狂 真狂 太狂 罩 威 棒呆 好到 棒到 强到 绝到 神到 牛到".split(),
    *"长脸 开挂 心服 佩服 值得 当之无愧 前途 前程 深得 比你 比您 妥妥 堪称 名副 咱 我们的".split(),
    *"可以 就是 真是 错 没让 挑不 无可 无懈 料 碗饭 这行 苗子 不愧 令人 让人 让我 让大 令我".split(),
)
_PART = zh.alternatives(zh.AGENT, zh.WE, zh.COACH, zh.TIME, zh.ADVERB, zh.GENERIC_NOUN)
_MUCH = (
    "真的是|真心|着实|有够|真|实在|太|很|非常|十分|特别|超级?|好|挺|相当|极其?|最|多么|这么|无比|蛮|可"
    "|就是|也|越来越|一如[既往常]+|堪称|算得上|可以说|简直|几乎|绝对|统统|通通|样样|全都?|格外|尤其|果然|能"
)
# What leads up to praise: 就俩字, 我只能说, 只能用完美来形容.
_LEADING = (
    "(?:只|就)?[想能]?(?:说|用)?(?:一|两|三|四|几|俩)个?[句字]|(?:只能|不得不|只想|就想)[说用讲]"
    "|来?形容|没有?别的|怎么说|讲真|说真的|大家对|评价|听[完了过]?|看[完了过]|照(?:这样|旧)|[^，。你您]{0,6}(?:都知道|公认|有目共睹)|真系|一致"
    "|比[^，。]{1,6}(?:还要?|都|更)|大伙儿?|各位|诸位|高兴|开心"
    "|值[夜班]|当[值班]|在岗|[两三四五几各]位|所有人|根本"
)
_SEASON = (
    "[周年]年?中?庆|[年季]中|双十[一二]|大促|[旺淡]季|春[运节]|黄金周|[连长]假|国庆|中秋|跨年|除夕|圣诞|首日"
    "|凌晨|一[仗战役棒票]|[早晚]?高峰|尖峰|全员|全体"
)
# What says who, when, how much or which shift, and nothing of how the work was done.
_EMPTY = late(
    rf"{_LEADING}|{_SEASON}|{_PART}|{_OURS}|{_MUCH}|(?<!的)(?:{NAME})子?|{PERSON}|该[员人]|同[仁事]|组员"
    rf"|坐席|员工|总评|评[语价]|综合|品质"
    rf"|质量|水[准平]"
    r"|业务|状态|态势|各?项|谢谢|感谢|辛苦|加油|恭喜|祝贺|值得|表扬|肯定|感到|觉得|认为|录音|通话|录像"
    r"|[的了地得在是个一这那有啊呀哦啦喔欸每条张系嘅喎行呢吧嘛哈哇们给为让干做到下去来样此如又再们点通场班次天晚周月季年本上整前几数两三四五六七八九十兄弟哥姐妹爷\W◇◆\d]"
)
_OUTCRY = late(rf"[\s啊哎哇呀]*(?:{_SLANG}|[绝神牛服]了?|厉害了?)[啊呀\s]*")


def is_outcry(text: str) -> bool:
    """Return whether a clause is a cry that what follows may make a complaint: 绝了，又断线."""
    return bool(_OUTCRY.fullmatch(text))


def is_empty(text: str) -> bool:
    """Return whether a piece says no more than who, when, how much or on which shift."""
    at = 0
    while at < len(text):
        match = _EMPTY.match(text, at)
        if match is None:
            return False
        at = match.end()
    return True


def plaudit(text: str) -> re.Match[str] | None:
    """Return the praise of a clause that has nothing else in it; None if it has, or has none."""
    first = _FIRST_PRAISE.search(text)
    if first is None:
        return None
    for match in PRAISE.finditer(text, first.start()):
        if re.search("[不没别非哪]$|不是$|有[你您]?$", text[: match.start()]):
            return None
        if is_empty(text[: match.start()]) and is_empty(PRAISE.sub("", text[match.end() :])):
            return match
    return None


def unpraised(text: str) -> str:
    """Return a text without its words of praise."""
    return PRAISE.sub("", text) if _FIRST_PRAISE.search(text) else text
