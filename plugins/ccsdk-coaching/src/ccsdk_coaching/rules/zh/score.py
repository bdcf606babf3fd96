"""CL107 in Chinese: an evaluation's score, grade, rank or lost points, told to the agent."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.clause_zh import Reading
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.lexicon.patterns import headed, late
from ccsdk_coaching.model import Finding
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import ChineseRule

__all__ = ["ScoreZh"]

# What a score is made of: a number of points, a grade, a place among others.
_DIGITS = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百半]+)"
_POINTS = (
    rf"{_DIGITS}\s*(?:个)?分(?!\s*[\d一二三四五六七八九十]+\s*秒|\s*\d"
    r"|[钟之店享布别组配行工开部类批期院公机发号成给到熟半不糖甜辣饱醉钱力])"
)
_OF = rf"(?:\s*[/／]\s*{_DIGITS}|\s*%|\s*％)?"
_STARS = r"[一二三四五\d]颗?星"
_GRADE = (
    r"(?:[A-Ea-e][+＋\-－加减]?(?![A-Za-z])|[甲乙丙丁优良差](?![秀好])等?|中等|不?及格|合格|不合格"
    rf"|优秀|良好|一般|(?:未|不)?达标|[待需](?:改进|提升|加强)|(?:基本|不)?(?:称职|胜任)|(?:第)?[一二三四五]等|{_STARS})(?:级|等|档)?"
)
_PLACE = (
    r"前[一二三四五六七八九十\d]+名?|[前末中]列|末位|末尾|倒数[^，。]{0,3}|垫底|中游|榜首"
    r"|第一梯队|前茅|最[高低后前]"
)
_NTH = rf"第?\s*{_DIGITS}(?:名|位)?"
# What of an interaction is scored, in a list: 沟通技巧4分，流程合规3分.
_FIELD = "(?:(?![得了只才就对满])[一-鿿]){2,8}"
_NOT_FIRST = "(?![家个次所大医批条座届天时步眼句件代号线款部本])"
_NOT_COUNTED = "(?![个通次秒分年月号排座票人])"
# Told without the word for points, it is two or three digits and nothing after them.
_MARK = r"\s*(?:\d{2,3}(?:\.\d)?|\d\.\d)(?=\s*(?:[，,。！!；;\n]|$))"
# Whose score it is, who ranks whom, and what is scored.
_WHO = (
    r"(?:[你您](?:们)?(?:的|这个月|这通|这次|本月|上个?月|上周|这周|今天|这场|在[^，。]{1,4}"
    r"|[^，。]{0,4})?)?"
)
_TEAM = "全(?:[组班队店区站行院馆厅司网科所台]|[班小大][组队]|[一-鿿]{1,3}[组部区线队站行])|全部门|全公司|全中心|团队|部门|小组|[组队班店]里"
_CHECK = "质检|考核|考评|评估|绩效|抽检|抽查|抽测|评鉴|评核|稽核|内稽|测评|质控|神秘(?:[顾旅访乘]?客|人)(?:暗访|评核|检查|调查)?|测听|检核|督导|测验"
_KIND = (
    f"{_CHECK}|质量|服务|综合|本月|合规|平均|月度|季度|年度|听录|监听|通话|业务|开场|结尾|礼仪"
    "|流程|总|最终|最后|这通|这次"
)
_NOUN = (
    rf"(?:(?:{_KIND})(?:的|项|测)?){{0,3}}(?:分数|得分|打分|总分|评分|评级|评等|评定|等级"
    r"|等第(?!\s*[一二三四五六七八九十\d])|成绩|绩点|排名|名次|评价等级|分值|考绩|总评|星级|评核"
    r"|(?<=[检核效估规均务])分|(?:流程|态度|服务|合规|礼仪|沟通|业务|操作|规范|质量|技巧|语言|形象|知识|技能)分"
    r"|评价(?=\s*[：:是为得]?\s*[A-E甲乙丙丁])|(?<=[检核评估])结果)"
    r"(?!表|标准|规则|模板|卡|制|办法|细则|项目|维度|系统|体系|方式|权重|说明|口径|榜|升级|怎么|如何)"
)
_IS = (
    r"(?:[^，。；！？：:]{0,4}?)(?:是|为|：|:|只有|仅|才|有|到了?|掉到|降到|升到|降为|跌到|只|达到?"
    r"|=|在|拿了?|得了?|排|出来了?[，,]?)?\s*(?:个)?"
)
_MOVES = rf"(?:高|低|涨|降|掉|升|跌|少|多|提高|下降|增加|减少)了?\s*{_POINTS}"
# How a score is told, the surest first: by its name, by who gives it, by what was lost ...
_WAYS = {
    "named": rf"{_WHO}{_NOUN}{_IS}(?:(?<![周期拜])第?{_DIGITS}{_OF}(?:分|名|位|级)?(?![\d通个次秒分年月日号])"
    rf"|{_GRADE}|{_PLACE}|满分|零分|(?:不[到足])?一半|(?:比[^，。]{{1,8}})?{_MOVES}"
    rf"|从[^，。]{{1,5}}[到至为]了?(?:{_GRADE}|{_DIGITS}分?|{_PLACE}))",
    "check": rf"{_WHO}(?:{_CHECK})(?:的?结果|平均|\s|[你您]|[给打评]了?|又|还是|再次|这次|刚刚|才|都|居然)*"
    r"(?:从[^，。]{1,5}(?:降|升|掉|涨|提|跌|滑)[^，。]{0,2}[到至为]了?)?(?:是|为|得了?|拿了?|评为|：)?"
    rf"(?:{_GRADE}|[不未没](?:及格|合格|达标|通过|过[关线])|(?:通过|过关|过线)了?(?=[，。！]|$)|{_PLACE}|满分|{_POINTS}"
    r"|(?<=[：:是])\s*\d+(?:\.\d+)?%?(?![\d.通个次秒分年月日号])"
    rf"|{_MARK})(?![一-鿿]*(?:标准|线|卡))",
    "given": rf"{_WHO}(?:只|才|就|共|又|也|都)?(?:打|给|评|判|拿|得|考|记|才|只有|只|共|总共|一共"
    rf"|整体|总体)(?:了|你|您|到|个|这通|这场|出|上|在)*\s*(?:{_POINTS}|满分|及格分|零分|低分|{_STARS}|(?:(?<=[打评给你您])"
    rf"|(?<=[给评打]了)){_MARK})(?![一-鿿]*球)",
    "skill": rf"(?:{zh.alternatives(zh.SKILL)}|[一-鿿]{{1,3}}[度性感])\s*[：:]?\s*{_POINTS}"
    rf"(?:\s*[，,、]\s*{_FIELD}{_POINTS}(?![一-鿿]))*",
    "pair": rf"(?<![一-鿿])(?![^，。]{{0,8}}(?:时|通话|等|用|花)){_FIELD}\s*{_POINTS}"
    rf"(?:\s*[，,、；;]\s*{_FIELD}\s*{_POINTS}(?![一-鿿]))+",
    "ratio": rf"(?:{zh.alternatives(zh.SKILL)}|[一-鿿]{{1,3}}[度性感])(?:[项里])?(?:是|得|："
    rf"|:)?\s*\d{{1,3}}(?:\.\d)?\s*[/／]\s*(?:5|10|20|25|100)"
    r"(?!\d|\s*[/月日])",
    "first": r"[你您](?:拿|得|考)了\s*\d{2,3}(?=[，。！!；]|$)|"
    rf"[你您][^，。]{{0,4}}是[^，。]{{0,8}}第{_DIGITS}名?(?=[，。！!；]|$)",
    "listed": r"(?<![一-鿿])(?![^：:]{0,5}(?:时|通话|等候|迟到|距))[一-鿿]{2,6}[：:]"
    rf"\s*{_POINTS}",
    "alone": rf"(?:^|(?<=[，,。！!；;]))\s*(?:才|仅|刚好|整整)?(?=\d\d|[四五六七八九]十)"
    rf"{_POINTS}(?=\s*(?:[，,。！!；;]|$))",
    "item": r"(?:这一?项|这方面|那一?项|此项|项)(?:的)?[：:是得为]?\s*(?:才|只有|只得|得了)?"
    rf"\s*{_POINTS}",
    "full": "(?:项|环节|部分|板块)(?:[，,]?[你您])?[^，。]{0,3}(?:是|得|拿)了?(?:满分|零分)",
    "lost": r"(?:[离跟比距和][^，。]{1,6}(?:差|少|低|落后)|扣|丢|失|减|罚|倒扣|被扣|少)(?:了|你|您|掉|去|的是)*"
    rf"\s*{_POINTS}",
    "rank": rf"{_WHO}(?:在?(?:{_TEAM}|[一-鿿]{{0,3}}(?:排行榜?|榜单?)))?[里中上]?(?<!安)"
    r"(?:排名?|位列|位居|名列|排在?|(?:拿|得|进)了?(?=第)|垫底|居|[掉升滑跌落退]到|(?<=排)到)+"
    rf"(?:{_TEAM}|在|了|到|的)*(?:倒数)?{_NTH}(?!\d|分|[一二三四五六七八九十百零]){_NOT_COUNTED}"
    rf"|{_WHO}(?:排到?了?|进了?|掉到了?|跌出了?|名列|位居|位列|排在)(?:{_TEAM})?(?:{_PLACE})"
    rf"|(?:{_TEAM})的?(?:最后|末尾|倒数|头)一?名|(?:{_TEAM})(?:排名?)?(?:倒数)?第\s*{_DIGITS}(?:名"
    rf"|位)?{_NOT_FIRST}|[你您][^，。]{{0,8}}垫底"
    rf"|倒数第{_DIGITS}(?:名|位)?",
    "line": "(?:[没未差刚才](?![^，。]{0,3}[人客])[^，。]{0,4}|低于|高于|勉强[^，。]{0,2})(?:及格|合格|优秀|达标)线(?:以[上下])?",
    "mean": r"(?<!每通)(?<!每单)(?:平均|均分|合计|总计)(?:是|为|得)?\s*\d{2,3}(?:\.\d+)?\s*分(?![钟\d]|\s*\d)",
    "verdict": "(?:总评|评级|评等|评定|等第|考核(?:结果|等级)?|绩效)(?:是|为|：|:)?[“「『]◇{1,6}[”」』]",
    "grade": r"(?:评|拿|得|判|定|打|给)(?:了|为|成|到|你|您|个|的是)*\s*(?:个)?(?:[A-E][+＋\-－]?"
    r"|[甲乙丙丁][上下]?|[优良差](?=[，。！；\s]|$))(?:[加减]|(?![A-Za-z一-鿿]))(?:级|等|档)?"
    r"|(?<=评)(?:了|为|成)?个?(?:优秀|良好|不?合格)(?=[，。！；、\s]|$)|[A-E甲乙丙丁][级等档](?=[，。！；、\s了吧]|$)",
    "noted": r"(?<=[单表卡估检核价评语告录通场馈])[（(]\s*(?:总分|得分)?[：:]?"
    rf"\s*{_POINTS}\s*[）)]",
    "bare": r"(?:[你您]|这[一]?[通封场次单份段篇趟])(?:的|这通|这次|这个月|本月|今天|这场"
    rf"|[^，。倒切装盛放分剪画添加晚早迟误等停]{{0,4}}?)\s*{_POINTS}",
}
# Told so, it is a score whatever its subject is.
_BY_ITSELF = frozenset(
    {
        "named",
        "lost",
        "item",
        "check",
        "skill",
        "listed",
        "noted",
        "line",
        "mean",
        "verdict",
        "full",
    }
    | {"pair", "ratio"}
)
_SCORE = late("|".join(f"(?P<{way}>{pattern})" for way, pattern in _WAYS.items()))
# No score is told without one of these.
_MAY_BE_TOLD = late(
    headed(
        "0123456789零一二两三四五六七八九十百半满低格秀标分得打总评检核效估规均务程度仪通作范量巧言象识能"
        "等成绩考排名星结质抽稽内测神督排是组班队店区站行院馆厅司网科所台部线门心里名数拿了列居垫掉升滑跌落退进后尾数头ABCDE甲乙丙丁优良差",
        r"[\d零一二两三四五六七八九十百半]\s*(?:个?分(?!钟)|颗?星|[/／])|\d[\d.]|[满零低格]分|[格秀标]线|分[数值]"
        "|[得打总评检核效估规均务程度仪通作范量巧言象识能]分|评[级等定核价估鉴]|等[级第]|成绩|绩[点效]|考[绩核评]|排名|名次|总评|星级|结果"
        "|质[检控]|抽[检查测]|稽核|内稽|测[评听验]|神秘|检核|督导"
        r"|排[^，。排]*[\d零一二两三四五六七八九十百半前末中倒垫榜最第]|进[^，。]{0,6}[前末中倒垫榜最第]"
        "|[组班队店区站行院馆厅司网科所台部线门心里名数拿得进了]第|是[^，。]{0,8}第"
        "|列|居|垫底|[掉升滑跌落退]到|跌出|[后尾数头]一?名"
        r"|[A-E甲乙丙丁]|[优良差](?=[，。！；\s]|$)|评[了为成]?个?[优良不合]",
    )
)
# What is rated where it is not an interaction: 这部纪录片.
_THING_RATED = late("[这那该][部家本款间所座条首道台只支瓶盒杯幅批辆种栋][^，。你您]{1,8}$")
_EVALUATOR = late("神秘客|质检|质控|督导|主管|经理|组长|评核|稽核")
_NO_SCORE = late(
    r"不(?:写|谈|打|给|看|说|提|讲|评|报|用|计|分享)|没有?(?:写|打|给|谈)|无关|只(?:写|谈)我|表|卡|模板|标准"
)
_OF_OTHERS = late(
    rf"(?:{zh.alternatives(zh.OTHER)})(?:们)?(?:也|还|都)?(?:给|打|评|的|在)|信用|考试|比赛|球|游戏|积分|雅思|托福|高考"
    rf"|电影|餐厅|酒店|网上|地图上|满意度|驾照|驾驶证|行驶证"
)
_HOUR = late(r"\d\s*[点时：:]\s*\d*\s*分?")
_THEN = late("[便就才已](?!是|算|及格|够)[\u4e00-\u9fff]")
_CLOCK = late(r"(?:\d|[一二三四五六七八九十])\s*[点时]\s*$")


class ScoreZh(ChineseRule):
    """Flag a score of the agent; `allow_scores` turns it off."""

    code = "CL107"
    name = "score-sharing"
    severity = "warning"
    is_local = True
    message = "分数会盖过内容；描述分数背后的行为"
    triggers = {
        "zh": (
            "分",
            "评",
            "打",
            "给",
            "排",
            "名次",
            "成绩",
            "等级",
            "等第",
            "星",
            "优",
            "检",
            "测",
            "质控",
            "督导",
            "神秘",
            "及格",
            "达标",
            "合格",
            "绩",
            "第",
            "级",
            "垫底",
            "最后",
            "榜",
            "位居",
            "位列",
            "名列",
            "前茅",
            "倒数",
            "末位",
            "平均",
            "/",
            "考",
            "A",
            "B",
            "C",
            "D",
            "E",
            "甲",
            "乙",
            "丙",
            "丁",
        )
    }
    bad = (
        "这场给你[打64分]。",
        "[你的质检分数是91分]。",
        "合规这一项[丢了十分]。",
        "[妳這個月排名第三]。",
        "沒有覆述，[扣三分]。",
        "[你的評等是乙]。",
        "[你的分数比上个月低了六分]。",
    )
    good = (
        "离开演还有9分钟，你先安排了轮椅席。",
        "六分之一的客人选了夜间价，都是你讲清楚的。",
        "孩子考了98分，你把糖递给他。",
        "我不談分數，只談那個停頓。",
        "新的評分表換了版面，有空看看。",
        "你十分細心地核對藥名。",
        "评委给她的画打了九十分，你帮她装了框。",
    )

    def check_reading(
        self, document: Document, sentence: Sentence, reading: Reading, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield a finding for each score."""
        if config.allow_scores or _MAY_BE_TOLD.search(reading.text) is None:
            return
        last = -1
        for match in _SCORE.finditer(reading.text):
            if (
                last >= 0
                and match.start() - last <= 1
                and reading.text[last : match.start()] in ("", "、")
            ):
                last = match.end()  # one score, told in two ways: 92分、全科第二
            elif self._is_told(reading, match):
                last = match.end()
                given = re.search("(?:打|评)(?=[^打评]{0,6}分$)", match[0])
                start = match.start() + (given.start() if given else 0)
                yield self.finding(sentence.start + start, sentence.start + match.end())

    def _is_told(self, reading: Reading, match: re.Match[str]) -> bool:
        clause = reading.clause_at(match.start())
        if clause.voice_at(match.start()) != "writer":
            return False
        left = clause.text[: match.start() - clause.start]
        right = reading.text[match.end() :]
        if _is_other_sense(match, left, right) or _is_of_others(match, left):
            return False
        if _WHO_IS.match(right) and "第" in match[0] and not re.search("[你您]", match[0]):
            return False  # 排名第二的选手
        if match["bare"] and _WHO_IS.match(right):
            return False  # 一百分的耐心
        if match["pair"] and _ANYBODY.search(left + match[0]):
            return False
        if _LEVEL.search(match[0]) and not _LEVEL_OF.search(left[-1:] + match[0]) and left:
            return False  # 风险等级 R4
        if match.lastgroup in _BY_ITSELF:
            return not _RATED.match(left)
        if _EVALUATOR.search(left) and "给" in left + match[0]:
            return True
        verb = re.search("打|给|评|拿|得|考|排|扣|丢|是", match[0])
        at = match.start() + (verb.start() if verb else 0)
        return reading.subject_at(at) != "other"


def _is_other_sense(match: re.Match[str], left: str, right: str) -> bool:
    """Return whether it is a time, a talk of scores, or 十分 as very."""
    if _CLOCK.search(left) or re.match(r"表|卡|标准|规则|模板", right):
        return True
    before = match[0][: match[0].find("分")] if "分" in match[0] else ""
    if _NO_SCORE.search(before) or re.search("不$|没$", left):
        return True
    if match["given"] and not re.search("[你您]", match[0]):
        return bool(re.search(r"(?:是|得)\s*十分$|[值考]", match[0]))
    if match["bare"] and (_HOUR.search(match.string) or _THEN.match(right)):
        return True  # 你 38 分便拨了过去
    is_very = match["bare"] and match[0].endswith("十分")
    return bool(is_very and re.match(r"[\u4e00-\u9fff]", right))


def _is_of_others(match: re.Match[str], left: str) -> bool:
    """Return whether a customer is told to give or to have it, or a thing does."""
    said = left + match[0]
    if _OWN_POINTS.search(left):
        return True
    if _OF_OTHERS.search(said) and not re.search("质检|考核|扣|排名|[你您]的|神秘", match[0]):
        return True
    if re.search("给(?![你您了这那打])[^，。]{1,6}[打评判]", said):
        return True
    if re.match("[他她]的", left) and re.search("[你您]", match.string):
        return True
    is_said_of = match["named"] or match["given"]
    return bool(is_said_of and not re.search("[你您]", match[0]) and _THING_RATED.search(left))


# 客人的驾照已经扣了六分: points of somebody else.
_OWN_POINTS = late(
    rf"驾照|驾驶证|(?:{zh.alternatives(zh.OTHER)})(?:的[^，。]{{1,6}})?(?:已经?|被|又|才|总共|累计)+$"
)
_WHO_IS = late("的(?!好?成绩|位置|名次|得分|表现|通话|录音)")
_ANYBODY = late(zh.alternatives(zh.OTHER))
# A level is a score where it is the agent's: not 风险等级, 会员等级.
_LEVEL = late("^(?:等级|星级)")
_LEVEL_OF = late(f"[你您的了月周季]|{_CHECK}|服务|综合|绩|本次|这次")
_RATED = late("客人|顾客|客户|孩子|学生|酒店|餐厅|店|球队|比赛|影片|电影|商品|满意")
