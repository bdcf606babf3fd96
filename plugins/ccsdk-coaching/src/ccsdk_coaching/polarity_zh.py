"""Tell praise from fault in a piece of Chinese, by classes of words and what negates them."""

from __future__ import annotations

import re

from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import headed, late

__all__ = [
    "asks_for",
    "denies_fault",
    "descriptive",
    "evaluative",
    "is_fault",
    "is_good",
    "is_praise",
    "named_quality",
    "plain",
]

_DEGREE = (
    "得|很|真|又|非常|十分|特别|太|最|极|挺|超|够|更|这么|那么|格外|相当|极其|好|多么|真是|都|也|是"
)

# Words that hold a letter of fault or of praise and mean neither.
_NEUTRAL = late(
    r"([\u4e00-\u9fff])[不没]\1|认错(?!人|了?客|成)|[下订工派接回退补保账报开跟结]单(?=一)|"
    "欠[费款](?=[用客户单停的业])|错[单题账例](?![了的])|[忘遗失拾]物|失[窃主]|(?:抱怨|投诉)[信单电函件]|顺口溜|[绕转走巡][一两]圈|不但|不仅|不只"
    "|不光|不过|不断|不少"
    "|不久|不用|不必|不一会儿|差不多|至少|多少|少年|少女|老?太太|晚上|[今昨明当前]晚|晚[班场餐饭安会间]"
    "|夜晚|早晚|傍晚|慢慢|放慢|推荐|手?推车|推开|急[诊救需件]|空[调位地气]|有空|[出腾]空|航空|判断|[用行贺房门员磁刷饭]卡|卡[片号车座通]"
    "|无论|无障碍|未成年|未来|误会|拖[鞋把]|硬[币件]|没关系|忘不了|冲[泡咖洗]|缺口|赶[到上紧在来]|着急的|免不了|无线|无人机|错开|丢失物"
    "|不得不|不管|不论|不如|不同|差异|差旅|出差|偏好|偏爱|大略|省略号|略图|乱码|太阳|太极|混合|混凝|空姐|空乘|拖车|断电|丢的|掉的"
    "|稍等|稍后|稍候|请稍|一点点|绕开|绕过|绕路|推拉|推门|推轮椅|急着赶|大声|重复|问题|抱怨的|投诉的|迟到的|发火的|生气的|迷路的|走失的|着急|担心"
    "|不[高大多快长急重吵远贵](?![的兴])|没多久|不时|不一|不止|不禁|不由|不单|不愧|不敢相信|不可思议|丢过|不再|没话说|[没不]变|没有变"
)
_FAULT = zh.alternatives(zh.FAULT)
# A fault denied is none.
_DENIED = late(
    r"(?:从来没有?|从没有?|从来不|从不|没有?|并没有?|不会|不曾|未曾|毫不|毫无|并不|绝不|不|别|无|免得|以免|避免|不让|没让|没人)"
    r"(?:[你他她它位被哪掉滴声字一再半点丝任何句过出会人个次因为]|客人|有人|觉得|跟着|立刻|马上|直接|露出|流露|显得|表现出){0,6}"
    r"(?:慌|废话|泪|眼泪|重话|闲话|硬话|脏话|差评|冤枉路|还嘴|回嘴|还口|忙|急躁?|乱|错|漏|忘记?|迟到?|抱怨|不耐烦|打断|插话|插嘴|抢话?|敷衍|催|发火"
    r"|生气|皱眉|叹气|含糊|马虎|拖延?|推脱|丢|落下|误|紧张"
    r"|哭|抖|提高|抬高|嗓门|红脸|变脸|失态|耽误|冷场|架子|偏心|痛|疼|放弃|犹豫|厌|怨言|脾气|争辩|反驳|顶嘴|走神|遗漏|差错|失误|停(?!下)|赶|迷路|白跑|冷落|怕"
    r"|嫌|吵|闹|慢|越界|越权|失礼|推辞|回避|退缩|动摇|插手|离开|松懈|失望|出错|累|腻|烦|困)|[没不](?:有)?让[^，。]{1,4}(?:多|久|干|白)?等"
)
_GOOD_IDIOM = (
    "没有?(?:什么|啥)(?:好|可)?[^，。]{0,2}(?:挑剔|可?挑|毛病|可?说|意见|可改|要改)的?|无[所微孔]不[\u4e00-\u9fff]|不慌不忙|不急不躁"
    "|不急不慢|不紧不慢|不卑不亢|不厌其烦|有条不紊|一丝不苟|毫不含糊|毫无保留|滴水不漏|不离不弃|不骄不躁"
    "|分毫不差|一字不漏|一字不差|从容不迫|一点不乱|丝毫不乱|有始有终|面不改色|耐着性子|不动声色"
)


# What evaluates or describes by a negation: 了不起, 不急不躁.
def _by_negation() -> str:
    words = f"{zh.EVALUATIVE} {zh.DESCRIPTIVE}".split()
    return zh.alternatives(
        *(word for word in words if re.search("[不没无]", word) or re.search(_FAULT, word))
    )


_IDIOM = late(
    lambda: (
        rf"又[\u4e00-\u9fff]{{1,3}}又(?:{zh.alternatives(zh.DESCRIPTIVE)})|"
        f"{_GOOD_IDIOM}|{_by_negation()}|不错|不赖|不差|没差(?![点错])|[一半]?[点丝毫字分]儿?[都也]?[没不][差错漏乱](?!在|过"
        f"|到)|没得说|无可挑剔|无懈可击|没毛病|挑不出|没[的得](?:说|挑|讲)|没话讲|不在话下|没话说"
        f"|[没不]变|没有变"
    )
)
_LONG_DESCRIPTIVE = [word for word in zh.DESCRIPTIVE.split() if len(word) > 1]
_SHORT_DESCRIPTIVE = [word for word in zh.DESCRIPTIVE.split() if len(word) == 1]
_LONG_EVALUATIVE = [word for word in zh.EVALUATIVE.split() if len(word) > 1 and word != "可以"]
_SHORT_EVALUATIVE = [word for word in zh.EVALUATIVE.split() if len(word) == 1]
_NOT_DENIED = r"(?<![不没太欠])(?<!(?<![特分个])别)(?<!(?<!足)够)(?<!不太)(?<!没有)(?<!不怎么)(?<!不是很)(?<!不很)"
_QUALITIES = (
    rf"{_NOT_DENIED}(?:{zh.alternatives(' '.join(_LONG_DESCRIPTIVE))})|{_GOOD_IDIOM}"
    rf"|(?:{_DEGREE})(?:{zh.alternatives(' '.join(_SHORT_DESCRIPTIVE))})(?!了?一?[点些]|不|是|的时)"
    rf"|很会[\u4e00-\u9fff]|善于|擅长|[细准快稳轻]到[^，。]{{1,6}}|有(?:耐心|条理|温度|礼貌|趣|分寸|章法|感染力|感情|节奏|画面|说服力|层次"
    rf"|余裕|爱心|创意|心意|巧思)"
    rf"|(?:{zh.alternatives(zh.SKILL)})(?:好|强|佳|棒|妙|稳|准|细|足)(?=$|[，。、])"
    rf"|(?:{zh.alternatives(zh.SKILL)}|力|感|劲|意)(?:十足|在线|拉满|满满|过人|过硬|到家|了得)"
)
_DESCRIPTIVE = late(
    lambda: headed(
        "".join(word[0] for word in (zh.DESCRIPTIVE + zh.SKILL).split())
        + "丝也力劲十又多够太很意挺擅是更最极格毫没特相超这那都非",
        _QUALITIES,
    )
)
# Who says 太香了 is delighted; 太慢了 is not.
_DELIGHT = (
    "太(?![慢快急长短小大多少晚早迟硬冷热吵乱重轻高低远近满挤贵旧老暗亮浓淡凶冲碎杂密紧松随草粗死板笼模"
    r"含生过忙啰唠直平弱强闷吓难没不无欠缺])[\u4e00-\u9fff]{1,3}了"
)
_EVALUATIVE = late(
    rf"{_DELIGHT}|(?:^|[你您])(?:[\u4e00-\u9fff]{{2,3}})好$|{_NOT_DENIED.replace('太', '', 1)}"
    rf"(?:{zh.alternatives(' '.join(_LONG_EVALUATIVE))})"
    rf"|(?:{_DEGREE})(?:{zh.alternatives(' '.join(_SHORT_EVALUATIVE))})(?![多几些一久奇像说吃喝转处])"
    rf"|(?:堪称|称得上|算得上|可谓|不愧)[^，。]{{1,8}}|有?一[副手口双颗把][^，。]{{0,8}}好[\u4e00-\u9fff]{{1,3}}|喜欢|信任|信赖"
    rf"|指名|点名要|欣赏|佩服|打动|感动|点赞|舒心|受用"
)
_TOO_GOOD = late(
    _DELIGHT
    + "|"
    + rf"太(?:{zh.alternatives(zh.EVALUATIVE, ' '.join(_LONG_DESCRIPTIVE))}|像|美|甜|暖|细|稳|准)了?"
)
_TO_DO = zh.alternatives(*(word for word in zh.ACTION.split() if len(word) > 1))
_ASK_HEADS = "请下记别不希最建期可如要若能再还更有提进改加应当必务需该得试注少多早慢"
_ASK_TEXT = (
    r"(?<!申)请(?!问|客|教|假|求|他|她|进|来)|下一?[次回]|下周|(?<![你您])记得(?:先|把|要|再)|(?<![^，,])别(?!人|的|致)"
    r"|(?<![特分个区性差级派告离识])别(?=用|说|写|讲|问|提|急|这|那|站|坐|靠|叫|看|走|等|只|太|老|再|总是|光|只顾|一股脑|一味|把|急着|拿|让|跟客"
    r"|对客|忘|漏|抢|打断|催)|不要|希望"
    r"|最好(?![的了吧，。]|$)|建议|期待"
    r"|可以(?:[再更多先试把加早改]|考虑|考虑)|如果(?:你|您)?(?:能|可以|再)|要是(?:你|您)?(?:能|可以)|若能|若(?:你|您)?(?:能|再)"
    r"|能不能|能(?:再|更|先|早)|再[^，。]{0,8}一?[点些](?!点)|还(?:可以|(?:要|得|需要?|应)(?!等)|有)|还能(?=[再更先多怎把])"
    r"|更[^，。]{1,4}一?[点些]|更好|有待|提升空间"
    r"|进步空间|改进|加强"
    rf"|应该|应当|必须|务必|需要?|(?<![想需主重只不快就首])要(?:{_TO_DO})|不该|该(?![\u4e00-\u9fff]{{1,3}}的)"
    rf"|(?<![讲说做写记])得(?:先|再|把|要|讲|说|写|报|问|核|提)"
    rf"|要(?:先|再|把|更|多|注意|记)|试试|注意"
    r"|少一?点|多一?点|早一?点|慢一?点"
)
_ASK = late(headed(_ASK_HEADS, _ASK_TEXT))


# What is told of a moment is its background: 挂断前, 断线之后.
_MOMENT = late(
    rf"(?:{_FAULT})(?:(?:了)?(?:之[前后]|以[前后]|[前后](?![面台排])|的?时候?)"
    rf"|[^，。你您没不]{{0,4}}(?=[那这][单通次件笔位个封张趟场回户案宗](?!错|都|就|也|没|又)))"
)
# A fault that something has, where it is not what the agent makes: 找到了丢失的雨伞.
_HAVING = late(
    rf"(?:(?:{_FAULT})[\u4e00-\u9fff]?|[没未][^，。的]{{1,4}})的(?=[\u4e00-\u9fff])(?!(?:地方|部分|时候|样子"
    rf"|表情|神情|脸|状态|感觉|习惯|毛病|印象"
    rf"|{zh.alternatives(zh.WORK)}))"
)
# A fault that the agent saw or mended is a deed.
_NOTICED = late(
    rf"(?:[看听认查找指发察][出现觉]|注意到|识破|纠正|改正|补[上救]|挽回|化解"
    rf"|修好)[^，。]{{0,8}}?(?:{_FAULT})[\u4e00-\u9fff]?(?=$|[，。])"
)
# 一个错别字都找不出来: of faults, none; 把缺哪一页都交代了: all is done, whatever it is about.
_NONE_AT_ALL = late(
    rf"[一半][个处点丝毫句字条次分张件][^，。]{{0,3}}(?:{_FAULT})[^，。]{{0,3}}[都也](?:没|[找挑看听]不|不[曾见])[^，。]{{0,3}}"
)
_ALL_DONE = late(
    "该[^，。]{1,3}的(?:都|也|全|一[样个])[^，。没不未漏忘]{1,5}|样样(?:都|俱|不)[^，。没未漏]{1,3}|一应俱全"
    "|一[样个项条件]都?[不没][落少漏差]|应有尽有|"
    "把[^，。]{2,20}(?:[都全]|一一|逐[一项条个])(?:[交代讲说写列标补核对清查问记办想圈画备附答]|解释|处理|安排|考虑|准备|照顾|整理)"
    "[^，。错漏丢反混]{0,3}(?=$|[，。])"
)
# 弹幕立刻不问了: what others stop is brought about by the agent.
_STOPPED = late(
    "^[^，。你您]{1,8}(?:立刻|马上|当场|顿时|很快|慢慢|渐渐|一下子?|也?就|都)(?:就|也|便)?(?:不|没人?)[^，。见够]{1,3}了$"
)
# 没有 at the end of what is asked denies nothing.
_ASKED = late(r"(?<=问)(?<!不问)(?<!没问)([^，。]{1,12})没有?(?=[，。！？]|$)")
# A fault of those who are spoken of by it: 没带笔的人.
_WHO_DID_NOT = late(
    r"(?:[没不未忘漏迟丢走][^，。的]{1,6}|[急慌乱累晚])的(?=人|客|顾|孩|老|乘|旅|那|病|家|游|学|观|读|姑|小)"
)


def plain(text: str) -> str:
    """Return a text without the words that only look like fault, and without faults denied."""
    text = _WHO_DID_NOT.sub("◆", _IDIOM.sub("◆", _TOO_GOOD.sub("◆", text)))
    text = _STOPPED.sub("◆", text)
    text = _NONE_AT_ALL.sub("◆", _ALL_DONE.sub("◆", text))
    text = _NOTICED.sub("◆", text)
    text = _MOMENT.sub("◆", _ASKED.sub("◆", text))
    return _HAVING.sub("◆", _NEUTRAL.sub("◆", _DENIED.sub("◆", text)))


# 拖到第二天才补, 隔周才回: done late. What is let out or left only then is another matter.
_SPAN = "(?:[\\d一二三四五六七八九十半几两]+个?(?:分钟|小时|钟头|天|日|周|星期|礼拜|月))"
_TOO_LATE = (
    rf"(?:(?:[拖等过隔耗迟挨]|要等)[了到上]*[^，。]{{0,4}}(?:{_SPAN}|[天日周月晚早午班后])"
    rf"|第[二三四五六]天|(?:周|星期|礼拜)[一二三四五六日末]|[次隔翌]日|[次隔][天周月]|事后|(?:下班|收工|交班|挂机|挂断|结账|月底)[前后]?"
    rf"|{_SPAN}之?后"
    r"|[午凌深半][夜晨后][^，。]{0,2})[^，。你您]{0,4}才(?=[\u4e00-\u9fff])"
    r"(?![下离放睡走吃收回能会]|肯|知道|想起|到家)"
)
# 念得像机器: a voice or a hand like this is no praise.
_UNLIKE = (
    r"像(?:是|个|台|在|极了)*(?:机器|念经|背书|背稿|[读念]稿|课文|复读|录音|流水账|审[问犯讯]|查户口|查案|盘问|吵架|命令|训|打发|赶|交差|走过场"
    r"|应付|例行|完成任务|自言自语|蚊|蜗牛|白开水|没睡醒|欠|冰|木头|推销|催债|讨债|教训|挤牙膏|天书|鬼画符|打仗|逃难)"
)


_FAULT_WORD = late(
    _FAULT
    + rf"|{_TOO_LATE}|{_UNLIKE}"
    + r"|[小细淡轻远高矮暗糊薄挤]到(?:要|得|[看听]|没|不|连)|\w得不|[^忘]不[到清见完了]|[全都净光尽]是[你您]"
    r"|[报听看认当记算写填印打叫念抄订翻标贴]成(?![功为果交立熟长])"
    r"|[说讲]成(?!了?[“「『]|[功为果交立熟长]|[^，。]{0,6}(?:白话|家常|故事|画|三|人话|歌|顺口溜))"
    r"|难(?:认|懂|听|看|读|记|找|受|堪|以)|[放拿装贴挂插写填念摆倒]反"
    r"|[晚迟][\d一二三四五六七八九十半几两]+(?:分|秒|个?小时|天|步)"
    r"|[停放丢扔堆摆搁]在[^，。]{0,6}(?:过道|通道|中间"
    r"|路[上中口]|地上|地板|门前)|(?<![依照仍破怀])旧(?![客友识书金])"
    r"|报反|(?<!好)了(?:一?点|些)(?![头心])|(?<![多至减])少[填讲念抄算核登记提发寄装拿问说写报给][了过]?[一两几半]"
    r"|[略嫌显][\u4e00-\u9fff]{0,1}[乱短长慢快急硬冷淡弱轻重大小低高少多]"
    r"|让[^，。]{1,8}(?:干?等|久等|排队|白跑|跑[两几]趟|重说|再说|站着|难堪|下不来台)"
)


# What stands in each fault, with nothing around it: `plain` can only take it away.
_MAY_BE_FAULT = late(
    lambda: headed(
        "".join(word[0] for word in zh.FAULT.split())
        + "才像让旧小细淡轻远高矮暗糊薄挤全都净光尽报听看认当记算写填印打叫念抄订翻标贴说讲难放拿装挂插摆倒晚迟停丢扔堆搁了少略嫌显",
        _FAULT
        + "|[才像让旧略嫌显]|[小细淡轻远高矮暗糊薄挤]到[要得看听连]|[全都净光尽]是[你您]"
        + "|[报听看认当记算写填印打叫念抄订翻标贴说讲]成|难[认懂听看读记找受堪以]|[放拿装贴挂插写填念摆倒报]反"
        + r"|[晚迟][\d一二三四五六七八九十半几两]|[停放丢扔堆摆搁]在|了[一点些]|少[填讲念抄算核登记提发寄装拿问说写报给]",
    )
)


def denies_fault(text: str) -> bool:
    """Return whether a piece begins by saying that a fault did not happen."""
    return bool(_DENIED.match(text) or _IDIOM.match(re.sub("^(?:总是|老是|一直|又|总)", "", text)))


def is_fault(text: str) -> bool:
    """Return whether a piece tells a fault."""
    return _MAY_BE_FAULT.search(text) is not None and bool(_FAULT_WORD.search(plain(text)))


def is_praise(text: str) -> bool:
    """Return whether a piece praises, by a quality or by mere evaluation."""
    return descriptive(text) or is_good(text)


# Who has much of something, or has a skill at all, is praised unless it is a trouble.
_HAS_IT = late(
    rf"[\u4e00-\u9fff]极了|比[^，。]{{1,8}}(?:(?<![慢差乱糟少晚])(?:多了|得多|一大截|不少)|还[\u4e00-\u9fff]{{1,4}}$)|"
    rf"[很真挺超][具有]+(?!问题|毛病|意见|压力|难度|争议|敌意|必要|可能|点|些|情绪|脾气|距离"
    rf"|限)[\u4e00-\u9fff]{{2}}"
    rf"|(?:{zh.alternatives(zh.SKILL)})(?:也|都|是)?(?:有了|够了?|不缺)$"
)


# After a verb and 得, what is no mere evaluation is how it was done.
_COMPLEMENT = late(
    r"[讲说做写画答接理摆弄打搞干聊问听看记念读唱演走跑带引抚绍释排现达备对答握制捏荐挥成拾装叠折擦洗切拌配扶守陪笑唸解复抓选用调铺贴控留教谈送]得"
    r"(?P<how>[^，。；！？]{2,8})"
)
_MERE = late(
    rf"比[^，。]{{1,4}}[都还更]|{zh.alternatives(zh.EVALUATIVE)}|{_DEGREE}|[的了极啊呀哦常是不没\W]"
)


def named_quality(text: str) -> bool:
    """Return whether a piece names a quality by a word that is known."""
    return bool(_DESCRIPTIVE.search(text))


def is_good(text: str) -> bool:
    """Return whether a piece has a word of praise, or denies a fault."""
    return (
        named_quality(text)
        or evaluative(text) is not None
        or any(each.search(text) for each in (_DENIED, _HAS_IT, _NONE_AT_ALL, _ALL_DONE))
    )


def descriptive(text: str) -> bool:
    """Return whether a piece names a quality, be it by how something was done."""
    if named_quality(text):
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
