"""CL106 in Chinese: a can't-do told as a fixed fact about the agent."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.clause_zh import FIRST_SELF, Reading
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import headed, late
from ccsdk_coaching.model import Finding
from ccsdk_coaching.overcome_zh import is_done_since, is_overcome
from ccsdk_coaching.plaudit_zh import plaudit
from ccsdk_coaching.polarity_zh import is_fault
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import ChineseRule
from ccsdk_coaching.subject_zh import NAME
from ccsdk_coaching.voice_zh import quote_speaker

__all__ = ["BeliefZh"]

_FIXED = (
    "天生就?|生来就?|就是|永远都?|永远也|根本就?|压根就?|一辈子都?也?|这辈子都?也?|怎么也|怎么都|怎么[学教讲说练带改]都|再怎么[^，。]{0,4}也|死活都?"
    "|从来都?|从来就|打死(?:我|你|他|她)?也|死也|说什么也|横竖|[一-鿿]{1,2}(?:[一两三几十百千万]+|多少)[遍次回年][也都还]"
    "|总也|注定|反正|实在|真的|确实|完全|向来"
)
_STRONG = (
    "[一半]点[儿]?(?:办法|法子|招)[都也]没有?|"
    "[说讲]不出(?:话|口|来|好[听话]|漂亮|一句)|[一-鿿]唔(?:到|掂|识|切|倒|嚟)|学不[会来动好进懂]了?|教不[会来好]|改不[了掉过好]"
    "|做不[到来好了成]|干不[了来好]|搞不[定懂来]|弄不[懂好来]"
    "|玩不[转来]|记不[住牢清]|背不[下出]来?"
    "|应付不[了来]"
    "|练不[会好出]|开不了口|张不开(?:嘴|口)|拉不下脸|放不开|说不[来好]|管不[住好]|处理不[了来好]|胜任不了|撑不起来?|带不[好了]|写不[好来]"
    "|快不[了起]来?|静不下心来?"
    "|不是[^，。]{0,10}?(?:料|材料|的人|的命|这块料|性格|性子|脑子|脑袋|类型)|(?:没有?|缺|缺少|缺乏|毫无)[^，。没]{0,6}?(?:天赋|天分"
    "|细胞|资质|慧根|悟性|才能"
    "|基因|潜质|潜力"
    "|这根筋|脑子|头脑|本事|能力|那个命)"
    "|(?:不是|并非)[我你您他她]的?(?:强项|长项|菜|专长|本行|料)|(?:跟|和|与)[^，。]{1,6}(?:无缘|没缘|不对付|八字不合|犯冲|相克|不对盘)"
    "|没(?:得|法|药)(?:治|医)|治不好|无药可救|一窍不通|不灵光|不在行"
    "|超出了?[我你您他她自己]{1,2}的?能力|一紧张就[^，。]{0,3}[说讲]不出[一-鿿]{0,2}|驾驭不了|用不来|唱不[了来好]|没那个命|没有那个命"
    "|没救|无可救药|不可救药|不可教|朽木|烂泥|没戏|没指望|不开窍|没得救|(?:这|那)方面不行"
    "|(?:不适合|不擅长|不配|不会是|成不了|当不了|做不了|算不上)"
)
_WEAK = "没办法|没法子?|无法|不可能|不行|不会|不能|办不到|不成"
_TRAIT = (
    "(?:是个?[^，。]{0,4}(?:白痴|笨蛋|路痴|音痴|木头|废物|废柴|门外汉|绝缘体|榆木脑袋|死脑筋)|[脑手嘴口舌](?:皮子|袋|子|巴|头"
    "|筋)?[转动学]?不(?:快|过来|灵|巧|利索|好使|够用|行)|太老了?|太笨了?|太内向了?|太慢了?|脑子笨|嘴笨|手笨|笨嘴拙舌|[^，。]{0,4}(?:绝缘|无缘"
    "|八字不合|合不来))"
)
# What a verb and its denied end say: 讲不明白, 硬不起来. What a machine shows is not in it.
_CANNOT = (
    "(?:学|教|改|做|干|搞|弄|玩|记|背|应付|练|扛|接|管|带|写|说|讲|聊|唱|撑|熬|挨|吃|跟|硬|软|狠|坐|静|沉|张|拉|忍|哄|劝|谈|算|认|分|理|念"
    "|读|拼|驾驭|处理"
    "|胜任|适应|融入|顾|聚|稳|开|放|耐|压|控制|招架|顶|受|笑|热情|温柔|安抚)不"
    "(?:了|来|会|好|动|懂|住|起来?|下[来去]?|出[来口手去]|清楚?|全|进去?|上|开口?|明白|标准|利索|流利|顺|惯|消|过来|成|完整|准)"
    "|没辙|没门|没招(?:儿)?"
)
# Of what somebody is made, and what is to become of them.
_WANTING = (
    "(?:没有?|缺乏?|少)[^，。没了过]{0,5}?"
    "(?:[语数方节乐幽镜][一-鿿]{0,2}感|[那这][根条]弦|[长耐定灵]性|恒心|的命|悟性|情商|记性|那种?气质|服务意识)"
    "|(?:这辈子|一辈子)(?:也|都)?(?:就|只能|注定)?(?:这样|那样|到头)[^，。]{0,2}"
    "|(?:压根|根本|天生|就|真)+不是(?:干|做|吃|当)[^，。]{1,6}的|比登天还难|难于?上青天|不是[^，。]{1,6}能(?:干|做|学|扛)的"
    "|[哪岂](?:是[^，。]{0,4}料|[^，。]{0,3}[学做干扛管带讲说记]得?[会来了好住])|下辈子(?:吧|再说|也)"
    "|不具备?[^，。]{1,8}(?:条件|素质|能力|资格|潜质)|别指望能|(?:就是|完全|根本)没有概念|克服不了"
    "|永远都?是[^，。]{0,3}(?:慢|差|笨|拖|最后(?!一个)|垫底|半拍)[^，。]{0,5}|没有?办法(?=面对|承受|控制|接受|适应|胜任|独立|融入|冷静)"
    "|想都别想|没(?:有)?(?:什么)?指望|没得改|不开窍"
    "|(?:没有?|毫无|缺乏?|缺少|欠缺)[^，。没了过]{0,4}概念"
)
_MADE_OF = f"(?:天生|生来|就|从来|根本|压根|一点都?|完全)?{_WANTING}"
# What somebody is said to be born with, unless it is a gift.
_BORN = (
    "(?:天生|生来|骨子里|性格|本性|打(?:从)?娘胎里?|与生俱来)(?:就|都)?(?:是|很|太|有点|比较|爱)*"
    "(?:[不没怕笨慢急嘴手胆缺欠少跟和怯懒粗钝冷凶木]|(?:反应|记性|记忆|脑子|脑袋|口才|胆子|手脚|动作|悟性|理解|表达)[^，。]{0,4}(?:慢|差|笨|小|弱"
    "|钝|不)|悲观|消极|被动|孤僻|自卑|多疑|暴躁|固执|倔|木讷|结巴|五音|内向|容易|害羞|嗓门|脾气|马虎|迟钝|散漫|毛躁|[^，。；]{0,4}(?:[路脸音]痴"
    "|[路脸色音]盲|社恐|性子"
    "|死脑|根筋))[^，。；！？]{0,8}"
    "|[^，。；你您我他她]{1,5}(?:慢|笨|急|差|小|弱|不[好快灵]|大|直|懒|粗|硬|冷|钝)是(?:天生的|改不了)(?!吧)"
)
_HEAD_OR_HEART = (
    "[^，。；！？]{0,3}(?:脑[袋筋子]|头脑|本钱|底子|魄力|胆|命|力气|耐心|记性|信心|勇气|胆量|口才|毅力"
    "|定力|方向感|幽默感|创意|想象力|条理|逻辑)"
)
_FOR_ME = (
    "对(?:我|你|您|他|她|自己)(?:来说|来讲|而言)[，,]?(?:[^，。]{0,10})?(?:不可能|办不到|做不到|天方夜谭|没[戏门指]"
    "|太难)[^，。]{0,2}"
)
_UNABLE = (
    "(?:我|自己)(?:就|也|都|总|可|真|这个?人)?[^，。；！？不你您]{0,4}?[一-鿿]不[了来会懂住动]"
)
_NEVER = (
    "(?:永远|一辈子|这辈子)(?:都|也)?(?:[不没](?:可能|会|能|敢|懂|适|够|成|行|是)|别想"
    "|[一-鿿]{1,2}不[了会好成来动懂住上到出完起清开过下]|改不|学不|做不)[^，。；！？]{0,6}"
)
_BELIEF = late(
    rf"(?:(?:我|你|您|他|她"
    rf"|自己)(?:这个?人)?)?(?:(?P<fixed>{_FIXED})(?:[^，。；！？不没]{{0,6}}?))?(?:(?P<made>{_MADE_OF})"
    rf"|(?P<strong>{_STRONG})"
    rf"|(?P<weak>{_WEAK})|(?P<trait>{_TRAIT})|(?P<cannot>{_CANNOT}))"
    rf"|(?P<born>{_BORN})"
    rf"|(?P<lack>(?:我|你|您|他|她|自己)?(?:(?:{_FIXED})(?:没有?|缺)|没有?[那这]个){_HEAD_OR_HEART})"
    rf"|(?P<forme>{_FOR_ME})|(?P<able>{_UNABLE})|(?P<never>{_NEVER})"
)
_CORE_HEADS = (
    "一下不与做克八写冷分别劝办半压受口吃合和哄哪唔唱嘴坐处大天太学安完对小少就岂差带干并应开弄张弱当忍快念急性想慢懒成我手打扛拉招拼挨接控搞撑改放教无"
    "是本朽根欠比毫永沉没治温烂热熬狠玩理生用直真硬稳笑笨算管粗练绝缺耐聊聚背胜脑自舌融认记讲说读谈超跟软这适那钝难静顶顾驾骨"
)
# What each belief has in it, without what may stand before that.
_CORE = late(
    headed(
        _CORE_HEADS,
        rf"{_WANTING}|{_STRONG}|{_WEAK}|{_CANNOT}|{_TRAIT}|{_BORN}|{_FOR_ME}|{_UNABLE}|{_NEVER}"
        rf"|(?:没有?|缺)(?:[那这]个)?{_HEAD_OR_HEART}".replace("[一-鿿]唔", "唔")
        .replace("[^，。]{0,4}(?:绝缘", "(?:绝缘")
        .replace("[^，。；你您我他她]{1,5}(?:慢", "(?:慢"),
    )
)
_REASON = late(
    rf"(?:我|你|您|他|她|自己)?{_TRAIT}[，,]?(?P<fixed>就)?(?P<strong>{_STRONG})"
    rf"(?P<forme>)(?P<weak>)(?P<trait>)(?P<born>)(?P<lack>)(?P<able>)(?P<never>)"
    rf"(?P<made>)(?P<cannot>)"
)
_IDIOM = late(
    "不会[再有让是错]|不行的话|不可能[^，。]{0,4}比|没办法不|不能不|不会不|不得|忍不住|忘不[了掉]|少不了|离不开|免不了|等不及|受不了|没有[你您我]?做不到"
    "|不是做不到|没什么[^，。]*做不到|哪有|谁说|不再"
    "|不会再|说不定|停不下来|不能更|再好不过|无法形容|无法用|无法言|不可能的?任务"
)
_SYSTEM = late(
    rf"(?:{zh.alternatives(zh.CIRCUMSTANCE, zh.OTHER)}|政策|按规定|依规定|规定|门|窗|车|机|卡|单|页|表|箱|床|桌|钥匙|柜|软件)"
)


class BeliefZh(ChineseRule):
    """Flag what is said to be beyond the agent for good; the agent's own words, too."""

    code = "CL106"
    name = "limiting-belief"
    severity = "hint"
    is_local = True
    quote_policy = "agent"
    message = "这是一个限制自己的想法：不妨想象，如果会了，会变得多轻松"
    triggers = {
        "zh": (
            "不",
            "唔",
            "没",
            "无",
            "天生",
            "生来",
            "骨子",
            "永远",
            "朽木",
            "烂泥",
            "太老",
            "太笨",
            "太内",
            "笨",
            "绝缘",
            "白痴",
            "路痴",
            "音痴",
            "木头",
            "废",
            "门外汉",
            "死脑筋",
            "缺",
            "注定",
            "辈子",
            "比登天",
            "别指",
            "难于",
            "难上",
            "哪",
            "岂",
            "想都",
            "犯冲",
            "相克",
            "少",
        )
    }
    bad = (
        "自评：“当众报幕[我做不到]。”",
        "你[就是学不会]用新秤。",
        "他觉得自己[没有语言天赋]。",
        "志豪[天生不適合]站櫃台。",
        "妳說自己[不是這塊料]。",
        "當眾廣播這件事，妳[根本不可能]做好。",
        "谈判这种事，你[永远做不来]。",
        "让小郑哄孩子？[不可能]的。",
        "自评：“对着镜头，[我静不下来]。”",
    )
    good = (
        "舞台天生偏暗，你加了脚灯。",
        "预订页面没办法同时放十个名字。",
        "去年你觉得自己天生不会唱歌，昨天全车人都跟着你唱。",
        "旅客說「我學不會買票機」，妳陪他按了一遍。",
        "依規定不能退已經開船的票。",
        "沒有人能把貝殼包得比妳更牢。",
        "没有你搞不定的机器。",
        "你学不会说假话，客人都知道。",
        "你记不住没关系，便签上有。",
    )

    def check_reading(
        self, document: Document, sentence: Sentence, reading: Reading, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield a finding for each fixed can't-do."""
        hans = sentence.hans
        if _CORE.search(hans) is None or is_overcome(document, sentence, reading.text):
            return
        last = None
        for match in _merged(hans):
            start = match.start()
            if last is not None and start - last <= _APART and "。" not in hans[last:start]:
                continue  # one belief, told twice
            around = hans[max(0, start - 4) : match.end() + 4]
            after = hans[match.end() :]
            if _EXCUSED.match(after) or _is_made_for(match, after):
                continue
            if _NOTHING.search(hans, max(0, start - 8), start):
                continue
            if _SAYS_SO.search(hans, max(0, start - 6), start):
                continue
            if _IDIOM.search(around) or is_done_since(document, sentence, match.end()):
                continue
            quote = document.quote_at(sentence.start + start)
            if quote is not None:
                said = hans[max(0, quote.start - sentence.start) : match.start()]
                is_agents = quote_speaker(document, quote) != "customer"
                holds = is_agents and _is_own(hans, match, said)
            else:
                holds = _is_about_agent(reading, match) or _answers_task(document, sentence, match)
            if holds:
                last = match.end()
                named = re.match("你|您|他|她|自己", match[0])
                start += named.end() if named else 0
                yield self.finding(sentence.start + start, sentence.start + match.end())


# 记不住没关系 comforts, 学不会敷衍人 praises.
_EXCUSED = late("(?:也)?(?:没关系|没事|不要紧|不怪|不用|正常|别急|无妨|很正常)|知道")


def _is_made_for(match: re.Match[str], after: str) -> bool:
    """Return whether it is praise: born for the work, or not able to do what is bad."""
    if _NOT_ONE.search(match[0]):
        return is_fault(_NOT_ONE.sub("", match[0]).removesuffix("的人"))  # 你不是照本宣科的人
    if match["born"]:
        return not re.search("[不没缺]", match[0]) and plaudit(match[0] + after[:4]) is not None
    denies = match["strong"] or match["cannot"]
    return (
        bool(denies)
        and re.match("[学做干说装骗]", str(denies)) is not None
        and bool(_BAD_DEED.match(after))
    )


_NOT_ONE = late("(?:从来|根本|压根|就|都)*(?:不是|并非)(?=[^，。]*的人)")
_BAD_DEED = late(
    "[一-鿿]?(?:敷衍|偷懒|糊弄|骗|撒谎|说谎|假话|发火|发脾气|推脱|推卸|亏心|坏事|狠话|重话|视而不见|袖手|不管|不理|置之不理|装|见死"
    "|对[^，。]{1,5}(?:大小声|发火|吼|凶|说重话)|大小声|撒手|冷眼|旁观)"
)
# By what the person is, not by what happened: 以他的脾气, 像你这种性子, 年纪摆在那儿.
_BY_NATURE = late(
    "以[^，。]{1,6}的?(?:脾气|个性|性格|性子|资质|能力|水平|悟性|底子|条件|年纪|脑子|为人)|就?[你他她这那]{1,2}(?:种|副|个)?[^，。]{0,2}"
    "(?:脾气|个性|性格|性子|脑子|年纪|嘴)|年纪摆|像[你他她]这[样种][^，。]{0,6}的?人|这个人"
    "|[你他她][的那这]{1,2}[点些]?[^，。]{0,2}(?:英文|英语|外语|水平|本事|基础|底子|口才"
    "|程度|技术)|(?:记性|脑子|底子|手脚|反应|口才|胆子|悟性)[太很]?(?:差|笨|慢|小|薄|钝)|天生|生来|骨子里|性格"
    "|改不了|一辈子|这辈子|[你他她]这个?人"
)
# 让他当众讲话？不可能。 The question names what is then denied.
_SET_TASK = late(
    r"\s*(?:(?:让|要|叫|指望|想让|想叫|靠)(?:你|您|他|她|" + NAME + r")[^，。？?]{1,16}[？?，,]"
    # 老周做外呼？教不会的。
    r"|(?:你|您|他|她|" + NAME + r")(?![^？?]*[吗呢么哪谁怎啥几])[^，。？?]{2,16}[？?])\s*$"
)
# 没有你搞不定的机器: twice denied.
_NOTHING = late("没有?(?:什么|哪|谁|一)?[^，。]{0,3}[你您她他]?$")
# 做不到的会提前讲 names the things that cannot be done.
_NAMES_THEM = late("的(?=[一-鿿])(?!的?[啦吧了呀啊嘛呢])")
# 做不到的就说做不到: a promise not given.
_SAYS_SO = late("(?:就|直接|坦白|老实|如实|大方|当场)(?:地)?(?:说|讲|告诉|承认)$")
# 我不是这块料，你在纸条上写.
_SAID_AFTER = late(rf"[，,](?:[你您他她]|{NAME})[^，。]{{0,6}}(?:说|写|讲|叹|嘟囔|嘀咕|承认)")
_MYSELF = late("^我(?:这个?人|自己)?$")
_APART = 4
# What is not to be said is named, not believed: 别把“没办法”挂在嘴边.
_MENTIONED = late('(?:(?:别|不|少|莫|甭|改)[^，。]{0,6}把|别说|少说|不说|不要说|用)[“「『"]$')


def _merged(text: str) -> Iterable[re.Match[str]]:
    """Yield the beliefs; one that says why and one that says what are one."""
    at = 0
    while _CORE.search(text, at) and (match := _BELIEF.search(text, at)):
        reason = _REASON.match(text, match.start())
        match = reason or match
        yield match
        at = match.end()


def _is_own(text: str, match: re.Match[str], said: str) -> bool:
    """Return whether a quotation of the agent speaks of the one who says it.

    `said` is what the quotation says before: 我是个闷葫芦，跟花友聊不起来.
    """
    if match["cannot"] and not match["fixed"]:
        is_first = "我" in said + match[0] or "自己" in said or len(said) <= 1
        is_first = is_first or FIRST_SELF.search(text, 0, match.start()) is not None
        rest = re.split("[”」』]", text[match.end() :], maxsplit=1)[0]
        return is_first and not re.search("[你您]", said + rest)
    left = re.split(r"[，。；！？“”「」『』\"：:]", text[: match.start()])[-1]
    if (
        match["strong"]
        or match["born"]
        or match["never"]
        or match["lack"]
        or match["fixed"]
        or match["trait"]
        or match["made"]
    ):
        return not _SYSTEM.search(left[-3:]) or "我" in left + match[0]
    if _MENTIONED.search(text, 0, match.start() - len(left)):
        return False
    if not left and "我" not in match[0] and text[match.end() : match.end() + 1] in '”」』"’':
        return False  # 少说“不行”: a word is mentioned
    if not left and "我" not in match[0] and match["weak"] in ("不可能", "不能"):
        return re.match("(?:的|了|吧|啊|呀|啦|嘛)*[，。！？”」』]", text[match.end() :]) is not None
    return "我" in left + match[0] or not left


def _answers_task(document: Document, sentence: Sentence, match: re.Match[str]) -> bool:
    """Return whether a denial follows at once on what the agent would have to do."""
    left = sentence.hans[: match.start()]
    if not left.strip():
        earlier = document.neighbour(sentence, -1)
        left = "" if earlier is None or earlier.lang != "zh" else earlier.hans
    is_denial = (
        match["weak"] in ("不可能", "不行", "不成", "办不到")
        or match["strong"]
        or match["made"]
        or match["cannot"]
    )
    return bool(is_denial) and _SET_TASK.match(left) is not None


def _is_about_agent(reading: Reading, match: re.Match[str]) -> bool:
    clause = reading.clause_at(match.start())
    voice = clause.voice_at(match.start())
    if voice == "customer":
        return False
    named = re.match(r"我|你|您|他|她|自己", match[0])
    at = match.start() + (named.end() if named else 0)
    left = clause.text[: at - clause.start]
    right = reading.text[match.end() : clause.end]
    is_hard = any(match[kind] for kind in ("fixed", "born", "never", "lack", "trait", "made"))
    if voice == "agent":
        return _NAMES_THEM.match(reading.text, match.end()) is None and (
            bool(match["strong"])
            or bool(match["able"] or match["cannot"])
            or is_hard
            or bool(re.search("自己|我", left[-4:]))
        )
    if (named and named[0] == "我") or _MYSELF.search(left):
        return bool(_SAID_AFTER.match(reading.text, clause.end))
    if match["forme"]:
        return "我" not in match["forme"]
    if _BY_NATURE.search(reading.text) and not _SYSTEM.search(left[-3:]):
        is_hard = is_hard or match["weak"] != "不会"
        if _BY_NATURE.match(reading.text) and reading.voice_at(match.start()) == "writer":
            return True
    subject = reading.subject_at(at)
    if subject not in ("agent", "third") and not (
        subject == "dropped" and match["strong"] and is_hard
    ):
        return False
    if re.search(r"了$", right) and match["weak"] and not is_hard:
        return False
    return is_hard or _is_general(match, left, right)


def _is_general(match: re.Match[str], left: str, right: str) -> bool:
    """Return whether a can't-do holds always, not only on one day."""
    if match["weak"] == "不可能":
        return not re.match(
            "知|看|听|预|猜|想|每|同时|一直|所有|都|再|没|不|有|出|发生|的|$", right
        )
    if (
        match["weak"]
        or match["cannot"]
        or re.search(r"那天|当时|那次|昨|刚才|今天|今晚|一时|那通|这通|这次", left)
    ):
        return False
    return not re.match(r"(?:的时候|时|的话|，?就|的[^，。]*[，。]你|的[一-鿿])", right)
