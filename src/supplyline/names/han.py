"""Where does one word of a name in Han characters end and the next begin?

Chinese and Japanese are written without spaces. `cut` takes the words of the lexicon and the legal forms out of a
run of characters, longest first, and leaves the rest as it stands (brands and surnames are no words of a lexicon).
"""

from __future__ import annotations

from supplyline.names import data
from supplyline.names.scripts import is_han, letter_script

LONGEST = 12
# Families of legal forms that a form of this family goes by in English: 股份有限公司 and 株式会社 call themselves Co., Ltd. or Inc.
GOES_BY = {"JSC": ("JSC", "LLC", "Corp")}


def cut(run: str) -> tuple[list[tuple[str, tuple[str, ...] | None]], list[tuple[str, str]]]:
    """A run of Han characters cut into lexicon words and the rest; and the legal forms in it."""
    lexicon, forms = data.lexicon(), data.forms()
    out: list[tuple[str, tuple[str, ...] | None]] = []
    legal: list[tuple[str, str]] = []
    rest = ""
    at = 0
    while at < len(run):
        for size in range(min(LONGEST, len(run) - at), 0, -1):
            chunk = run[at : at + size]
            known = chunk in forms.han or chunk in lexicon.han
            # One character alone means little inside a name of a person or brand: only at the end of the run.
            if known and (size > 1 or at + 1 == len(run)) and (size > 1 or len(run) > 3):
                if rest:
                    out.append((rest, None))
                    rest = ""
                if chunk in forms.han:
                    code, family = forms.han[chunk]
                    legal += [(code, each) for each in GOES_BY.get(family, (family,))]
                else:
                    out.append((chunk, lexicon.han[chunk]))
                at += size
                break
        else:
            rest += run[at]
            at += 1
    if rest:
        out.append((rest, None))
    return out, legal


def split_scripts(piece: str) -> list[str]:
    """Han is written without spaces: part runs of Han from letters beside them."""
    if piece.isascii() or not is_han(piece):
        return [piece]
    out: list[str] = []
    for char in piece:
        han = letter_script(char) in ("Han", "Kana")
        if out and (letter_script(out[-1][-1]) in ("Han", "Kana")) == han:
            out[-1] += char
        else:
            out.append(char)
    return out
