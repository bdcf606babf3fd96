"""The headings of a Chinese note: what is to change, and what to keep."""

from __future__ import annotations

import re

__all__ = ["BEGIN", "CONTINUE", "HEADING"]

# Headings of a note: what to change, and what to keep.
_TAIL = r"(?:的地方|的方面|之处|方面|部分|事项|项目|空间|重点|点|项|处|的|建议|清单|内容)?"
BEGIN = (
    rf"(?:(?:可以?|待|需要?|要|有待|应|想|请|建议|下一步|接下来|还能|还可以|下次|值得|能|仍可|尚可|将)*(?:开始|改进|改善|提升|加强|提高|调整|改变"
    rf"|改动?|完善|优化|补强|修正|精进|进步|成长|练习|注意|更好|做得更好|努力)|不足|短板|缺点|弱项|弱点|问题|缺失|薄弱|建议|改善建议|可以更好|下一步|机会"
    rf"|毛病|缺憾){_TAIL}"
)
CONTINUE = (
    rf"(?:(?:请|要|可以?|值得|继续|想|应|你的|本次|本场|主要)*(?:保持|继续|保留|延续|肯定|发扬|做得好|做得不错|做得很好|表现好|表现不错|干得好)|优点"
    rf"|亮点|强项|长处|优势|好的|闪光|出彩|优秀|特长|精彩|成功|做对|好在哪|表扬|值得肯定|值得表扬|加分){_TAIL}"
)
HEADING = re.compile(rf"[\s#>*•・·\-\d.、一二三四五]*(?:{BEGIN}|{CONTINUE})[*\s]*")
