"""In which language is a text?

`detect(text)` gives an ISO 639-1 code, or None where the text does not tell. Promises: deterministic; the script
decides first, so Han without kana is Chinese and Hangul is Korean; Ukrainian and Russian are told apart by their own
letters, then by small words; a few Latin words without a letter beyond ASCII are taken for English, since a classifier
guesses on so few ("Nitrocellulose exports" is no Latin).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_SCRIPTS = (
    ("han", re.compile(r"[\u3400-\u9fff]")),
    ("kana", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("cyrillic", re.compile(r"[\u0400-\u04ff]")),
    ("latin", re.compile(r"[A-Za-z\u00c0-\u024f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)
_SAMPLE = 4_000
_SHORT = 60  # letters; the classifier was wrong on fewer in our samples
_CYRILLIC = ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn")
# Of the many that the classifier knows, those with a press of their own: it takes English of few words for Nigerian Pidgin.
_LATIN = (
    "af", "az", "bs", "ca", "cs", "cy", "da", "de", "en", "eo", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr", "hu", "id",
    "is", "it", "lt", "lv", "ms", "mt", "nl", "nn", "no", "pl", "pt", "ro", "sk", "sl", "sq", "sv", "sw", "tk", "tr", "uz",
    "vi",
)  # fmt: skip
_UK_WORDS = re.compile(r"(?<!\w)(?:та|що|від|або|для|на|за|до|про|як|не|це|був|була|року)(?!\w)")
_RU_WORDS = re.compile(r"(?<!\w)(?:и|что|от|или|для|на|за|до|о|как|не|это|был|была|года)(?!\w)")


def detect(text: str) -> str | None:
    """The language of most of the text, None where there are no letters or they do not tell."""
    sample = text[:_SAMPLE]
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS}
    # A sign of Han or a syllable of Hangul says as much as some three letters.
    weight = {name: n * 3 if name in ("han", "kana", "ko") else n for name, n in counts.items()}
    weight["han"] += weight["kana"]
    best = max(weight, key=lambda name: weight[name])
    if not weight[best]:
        return None
    if best in ("han", "kana"):
        return "ja" if counts["kana"] * 10 >= counts["han"] else "zh"
    if best == "cyrillic":
        return _slavic(sample) or _classified(sample, _CYRILLIC)
    if best != "latin":
        return best
    if counts["latin"] < _SHORT:
        return "en" if sample.isascii() or not re.search(r"[\u00c0-\u024f]", sample) else None
    return _classified(sample, _LATIN)


def _slavic(sample: str) -> str | None:
    low = sample.casefold()
    ukrainian, russian, belarusian = (sum(low.count(c) for c in letters) for letters in ("іїєґ", "ыэъё", "ў"))
    if belarusian:
        return "be"
    if ukrainian == russian:
        ukrainian, russian = len(_UK_WORDS.findall(low)), len(_RU_WORDS.findall(low))
    if re.search("[љњћђџјѕќ]", low) or ukrainian == russian:
        return None
    return "uk" if ukrainian > russian else "ru"


@cache
def _identifier(languages: tuple[str, ...]) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    found = LanguageIdentifier.from_model_file(MODEL_FILE)
    found.set_languages(list(languages))
    return found


def _classified(sample: str, languages: tuple[str, ...]) -> str | None:
    return str(_identifier(languages).classify(sample)[0])
