"""Who gives, who gets, through whom?

The parties of a supply from the words around its verb or noun: subjects, recipients, agents, channels,
and the tests for what can be supplied at all (a country, its military, a factory).
"""

from __future__ import annotations

from dataclasses import replace

from supplyline.extract.frames.common import Role, Scene, split
from supplyline.extract.lexicon import entries, words
from supplyline.extract.phrases import QUOTES, Range, extend, list_right, np_left, np_right, points, strip
from supplyline.extract.verbs import VerbGroup
from supplyline.model import Count


def subject_roles(scene: Scene, vg: VerbGroup, role: str) -> tuple[Role, ...]:
    if vg.subject is None:
        return ()
    toks = scene.toks
    first = toks[vg.subject[0]]
    if points(toks, vg.subject):
        if told := teller(scene, vg, role):
            return told
        if first.low in ("they", "it", "this", "these") and scene.memory.suppliers and first.low != "this":
            return tuple(replace(s, role=role) for s in scene.memory.suppliers[:1])  # in the words that name it
        return ()
    i, j = vg.subject
    if any(t.low in ("euros", "dollars", "percent", "yuan", "rubles") or t.text in "$€£" for t in toks[i:j]):
        return ()
    of = next(
        (
            k
            for k in range(i, j)
            if toks[k].low == "of" and toks[k - 1].low in scene.group_words("instance_noun")
        ),
        None,
    )
    return scene.roles(role, split(scene, (of + 1, j) if of is not None else apposed(scene, (i, j)) or (i, j)))


def apposed(scene: Scene, r: Range) -> Range | None:
    """ "A Russian importer of machine tools, Tekhno-Sfera, has bought …": the name that stands behind what it is."""
    toks, j = scene.toks, r[1]
    if j + 2 >= len(toks) or toks[j].text != "," or (head := toks[next((k for k in range(r[0] + 1, j) if toks[k].tag == "P"), j) - 1]).tag != "N" or head.text[0].isupper() or head.low.endswith("s"):
        return None
    name = np_right(toks, j + 1)
    whole = name is not None and name[1] < len(toks) and toks[name[1]].text == "," and all(t.tag in ("N", "J") and t.text[0].isupper() for t in toks[slice(*name)])
    return name if whole and name is not None and not country_like(scene, name) else None


def teller(scene: Scene, vg: VerbGroup, role: str) -> tuple[Role, ...]:
    """ "Poland's customs service said (that) it had stopped …": whose words make "it" the one who speaks."""
    toks = scene.toks
    if vg.subject is None or toks[vg.subject[0]].low not in ("it", "they"):
        return ()
    that = vg.subject[0] - (toks[vg.subject[0] - 1].low == "that")
    said = next((g for g in reversed(scene.groups) if g.end == that and g.subject and not points(toks, g.subject)), None)
    if said is None or said.subject is None or said.passive or said.lemma not in entries(scene.language, "cues"):
        return ()
    return scene.roles(role, [said.subject])


def recipients_right(scene: Scene, i: int) -> list[Range]:
    toks = scene.toks
    np = np_right(toks, i)
    if np is None:
        return []
    np = _with_place(scene, np)
    out = [np]
    j = np[1]
    while j + 1 < len(toks) and ((toks[j].tag == "C" and toks[j].low == "and") or toks[j].text == ","):
        more = np_right(toks, j + 1)
        if (
            more is None
            or toks[j + 1].text in QUOTES  # "… to 22 factories," X told Y
            or not any(toks[k].text[0].isupper() for k in range(*more))
            or (more[1] < len(toks) and toks[more[1]].tag in ("V", "B", "H", "X", "O"))
        ):
            break
        out.append(more)
        j = more[1]
    return [*out, *_named_among(scene, out[-1])]


def _named_among(scene: Scene, whom: Range) -> list[Range]:
    """ "three Russian companies in the industry, including the United Aircraft Corporation": who is named among them."""
    toks = scene.toks
    if not toks[whom[1] - 1].low.endswith("s") or toks[whom[1] - 1].text[0].isupper():
        return []
    k = whom[1]
    while k < min(whom[1] + 8, len(toks)) and toks[k].tag in ("P", "D", "J", "N"):
        k += 1
    if k + 1 >= len(toks) or toks[k].text != "," or toks[k + 1].low != "including":
        return []
    return [r for r in list_right(toks, k + 2, ("of",)) if toks[strip(toks, r)[0]].text[0].isupper()]


def _with_place(scene: Scene, np: Range) -> Range:
    """ "entities in Russia", "companies based in Russia": a party that only its place makes one."""
    toks = scene.toks
    k = np[1]
    while k < len(toks) and toks[k].low in ("based", "located", "operating", "registered"):
        k += 1
    if k < len(toks) and toks[k].low == "in" and (where := np_right(toks, k + 1)) and country_like(scene, where) and not country_like(scene, np):
        return np[0], where[1]
    return np


def recipient_role(scene: Scene, r: Range) -> Role | None:
    """Cut "Russia's war effort" to the country, keep "Russia's military"."""
    toks = scene.toks
    i, j = strip(toks, r)
    g = next((k for k in range(i, j) if toks[k].tag == "G"), None)
    if g is not None and not has_military_word(" ".join(t.low for t in toks[g:j] if t.low not in ("war",))):
        j = g
    return scene.role("recipient", (i, j)) if j > i else None


def lent_recipient(scene: Scene, vg: VerbGroup) -> tuple[Role, ...]:
    """ "is aiding Russia's war effort by providing G": the recipient is whom the main verb aids."""
    toks = scene.toks
    if vg.start == 0 or toks[vg.start - 1].low not in ("by", ",", "through"):
        return ()
    main = next(
        (g for g in reversed(scene.groups) if g.end < vg.start and g.lemma in scene.group_words("help_verb")),
        None,
    )
    if main is None:
        return ()
    obj = np_right(toks, main.end)
    if obj is None or not country_like(scene, obj):
        return ()
    i, j = strip(toks, obj)
    g = next((k for k in range(i, j) if toks[k].tag == "G"), j)
    if g == j and j - i > 1 and not is_recipient(scene, (i, j)):
        g = i + 1  # "aiding Russian attacks": Russia is aided
    r = scene.role("recipient", (i, g))
    return (r,) if r else ()


def find_preposition(scene: Scene, j: int, names: tuple[str, ...], limit: int = 8) -> int | None:
    for k in range(j, min(j + limit, len(scene.toks))):
        t = scene.toks[k]
        if t.low in names and t.tag in ("P", "T"):
            return k
        if t.tag in ("V", "B", "H", "O", "S", "W") or t.text in (";", ".", ":"):
            return None
    return None


def find_agent(scene: Scene, vg: VerbGroup) -> Range | None:
    k = find_preposition(scene, vg.end, ("by",), limit=14)
    np = np_right(scene.toks, k + 1) if k is not None else None
    if np is not None and np[1] - np[0] == 1 and scene.toks[np[0]].low in scene.group_words("vehicle_noun"):
        return None  # "sent by ship"
    return extend(scene.toks, np, ("of",)) if np else None


def find_via(scene: Scene, j: int) -> tuple[Role, ...]:
    """ "through intermediaries in Turkey and the UAE", "via shell companies"."""
    toks = scene.toks
    for k in range(j, len(toks)):
        if toks[k].low in ("through", "via") and toks[k].tag == "P" and (np := np_right(toks, k + 1)):
            if toks[np[0]].tag == "Y" or any(t.tag == "M" for t in toks[np[0] : np[1]]):
                continue
            items = list_right(toks, k + 1, ("in", "of"))
            clause = next((n for n, r in enumerate(items) if n and r[1] < len(toks) and toks[r[1]].tag in ("V", "B", "H", "O")), len(items))
            items = items[:clause]  # "through third countries, the newspaper reported"
            return scene.roles("via", items[:8])
    return ()


def has_military_word(text: str) -> bool:
    return bool(entries("en", "military") & set(text.casefold().replace("'s", " ").split()))


def is_military(scene: Scene, r: Range) -> bool:
    return has_military_word(" ".join(t.low for t in scene.toks[r[0] : r[1]]))


def country_like(scene: Scene, r: Range) -> bool:
    from supplyline.read.countries import adjective, country, metonym

    toks = scene.toks[r[0] : r[1]]
    pairs = [" ".join(t.text for t in toks[k : k + 2]) for k in range(len(toks))] + [t.text for t in toks]
    small = words(scene.language, "word_groups", "small_country")  # as Ukrainian outlets write it
    return any(
        country(x) or adjective(x) or metonym(x) for x in pairs if x[:1].isupper() or x[:1] == "a" or x in small
    )


def country_named(scene: Scene, role: Role) -> bool:
    from supplyline.read.countries import country, metonym

    text = scene.words(role)
    return bool(country(text) or metonym(text)) or any(country(w) for w in text.split())


def is_named(scene: Scene, role: Role) -> bool:
    return scene.words(role)[:1].isupper()


def is_recipient(scene: Scene, r: Range) -> bool:
    """A country, a government's seat, or something military or industrial can be supplied."""
    if r[1] > len(scene.toks):
        return False
    base = np_right(scene.toks, r[0])
    toks = scene.toks[r[0] : min(r[1], base[1])] if base else scene.toks[r[0] : r[1]]
    if not toks:
        return False
    r = (r[0], r[0] + len(toks))
    head = toks[-1].low
    return (
        country_like(scene, r)
        and (
            toks[-1].text[0].isupper()
            or is_military(scene, r)
            or head
            in (
                "companies",
                "firms",
                "enterprises",
                "entities",
                "producers",
                "manufacturers",
                "customers",
                "buyers",
                "base",
                "industry",
                "sector",
            )
        )
    ) or (
        head
        in (
            "factories",
            "plants",
            "facilities",
            "enterprises",
            "army",
            "military",
            "troops",
            "firms",
            "manufacturers",
            "makers",
            "separatists",
            "rebels",
            "militias",
            "houthis",
            "hezbollah",
            "hamas",
        )
    )


def count_parties(
    scene: Scene,
    supplier: tuple[Role, ...],
    recipient: tuple[Role, ...],
    vg: VerbGroup,
    ranges: list[Range],
    role: str = "supplier",
) -> Count | None:
    for r in ranges:
        count = scene.count(r, "recipient")
        if count is not None:
            return count
    if vg.subject is not None and not vg.passive:
        return scene.count(vg.subject, role)
    return None


def count_of_cases(scene: Scene) -> Count | None:
    """ "In six cases, large supplies of special chemicals took place"."""
    toks = scene.toks
    for k, t in enumerate(toks):
        if (
            t.low in scene.group_words("instance_noun")
            and t.low != "facts"
            and k > 0
            and (base := np_left(toks, k + 1))
        ):
            number = scene.number(base)
            if number is not None and number.min is not None:
                return Count(number.min, number.max, number.text, None, t.text)
    return None


def find_period(scene: Scene, i: int, j: int) -> object:
    found = [f for f in scene.dates if f.period.from_ or f.period.to]
    found = [f for f in found if f.period.precision != "day"] or found
    return found[0] if found else None


def last_word(scene: Scene, roles: list[Role]) -> int:
    ends = [next((k + 1 for k, t in enumerate(scene.toks) if t.end >= r.end), 0) for r in roles]
    return max(ends, default=0)


def first_word(vg: VerbGroup) -> int:
    return vg.first if vg.link != "object" else vg.start
