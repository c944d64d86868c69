"""Chinese, simplified and traditional: cue words, coverbs (向, 对, 从, 将) and measure words tell who gives what to whom.

`read(document)` cuts a text at 。！？ and line ends, finds attributions (speaker before the cue, 据…报道, "发言人：…"), and in each
clause the frames that a verb and its coverbs make. Written without a word segmenter: every rule starts from a word of
data/zh/*.tsv and ends at punctuation or the next such word, so spans are exact and a clause of any length is read in one
pass. What is not told by these words is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from supplyline.extract.build import said
from supplyline.extract.lexicon import mapping, table, words
from supplyline.model import (
    Change,
    Claim,
    Count,
    Document,
    Filler,
    Kind,
    Mention,
    Period,
    Ref,
    Span,
    Stance,
    Value,
)

LANGUAGE = "zh"
MOST = 600  # characters of a sentence that rules look at; a longer one is a table or noise
_END = re.compile(r"[^。！？!?\n]+[。！？!?]*[”」』\"]?|\n")
_COMMA = "，,；;：:、。！？!?“”「」『』\"（）() \u3000"
_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "兩": 2, "〇": 0}
_NUMERAL = r"\d+(?:[.,]\d+)*|[一二两兩三四五六七八九十百千]+"
_SCALE = {"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "千": 1e3, "百万": 1e6}


@dataclass(frozen=True, slots=True)
class _Saying:
    speaker: tuple[int, int]
    name: str
    role: str | None
    cue: tuple[int, int]
    content: tuple[int, int]
    stance: str
    via: tuple[int, int] | None = None
    said_on: Period | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    kind: str
    start: int
    end: int
    roles: tuple[tuple[str, int, int], ...]
    negated: bool = False
    expected: bool = False


@cache
def _any(group: str) -> str:
    """The words of a trigger group as an alternation, longest first."""
    return "|".join(sorted(map(re.escape, words(LANGUAGE, "triggers", group)), key=len, reverse=True))


@cache
def _cues() -> re.Pattern[str]:
    return re.compile("|".join(sorted((re.escape(r[0]) for r in table(LANGUAGE, "cues")), key=len, reverse=True)))


@cache
def _not_cue() -> re.Pattern[str]:
    """Words that begin like a cue and are none: 说明, 称为."""
    return re.compile(_any("not_cue"))


@cache
def _countries() -> tuple[dict[str, str], re.Pattern[str]]:
    found = {w: row[0] for row in table(LANGUAGE, "countries") for cell in row[1:] for w in cell.split(";") if w}
    return found, re.compile("|".join(sorted(map(re.escape, found), key=len, reverse=True)))


def read(document: Document) -> tuple[list[Claim], list[Mention]]:
    claims: list[Claim] = []
    mentions: list[Mention] = []
    persons: dict[str, tuple[str, str | None]] = {}
    told: set[_Saying] = set()
    label: _Saying | None = None  # "发言人：…" speaks to the end of its paragraph
    for start, end in _sentences(document.text):
        mentions += _mentions(document, start, end)
        if label is not None and start < label.content[1]:
            sayings = [label]
        else:
            sayings = list(_sayings(document, start, end, persons))
            label = next((s for s in sayings if document.text[slice(*s.cue)] in ":："), None)
        for s in sayings:
            if s.role:
                persons.setdefault(s.name, (s.name, s.role))
        frames = list(_frames(document.text, start, end))
        used: set[_Saying] = told if label is not None and sayings == [label] else set()
        told = used
        for frame in frames:
            holder = next((s for s in sayings if s.content[0] <= frame.start < s.content[1]), None)
            if frame.negated:
                if holder is not None:
                    claims.append(_denial(document, holder, (frame.start, frame.end)))
                    used.add(holder)
                continue
            if holder is not None and holder.stance == "denies" and frame.kind != "designation":
                continue
            if frame.kind == "designation" and not any(r == "authority" for r, _, _ in frame.roles):
                if holder is None:
                    continue
                frame = replace(frame, roles=(("authority", *holder.speaker), *frame.roles))
            claims.append(_claim(document, frame, holder))
            if holder is not None:
                used.add(holder)
        for s in sayings:
            if s in used:
                continue
            used.add(s)
            if s.stance == "denies" or _rejects(document.text[s.content[0] : s.content[1]]):
                claims.append(_denial(document, s))
            else:
                quote = document.span(*s.content)
                claims.append(_said(Claim("", Kind.statement, Stance(s.stance), quote, hedges=_hedges(quote.text), confidence=0.7, made_by="rules-zh"), s, document))
    return list({c.id: c for c in claims}.values()), mentions


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentences; those inside one quotation go together, so that its speaker holds them all."""
    opened: int | None = None
    for match in _END.finditer(text):
        if match.group() == "\n":
            if opened is not None:
                yield opened, match.start()
                opened = None
            continue
        start = match.start() if opened is None else opened
        body = text[start : match.end()]
        if body.count("“") > body.count("”") and match.end() - start < MOST:
            opened = start
            continue
        opened = None
        a, b = _strip(text, start, match.end(), "。！？!? \u3000\t\r")
        if a < b:
            yield a, min(b, a + MOST)
    if opened is not None:
        yield opened, min(len(text), opened + MOST)


def _strip(text: str, start: int, end: int, marks: str = _COMMA) -> tuple[int, int]:
    while start < end and text[start] in marks:
        start += 1
    while end > start and text[end - 1] in marks:
        end -= 1
    return start, end


# ---------------------------------------------------------------- who says it


def _sayings(document: Document, start: int, end: int, persons: dict[str, tuple[str, str | None]]) -> Iterator[_Saying]:
    text = document.text
    label = re.compile(r"([^，。：:！？\s]{2,12})[:：](?=\S{4})").match(text, start, end)
    if label and "问" not in label[1] and "問" not in label[1] and (label[1] in persons or _person(label[1]) is not None or (2 <= len(label[1]) <= 4 and not _cues().search(label[1]))):
        name, role = _person(label[1]) or persons.get(label[1]) or (label[1], None)
        line = text.find("\n", start)
        a, b = _strip(text, label.end(), line if line >= 0 else len(text), "“”「」\" 。\t\r")
        b = min(b, a + MOST)
        yield _Saying((label.start(1), label.end(1)), name, role, (label.end(1), label.end(1) + 1), (a, b), "asserts")
        return
    led = re.compile(rf"(?:{_any('lead')})(?P<s>[^，,。]{{1,30}}?)(?P<c>{_any('lead_end')})[，,：:]?").match(text, start, end)
    if led and led.end() < end:
        speaker = led.span("s") if led["c"] not in ("数据", "數據", "统计", "統計") else (led.start("s"), led.end("c"))
        content = _strip(text, led.end(), end)
        if content[1] > content[0]:
            yield _Saying(speaker, text[slice(*speaker)], None, (led.start(), led.start("s")), content, "asserts")
        return
    at = start
    for cue in _cues().finditer(text, start, end):
        if cue.start() < at or _not_cue().match(text, cue.start()):
            continue
        opening = max(text.rfind(m, start, cue.start()) for m in "，,；;。“「")
        begin = max(opening + 1, at)
        pronoun = re.search(r"(?:^|[，,；;。“ ])([他她])$", text[max(start - 1, 0) : cue.start()])
        if pronoun and persons:
            name, role = list(persons.values())[-1]
            here = (cue.start() - 1, cue.start())
            content = _strip(text, cue.end(), end, "，,：: “”「」\"。")
            if content[1] - content[0] >= 3:
                yield _Saying(here, name, role, cue.span(), content, mapping(LANGUAGE, "cues")[cue.group()])
                at = content[1]
            continue
        found = _speaker(text, begin, cue.start()) or (_speaker(text, start, cue.start()) if begin > start and cue.start() - start < 60 else None)
        if found is None:
            continue
        speaker, name, role = found
        content = _strip(text, cue.end(), end, "，,：: “”「」\"。了\u3000")
        stance = mapping(LANGUAGE, "cues")[cue.group()]
        if content[1] - content[0] < 3:
            before = _strip(text, start, speaker[0], "，,：: “”「」\"。")
            if before[1] - before[0] < 4:
                continue
            content = before
        if stance == "denies" and (tail := text.find("，", *content)) > 0:
            content = (content[0], tail)
        yield _Saying(speaker, name, role, cue.span(), content, stance, None, _day(document, text[start : cue.start()]))
        at = content[1]


def _speaker(text: str, start: int, end: int) -> tuple[tuple[int, int], str, str | None] | None:
    """The words before a cue: a person behind an office, a body, a country; without the time and place of saying."""
    words_ = text[start:end]
    dash = max(words_.rfind("—"), words_.rfind(")"), words_.rfind("）"))
    if dash >= 0:
        start += dash + 1
        words_ = text[start:end]
    audience = re.search(r"(?<=.{2})[对對向](?!外)[^，,对對向]{2,24}$", words_)
    if audience:
        end = start + audience.start()
        words_ = text[start:end]
    cut = re.search(r"(?:周[一二三四五六日]|週[一二三四五六日]|\d{1,2}(?:月\d{1,2})?日|当天|今天|近日|日前|昨日|在[^，,]{1,20}|就[^，,]{1,20}|对此|對此|也|还|還|则|再次|曾)+$", words_)
    if cut:
        end = start + cut.start()
    start, end = _strip(text, start, end)
    words_ = text[start:end]
    if not 1 < len(words_) <= 30 or re.match(r"(?:但|而|并|並|这|這|那|该|其|如果|因为|他|她|它|我们|我們|有人)", words_):
        return None
    known = _person(words_)
    if known is not None and known[1]:
        at = start + words_.rfind(known[0])
        return (at, at + len(known[0])), known[0], known[1]
    if re.search(r"(?:[向对對从從将將被把])", words_[1:]) and not re.search(r"(?:部|局|委|府|会|社|报|司|院|人)$", words_):
        return None
    return (start, end), words_, None


def _person(text: str) -> tuple[str, str | None] | None:
    """"外交部发言人郭嘉昆" is 郭嘉昆 with his office."""
    offices = "|".join(sorted((re.escape(r[0]) for r in table(LANGUAGE, "persons")), key=len, reverse=True))
    found = re.search(rf"(?:^|.*)(?:{offices})(?P<n>[\u3400-\u9fff·]{{2,12}})$", text)
    if found is None or (len(found["n"]) > 4 and "·" not in found["n"]):
        return None
    return found["n"], text[: found.start("n")] or None


def _rejects(content: str) -> bool:
    """"毫无根据": what is said to be baseless is denied."""
    return re.search(_any("baseless"), content) is not None


# ---------------------------------------------------------------- what is said


_PARTY = r"[^，,。；;：:、“”「」\s]{1,24}?"
_THING = r"[^，,。；;：:“”「」\s]{2,40}"


@cache
def _place() -> str:
    """A country, else any party: a country is never cut in two."""
    return rf"(?:{_countries()[1].pattern}|{_PARTY})"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    gives, sends = _any("supply_verb"), f"{_any('send_verb')}|{_any('export_verb')}"
    to, from_ = _any("to"), _any("from")
    takes = f"{_any('import_verb')}|{_any('buy_verb')}"
    moves = f"{_any('rise')}|{_any('fall')}"
    return (
        ("designation", re.compile(rf"(?P<authority>{_PARTY})?(?:(?:{to})(?P<target>[^，,。；;]{{2,50}}?)(?:{_any('impose')})(?:了)?[^，,。]{{0,8}}?(?:{_any('sanction')}))")),
        ("designation", re.compile(rf"(?P<authority>{_PARTY})(?:[将將把])(?P<target>[^，,。；;]{{2,50}}?)(?:{_any('list_verb')})(?:了)?(?P<programme>[^，,。]{{0,12}}?(?:{_any('list_noun')}))")),
        ("designation", re.compile(rf"(?P<authority>{_PARTY})(?:{_any('sanction')})了?(?P<target>(?:{_NUMERAL})[家个個名艘][^，,。；;]{{2,30}})")),
        ("trade_flow", re.compile(rf"(?P<reporter>{_place()})(?:{to}|向)(?P<partner>{_place()})(?:的)?(?P<goods>[^，,。；;]{{0,20}}?)(?:{_any('export_verb')})(?:额|額|量)?[^，,。；;]{{0,12}}?(?=(?:{moves}|达|達|约|約|为|為|超过|至))")),
        ("trade_flow", re.compile(rf"(?P<reporter>{_place()})(?:{from_})(?P<partner>{_place()})(?:{_any('import_verb')})(?:的)?(?P<goods>[^，,。；;]{{0,20}}?)(?:额|額|量)?[^，,。；;]{{0,8}}?(?=(?:{moves}|达|達|约|約|为|為|超过|至))")),
        ("supply", re.compile(rf"(?P<supplier>{_PARTY})(?P<neg>{_any('negation')})?(?:{to})(?P<recipient>{_PARTY})(?P<verb>{gives}|{sends})(?:了|过|過)?(?P<goods>{_THING})")),
        ("supply", re.compile(rf"(?P<recipient>{_PARTY})(?:{from_})(?P<supplier>{_PARTY})(?P<verb>{takes})(?:了|过|過)?(?P<goods>{_THING})")),
        ("supply", re.compile(rf"(?P<supplier>{_PARTY})(?P<neg>{_any('negation')})?(?P<verb>{gives}|{sends})(?:了|过|過)?(?P<goods>[^，,。；;：:“”「」\s]{{2,40}}?)(?:给|給|至|到)(?P<recipient>{_PARTY}(?=[，,。；;：:、“”「」\s]|$))")),
        ("cooperation", re.compile(rf"(?P<party>[中俄朝伊])(?P<party2>[中俄朝伊])(?:两国|兩國|双方)?(?:在(?P<field>[^，,。]{{1,8}}?)(?:领域|領域|方面))?[^，,。；;]{{0,14}}?(?:{_any('cooperate')})")),
        ("cooperation", re.compile(rf"(?P<party>{_PARTY})(?:与|與|和|同)(?P<party2>{_PARTY})(?:在)?(?P<field>[^，,。；;、]{{0,12}}?)(?:领域|領域|方面)?(?:的)?(?:{_any('cooperate')})")),
        ("production", re.compile(rf"(?P<maker>{_PARTY}(?:公司|企业|企業|工厂|工廠|厂|廠|集团|集團))(?:{_any('make_verb')})(?:了)?(?P<goods>{_THING})")),
    )


def _frames(text: str, start: int, end: int) -> Iterator[_Frame]:
    taken: list[tuple[int, int]] = []
    for kind, pattern in _patterns():
        for match in pattern.finditer(text, start, end):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            frame = _made(kind, match, text, start, end)
            if frame is not None:
                taken.append((frame.start, frame.end))
                yield frame


def _made(kind: str, match: re.Match[str], text: str, start: int, end: int) -> _Frame | None:
    groups = match.re.groupindex
    roles: list[tuple[str, int, int]] = []
    for name in ("authority", "supplier", "reporter", "maker", "party", "party2", "partner", "recipient", "target", "goods", "programme", "field"):
        if name not in groups or match[name] is None:
            continue
        for a, b in _fillers(text, *match.span(name), name):
            roles.append(("party" if name == "party2" else name, a, b))
    parties = [n for n in ("authority", "supplier", "recipient", "reporter", "partner", "maker") if n in groups and match[n]]
    if any(_cues().search(match[n]) for n in parties):
        return None  # a cue inside a party: what is denied, or a party cut wrong
    told = {r for r, _, _ in roles}
    needed = {"designation": {"target"}, "trade_flow": {"reporter", "goods"}, "supply": {"goods"}, "cooperation": {"party"}, "production": {"maker", "goods"}}[kind]
    if not needed <= told or (kind == "supply" and not {"supplier", "recipient"} & told) or (kind == "cooperation" and sum(r == "party" for r, _, _ in roles) < 2):
        return None
    if kind in ("supply", "cooperation") and not any(_countries()[1].search(text, a, b) or re.search(r"(?:公司|企业|企業|工厂|工廠|厂|部门|一方)$", text[a:b]) for r, a, b in roles if r not in ("goods", "field")):
        return None
    stop = re.compile(r"[，,。；;！？]").search(text, match.end(), end)
    last = stop.start() if stop else end
    if kind == "trade_flow":
        tail = re.compile(r"[。；;！？]").search(text, match.end(), end)
        last = tail.start() if tail else end
    a, b = _strip(text, match.start(), max(last, match.end()))
    negated = "neg" in groups and match["neg"] is not None
    if not negated and kind == "supply":
        before = text[match.start() : match.start("verb")] if "verb" in groups else ""
        negated = re.search(_any("negation"), before) is not None
    return _Frame(kind, a, b, tuple(roles), negated)


def _fillers(text: str, start: int, end: int, role: str) -> Iterator[tuple[int, int]]:
    """A filler without adverbs, counts and the words of time before it; a list with 、 and 和 is several."""
    joint = r"、|和|以及|及" if role in ("goods", "target", "supplier", "recipient") else r"、"
    at = start
    for part in [*re.finditer(joint, text[start:end]), None]:
        stop = end if part is None else start + part.start()
        a, b = _trimmed(text, at, stop)
        if role not in ("goods", "field", "target", "programme"):
            a, b = _party(text, a, b)
        if b > a:
            yield a, b
        at = stop if part is None else start + part.end()


def _party(text: str, a: int, b: int) -> tuple[int, int]:
    """A country that other words follow ("欧盟于周三同意…") is the country, unless the words make a body of it."""
    m = _countries()[1].match(text, a, b)
    if m and m.end() < b and not re.search(r"(?:部|局|委|会|會|府|司|厂|廠|院|军|軍|队|隊|公司|企业|企業|集团|集團|机构|機構|实体|買家|买家|客户)$", text[a:b]):
        return a, m.end()
    return a, b


def _trimmed(text: str, a: int, b: int) -> tuple[int, int]:
    a, b = _strip(text, a, b)
    adverbs = sorted((r[0] for r in table(LANGUAGE, "adverbs")), key=len, reverse=True)
    counted = re.compile(rf"(?:{'|'.join(re.escape(r[0]) for r in table(LANGUAGE, 'hedges'))})*(?:{_NUMERAL})(?:{'|'.join(_SCALE)})?多?(?:{'|'.join(re.escape(r[0]) for r in table(LANGUAGE, 'measures'))})")
    when = re.compile(r"(?:在)?(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:周[一二三四五六日])?")
    for _ in range(6):
        before = a
        for pattern in (counted, when):
            m = pattern.match(text, a, b)
            if m and m.end() < b:
                a = m.end()
        word = next((w for w in adverbs if text.startswith(w, a) and a + len(w) < b), None)
        if word is not None:
            a += len(word)
        tail = next((w for w in adverbs if text.endswith(w, a, b) and b - len(w) > a), None)
        if tail is not None:
            b -= len(tail)
        if a == before and tail is None:
            break
    return a, b


# ---------------------------------------------------------------- numbers and dates


def _number(text: str) -> float:
    plain = text.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return _whole(float(plain))
    total = section = 0
    for c in text:
        if c in _DIGIT:
            section = _DIGIT[c]
        else:
            total += max(section, 1) * {"十": 10, "百": 100, "千": 1000}[c]
            section = 0
    return total + section


def _whole(value: float) -> float:
    value = round(value, 6)
    return int(value) if value == int(value) else value


@cache
def _amounts() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    hedge = "|".join(re.escape(r[0]) for r in table(LANGUAGE, "hedges") if r[1] != "doubt")
    units = "|".join(sorted((re.escape(r[0]) for r in table(LANGUAGE, "units")), key=len, reverse=True))
    measures = "|".join(re.escape(r[0]) for r in table(LANGUAGE, "measures"))
    scale = "|".join(sorted(_SCALE, key=len, reverse=True))
    return (
        re.compile(rf"(?P<text>(?P<h>{hedge})?(?P<n>{_NUMERAL})(?P<s>{scale})?(?P<more>多)?(?P<u>{units}))"),
        re.compile(rf"(?P<text>(?P<h>{hedge})?(?P<n>{_NUMERAL})(?P<s>{scale})?(?P<more>多)?(?P<u>{measures}))"),
        re.compile(rf"(?P<w>{_any('rise')}|{_any('fall')})(?:了|至|超过|逾|约|近)?(?P<n>\d+(?:\.\d+)?)[%％]"),
    )


def _value(text: str) -> Value | None:
    for m in _amounts()[0].finditer(text):
        if m["u"] in ("%", "％") and re.search(rf"(?:{_any('rise')}|{_any('fall')})\S{{0,3}}$", text[: m.start()]):
            continue
        amount = _whole(_number(m["n"]) * _SCALE.get(m["s"] or "", 1) * (1e4 if m["u"] == "万吨" else 1))
        return Value(amount, mapping(LANGUAGE, "units")[m["u"]], m["text"])
    return None


def _count(text: str, frame: _Frame) -> Count | None:
    for m in _amounts()[1].finditer(text, frame.start, frame.end):
        n = _whole(_number(m["n"]) * _SCALE.get(m["s"] or "", 1))
        kind = mapping(LANGUAGE, "hedges").get(m["h"] or "")
        low, high = (None if kind == "most" else n), (None if kind == "least" or m["more"] else n)
        if mapping(LANGUAGE, "measures")[m["u"]] == "case":
            return Count(low, high, m["text"], None, m["u"])
        role = next((r for r, a, b in frame.roles if 0 <= a - m.end() <= 4 or a <= m.start() < b), None)
        if role is not None:
            return Count(low, high, m["text"], role, None)
    return None


def _change(text: str) -> Change | None:
    m = _amounts()[2].search(text)
    if m is not None:
        down = re.fullmatch(_any("fall"), m["w"]) is not None
        return Change(_whole(float(m["n"]) * (-1 if down else 1)), m.group())
    m = re.search(r"(?:翻了?一番|翻倍|增加了?一倍|增长了?一倍)", text)
    return Change(100, m.group()) if m else None


def _period(document: Document, text: str) -> Period | None:
    m = re.search(r"(\d{4})年(?:至|到|—|-)(\d{4})年", text)
    if m:
        return Period(m[1], m[2], m.group(), "year")
    m = re.search(r"(\d{4})年(?:(\d{1,2})月(?:至(\d{1,2})月)?|第([一二三四1-4])季度)?", text)
    if m:
        if m[4]:
            q = int(m[4]) if m[4].isdigit() else _DIGIT[m[4]]
            return Period(f"{m[1]}-{3 * q - 2:02d}", f"{m[1]}-{3 * q:02d}", m.group(), "quarter")
        first = f"{m[1]}-{int(m[2]):02d}" if m[2] and 1 <= int(m[2]) <= 12 else m[1]
        return Period(first, f"{m[1]}-{int(m[3]):02d}" if m[3] else first, m.group(), "month" if m[2] else "year")
    m = re.search(r"去年|今年", text)
    if m and document.published:
        year = str(int(document.published[:4]) - (m.group() == "去年"))
        return Period(year, year, m.group(), "year")
    return None


def _day(document: Document, text: str) -> Period | None:
    base = document.published if document.published and len(document.published) >= 10 else None
    m = re.search(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日", text)
    if m and (base or (m[1] and m[2])):
        year, month = int(m[1] or (base or "")[:4]), int(m[2] or (base or "")[5:7])
        try:
            day = date(year, month, int(m[3])).isoformat()
        except ValueError:
            return None
        return Period(day, day, m.group(), "day")
    m = re.search(r"[周週]([一二三四五六日])", text)
    if m and base:
        on = date.fromisoformat(base[:10])
        back = (on.weekday() - "一二三四五六日".index(m[1])) % 7
        day = (on - timedelta(days=back)).isoformat()
        return Period(day, day, m.group(), "day")
    return None


# ---------------------------------------------------------------- claims


def _claim(document: Document, frame: _Frame, holder: _Saying | None) -> Claim:
    quote = document.span(frame.start, frame.end)
    stance = holder.stance if holder is not None else "asserts"
    if stance == "announces" and frame.kind != "designation":
        stance = "asserts"
    hedges = _hedges(quote.text)
    if stance == "asserts" and any(mapping(LANGUAGE, "hedges")[h] == "doubt" for h in hedges):
        stance = "suspects"
    count = _count(document.text, frame)
    value = _value(quote.text) if frame.kind in ("trade_flow", "supply") else None
    kind = frame.kind
    if kind == "supply" and ((value is not None and value.unit in ("t", "kg")) or (count is not None and count.event)):
        kind = "shipment"
    claim = Claim(
        "", Kind(kind), Stance(stance), quote,
        roles=tuple(Filler(r, document.span(a, b), document.text[a:b]) for r, a, b in frame.roles),
        count=count, value=value, change=_change(quote.text) if kind == "trade_flow" else None,
        period=_period(document, quote.text), hedges=hedges, confidence=0.6, made_by="rules-zh",
    )  # fmt: skip
    return _said(claim, holder, document)


def _denial(document: Document, s: _Saying, denied: tuple[int, int] | None = None) -> Claim:
    start, end = denied or s.content
    quote = document.span(min(s.speaker[0], s.cue[0], start), max(s.content[1], s.cue[1], s.speaker[1]))
    roles = (Filler("denier", document.span(*s.speaker), s.name), Filler("denied", document.span(start, end), document.text[start:end]))
    claim = Claim("", Kind.denial, Stance.denies, quote, roles=roles, hedges=_hedges(quote.text), confidence=0.7, made_by="rules-zh")
    return _said(claim, replace(s, stance="denies"), document)


def _said(claim: Claim, s: _Saying | None, document: Document) -> Claim:
    if s is None:
        return said(claim, document, None)
    via = Ref(document.span(*s.via), document.text[slice(*s.via)]) if s.via else None
    return said(claim, document, Ref(document.span(*s.speaker), s.name, s.role), document.span(*s.cue), document.span(*s.content), via, s.said_on)


def _hedges(text: str) -> tuple[str, ...]:
    found = sorted((text.find(r[0]), r[0]) for r in table(LANGUAGE, "hedges") if r[0] in text and (len(r[0]) > 1 or re.search(re.escape(r[0]) + r"\d", text)))
    return tuple(dict.fromkeys(w for _, w in found))


def _mentions(document: Document, start: int, end: int) -> list[Mention]:
    out = [Mention(document.span(*m.span()), "government", m.group()) for m in _countries()[1].finditer(document.text, start, end)]
    firm = re.compile(r"[\u3400-\u9fffA-Za-z（）()·]{2,20}?(?:股份有限公司|有限责任公司|有限公司|集团公司|集团|集團)")
    out += [Mention(_span(document, *m.span()), "organization", m.group()) for m in firm.finditer(document.text, start, end)]
    return sorted(out, key=lambda m: m.span.start)


def _span(document: Document, start: int, end: int) -> Span:
    return document.span(start, end)
