"""CL107 in Chinese: an evaluation's score, grade, rank or lost points, told to the agent."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.clause_zh import Reading
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon import zh
from ccsdk_coaching.model import Finding
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules.zh.rule import ChineseRule

__all__ = ["ScoreZh"]

_DIGITS = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百半]+)"
_POINTS = rf"{_DIGITS}\s*(?:个)?分(?!\s*[\d一二三四五六七八九十]+\s*秒|\s*\d|[钟之店享布别组配行工开部类批期院公机发号成给到])"
_OF = rf"(?:\s*[/／]\s*{_DIGITS}|\s*%|\s*％)?"
_KIND = "质检|质量|质控|考核|考评|评估|绩效|服务|综合|本月|合规|平均|月度|季度|年度|听录|抽检|监听|通话|业务|开场|结尾|礼仪|流程|总|最终|最后|神秘客|这通|这次"
_NOUN = (
    rf"(?:(?:{_KIND})(?:的|项|测)?){{0,3}}(?:分数|得分|总分|评分|评级|评等|评定|等级|等第|成绩|绩点|排名|名次|评价等级|质检分|绩效分"
    rf"|考核分|分值|考绩|总评|星级|评核|(?<=[检核效估规均])分|(?<=[检核评估])结果)"
)
_GRADE = (
    r"(?:[A-Ea-e][+＋\-－]?(?![A-Za-z])|[甲乙丙丁优良差](?![秀好])等?|中等|不?及格|合格|不合格|优秀|良好|一般"
    r"|(?:第)?[一二三四五]等|[一二三四五\d]颗?星)(?:级|等|档)?"
)
_IS = (
    r"(?:[^，。；！？：:]{0,4}?)(?:是|为|：|:|只有|仅|才|有|到了?|掉到|降到|升到|降为|跌到|只|达到?|=|在|拿了?|得了?|排"
    r"|出来了?[，,]?)?\s*(?:个)?"
)
_WHO = r"(?:[你您](?:们)?(?:的|这个月|这通|这次|本月|上个?月|上周|这周|今天|这场|在[^，。]{1,4}|[^，。]{0,4})?)?"
_SCORE = re.compile(
    rf"(?P<named>{_WHO}{_NOUN}{_IS}(?:第?{_DIGITS}{_OF}(?:分|名|位|级)?(?![\d通个次秒分年月日号])|{_GRADE}"
    rf"|倒数[^，。]{{0,3}}|垫底|最[高低后]))"
    rf"|(?P<given>(?:{_WHO}(?:打|给|评|拿|得|考|记|才|只有|只|共|总共|一共|整体|总体)(?:了|你|您|到|个|这通|这场|出|上"
    rf"|在)*\s*(?:{_POINTS}|满分))(?![一-鿿]*球))"
    rf"|(?P<item>(?:这一?项|这方面|那一?项|此项|项)(?:的)?[：:是得为]?\s*(?:才|只有|只得|得了)?\s*{_POINTS})"
    rf"|(?P<lost>(?:扣|丢|失|减|罚|倒扣|被扣|少)(?:了|你|您|掉|去|的是)*\s*{_POINTS})"
    rf"|(?P<rank>{_WHO}(?:在?(?:全组|全班|全队|全店|全部门|全公司|团队|部门|小组|全中心|组里|队里|班里|店里|[一-鿿]{{0,3}}(?:排行榜?"
    rf"|榜单?)))?(?:里|中|上)?(?<!安)(?:排名?|位列|位居|名列|排在?|拿了?|得了?|垫底|居|[掉升滑跌落退]到)+(?:全组|全班|全队|全店|全部门"
    rf"|团队|部门|小组|在|了|到|全中心|的)*(?:倒数)?第?\s*{_DIGITS}(?:名|位)?(?!\d|分)(?![个通次秒分年月号排座票人])|(?:全组|全班"
    rf"|全队|全店|团队"
    rf"|部门|小组|全中心|组里|队里)(?:排名?)?(?:倒数)?第\s*{_DIGITS}(?:名|位)?|[你您][^，。]{{0,4}}垫底"
    rf"|倒数第{_DIGITS}(?:名|位)?)"
    rf"|(?P<grade>(?:评|拿|得|判|定|打|给)(?:了|为|成|到|你|您|个|的是)*\s*(?:个)?(?:[A-E][+＋\-－]?"
    rf"|[甲乙丙丁])(?:[加减]|(?![A-Za-z一-鿿]))(?:级|等|档)?|[A-E甲乙丙丁][级等档](?=[，。！；、\s了吧]|$))"
    rf"|(?P<bare>(?:[你您]|这[一]?[通封场次单份段篇趟])(?:的|这通|这次|这个月|本月|今天|这场|[^，。]{{0,4}}?)\s*{_POINTS})"
)
_NO_SCORE = re.compile(
    r"不(?:写|谈|打|给|看|说|提|讲|评|报|用|计|分享)|没有?(?:写|打|给|谈)|无关|只(?:写|谈)我|表|卡|模板|标准"
)
_OF_OTHERS = re.compile(
    rf"(?:{zh.alternatives(zh.OTHER)})(?:们)?(?:也|还|都)?(?:给|打|评|的|在)|信用|考试|比赛|球|游戏|积分|雅思|托福|高考"
    rf"|电影|餐厅|酒店|网上|地图上|满意度"
)
_CLOCK = re.compile(r"(?:\d|[一二三四五六七八九十])\s*[点时]\s*$")


class ScoreZh(ChineseRule):
    """Flag a score of the agent; `allow_scores` turns it off."""

    code = "CL107"
    name = "score-sharing"
    severity = "warning"
    message = "分数会盖过内容；描述分数背后的行为"
    triggers = {
        "zh": (
            "分",
            "评",
            "排",
            "名次",
            "成绩",
            "等级",
            "等第",
            "星级",
            "绩",
            "第",
            "级",
            "垫底",
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
    )
    good = (
        "离开演还有9分钟，你先安排了轮椅席。",
        "六分之一的客人选了夜间价，都是你讲清楚的。",
        "孩子考了98分，你把糖递给他。",
        "我不談分數，只談那個停頓。",
        "新的評分表換了版面，有空看看。",
        "你十分細心地核對藥名。",
    )

    def check_reading(
        self, document: Document, sentence: Sentence, reading: Reading, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield a finding for each score."""
        if config.allow_scores:
            return
        for match in _SCORE.finditer(reading.text):
            if self._is_told(reading, match):
                given = re.search("(?:打|评)(?=[^打评]{0,6}分$)", match[0])
                start = match.start() + (given.start() if given else 0)
                yield self.finding(sentence.start + start, sentence.start + match.end())

    def _is_told(self, reading: Reading, match: re.Match[str]) -> bool:
        clause = reading.clause_at(match.start())
        if clause.voice_at(match.start()) != "writer":
            return False
        left = clause.text[: match.start() - clause.start]
        if _CLOCK.search(left) or re.match(r"表|卡|标准|规则|模板", reading.text[match.end() :]):
            return False
        if _NO_SCORE.search(
            match[0][: match[0].find("分")] if "分" in match[0] else ""
        ) or re.search("不$|没$", left):
            return False
        if (
            match["given"]
            and re.search(r"(?:是|得)\s*十分$|[值考]", match[0])
            and not re.search("[你您]", match[0])
        ):
            return False
        if (
            match["bare"]
            and match[0].endswith("十分")
            and re.match(r"[\u4e00-\u9fff]", reading.text[match.end() :])
        ):
            return False
        verb = re.search("打|给|评|拿|得|考|排|扣|丢|是", match[0])
        at = match.start() + (verb.start() if verb else 0)
        subject = reading.subject_at(at)
        if re.search(_OF_OTHERS, left + match[0]) and not re.search(
            "质检|考核|扣|排名|[你您]的", match[0]
        ):
            return False
        if match["named"] or match["lost"] or match["item"]:
            return not re.match(
                "(?:客人|顾客|客户|孩子|学生|酒店|餐厅|店|球队|比赛|影片|电影|商品|满意)", left
            )
        return subject != "other"
