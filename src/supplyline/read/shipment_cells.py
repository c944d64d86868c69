"""What does a cell of a register of shipments say: a day, a code, a party, an amount and its unit?

Each function reads one cell. Promises: pure; what cannot be read is a ValueError that names the cell, or None or "" where
the cell merely says nothing; words are those of data/shipment_words.tsv.
"""

from __future__ import annotations

import re
from functools import lru_cache

from supplyline import tsv
from supplyline.read import cells
from supplyline.read.trade_cells import amount, hs_code

__all__ = ["amount", "currency", "date", "flow", "hs", "is_total", "party", "unit", "units", "weight_factor"]


def fold(text: str) -> str:
    return " ".join(re.sub(r"[^\w$€£¥]+|_", " ", text.casefold()).split())


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    out: dict[str, dict[str, str]] = {}
    for kind, meaning, words in tsv.rows("shipment_words.tsv", 3):
        out.setdefault("flow" if kind in ("import", "export") else kind, {}).update(dict.fromkeys(words.split(";"), meaning))
    return out


@lru_cache(maxsize=1)
def units() -> frozenset[str]:
    """Words of headings that name a unit and no thing."""
    known = {w for kind in ("weight", "currency") for words in _words()[kind] for w in words.split() if not w.isdigit()}
    return frozenset(known | {"in", "в", "у", "вал"})


def unit(kind: str, heading: str) -> str:
    """The unit that a heading names: kg in one ("1000" for tonnes), or a currency by its ISO code; "" where none."""
    text = f" {fold(heading)} "
    return next((meaning for word, meaning in _words()[kind].items() if f" {word} " in text and not word.isdigit()), "")


def weight_factor(text: str) -> float:
    """kg in one unit, given as a word ("t") or a number."""
    known = _words()["weight"].get(fold(text), text)
    try:
        factor = float(known)
    except ValueError:
        factor = 0.0
    if not 0 < factor <= 1e9:
        raise ValueError(f"weight unit {text!r} is neither a unit that is known (kg, t, lb) nor a number of kg")
    return factor


def currency(text: str) -> str:
    """ISO 4217 code, "" where the cell names none."""
    plain = fold(text)
    known = _words()["currency"].get(plain)
    if known:
        return known
    return plain.upper() if re.fullmatch("[a-z]{3}", plain) else ""


def flow(text: str) -> str:
    """import, export or ""."""
    words = fold(text).split()
    return _words()["flow"].get(words[0], "") if words else ""


def date(text: str, order: str) -> str | None:
    """The ISO day (or month) of a cell; None where it holds none."""
    plain = re.sub(r"[T ]\d{1,2}:\d\d.*$", "", cells.spaced(text))
    if match := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", plain, re.ASCII):
        plain = "-".join(match.groups())
    elif match := re.fullmatch(r"(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?", plain, re.ASCII):
        plain = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
    elif match := re.fullmatch(r"(\d{1,2})-(\d{1,2})-(\d{4})", plain, re.ASCII):
        plain = "/".join(match.groups())
    found = cells.iso_date(plain, order)
    return found if found is not None and len(found) >= 7 else None


def hs(text: str) -> str:
    """2 to 10 digits. Of several codes in one cell what they have in common, down to the chapter."""
    parts = [hs_code(part.lstrip("'").removesuffix(".0")) for part in re.split(r"[;,|\n]+", text) if part.strip()]
    if not parts or "TOTAL" in parts:
        raise ValueError(f"HS code {text!r} is no code of goods")
    for digits in (10, 6, 4, 2):
        if len({code[:digits] for code in parts}) == 1:
            return parts[0] if len(parts) == 1 else parts[0][:digits]
    raise ValueError(f"HS codes {text!r} of different chapters in one line")


def party(text: str) -> str:
    """The name of a party on one line; "" for "to order", "n/a" and the like."""
    name = cells.spaced(text).strip(" .;,-")
    plain = fold(name)
    if not any(c.isalpha() for c in plain) or plain in _words()["nobody"] or plain.startswith("to the order of"):
        return ""
    return name


def is_total(text: str) -> bool:
    """Does a line that begins so add up others?"""
    return fold(text).rstrip(":") in _words()["total"]
