"""Which words fill a role, once the parts of a frame are known?

The last look at the fillers of a frame, whoever found them: a phrase cut in two becomes one, a name becomes whole, and what is
told by the grammar to be no filler is left out: an adjective whose noun stands elsewhere ("military" of "military and dual-use
drones"), the origin in a name of goods ("Iranian drones": nobody says that Iran supplied them), whom goods are used against.
"""

from __future__ import annotations

import re
from dataclasses import replace

from supplyline.extract.dates import Found
from supplyline.extract.frames.common import Frame, Role, Scene, split
from supplyline.extract.frames.sides import SIDES
from supplyline.extract.lexicon import entries, mapping
from supplyline.extract.phrases import Range, np_left
from supplyline.read.countries import adjective, country

JOINS = frozenset({"of", "to", "for", "from", "in", "with", "by", "on"})
TAKEN = re.compile(r"(?:tak(?:e|es|ing)|took|adopt(?:s|ed|ing)?)\s(?:\w+\s){0,3}?(?:measures?|steps?|actions?)\b(?=\s+(?:to|in|against)\b)")
SINCE = re.compile(r"\b[Ss]ince\b")
GENERIC = frozenset({"items", "goods", "products", "things", "materials"})
FLOW_OF = re.compile(r"(?:exports?|imports?|supply|supplies|sales?|transfers?|deliver(?:y|ies)|shipments?) of (?=\w)")
THINGS = frozenset({"goods", "target", "field"})
NAMED = frozenset({"authority", "actor", "target", "supplier", "recipient", "via", "party", "maker", "reporter", "partner", "owner", "owned"})


def settled(scene: Scene, frame: Frame) -> Frame:
    roles = list(frame.roles)
    for step in STEPS:
        roles = step(scene, frame.kind, roles)
    roles = list({(r.role, r.start, r.end): r for r in reversed(roles)}.values())[::-1]  # two steps may name one filler
    frame = replace(frame, roles=tuple(roles)) if tuple(roles) != frame.roles else frame
    return replace(frame, period=_when(scene, frame)) if frame.period is None and frame.kind in ("measure", "designation") else frame


def _when(scene: Scene, frame: Frame) -> Found | None:
    """A month or year told within a step or right behind it, or since when it holds."""
    for f in scene.dates:
        inside = frame.start <= f.start < frame.end or (f.start >= frame.end and all(w in ("in", "on", "since", "the") for w in scene.text[frame.end : f.start].split()))
        if (f.period.from_ or f.period.to) and (inside or (f.period.to is None and SINCE.search(scene.text, scene.sentence.start, f.start))):
            return f
    return None


def _at(scene: Scene, role: Role) -> Range | None:
    return scene.range(role.start, role.end) if scene.here(role) else None


def _joined(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "certain services" + to + "Russian organisations": one phrase where nothing but a preposition parts them."""
    out: list[Role] = []
    for r in sorted(roles, key=lambda r: r.start):
        last = next((q for q in reversed(out) if q.role == r.role), None)
        gap = scene.text[last.end : r.start].split() if last is not None and 0 <= r.start - last.end < 12 else None
        if last is not None and gap == [] and r.role in THINGS and "\n" not in scene.text[last.end : r.start]:
            out[out.index(last)] = Role(r.role, last.start, r.end)  # "Cuban" + "nickel"
            continue
        if last is not None and r.role in ("target", "goods", "measure", "reason", "denied") and gap is not None and _binds(gap) and country(scene.words(last)) is None and not any(c.isdigit() for c in scene.words(r)):
            out[out.index(last)] = Role(r.role, last.start, r.end)
        else:
            out.append(r)
    return out if len(out) < len(roles) else roles


def _binds(gap: list[str]) -> bool:
    """A preposition, and no more than an article beside it."""
    return bool(JOINS & set(gap)) and all(w in JOINS | {"the", "a", "an"} for w in gap)


def _two_named(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "Huawei and SMIC": names are told apart."""
    out: list[Role] = []
    for r in roles:
        at = _at(scene, r) if r.role in NAMED and r.name is None else None
        parts = split(scene, at) if at is not None else []
        apart = len(parts) > 1 and all(t.text[0].isupper() and t.tag in ("N", "J") and adjective(t.text) is None for p in parts for t in scene.toks[slice(*p)])
        out += [q for p in parts if (q := scene.role(r.role, p)) is not None] if apart else [r]
    return out


_YEARS = re.compile(r"(?:(?:19|20)\d\d(?:\s+(?:and|to)\s+|\s+))+(?=[A-Z])")


def _no_years(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "Between 2015 and 2021 China exported": the years are no part of the name."""
    return [replace(r, start=r.start + m.end()) if r.role in NAMED and (m := _YEARS.match(scene.words(r))) else r for r in roles]


def _whole_names(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "Kong" of "Hong Kong", "Texas" of "Texas Instruments": names go on over their capitals."""
    out = []
    for r in roles:
        at = _at(scene, r)
        if at is not None and r.name is None:
            i, j = at
            toks = scene.toks
            while i > 0 and _proper(scene, i - 1) and _proper(scene, i) and not _held(roles, r, toks[i - 1].start):
                i -= 1
            while j < len(toks) and _proper(scene, j) and _proper(scene, j - 1) and not _held(roles, r, toks[j].start):
                j += 1
            if (i, j) != at and not _two_names(scene, (i, j), at):
                r = Role(r.role, toks[i].start, toks[j - 1].end)
        out.append(r)
    return out


def _whole_bodies(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "Prevention" of "National Agency on Corruption Prevention": a body is named by what it is for, too."""
    kinds, toks, out = mapping(scene.language, "speaker_nouns"), scene.toks, []
    for r in roles:
        at = _at(scene, r)
        if at is not None and r.name is None and at[0] > 1 and toks[at[0] - 1].low in ("on", "for") and kinds.get(toks[at[0] - 2].low) == "body" and toks[at[0] - 2].text[0].isupper() and toks[at[0]].text[0].isupper():
            whole = np_left(toks, at[0] - 1)
            r = Role(r.role, toks[whole[0]].start, r.end) if whole is not None else r
        out.append(r)
    return out


def _proper(scene: Scene, k: int) -> bool:
    t = scene.toks[k]
    return t.tag in ("N", "J") and t.text[0].isupper() and t.text[-1].isalnum()


def _held(roles: list[Role], mine: Role, at: int) -> bool:
    return any(q is not mine and q.start <= at < q.end for q in roles)


def _two_names(scene: Scene, whole: Range, part: Range) -> bool:
    """ "Russia Kalashnikov": a country is a name of its own, but "North" of "North Korea" is none."""
    text = [scene.text[scene.toks[i].start : scene.toks[j - 1].end] for i, j in (whole, part)]
    return (country(text[1]) or adjective(text[1])) is not None and (country(text[0]) or adjective(text[0])) is None


def _singular(low: str) -> bool:
    """ "microchip" of "microchip and drone technology": goods of that name are told as many."""
    known = entries("goods", "words")
    return low not in known and f"{low}s" in known


def _adjectives(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    out = []
    for r in roles:
        at = _at(scene, r)
        toks = scene.toks
        lone = at is not None and at[1] - at[0] == 1 and r.role in THINGS and toks[at[0]].text[0].islower() and (toks[at[0]].tag == "J" or "-" in toks[at[0]].text or _singular(toks[at[0]].low))
        if at is not None and lone and at[1] < len(toks) and (toks[at[1]].tag == "C" or toks[at[1]].text == ",") and len([q for q in roles if q.role == r.role]) > 1:
            nxt = next((q for q in roles if q.role == r.role and 0 < q.start - r.end <= 6), None)
            if nxt is not None and toks[at[1]].tag == "C":
                out.append(Role(r.role, r.start, nxt.end))
            continue
        out.append(r)
    return [r for r in out if not any(q is not r and q.role == r.role and q.start <= r.start and r.end <= q.end and (q.end - q.start) > (r.end - r.start) for q in out)]


def _goods_hit(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "controls the export of dual-use goods": the goods are hit, as where a rule tells it."""
    out = []
    for r in roles:
        flow = FLOW_OF.match(scene.words(r)) if kind == "measure" and r.role == "target" else None
        out.append(replace(r, start=r.start + flow.end()) if flow else r)
    return out


def _rights(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "safeguard the legitimate rights and interests of its firms": no step hits them."""
    return [r for r in roles if not (r.role == "target" and kind == "measure" and scene.words(r).split()[-1].casefold() in ("rights", "interests"))]


def _steps(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "taking strong measures to combat evasion": the step without its aim."""
    out = []
    for r in roles:
        cut = TAKEN.match(scene.words(r)) if kind == "measure" and r.role == "measure" else None
        out.append(Role(r.role, r.start, r.start + cut.end(), r.name) if cut else r)
    return out


def _acronyms(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "integrated circuits (ICs)" fill the role once."""

    def again(r: Role) -> bool:
        return any(q.role == r.role and 0 < r.start - q.end <= 3 and "(" in scene.text[q.end : r.start] and scene.words(r)[:2].isupper() for q in roles)

    return [r for r in roles if not again(r)]


def _counted_lists(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "2,000 individuals, companies, and groups" are one filler, "six" of "six entities" is none."""
    out: list[Role] = []
    for r in sorted(roles, key=lambda r: r.start):
        at = _at(scene, r)
        toks = scene.toks
        last = next((q for q in out if q.role == r.role == "target" and q.end < r.start <= q.end + 6), None)
        whole = _at(scene, last) if last is not None else None
        if at is not None and last is not None and whole is not None and at[1] - at[0] == 1 and toks[at[0]].text[0].islower() and toks[at[0]].tag == "N" and toks[whole[0]].tag == "M" and toks[whole[1] - 1].text[0].islower():
            out[out.index(last)] = replace(last, end=r.end)
        elif at is None or not all(t.tag in ("M", "J", "A") for t in toks[at[0] : at[1]]) or at[1] >= len(toks) or toks[at[1]].tag != "N" or not any(t.tag == "M" for t in toks[at[0] : at[1]]):
            out.append(r)
    return out if len(out) < len(roles) else roles


def _those(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "those facilitating the transfer of arms": with what they do."""
    out = []
    for r in roles:
        at = _at(scene, r) if r.role == "target" and scene.words(r).casefold().startswith("those ") else None
        if at is not None and at[1] - at[0] == 2 and (scene.toks[at[1] - 1].form == "ing" or scene.toks[at[1] - 1].tag == "W"):
            stop = next((k for k in range(at[1], len(scene.toks)) if scene.toks[k].text in (",", ".", ";", ":")), len(scene.toks))
            r = Role(r.role, r.start, scene.toks[stop - 1].end)
        out.append(r)
    return [r for r in out if not any(q is not r and q.role == r.role and q.start <= r.start and r.end <= q.end for q in out)]


def _examples(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "items like chips and lathes": the items are these."""

    def told(r: Role) -> bool:
        behind = scene.text[r.end : r.end + 9].casefold()
        return r.role == "goods" and scene.words(r).casefold() in GENERIC and behind.startswith((" like ", " such as")) and sum(q.role == "goods" for q in roles) > 1

    return [r for r in roles if not told(r)]


def _reported(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "Kyrgyzstan's trade statistics show that its exports …": the country reports them."""
    out = []
    for r in roles:
        owner = re.match(r"(.+?)['’]s? .*\b(?:statistics|data|figures|records)$", scene.words(r)) if r.role == "reporter" else None
        out.append(replace(r, end=r.start + owner.end(1)) if owner else r)
    return out


STEPS = (_no_years, _joined, _those, _examples, _whole_names, _whole_bodies, _two_named, _acronyms, _adjectives, _counted_lists, *SIDES, _reported, _goods_hit, _rights, _steps)
