"""Which identifier is this number of a list?

`identify(number, label, country)` gives "inn:7702235133" and the like, or None where the number says nothing.
Promises: inn, ogrn, lei, uscc, edrpou and a vessel's imo carry a right checksum (python-stdnum); a number that
fails it, or whose label promises less, becomes "reg:" (a number of some register) and so never poses as proof.
Labels and what they mean are in data/list_identifiers.tsv.
"""

from __future__ import annotations

import re
from functools import lru_cache

from stdnum import imo, lei
from stdnum.cn import uscc
from stdnum.ru import inn, ogrn
from stdnum.ua import edrpou

from supplyline import tsv

_CHECKS = {"lei": lei.is_valid, "uscc": uscc.is_valid, "edrpou": edrpou.is_valid}
_NOISE = re.compile(r"[\s\-–/.]+")
_WIKIDATA = re.compile(r"Q\d{2,}")
_IMO = re.compile(r"(?:IMO)?(\d{7})")
_SHORTEST = 5  # a shorter number is shared by too many registers


def identify(number: str, label: str = "", country: str | None = None) -> str | None:
    """The identifier of one number; `country` is that of the number, where the list gives one."""
    plain = _NOISE.sub("", number).upper()
    if not any(c.isdigit() for c in plain) or len(plain) > 40:
        return None
    kind = _kind(label) if label else ""
    if kind == "none":
        return None
    if kind == "imo" or (not label and plain.startswith("IMO")):
        match = _IMO.fullmatch(plain)
        if match is None:
            return _register(plain)
        return f"imo:{match[1]}" if imo.is_valid(match[1]) else f"reg:IMO{match[1]}"
    if kind in _CHECKS:
        return f"{kind}:{plain}" if _CHECKS[kind](plain) else _register(plain)
    if kind in ("tax", "reg", ""):
        return _by_form(plain, kind, country)
    return f"{kind}:{plain}" if len(plain) >= _SHORTEST else None


def label_of(text: str) -> str:
    """The longest known label that `text` starts with, in lower case, or ""."""
    lowered = text.lower()
    return next((label for label, _ in _labels() if lowered.startswith(label)), "")


def _by_form(plain: str, kind: str, country: str | None) -> str | None:
    russian = country in (None, "ru")
    if plain.isdigit() and russian:
        if kind != "reg" and len(plain) in (10, 12) and inn.is_valid(plain):
            return f"inn:{plain}"
        if kind != "tax" and len(plain) in (13, 15) and ogrn.is_valid(plain):
            return f"ogrn:{plain}"
    if country in (None, "cn") and len(plain) == 18 and uscc.is_valid(plain):
        return f"uscc:{plain}"
    if len(plain) == 20 and not plain.isdigit() and lei.is_valid(plain):
        return f"lei:{plain}"
    if not kind and _WIKIDATA.fullmatch(plain):
        return f"wikidata:{plain}"
    if kind == "tax":
        return f"tax:{plain}" if len(plain) >= _SHORTEST else None
    return _register(plain)


def _register(plain: str) -> str | None:
    return f"reg:{plain}" if len(plain) >= _SHORTEST else None


def _kind(label: str) -> str:
    folded = label.strip().rstrip(":").lower()
    return next((kind for known, kind in _labels() if folded.startswith(known)), "none")


@lru_cache(maxsize=1)
def _labels() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((r[0], r[1]) for r in tsv.rows("list_identifiers.tsv", 2)), key=lambda r: (-len(r[0]), r[0])))
