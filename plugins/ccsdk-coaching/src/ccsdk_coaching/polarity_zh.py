"""Tell praise from fault in a piece of Chinese, by classes of words and what negates them."""

from __future__ import annotations

import re

from ccsdk_coaching.lexicon import zh

__all__ = [
    "asks_for",
    "denies_fault",
    "descriptive",
    "evaluative",
    "is_fault",
    "is_praise",
    "plain",
]

_DEGREE = (
    "得|很|真|又|非常|十分|特别|太|最|极|挺|超|够|更|这么|那么|格外|相当|极其|好|多么|真是|都|也|是"
)

# Words that hold a letter of fault or of praise and mean neither.
_NEUTRAL = re.compile(
    "不但|不仅|不只|不光|不过|不断|不少|不久|不用|不必|不一会儿|差不多|至少|多少|少年|少女|老?太太|晚上|[今昨明当前]晚|晚[班场餐饭安会间]"
    "|夜晚|早晚|傍晚|慢慢|放慢|推荐|手?推车|推开|急[诊救需件]|空[调位地气]|有空|[出腾]空|航空|判断|[用行贺房门员磁刷饭]卡|卡[片号车座通]"
    "|无论|无障碍|未成年|未来|误会|拖[鞋把]|硬[币件]|没关系|忘不了|冲[泡咖洗]|缺口|赶[到上紧在来]|着急的|免不了|无线|无人机|错开|丢失物"
    "|不得不|不管|不论|不如|不同|差异|差旅|出差|偏好|偏爱|大略|省略号|略图|乱码|太阳|太极|混合|混凝|空姐|空乘|拖车|断电|丢的|掉的|忘带"
    "|稍等|稍后|稍候|请稍|一点点|绕开|绕过|绕路|推拉|推门|推轮椅|急着赶|大声|重复|问题|抱怨的|投诉的|迟到的|发火的|生气的|迷路的|走失的|着急|担心"
    "|没多久|不时|不一|不止|不禁|不由|不单|不愧|不敢相信|不可思议|丢过|不再|没话说|[没不]变|没有变"
)
_FAULT = zh.alternatives(zh.FAULT)
# A fault denied is none.
_DENIED = re.compile(
    r"(?:从来没有?|从没有?|从来不|从不|没有?|并没有?|不会|不曾|未曾|毫不|毫无|并不|绝不|不|别|无|免得|以免|避免|不让|没让|没人)"
    r"(?:[你他她它一再半点丝任何句过出会人个次因为]|客人|有人|觉得){0,4}"
    r"(?:慌|忙|急躁?|乱|错|漏|忘记?|迟到?|抱怨|不耐烦|打断|插话|插嘴|抢话?|敷衍|催|发火|生气|皱眉|叹气|含糊|马虎|拖延?|推脱|丢|落下|误|紧张"
    r"|哭|抖|提高|抬高|嗓门|红脸|变脸|失态|耽误|冷场|架子|偏心|痛|疼|放弃|犹豫|厌|怨言|脾气|争辩|反驳|顶嘴|走神|遗漏|差错|失误|停|赶|迷路|白跑|冷落|怕"
    r"|嫌|吵|闹|慢|离开|松懈|失望|出错)|[没不](?:有)?让[^，。]{1,4}(?:多|久|干|白)?等"
)
_GOOD_IDIOM = (
    "不慌不忙|不急不躁|不急不慢|不紧不慢|不卑不亢|不厌其烦|有条不紊|一丝不苟|毫不含糊|毫无保留|滴水不漏|不离不弃|不骄不躁"
    "|分毫不差|一字不漏|一字不差|从容不迫|一点不乱|丝毫不乱|有始有终|面不改色|耐着性子|不动声色"
)
_IDIOM = re.compile(
    f"{_GOOD_IDIOM}|不错|不赖|不差|没得说|无可挑剔|无懈可击|没毛病|挑不出|没的说|不在话下|没话说|[没不]变|没有变"
)
_LONG_DESCRIPTIVE = [word for word in zh.DESCRIPTIVE.split() if len(word) > 1]
_SHORT_DESCRIPTIVE = [word for word in zh.DESCRIPTIVE.split() if len(word) == 1]
_LONG_EVALUATIVE = [word for word in zh.EVALUATIVE.split() if len(word) > 1 and word != "可以"]
_SHORT_EVALUATIVE = [word for word in zh.EVALUATIVE.split() if len(word) == 1]
_NOT_DENIED = r"(?<![不没够太欠别])(?<!不够)(?<!不太)(?<!没有)(?<!不怎么)(?<!不是很)(?<!不很)"
_DESCRIPTIVE = re.compile(
    rf"{_NOT_DENIED}(?:{zh.alternatives(' '.join(_LONG_DESCRIPTIVE))})|{_GOOD_IDIOM}"
    rf"|(?:{_DEGREE})(?:{zh.alternatives(' '.join(_SHORT_DESCRIPTIVE))})(?!了?一?[点些]|不|是|的时)"
    rf"|有(?:耐心|条理|温度|礼貌|趣|分寸|章法|感染力|感情|节奏|画面|说服力|层次|余裕|爱心|创意|心意|巧思)"
    rf"|得(?:[^，。不没]{{0,4}}(?:活灵活现|绘声绘色|[\u4e00-\u9fff]\w(?:\w\w)))$"
)
_EVALUATIVE = re.compile(
    rf"{_NOT_DENIED}(?:{zh.alternatives(' '.join(_LONG_EVALUATIVE))})"
    rf"|(?:{_DEGREE})(?:{zh.alternatives(' '.join(_SHORT_EVALUATIVE))})(?![多几些一久奇像说吃喝转处])"
    rf"|喜欢|信任|信赖|指名|点名要|欣赏|佩服|打动|感动|点赞|舒心|受用"
)
_TOO_GOOD = re.compile(
    rf"太(?:{zh.alternatives(zh.EVALUATIVE, ' '.join(_LONG_DESCRIPTIVE))}|像|美|甜|暖|细|稳|准)了?"
)
_ASK = re.compile(
    r"(?<!申)请(?!问|客|教|假|求|他|她|进|来)|下一?[次回]|下周|记得(?:先|把|要|再)|(?:^|[，,])别(?!人|的|致)|不要|希望"
    r"|最好(?![的了吧，。]|$)|建议|期待"
    r"|可以(?:[再更多先试把加早改]|考虑|考虑)|如果(?:你|您)?(?:能|可以|再)|要是(?:你|您)?(?:能|可以)|若能|若(?:你|您)?(?:能|再)"
    r"|能不能|能(?:再|更|先|早)|再[^，。]{0,8}一?[点些](?!点)|还(?:可以|能|要|得|需|应|有)|更[^，。]{1,4}一?[点些]|更好|有待|提升空间"
    r"|进步空间|改进|加强"
    r"|应该|应当|必须|务必|需要?|不该|该|(?<![讲说做写])得(?:先|再|把|要|讲|说|写|报|问|核|提)|要(?:先|再|把|更|多|注意|记)|试试|注意"
    r"|少一?点|多一?点|早一?点|慢一?点"
)


# 没有 at the end of what is asked denies nothing.
_ASKED = re.compile(r"(?<=问)(?<!不问)(?<!没问)([^，。]{1,12})没有?(?=[，。！？]|$)")
# A fault of those who are spoken of by it: 没带笔的人.
_WHO_DID_NOT = re.compile(
    r"(?:[没不未忘漏迟丢走][^，。的]{1,6}|[急慌乱累晚])的(?=人|客|顾|孩|老|乘|旅|那|病|家|游|学|观|读|姑|小)"
)


def plain(text: str) -> str:
    """Return a text without the words that only look like fault, and without faults denied."""
    text = _WHO_DID_NOT.sub("◆", _IDIOM.sub("◆", _TOO_GOOD.sub("◆", text)))
    text = _ASKED.sub("◆", text)
    return _NEUTRAL.sub("◆", _DENIED.sub("◆", text))


_FAULT_WORD = re.compile(
    _FAULT + r"|\w得不|[^忘]不[到清见完了]|[全都净光尽]是[你您]|[报听看认当记算写填印打叫念]成"
    r"|(?<![依照仍破怀])旧(?![客友识书金])|报反|让[^，。]{1,4}(?:干?等|久等|排队|白跑|跑[两几]趟|重说|再说|站着|难堪|下不来台)"
)


def denies_fault(text: str) -> bool:
    """Return whether a piece begins by saying that a fault did not happen."""
    return bool(_DENIED.match(text) or _IDIOM.match(re.sub("^(?:总是|老是|一直|又|总)", "", text)))


def is_fault(text: str) -> bool:
    """Return whether a piece tells a fault."""
    return bool(_FAULT_WORD.search(plain(text)))


def is_praise(text: str) -> bool:
    """Return whether a piece praises, by a quality or by mere evaluation."""
    return descriptive(text) or evaluative(text) is not None or bool(_DENIED.search(text))


# After a verb and 得, what is no mere evaluation is how it was done.
_COMPLEMENT = re.compile(
    r"[讲说做写画答接理摆弄打搞干聊问听看记念读唱演走跑带引抚绍释排现达备对答握制捏荐挥成拾装叠折擦洗切拌配扶守陪笑唸解复抓选用调铺贴控留教谈送]得"
    r"(?P<how>[^，。；！？]{2,8})"
)
_MERE = re.compile(rf"{zh.alternatives(zh.EVALUATIVE)}|{_DEGREE}|[的了极啊呀哦常是不没\W]")


def descriptive(text: str) -> bool:
    """Return whether a piece names a quality."""
    if _DESCRIPTIVE.search(text):
        return True
    match = _COMPLEMENT.search(text)
    return (
        match is not None and len(_MERE.sub("", match["how"])) >= 2 and not is_fault(match["how"])
    )


def evaluative(text: str) -> re.Match[str] | None:
    """Return the first words that only evaluate."""
    return _EVALUATIVE.search(text)


def asks_for(text: str) -> bool:
    """Return whether a piece asks for a change."""
    return bool(_ASK.search(text))
