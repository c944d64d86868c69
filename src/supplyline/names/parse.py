"""What is a name made of?

`parse(name, person)` promises the readings of a name (with and without what stands in brackets, either side of an
"a.k.a."), each a short list of tokens with legal forms taken out, words of other languages translated where the
lexicon knows them, and numbers and initials marked. Long names are cut: 600 code points, 40 tokens.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from supplyline.names import data
from supplyline.names.han import cut, split_scripts
from supplyline.names.scripts import LONGEST, clean, is_han, plain_word, script
from supplyline.names.translit import latin, skeleton, syllables

MOST_TOKENS = 40
HONOURED = 0.2  # the weight of each of the words that say whom a plant is named after: many leave them out
MOST_HONOURED = 4
ENOUGH = 0.4  # weight of the words that tell a body apart without whom it is named after
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`´ʹ](?=\w)|(?<=\w)['’ʼ](?!\w)")
_POSSESSIVE = re.compile(r"(?<=[^\W\d_]{2})['’]s\b", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:[^\W\d_][./]\s?){2,}[^\W\d_]?(?![^\W\d_])")
_ACROSS = re.compile(r"[./] [^\W\d_](?![^\W\d_])|['’ʼ`´ʹ]")
_BRACKETS = re.compile(r"[(\[{（【]([^()\[\]{}（）【】]*)(?:[)\]}）】]|$)")
_PIECE = re.compile(r"[^\W\d_]+|\d+|&")
_GLUED = re.compile(r"(?<=[a-zа-яё]{4})(?=[A-ZА-ЯЁ][a-zа-яё]{2})")  # "СергейВладимирович"
_GLUED_FORM = re.compile(r"(?<=[a-zа-яё]{3})(?=[A-ZА-ЯЁ]{2,4}\b)")  # "SiemensAG"
_ROMAN = re.compile(r"(?:X{1,2}(?:IX|IV|V?I{0,3})|IX|IV|V?I{2,3}|VI)")  # of two letters or more; one alone is an initial
_SCANNED = re.compile(r"(?<=[^\W\d_])[01](?=[a-zа-яё])")  # a digit inside a word is a letter misread
# Endings of an adjective of a place, as a skeleton has them: Ангарский, Ангарская, Angarskoe are of Angarsk.
_OF_PLACE = re.compile(r"(?<=[a-z]{3})sk(?:i|a|e|oi|aia|ae|oe|ogo|oho|aga|aha|om|omu|im|ih|uiu)$")
_ORDINAL = re.compile(r"(?<=\d)(?:-?(?:st|nd|rd|th)|-(?:й|я|е|го|ий|ый|ая|ой))\b", re.IGNORECASE)


class Token(NamedTuple):
    """One word of a name. `key` is what is compared: a concept, a number or a skeleton."""

    key: str
    shown: str
    kind: str  # word, concept, number, initial
    weight: float
    spelled: str  # lower-case Latin letters as romanised, for fuzzy comparison
    script: str
    alone: bool = True  # False: one of several concepts that one word stands for


class Reading(NamedTuple):
    """One way to read a name."""

    tokens: tuple[Token, ...]
    forms: tuple[tuple[str, str], ...] = ()  # (code, family)
    initials: str = ""  # first letters of all its words, in their own alphabet, romanised
    part: str = "whole"  # whole, outside (brackets left out), inside (the brackets alone), aka
    aside: tuple[str, ...] = ()  # places named in the brackets that are left out


class Parsed(NamedTuple):
    text: str
    readings: tuple[Reading, ...]


def _close_dots(match: re.Match[str], person: bool) -> str:
    """Close up L.L.C. when that is a legal form or a known word, A.B.C. of a body too; other dotted letters stay initials."""
    text = re.sub(r"[./\s]", "", match.group())
    key = (skeleton(text),)
    forms = data.forms()
    known = (not person and len(text) > 2) or key in forms.anywhere or key in forms.last or key in data.lexicon().phrases
    return text + " " if known else match.group().replace(".", " ")


def _words(text: str, person: bool = False) -> list[str]:
    if " " in text and not _across(text):
        return [word for part in text.split(" ") for word in _part(part, person)]
    return _cut(text, person, True)


def _across(text: str) -> bool:
    """Might letters with dots go on behind a space ("S. A. Holding")? Else each part between spaces stands for itself."""
    return ("." in text or "/" in text) and _ACROSS.search(text) is not None


@lru_cache(maxsize=200_000)
def _part(text: str, person: bool) -> tuple[str, ...]:
    """The words of a part of a name that has no space in it."""
    return tuple(_cut(text, person, False))


class _Known(NamedTuple):
    """What a part of a name between two spaces always is: its text without noise, its words, and whether letters with dots may
    go on behind it; the tokens of its words and their first letters, where none hangs on what stands beside it."""

    text: str
    words: tuple[str, ...]
    dotted: bool
    tokens: tuple[Token, ...] | None
    letters: str
    old: bool  # has it a syllable that only older spellings of Chinese write?


@lru_cache(maxsize=200_000)
def _known(raw: str, person: bool) -> _Known | None:
    """None for a part at which another reading of the name may begin, or that is no single part when it is cleaned."""
    if plain_word(raw):
        if raw.lower() in _aka_firsts():
            return None
        text, words = raw, (raw,) if raw[1:].islower() or raw.isupper() else _part(raw, person)
    else:
        text = data.simplified(clean(raw))
        if not text or " " in text or _BRACKETS.search(text) or _aka_hint().search(text):
            return None
        words = _part(text, person)
    tokens, letters = (_sure_person if person else _sure_other)(words)
    old = person and tokens is not None and any(t.spelled in data.old_syllables() for t in tokens)
    return _Known(text, words, "." in text or "/" in text, tokens, letters, old)


def _sure_person(words: tuple[str, ...]) -> tuple[tuple[Token, ...] | None, str]:
    known = [_of_person(word) for word in words]
    if None in known:
        return None, ""
    return tuple([k[0] for k in known if k and k[0]]), "".join([k[1] for k in known if k])


def _sure_other(words: tuple[str, ...]) -> tuple[tuple[Token, ...] | None, str]:
    looks = [_ordinary(word) for word in words]
    tokens = tuple([plain for _, plain, _, _ in looks if plain])
    if len(tokens) < len(looks):
        return None, ""
    return tokens, "".join([token.spelled[:1] for token in tokens])


def _at_once(name: str, person: bool) -> Parsed | None:
    """Most names: several parts, each of which is known, and nothing that may begin another reading; None for any other."""
    parts = name.split()
    if len(parts) < 2 or len(name) > LONGEST or not name.isprintable():
        return None
    known = [k for part in parts if (k := _known(part, person)) is not None]
    if len(known) < len(parts):
        return None
    text = " ".join([k.text for k in known])
    if len(text) > LONGEST or (any(k.dotted for k in known) and _across(text)) or (not person and "," in text and len(_restated(text)) > 1):
        return None
    tokens: list[Token] = []
    for k in known:
        if k.tokens is None:
            break
        tokens += k.tokens
    else:
        if len(tokens) <= MOST_TOKENS and sum([len(k.words) for k in known]) <= MOST_TOKENS:
            reading = Reading(tuple(tokens), (), "".join([k.letters for k in known]))
            modern = _modern(reading) if person and any(k.old for k in known) else None
            if not tokens:
                return Parsed(text, (Reading(()),))
            return Parsed(text, (reading,) if modern is None or modern == reading else (reading, modern))
    reading = _reading([word for k in known for word in k.words], person, "whole", True)
    modern = _modern(reading) if person else None
    found = tuple(dict.fromkeys(r for r in (reading, modern) if r is not None and r.tokens))
    return Parsed(text, found or (Reading((), reading.forms),))


def _cut(text: str, person: bool, whole: bool) -> list[str]:
    if text.isalpha() and text[1:].islower() and "ʼ" not in text and "ʹ" not in text:  # as most words are: it stays as it is
        return split_scripts(text)
    if person and not text.isupper():
        text = _GLUED.sub(" ", text)
    if not person and not text.isupper():
        text = _GLUED_FORM.sub(" ", text)
    if not whole or not text.isalnum():
        text = _APOSTROPHES.sub("", _POSSESSIVE.sub("", text))
    if "." in text or "/" in text:
        text = _DOTTED.sub(lambda m: _close_dots(m, person), text)
    if any(map(str.isdigit, text)):
        text = _SCANNED.sub(lambda m: "o" if m.group() == "0" else "i", text)
        text = _ORDINAL.sub("", text)
    if text.isascii():
        return _PIECE.findall(text)
    return [part for piece in _PIECE.findall(text) for part in split_scripts(piece)]


def _roman(word: str) -> str:
    """The number that Roman numerals of two letters or more write ("Fund II"), up to 29; "" for any other word."""
    if len(word) < 2 or not _ROMAN.fullmatch(word):
        return ""
    values = ["IVX".index(c) for c in word]
    ones = [(1, 5, 10)[v] for v in values]
    return str(sum(-n if n < after else n for n, after in zip(ones, [*ones[1:], 0], strict=True)))


def _pinyin_of(word: str) -> str:
    """A word of nothing but syllables of Chinese, some of them in older spelling, as pinyin (hsinhua is xinhua); else itself."""
    old, ends = data.old_syllables(), {0: ""}
    for at in range(len(word)):
        for size in range(2, 7) if at in ends else ():
            if (syllable := word[at : at + size]) in old or syllable in data.pinyin():
                ends.setdefault(at + size, ends[at] + old.get(syllable, syllable))
    return ends.get(len(word), word)


@lru_cache(maxsize=60_000)
def _word_token(word: str, person: bool) -> Token | None:
    """The token of a word the lexicon does not know; None for what cannot be read."""
    if not (spelled := latin(word)):
        return None
    kind_of_script = "Latin" if word.isascii() else script(word)
    if spelled.isdigit():
        number = spelled.lstrip("0") or "0"
        return Token(number, word, "number", 0.6, number, kind_of_script)
    if len(spelled) == 1:
        return Token(spelled, word, "initial", 0.25, spelled, kind_of_script)
    if not person and word[0] in "XIV" and (number := _roman(word)):
        return Token(number, word, "number", 0.6, number, kind_of_script)
    key = skeleton(word)
    if kind_of_script == "Cyrillic" and not person and (english := data.english_sounds().get(key)):
        key, spelled = skeleton(english), english
    weight = data.rarity(key, person)
    if person and key in data.single("person-particle"):
        weight = 0.1
    elif len(spelled) == 2 and kind_of_script == "Latin":
        weight *= 0.7
    if "hs" in spelled and kind_of_script == "Latin" and not person:
        key = spelled = _pinyin_of(spelled)
    if not person and "sk" in key and (ending := _OF_PLACE.search(key)):
        key = spelled = key[: ending.start()] + "sk"
    return Token(key, word, "word", weight, spelled, kind_of_script)


@lru_cache(maxsize=60_000)
def _stem(key: str, word: str) -> tuple[str, ...] | None:
    return data.lexicon().stem(key, word.isascii())


@lru_cache(maxsize=60_000)
def _concepts(concepts: tuple[str, ...], shown: str) -> tuple[Token, ...]:
    lexicon = data.lexicon()
    kind = "Latin" if shown.isascii() else script(shown)
    one = len(concepts) == 1
    return tuple(
        Token(c, shown, "number", 0.6, c, kind)
        if c.isdigit()
        else Token(c, shown, "concept", lexicon.weights[c], latin(shown) if one else c, kind, one)
        for c in concepts
    )


@lru_cache(maxsize=10_000)
def _light(token: Token) -> Token:
    return token if token.kind == "number" else token._replace(weight=min(token.weight, HONOURED))


@lru_cache(maxsize=60_000)
def _han_person(word: str) -> tuple[Token, ...]:
    """A person's name in Han: one token a character, as the parts are written apart or together in Latin."""
    sounds = syllables(word)
    shown = tuple(word) if len(word) == len(sounds) else sounds
    plain = [(c, t) for c, s in zip(shown, sounds, strict=True) if (t := _word_token(s, True))]
    return tuple(Token(t.key, c, t.kind, t.weight, t.spelled, "Han") for c, t in plain)


def _legal(keys: list[str], at: int, more: bool) -> tuple[int, tuple[str, str]] | None:
    """A legal form at this place: how many words it takes, and which it is."""
    forms = data.forms()
    if keys[at] not in forms.firsts:
        return None
    for size in range(min(forms.firsts[keys[at]], len(keys) - at), 0, -1):
        key = tuple(keys[at : at + size])
        if key in forms.anywhere:
            return size, forms.anywhere[key]
        if more and at + size == len(keys) and key in forms.last:
            return size, forms.last[key]
    return None


def _translated(keys: list[str], words: list[str], at: int) -> tuple[int, tuple[Token, ...]] | None:
    lexicon = data.lexicon()
    if keys[at] in lexicon.firsts:
        for size in range(min(lexicon.firsts[keys[at]], len(keys) - at), 0, -1):
            if (found := lexicon.phrases.get(tuple(keys[at : at + size]))) is not None:
                return size, _concepts(found, " ".join(words[at : at + size]))
    if len(keys[at]) > 2 and (found := _stem(keys[at], words[at])) is not None:
        return 1, _concepts(found, words[at])
    return None


@cache
def _hanging() -> frozenset[str]:
    """Words of which it hangs on those beside them what they say: forms, phrases and the small words."""
    phrases = {key for key, longest in data.lexicon().firsts.items() if longest > 1}
    return data.single("stop") | data.single("number") | data.single("named") | data.forms().firsts.keys() | phrases


@cache
def _of_persons() -> frozenset[str]:
    """The same in the name of a person."""
    return data.single("number") | data.single("title") | {""}


@lru_cache(maxsize=200_000)
def _ordinary(word: str) -> tuple[str, Token | None, tuple[Token, ...], str]:
    """The skeleton of a word of a body's name; its token where no table says anything of it; what it means where that does not
    hang on what stands beside it; and its first letter."""
    key = data.sign(word)
    hangs = key in _hanging() or (not word.isascii() and is_han(word))
    found = data.lexicon().phrases.get((key,)) or (_stem(key, word) if len(key) > 2 else None)
    meaning = _concepts(found, word) if found and not hangs else ()
    return key, None if hangs or found else _word_token(word, False), meaning, latin(word)[:1] if meaning else ""


@lru_cache(maxsize=100_000)
def _of_person(word: str) -> tuple[Token | None, str] | None:
    """The token of a word of a person's name and its first letter, where these do not hang on what stands beside it."""
    key = data.sign(word)
    if key in _of_persons() or (not word.isascii() and is_han(word)):
        return None
    letter = latin(word)[:1] if key != "&" and key not in data.single("stop") else ""
    return _word_token(word, True), letter


def _reading(words: list[str], person: bool, part: str, all_of_it: bool = False) -> Reading:
    if person and len(words) <= MOST_TOKENS:
        known = [_of_person(w) for w in words]
        if None not in known:
            return Reading(tuple([k[0] for k in known if k and k[0]]), (), "".join([k[1] for k in known if k]), part)
    words = words[: 4 * MOST_TOKENS]
    looks = [_ordinary(w) for w in words]
    keys = [look[0] for look in looks]
    stops, numbers = data.single("stop"), data.single("number")
    tokens: list[Token] = []
    legal: list[tuple[str, str]] = []
    letters = ""
    at = honoured = 0
    while at < len(words) and len(tokens) < MOST_TOKENS:
        word = words[at]
        key, plain, meaning, letter = looks[at]
        if not person and plain is not None:
            tokens.append(_light(plain) if honoured else plain)
            honoured = max(honoured - 1, 0)
            letters += plain.spelled[:1]
            at += 1
            continue
        if not person and meaning:
            tokens += [t for t in meaning if not tokens or t.key != tokens[-1].key]
            letters += letter
            at += 1
            continue
        if not person and (found := _legal(keys, at, bool(tokens))):
            legal.append(found[1])
            at += found[0]
            continue
        if not word.isascii() and is_han(word):
            chunks, forms = cut(word)
            if person and not forms:  # a firm that is held against a person stays a firm
                tokens += _han_person(word)
            else:
                legal += forms
                for chunk, concepts in chunks:
                    rest = _word_token(chunk, False)
                    tokens += _concepts(concepts, chunk) if concepts else [rest] if rest else []
            at += 1
            continue
        if not key or (key in numbers and at + 1 < len(words) and keys[at + 1].isdigit()):
            at += 1
            continue
        letters += latin(word)[:1] if key != "&" and key not in stops else ""
        if key in stops and not person and (len(key) > 1 or not word.isupper()):
            at += 1
            continue
        if not person and (translated := _translated(keys, words, at)):
            size, found_tokens = translated
            letters += "".join(latin(w)[:1] for w in words[at + 1 : at + size])
            tokens += [t for t in found_tokens if not tokens or t.key != tokens[-1].key]
            at += size
            continue
        before = all_of_it and at == 0 and len(words) == 2 and key in data.single("rank")  # "Mr. Ivanov"
        titles = person and key in data.single("title") and (len(words) > 2 or before)
        named = not person and key in data.single("named")
        if named:
            honoured = MOST_HONOURED
        if not titles and not named and (token := _word_token(word, person)):
            tokens.append(_light(token) if honoured else token)
            honoured = max(honoured - 1, 0)
        at += 1
    if not person and any(t.kind == "initial" for t in tokens):
        tokens = _honoured(tokens)
    return Reading(tuple(tokens), tuple(dict.fromkeys(legal)), letters, part)


def _modern(reading: Reading) -> Reading | None:
    """A person's name of two to four syllables of Chinese, some as only older spellings write them, in pinyin; else None."""
    old, names = data.old_syllables(), data.given_names()
    tokens = reading.tokens
    if not 2 <= len(tokens) <= 4 or not any(t.spelled in old for t in tokens):
        return None
    if not all(t.spelled in old or t.spelled in data.pinyin() for t in tokens):
        return None
    modern = [  # a surname stays: the table of names has it in all spellings
        _word_token(old[t.spelled], True) if t.spelled in old and (n or t.key not in names) else t for n, t in enumerate(tokens)
    ]
    return reading._replace(tokens=tuple(m._replace(shown=t.shown) for m, t in zip(modern, tokens, strict=True) if m))


def _honoured(tokens: list[Token]) -> list[Token]:
    """Initials and the surname after them in the name of a body that bears a person's ("V.A. Degtyarev Design Bureau of
    Arms") weigh little, where the rest of the name tells which body it is."""
    if not any(t.kind == "concept" and t.key in data.bearers() for t in tokens):
        return tokens
    out, after, rest = [], False, 0.0
    for token in tokens:
        honoured = token.kind == "initial" or (after and token.kind == "word")
        out.append(_light(token) if honoured else token)
        rest += 0.0 if honoured else token.weight
        after = token.kind == "initial"
    return out if rest >= ENOUGH else tokens


@cache
def _aka_forms() -> tuple[str, ...]:
    found = [r["forms"] for r in data.rows("names_words.tsv") if r["kind"] == "aka"]
    forms = {f for line in found for f in line.split("|")}
    dotted = {".".join(f.split()) + "." for f in forms if " " in f and all(len(x) == 1 for x in f.split())}
    slashed = {"/".join(f.split()) for f in forms if " " in f and all(len(x) == 1 for x in f.split())}
    return tuple(sorted(forms | dotted | slashed, key=lambda f: (-len(f), f)))


@cache
def _aka_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"[\s,;(]*(?<!\w)(?:{'|'.join(map(re.escape, _aka_forms()))})(?!\w)[\s:]*", re.IGNORECASE
    )


@cache
def _aka_firsts() -> frozenset[str]:
    """The first word of any of them."""
    return frozenset(re.findall(r"\w+", form)[0].lower() for form in _aka_forms())


@cache
def _aka_hint() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(_aka_firsts())))})(?!\w)", re.IGNORECASE)


def _restated(text: str) -> list[str]:
    """The name and the shorter one after it, where a comma and a legal form part them ("Klimovsk Cartridge Plant, CJSC KSCP")."""
    first, *rest = text.split(",")
    after = ",".join(rest).strip()
    words = _words(_BRACKETS.sub(" ", after))
    found = _legal([skeleton(w) for w in words], 0, False) if words else None
    return [first, after] if found and found[0] < len(words) and not _BRACKETS.search(first) else [text]


@lru_cache(maxsize=100_000)  # some 100 MB when full; a table of names meets the same listings again and again
def parse(name: str, person: bool = False) -> Parsed:
    """All readings of a name, the fullest first. Readings without tokens are left out."""
    if (found := _at_once(name, person)) is not None:
        return found
    text = data.simplified(clean(name))
    told = [text] if person or "," not in text else _restated(text)
    parts = [p for part in _aka_pattern().split(text) if (p := part.strip(" ,;"))] or [text]
    if len(parts) == 1 and len(told) > 1:
        parts = told
    readings = [_read(text if len(parts) == 1 else parts[0], person, "whole", len(parts) == 1)]
    readings += [_read(part, person, "aka") for part in parts[1:4]]
    if _BRACKETS.search(parts[0]):
        insides = [_read(inside, person, "inside") for inside in _BRACKETS.findall(parts[0])[:2]]
        places = data.lexicon().places
        aside = tuple(dict.fromkeys(t.key for r in insides for t in r.tokens if t.key in places))
        readings.append(_read(_BRACKETS.sub(" ", parts[0]), person, "outside")._replace(aside=aside))
        readings += insides
    if person:
        readings += [modern for r in readings if (modern := _modern(r)) is not None]
    kept = [r for r in readings if r.tokens]
    return Parsed(text, tuple(dict.fromkeys(kept)) or (Reading((), readings[0].forms),))


def _read(text: str, person: bool, part: str, all_of_it: bool = False) -> Reading:
    return _reading(_words(text, person), person, part, all_of_it)


def tokens(name: str, person: bool = False) -> tuple[str, ...]:
    """The compared form of each word of a name, legal forms and brackets left out."""
    return tuple(t.key for t in _plain(name, person).tokens)


def _plain(name: str, person: bool = False) -> Reading:
    """The reading without brackets where there is one, else the whole."""
    readings = parse(name, person).readings
    return next((r for r in readings if r.part == "outside"), readings[0])


@lru_cache(maxsize=100_000)
def key(name: str) -> str:
    """The folded key: equal for spellings of one name in one word order; legal forms and brackets are dropped.

    A name of nothing but legal forms or signs keeps its letters, so that no two such names share an empty key.
    """
    reading = _plain(name)
    return " ".join(t.key for t in reading.tokens) or " ".join(data.pieces(name)) or clean(name).casefold()
