"""Which facts does a Chinese clause tell? A verb with its coverbs (向, 对, 从, 将) gives the roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from supplyline.extract.chinese.text import LANGUAGE, NUMERAL, SCALE, Told, any_of, country_words, cues, strip
from supplyline.extract.lexicon import table

_PARTY = r"[^，,。；;：:、“”「」\s]{1,24}?"
_THING = r"[^，,。；;：:“”「」\s]{2,40}"


@cache
def _place() -> str:
    """A country, else any party: a country is never cut in two."""
    return rf"(?:{country_words()[1].pattern}|{_PARTY})"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    gives, sends = any_of("supply_verb"), f"{any_of('send_verb')}|{any_of('export_verb')}"
    to, from_ = any_of("to"), any_of("from")
    takes = f"{any_of('import_verb')}|{any_of('buy_verb')}"
    moves = f"{any_of('rise')}|{any_of('fall')}"
    return (
        (
            "designation",
            re.compile(
                rf"(?P<authority>{_PARTY})?(?:(?:{to})(?P<target>[^，,。；;]{{2,50}}?)(?:{any_of('impose')})(?:了)?[^，,。]{{0,8}}?(?:{any_of('sanction')}))"
            ),
        ),
        (
            "designation",
            re.compile(
                rf"(?P<authority>{_PARTY})(?:以[^，,。]{{1,20}}[为為]由[，,]?)?(?:就|{any_of('decides')})*?(?:[将將把])(?P<target>[^，,。；;]{{2,50}}?)(?:{any_of('list_verb')})(?:了)?(?P<programme>[^，,。]{{0,12}}?(?:{any_of('list_noun')}))"
            ),
        ),
        (
            "designation",
            re.compile(rf"(?P<target>[^，,。；;]{{2,60}}?)(?:也|亦|均|已|都)?被(?:{any_of('list_verb')})(?:了)?(?P<programme>[^，,。]{{0,12}}?(?:{any_of('list_noun')}))"),
        ),
        ("designation", re.compile(rf"(?P<authority>{_PARTY})(?:{any_of('sanction')})了?(?P<target>(?:{NUMERAL})[家个個名艘][^，,。；;]{{2,30}})")),
        (
            "trade_flow",
            re.compile(
                rf"(?P<reporter>{_place()})(?:{to}|向)(?P<partner>{_place()})(?:的)?(?P<goods>[^，,。；;]{{0,20}}?)(?:{any_of('export_verb')})(?:额|額|量)?[^，,。；;]{{0,12}}?(?=(?:{moves}|达|達|约|約|为|為|超过|至))"
            ),
        ),
        (
            "trade_flow",
            re.compile(
                rf"(?P<reporter>{_place()})(?:{from_})(?P<partner>{_place()})(?:{any_of('import_verb')})(?:的)?(?P<goods>[^，,。；;]{{0,20}}?)(?:额|額|量)?[^，,。；;]{{0,8}}?(?=(?:{moves}|达|達|约|約|为|為|超过|至))"
            ),
        ),
        (
            "supply",
            re.compile(
                rf"(?P<supplier>{_PARTY})(?P<neg>{any_of('negation')})?(?:{to})(?P<recipient>{_PARTY})(?P<verb>{gives}|{sends})(?:了|过|過)?(?P<goods>{_THING})"
            ),
        ),
        ("supply", re.compile(rf"(?P<recipient>{_PARTY})(?:{from_})(?P<supplier>{_PARTY})(?P<verb>{takes})(?:了|过|過)?(?P<goods>{_THING})")),
        (
            "supply",
            re.compile(
                rf"(?P<supplier>{_PARTY})(?P<neg>{any_of('negation')})?(?P<verb>{gives}|{sends})(?:了|过|過)?(?P<goods>[^，,。；;：:“”「」\s]{{2,40}}?)(?:给|給|至|到)(?P<recipient>{_PARTY}(?=[，,。；;：:、“”「」\s]|$))"
            ),
        ),
        (
            "cooperation",
            re.compile(
                rf"(?P<party>[中俄朝伊])(?P<party2>[中俄朝伊])(?:两国|兩國|双方)?(?:在(?P<field>[^，,。]{{1,8}}?)(?:领域|領域|方面))?[^，,。；;]{{0,14}}?(?:{any_of('cooperate')})"
            ),
        ),
        (
            "cooperation",
            re.compile(
                rf"(?P<party>{_PARTY})(?:与|與|和|同)(?P<party2>{_PARTY})(?:在)?(?P<field>[^，,。；;、]{{0,12}}?)(?:领域|領域|方面)?(?:的)?(?:{any_of('cooperate')})"
            ),
        ),
        (
            "measure",
            re.compile(rf"(?P<actor>{_PARTY})(?:{any_of('decides')})*(?P<measure>(?:{any_of('step_verb')})(?:了)?(?P<target>[^，,。；;：:“”「」\s]{{2,40}}))"),
        ),
        (
            "production",
            re.compile(rf"(?P<maker>{_PARTY}(?:公司|企业|企業|工厂|工廠|厂|廠|集团|集團))(?:{any_of('make_verb')})(?:了)?(?P<goods>{_THING})"),
        ),
    )


def find(text: str, start: int, end: int) -> Iterator[Told]:
    taken: list[tuple[int, int]] = []
    for kind, pattern in _patterns():
        for match in pattern.finditer(text, start, end):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            frame = _made(kind, match, text, start, end)
            if frame is not None:
                taken.append((frame.start, frame.end))
                yield frame


def _made(kind: str, match: re.Match[str], text: str, start: int, end: int) -> Told | None:
    groups = match.re.groupindex
    roles: list[tuple[str, int, int]] = []
    for name in ("authority", "actor", "supplier", "reporter", "maker", "party", "party2", "partner", "recipient", "measure", "target", "goods", "programme", "field"):
        if name not in groups or match[name] is None:
            continue
        for a, b in _fillers(text, *match.span(name), name):
            roles.append(("party" if name == "party2" else name, a, b))
    parties = [n for n in ("authority", "actor", "supplier", "recipient", "reporter", "partner", "maker") if n in groups and match[n]]
    if any(cues().search(re.sub(f"(?:{any_of('decides')})+$", "", match[n])) for n in parties):
        return None  # a cue inside a party: what is denied, or a party cut wrong
    told = {r for r, _, _ in roles}
    needed = {
        "designation": {"target"},
        "trade_flow": {"reporter", "goods"},
        "supply": {"goods"},
        "cooperation": {"party"},
        "production": {"maker", "goods"},
        "measure": {"actor", "measure"},
    }[kind]
    if (
        not needed <= told
        or (kind == "supply" and not {"supplier", "recipient"} & told)
        or (kind == "cooperation" and sum(r == "party" for r, _, _ in roles) < 2)
    ):
        return None
    if kind in ("supply", "cooperation", "measure") and not any(
        country_words()[1].search(text, a, b) or re.search(r"(?:公司|企业|企業|工厂|工廠|厂|部门|一方)$", text[a:b])
        for r, a, b in roles
        if r not in ("goods", "field", "measure", "target")
    ):
        return None
    stop = re.compile(r"[，,。；;！？]").search(text, match.end(), end)
    last = stop.start() if stop else end
    if kind == "trade_flow":
        tail = re.compile(r"[。；;！？]").search(text, match.end(), end)
        last = tail.start() if tail else end
    a, b = strip(text, match.start(), max(last, match.end()))
    negated = "neg" in groups and match["neg"] is not None
    if not negated and kind == "supply":
        before = text[match.start() : match.start("verb")] if "verb" in groups else ""
        negated = re.search(any_of("negation"), before) is not None
    return Told(kind, a, b, tuple(roles), negated)


def _fillers(text: str, start: int, end: int, role: str) -> Iterator[tuple[int, int]]:
    """A filler without adverbs, counts and the words of time before it; a list with 、 and 和 is several."""
    joint = r"(?!)" if role == "measure" else r"、|和|以及|及" if role in ("goods", "target", "supplier", "recipient") else r"、"
    at = start
    for part in [*re.finditer(joint, text[start:end]), None]:
        stop = end if part is None else start + part.start()
        a, b = _trimmed(text, at, stop)
        if role not in ("goods", "field", "target", "programme", "measure"):
            a, b = _party(text, *_decider(text, a, b))
        if role == "goods":
            b -= text.endswith("等", a, b)
        if b > a and not (role == "goods" and re.search(rf"(?:{any_of('no_goods')})$", text[a:b])):
            yield a, b
        at = stop if part is None else start + part.end()


def _decider(text: str, a: int, b: int) -> tuple[int, int]:
    """Who decides, without the words of deciding ("商务部发布公告决定") and without who speaks for it ("商务部新闻发言人就")."""
    tail = re.search(rf"(?:(?:新闻|新聞)?发言人|(?:新聞)?發言人|就|以[^，,]{{1,20}}[为為]由|{any_of('decides')})+$", text[a:b])
    head = re.match(r"(?:指|称|稱|包括|其中|此外|另外|并|並|而|但|因|由|据|與此同時|与此同时|这些|這些)+", text[a:b])
    b = a + tail.start() if tail else b
    return (a + head.end() if head and a + head.end() < b else b if head else a), b


def _party(text: str, a: int, b: int) -> tuple[int, int]:
    """A country that other words follow ("欧盟于周三同意…") is the country, unless the words make a body of it."""
    m = country_words()[1].match(text, a, b)
    if (
        m
        and m.end() < b
        and not re.search(r"(?:部|局|委|会|會|府|司|厂|廠|院|军|軍|队|隊|公司|企业|企業|集团|集團|机构|機構|实体|買家|买家|客户)$", text[a:b])
    ):
        return a, m.end()
    return a, b


def _trimmed(text: str, a: int, b: int) -> tuple[int, int]:
    a, b = strip(text, a, b)
    adverbs = sorted((r[0] for r in table(LANGUAGE, "adverbs")), key=len, reverse=True)
    counted = re.compile(
        rf"(?:{'|'.join(re.escape(r[0]) for r in table(LANGUAGE, 'hedges'))})*(?:{NUMERAL})(?:{'|'.join(SCALE)})?多?(?:{'|'.join(re.escape(r[0]) for r in table(LANGUAGE, 'measures'))})"
    )
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
