"""Make data/zh/words.tsv: the words of jieba's dictionary (MIT) by which a Chinese text is cut, with count and part of speech.

`python scripts/make_zh_words.py DICT.txt` reads `jieba/dict.txt` of jieba 0.42.1. Rare words are left out, and words of
more than six characters; so is a word made of two small words that each have their own task in a clause (正向, 时说).
"""

from __future__ import annotations

import sys
from pathlib import Path

OUT = Path(__file__).parent.parent / "src" / "supplyline" / "data" / "zh" / "words.tsv"
HEAD = (
    "# Words of Chinese: word, how often it was counted, part of speech. Source: dict.txt of jieba 0.42.1, made into this\n"
    "# table by scripts/make_zh_words.py. Copyright (c) 2013 Sun Junyi. Licence: MIT.\n"
)
SMALL = set("向对从将把被由与和自为至")
SAYS = set("说称")
FEWEST = 20


def main() -> None:
    rows = []
    for line in Path(sys.argv[1]).read_text("utf-8").splitlines():
        word, count, tag = line.split(" ")
        joined = len(word) == 2 and word[1] in SMALL and tag in ("d", "n", "nr", "p", "v", "zg") and word[0] in "正还已也均都曾没不未则仍再先后共国中俄朝"
        joined = joined or (len(word) == 2 and word[1] in SAYS and word[0] in "时后还也又并则曾都只再均")
        joined = joined or (len(word) == 2 and word[0] == "对" and word[1] in "华中俄美欧日韩朝伊")
        if (int(count) >= FEWEST or len(word) == 1) and len(word) <= 6 and not joined:
            rows.append(f"{word}\t{count}\t{tag}\n")
    OUT.write_text(HEAD + "".join(sorted(rows)), "utf-8")


if __name__ == "__main__":
    main()
