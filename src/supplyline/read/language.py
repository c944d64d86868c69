"""In which language is a text?

`detect(text)` gives an ISO 639-1 code. Promises: deterministic; Han text without kana is Chinese;
Ukrainian and Russian are told apart by their own letters where they use them.
"""

from __future__ import annotations

import re

_HAN, _KANA, _CYRILLIC, _LATIN = (
    re.compile(r"[\u3400-\u9fff]"),
    re.compile(r"[\u3040-\u30ff]"),
    re.compile(r"[\u0400-\u04ff]"),
    re.compile(r"[A-Za-z]"),
)
_SAMPLE = 4_000


def detect(text: str) -> str | None:
    """The language of most of the text, None where there are no letters."""
    sample = text[:_SAMPLE]
    han, kana = len(_HAN.findall(sample)), len(_KANA.findall(sample))
    cyrillic, latin = len(_CYRILLIC.findall(sample)), len(_LATIN.findall(sample))
    if not (han or kana or cyrillic or latin):
        return None
    if han * 3 > max(cyrillic, latin) and kana * 10 < han:
        return "zh"
    if cyrillic > latin and (ours := _slavic(sample)) is not None:
        return ours
    import py3langid

    return str(py3langid.classify(sample)[0])


def _slavic(sample: str) -> str | None:
    low = sample.casefold()
    ukrainian, russian, belarusian = (sum(low.count(c) for c in letters) for letters in ("іїєґ", "ыэъё", "ў"))
    if belarusian and ukrainian:
        return None
    if ukrainian > russian:
        return "uk"
    return "ru" if russian > ukrainian else None
