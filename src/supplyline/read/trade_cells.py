"""What does a cell of a trade table say: which country, code, direction, month, amount?

Each function takes the text of one cell and gives what it means, or raises a ValueError that names what it is not. Nothing
is guessed: what names no country that is known stays the text that it is, and is never taken for an ISO code.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from supplyline.read import countries
from supplyline.tsv import rows

_MOST = 1e15  # dollars or kilograms; the world's trade of a year is some 3e13 dollars
_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
# GACC's words, Comtrade's letters, and the numbers of Comtrade's classic tables, of which Eurostat has the first three
_FLOWS = {"进口": "import", "出口": "export", "m": "import", "x": "export", "1": "import", "2": "export", "3": "re-export", "4": "re-import", "rx": "re-export", "rm": "re-import"}
_FLOW_PARTS = {"dx": "export", "xip": "export", "xop": "export", "fm": "import", "mip": "import", "mop": "import"}  # new Comtrade: parts of X and of M
_COMTRADE = {"97": "eu", "eur": "eu", "380": "it", "s19": "tw"}  # areas that UN Comtrade codes in its own way
_UNION = ("European Union - 27 countries", "EU27_2020", "EU27 (from 2020)")  # Eurostat: the Union of today, in all years
_WEIGHTS = (("千克", 1.0), ("公斤", 1.0), ("吨", 1000.0), ("kilogram", 1.0), ("kg", 1.0), ("metrictonne", 1000.0), ("tonne", 1000.0), ("ton", 1000.0))


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The letters and digits of a text, small and without accents, as heads and names are compared."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


@lru_cache(maxsize=1)
def _numeric() -> tuple[dict[str, str], dict[str, str]]:
    table = rows("m49.tsv")
    tables = (*rows("zh/countries.tsv", 2), *rows("zh/customs_countries.tsv", 2), *rows("customs_countries.tsv", 2))
    foreign = {folded(name): r[0] for r in tables for name in r[1].split(";")}
    return {r[0]: r[1] for r in table}, foreign | {r[2]: r[1] for r in table} | {folded(r[3]): r[1] for r in table}


@lru_cache(maxsize=1)
def _geonom() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("geonom.tsv")}


@lru_cache(maxsize=65536)
def country(text: str, geonom: bool = False) -> str:
    """ISO alpha-2 of a name, alpha-3 or M49 code; the text itself where it is none; "world" for the total. With `geonom` a
    number is one of Eurostat's (0075 is Russia), which share nothing with M49."""
    plain = text.strip()
    if plain.lower() in ("world", "wld", "w00") or plain in ("0", "000"):
        return "world"
    codes, other = _numeric()
    digits = plain.removesuffix(".0")
    if digits.isascii() and digits.isdigit():
        bare = digits.lstrip("0")
        return _geonom().get(bare, plain) if geonom else _COMTRADE.get(bare) or codes.get(bare, plain)
    found = countries.code(plain) if len(plain) == 2 else None
    if plain == "EU27_2020" or plain.startswith((_UNION[0], _UNION[2])):
        return "eu"
    if plain.startswith("European Union (AT-"):  # its members change from year to year: beside the 27 it would count twice
        return "European Union of each year"
    short = re.sub(r"\s*\(.*", "", plain)  # Eurostat: "France (incl. …)", "Russian Federation (Russia)"
    return (
        found
        or _COMTRADE.get(plain.lower())
        or countries.country(plain)
        or countries.country(short)
        or other.get(folded(plain))
        or short.strip()
        or plain
    )


def is_place(code: str) -> bool:
    """Is it an ISO code, or the world?"""
    return code == "world" or (len(code) == 2 and code.isascii() and code.islower())


def amount(text: str, field: str) -> float | None:
    """The amount of a cell, None where it says that there is none; a ValueError names what is no amount of trade."""
    plain = text.replace("\u00a0", "").replace(" ", "").replace("'", "")
    if plain.lower() in ("", "-", ":", "na", "nan", "inf", "null", "none", "n/a"):
        return None
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"-?\d+,\d+", plain):
        plain = plain.replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+,\d+", plain):
        plain = plain.replace(".", "").replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        raise ValueError(f"{field} {text!r} is not a number") from None
    if number < 0:
        raise ValueError(f"{field} {text} is negative")
    if not number <= _MOST:
        raise ValueError(f"{field} {text!r} is larger than any trade")
    return number


@lru_cache(maxsize=4096)
def kilograms(unit: str) -> float | None:
    """How many kg one of a unit of quantity is; None for pieces, litres and what is not known."""
    plain = folded(unit)
    return next((factor for word, factor in _WEIGHTS if word in plain), None)


def direction(text: str) -> str:
    """import, export, re-import or re-export; a ValueError names what is neither."""
    plain = text.strip().lower().removesuffix(".0")
    if plain in _FLOWS:
        return _FLOWS[plain]
    for word in ("re-export", "re-import", "import", "export"):
        if word in plain:
            return word
    if plain in _FLOW_PARTS:
        return _FLOW_PARTS[plain]
    raise ValueError(f"flow {text!r} is neither import nor export")


def is_part_of_flow(text: str) -> bool:
    """Domestic exports, goods for processing and the like, which Comtrade gives beside all exports or imports."""
    return text.strip().lower() in _FLOW_PARTS


def hs_code(text: str, baci: bool = False, secret: bool = False) -> str:
    """2 to 10 digits of a cell, or TOTAL; a ValueError names what is neither. With `secret` also what Eurostat puts in
    place of a code that is kept confidential, of which the chapter alone is told: "28XXXXXX", "99RRR100"."""
    code = text.split("-")[0].strip() if "-" in text else text.strip()
    if code.lower() in ("total", "ag0", "all"):
        return "TOTAL"
    code = re.sub(r"[.\s]", "", code)
    if secret and re.fullmatch(r"\d\d(?:[0-9A-Z]{2}|[0-9A-Z]{4}|[0-9A-Z]{6})", code, re.ASCII):
        return code
    if baci or len(code) in (5, 7, 9):
        code = code.zfill(6 if len(code) < 7 else len(code) + 1)  # a spreadsheet ate the leading zero
    if not (code.isascii() and code.isdigit()) or not 2 <= len(code) <= 10:
        raise ValueError(f"HS code {text!r} is not 2 to 10 digits")
    return code


@lru_cache(maxsize=4096)
def period(text: str) -> str:
    """ "2023" or "2023-05" of a cell; a ValueError names what is no year or month."""
    plain = text.strip()
    # "Y2019", "2019.0", "Jan.-Dec. 2019", and Comext's year: month 52 ("201952-Jan.-Dec. 2019")
    if match := re.fullmatch(r"Y?(\d{4})(?:\.0|年)?|(\d{4})52(?:-.*)?|Jan\.?-Dec\.? (\d{4})", plain, re.ASCII):
        return match[1] or match[2] or match[3]
    if match := re.fullmatch(r"(\d{4})年(\d{1,2})月|(\d{4})-?M(\d{1,2})", plain, re.ASCII):
        return _year_month(match[1] or match[3], int(match[2] or match[4]), text)
    if match := re.match(r"(\d{4})(\d{2})(?:\d{2})?(?:\D|$)", plain, re.ASCII):
        return _year_month(match[1], int(match[2]), text)
    if match := re.match(r"(\d{4})[-/](\d{1,2})", plain, re.ASCII):
        return _year_month(match[1], int(match[2]), text)
    if (match := re.match(r"([A-Za-z]{3})\w*\.?[\s-]+(\d{4})", plain, re.ASCII)) and match[1].lower() in _MONTHS:
        return _year_month(match[2], _MONTHS[match[1].lower()], text)
    raise ValueError(f"period {text!r} is no year or month")


def with_month(when: str, text: str) -> str:
    """A year with the month of a column of its own: a name, a number, or a word for the whole year."""
    month = text.lower()
    if not month or month in ("year", "total", "0"):
        return when
    number = _MONTHS.get(month[:3]) or (int(month) if month.isascii() and month.isdigit() else 0)
    if len(when) != 4 or not 1 <= number <= 12:
        raise ValueError(f"period {when!r} with month {month!r} is no month")
    return f"{when}-{number:02d}"


def _year_month(year: str, month: int, text: str) -> str:
    if month == 0 or month > 12:
        raise ValueError(f"period {text!r} is no year or month")
    return f"{year}-{month:02d}"
