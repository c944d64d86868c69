"""Names that are nobody's: for lists of any length, and for asking what is found by mistake.

`ordinary(count, seed)` gives (schema, name) pairs of companies and persons of two dozen countries as registers write
them: the words of Supplyline's own lexicon and legal forms in the script of the country, surnames, given names and
towns of Faker (MIT), and brands put together from syllables. `noisy(name, random)` writes a name as somebody else
would. The same count and seed give the same names with the same Faker and
PYTHONHASHSEED, on which some of its towns hang.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache

from faker import Faker

from supplyline.names import data
from supplyline.names.scripts import script
from supplyline.names.translit import latin

# Where from, and the script of the words of its companies.
COUNTRIES = (
    *((code, "Latin") for code in ("en_US", "en_GB", "en_IN", "de_DE", "fr_FR", "it_IT", "es_ES", "pl_PL", "cs_CZ", "tr_TR", "nl_NL", "ro_RO", "lt_LT", "az_AZ")),
    *((code, "Cyrillic") for code in ("ru_RU", "ru_RU", "uk_UA", "bg_BG")),
    *((code, "Han") for code in ("zh_CN", "zh_TW")),
)  # fmt: skip
_STARTS = tuple(re.findall(r"\w+", "al ar bel bor cor dal del dor el fer gal gor hel in kal kor lan mar mel mer nor or pal pol ras ros sal sen sol tan tar tor val ver vol zar"))
_ENDS = tuple(re.findall(r"\w+", "a an and as da dex dia en ex ia ika in ion is ita ix ka lan len lex mex na nex o on or os ra ris ta tec tex tis tor ur va vis"))
_FORMS = {
    "Latin": ("LLC", "Ltd", "Ltd.", "Inc", "Co Ltd", "Company Limited", "GmbH", "AG", "S.A.", "SARL", "S.r.l.", "Sp. z o.o.", "A.S.", "B.V.", "JSC", "Limited", ""),
    "Cyrillic": ("ООО", "ООО", "АО", "ЗАО", "ПАО", "ТОВ", "ИП", "ГУП"),
    "Han": ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司"),
}


@cache
def _words(kind: str) -> tuple[str, ...]:
    """Whole words of the lexicon in one script, in order."""
    forms = {form for row in data.rows("names_lexicon.tsv") for form in row["forms"].split("|")}
    return tuple(sorted(f for f in forms if script(f) == kind and len(f) > 1 and not f.endswith("*")))


@cache
def _adjectives() -> tuple[str, ...]:
    stems = {form[:-1] for row in data.rows("names_lexicon.tsv") for form in row["forms"].split("|") if form.endswith("*")}
    return tuple(sorted(s for s in stems if script(s) == "Cyrillic" and len(s) > 5))


def _brand(chance: random.Random, kind: str) -> str:
    text = chance.choice(_STARTS) + "".join(chance.choice(_STARTS) for _ in range(chance.randrange(2))) + chance.choice(_ENDS)
    if kind == "Cyrillic":
        return text.translate(str.maketrans("abcdefghijklmnopqrstuvwxyz", "абкдефгхижклмнопкрстувиксиз"[:26])).capitalize()
    return text.capitalize()


def _company(fake: Faker, chance: random.Random, kind: str) -> str:
    form = chance.choice(_FORMS[kind])
    if kind == "Han":
        town = fake.city()[:-1]
        body = "".join(chance.choice(fake.last_name() + fake.first_name()) for _ in range(2))
        return town * (chance.random() < 0.7) + body + "".join(chance.sample(_words(kind), chance.choice((1, 1, 2)))) + form
    named = chance.random()
    first = fake.last_name() if named < 0.3 else fake.city().split(" ")[-1] if named < 0.45 else _brand(chance, kind)
    if kind == "Cyrillic":
        words = [first, *(chance.choice(_adjectives()) + "ная" for _ in range(chance.choice((0, 0, 1))))]
        words += chance.sample(_words(kind), chance.choice((0, 1, 1, 2)))
        return f"{form} «{' '.join(words).capitalize()}»"
    words = [first, *(w.capitalize() for w in chance.sample(_words(kind), chance.choice((1, 1, 2, 2, 3))))]
    return " ".join(filter(None, (*words, form)))


def ordinary(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Half companies, half persons, in turn by country."""
    chance = random.Random(seed)
    fakes = [(Faker(code), kind) for code, kind in COUNTRIES]
    for at, (fake, _) in enumerate(fakes):
        fake.seed_instance(seed * 1000 + at)
    for n in range(count):
        fake, kind = fakes[n // 2 % len(fakes)]
        if n % 2 == 0:
            yield "Company", _company(fake, chance, kind)
        elif kind == "Han":
            yield "Person", fake.last_name() + fake.first_name()
        elif kind == "Cyrillic" and hasattr(fake, "middle_name"):
            yield "Person", f"{fake.last_name()} {fake.first_name()} {fake.middle_name()}"
        elif n // 2 % 3 == 0:
            yield "Person", f"{fake.first_name()} {fake.first_name()} {fake.last_name()}"
        else:
            yield "Person", f"{fake.first_name()} {fake.last_name()}"


def noisy(name: str, chance: random.Random) -> str:
    """The name with one or two things done to it that people do."""
    for _ in range(chance.choice((1, 1, 2))):
        what = chance.randrange(5)
        words = name.split()
        if what == 0 and len(words) > 1:
            chance.shuffle(words)
            name = " ".join(words)
        elif what == 1 and len(words) > 2:
            name = " ".join(words[:-1])
        elif what == 2:
            name = " ".join(latin(w).capitalize() or w for w in words)
        elif len(name) > 6:
            at = chance.randrange(1, len(name) - 1)
            name = name[:at] + (name[at + 1 :] if what == 3 else name[at + 1] + name[at] + name[at + 2 :])
    return name
