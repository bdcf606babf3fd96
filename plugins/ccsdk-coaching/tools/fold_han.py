"""Write `han_table.txt`: to each traditional character the simplified one that it is read as.

    pip install OpenCC==1.4.2
    python plugins/ccsdk-coaching/tools/fold_han.py

OpenCC is needed for this alone: neither the plugin nor its tests import it. The table is one
character to one, so an offset in the folded text is the same offset in the text.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from opencc import OpenCC  # type: ignore[import-not-found]

TABLE = Path(__file__).parents[1] / "src" / "ccsdk_coaching" / "lexicon" / "han_table.txt"
# Unified ideographs of the Basic Multilingual Plane: what people type.
BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
PAIRS_PER_LINE = 24
HEAD = """\
# Traditional -> simplified Chinese characters, in pairs: each first one is read as the second.
# Derived from OpenCC {version} (https://github.com/BYVoid/OpenCC), configuration tw2s, Apache-2.0,
# by tools/fold_han.py. Do not edit.
"""


def main() -> None:
    """Write the table."""
    converter = OpenCC("tw2s")
    pairs = []
    for block in BLOCKS:
        for number in block:
            character = chr(number)
            # What one conversion yields another may change: the table is to be idempotent.
            folded = converter.convert(converter.convert(character))
            if folded != character and len(folded) == 1:
                pairs.append(character + folded)
    lines = [
        "".join(pairs[start : start + PAIRS_PER_LINE])
        for start in range(0, len(pairs), PAIRS_PER_LINE)
    ]
    text = HEAD.format(version=version("OpenCC")) + "\n".join(lines) + "\n"
    TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
