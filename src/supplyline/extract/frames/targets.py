"""Whom does a listing name?

The list of targets behind a verb of sanctioning, each with what tells it apart ("based in …", "suppliers
of …"), without the places it is merely found in; and how many they are.
"""

from __future__ import annotations

from supplyline.extract.frames.common import Scene, appositive_split
from supplyline.extract.lexicon import entries
from supplyline.extract.phrases import Range, extend, list_right, np_right, strip
from supplyline.model import Count


def read_bullets(scene: Scene, colon: int) -> list[Range]:
    toks, out, start = scene.toks, [], None
    for k in range(colon + 1, len(toks) + 1):
        at_bullet = (
            k < len(toks)
            and toks[k].text in ("-", "•", "*", "–", "·")
            and "\n" in scene.text[toks[k - 1].end : toks[k].start]
        )
        if at_bullet or k == len(toks):
            if start is not None and k > start:
                out.append((start, k - 1 if toks[k - 1].text in (".", ";") else k))
            start = k + 1
    return out


def targets_right(scene: Scene, i: int) -> list[Range]:
    """The list of targets from i on; each with "of …", "based in …", "supporting …"; "A in B" loses B."""
    toks = scene.toks
    if (
        i < len(toks)
        and toks[i].low in ("those", "some", "all")
        and i + 1 < len(toks)
        and toks[i + 1].tag in ("W", "B", "V", "P")
    ):
        np: Range | None = (i, i + 1)
    else:
        while (
            i < len(toks)
            and toks[i].tag == "A"
            and toks[i].low not in ("more", "almost", "nearly", "practically", "up", "at", "further")
        ):
            i += 1
        np = np_right(toks, i)
        if np is None and i < len(toks) and toks[i].low in ("more", "greater", "at", "up", "over"):
            np = _measured(scene, i)
    out: list[Range] = []
    while np is not None and len(out) < 30:
        counted = _counted_members(scene, np)
        if counted is not None:
            # "a procurement network of seven individuals and six entities": the network and its members
            if toks[np[1] - 1].low not in ("total", "number", "list"):
                out.append(np)
            np = counted
        np = _modifiers(scene, np)
        j = _skip_place(scene, np[1])
        if np[1] - strip(toks, np)[0] == 1 and toks[np[1] - 1].text[0].islower():
            np = (np[0], j)  # "entities in Kazakhstan": without the place nothing tells them apart
        out.append(np)
        k = _next_item(scene, j)
        if k is None or k >= len(toks):
            break
        np = (
            (k, k + 1)
            if toks[k].low in ("those", "some") and k + 1 < len(toks) and toks[k + 1].tag in ("P", "W")
            else np_right(toks, k) or _measured(scene, k)
        )
        if (np is not None and np[1] < len(toks) and toks[np[1]].tag in ("B", "H", "O", "X")) or (
            np is not None
            and np[1] < len(toks)
            and toks[np[1]].tag == "V"
            and toks[np[1]].form in ("s", "ed")
            and toks[np[1]].lemma not in ("base", "locate", "involve", "link", "associate", "back")
        ):
            break
        if np is not None and (
            is_abstract(scene, np) or (toks[np[0] - 1].low == "including" and _is_goods(scene, np))
        ):
            break
    return appositive_split(scene, [_bare_name(scene, strip(toks, r)) for r in _merged(scene, out)])


def _counted_members(scene: Scene, np: Range) -> Range | None:
    toks, of = scene.toks, np[1]
    if of + 1 >= len(toks) or toks[of].low != "of" or any(t.tag == "M" for t in toks[np[0] : np[1]]):
        return None
    if not any(t.tag == "N" and t.text[0].islower() for t in toks[np[1] - 1 : np[1]]):
        return None
    members = np_right(toks, of + 1)
    first = toks[members[0]] if members else None
    return members if first is not None and first.tag == "M" and first.text[-1] != "%" else None


def _merged(scene: Scene, items: list[Range]) -> list[Range]:
    """ "nearly 300 companies and individuals", "producers and suppliers of cotton": one description."""
    toks, out = scene.toks, list(items[:1])
    for r in items[1:]:
        last = out[-1]
        joined = toks[r[0] - 1].tag == "C" and r[0] - last[1] <= 2
        bare = r[1] - r[0] == 1 and toks[r[0]].text[0].islower()
        lead = [t for t in toks[last[0] : last[1]] if t.tag == "N"]
        counted = any(
            t.tag == "M" or t.low in ("dozens", "hundreds", "several", "multiple")
            for t in toks[last[0] : last[1]]
        )
        heads = (
            bool(lead)
            and lead[-1].text[0].islower()
            and last[1] - last[0] <= 2
            and any(t.low == "of" for t in toks[r[0] : r[1]])
            and toks[r[0]].text[0].islower()
        )
        twin = last[1] - last[0] == 1 and toks[last[0]].text[0].islower() and toks[r[0]].text[0].islower()
        if (joined and bare and counted) or heads or (joined and twin and r[1] - r[0] <= 5):
            out[-1] = (last[0], r[1])
        else:
            out.append(r)
    return out


def _bare_name(scene: Scene, r: Range) -> Range:
    """ "poisoning suspect Denis Sergeev" is the name behind the office."""
    toks, (i, j) = scene.toks, r
    titles = entries(scene.language, "titles")
    k = j
    while k > i and toks[k - 1].text[0].isupper() and toks[k - 1].tag == "N":
        k -= 1
    return (k, j) if i < k < j - 1 and toks[k - 1].low in titles else r


def _measured(scene: Scene, i: int) -> Range | None:
    """ "more than 80" with its noun, where there is one."""
    toks = scene.toks
    j = i
    while j < len(toks) and (
        toks[j].low
        in ("more", "greater", "than", "at", "least", "up", "to", "nearly", "a", "an", "almost", "over")
        or toks[j].tag == "M"
    ):
        j += 1
    np = np_right(toks, j)
    return (i, np[1]) if np else ((i, j) if j > i else None)


def _modifiers(scene: Scene, np: Range) -> Range:
    toks = scene.toks
    i, j = np
    while j < len(toks):
        low = toks[j].low
        more: Range | None = None
        if low == "of":
            more = np_right(toks, j + 1)
            if more is not None:
                j = _coordinated(scene, more[1])
                continue
        elif low in ("based", "located") and j + 1 < len(toks) and toks[j + 1].low in ("in", "across"):
            places = list_right(toks, j + 2, ())
            if places:
                cut = next(
                    (
                        n
                        for n, p in enumerate(places)
                        if n and not toks[p[0]].text[0].isupper() and toks[p[0]].tag != "D" and not _other_places(scene, p)
                    ),
                    len(places),
                )
                j = places[cut - 1][1]
                continue
        elif (
            low
            in (
                "supporting",
                "operating",
                "linked",
                "associated",
                "helping",
                "working",
                "responsible",
                "mostly",
            )
            and toks[j].text[0].islower()
        ) or (toks[j].tag == "V" and toks[j].form == "ing" and low not in ("including", "using", "targeting", "accusing", "citing", "saying")):
            stop = _phrase_stop(scene, j + 1)
            j = stop
            continue
        elif toks[i].low in ("those", "some") and j == i + 1 and low in ("who", "that", "in", "responsible"):
            j = (
                _phrase_stop(scene, j + 1)
                if low != "in"
                else (list_right(toks, j + 1, ()) or [(j, j + 1)])[-1][1]
            )
            continue
        elif low == "with" and (more := np_right(toks, j + 1)):
            j = extend(toks, more, ("to",))[1]
            continue
        elif (
            low == "to"
            and any(t.low in ("suppliers", "supplies", "exporters") for t in toks[i:j])
            and (more := np_right(toks, j + 1))
        ):
            j = more[1]
            continue
        break
    return i, j


def _other_places(scene: Scene, r: Range) -> bool:
    """ "China and several other countries"."""
    return scene.toks[r[1] - 1].low in ("countries", "states", "nations") and any(t.low == "other" for t in scene.toks[r[0] : r[1]])


def _coordinated(scene: Scene, j: int) -> int:
    """ "suppliers of cotton cellulose and nitrocellulose": goods in lower case go on."""
    toks = scene.toks
    while j + 1 < len(toks) and toks[j].tag == "C":
        more = np_right(toks, j + 1)
        if (
            more is None
            or toks[more[0]].text[0].isupper()
            or (more[1] < len(toks) and toks[more[1]].tag in ("V", "B", "H"))
            or any(t.tag == "D" for t in toks[more[0] : more[1]])
        ):
            break
        j = more[1]
    return j


def _phrase_stop(scene: Scene, j: int) -> int:
    toks = scene.toks
    between = False
    while j < len(toks) and toks[j].text not in (",", ".", ";", ":"):
        between = between or toks[j].low == "between"
        if toks[j].tag == "C" and j + 1 < len(toks) and (toks[j + 1].text[0].isupper() or toks[j + 1].tag == "M"):
            if not between:
                break
            between = False  # "between A and B"
        j += 1
    return j


def _skip_place(scene: Scene, j: int) -> int:
    """Past "in Russia and third countries", "across Asia"."""
    toks = scene.toks
    if j < len(toks) and toks[j].low in ("in", "across", "from"):
        places = list_right(toks, j + 1, ("of",))
        if places:
            end = places[0][1]
            for p in places[1:]:
                if toks[p[0]].low == "including" or (p[0] > 0 and toks[p[0] - 1].low == "including"):
                    break
                if not toks[strip(toks, p)[0]].text[0].isupper() and not any(
                    t.low in ("countries", "world", "states") for t in toks[p[0] : p[1]]
                ):
                    break
                end = p[1]
            return end
    return j


def _next_item(scene: Scene, j: int) -> int | None:
    toks = scene.toks
    k = j
    if k + 1 < len(toks) and toks[k].text == ":" and toks[k + 1].text[0].isupper() and toks[k - 1].text[0].islower():
        return k + 1  # "three importers: A, B and C"
    if (k < len(toks) and toks[k].text in (",", "-", "–", "—")) or (k < len(toks) and toks[k].text == ";"):
        k += 1
    for phrase in (("as", "well", "as"), ("along", "with")):
        if [t.low for t in toks[k : k + len(phrase)]] == list(phrase):
            return k + len(phrase)
    if k < len(toks) and toks[k].tag == "C" and toks[k].low in ("and", "or"):
        k += 1
    if k < len(toks) and toks[k].low == "including":
        k += 1
        if k < len(toks) and toks[k].low == "on":
            k += 1
    return k if k > j and k < len(toks) else None


def _is_goods(scene: Scene, r: Range) -> bool:
    known = entries("goods", "words")
    return scene.toks[r[1] - 1].low in known and not any(t.text[0].isupper() for t in scene.toks[r[0] : r[1]])


def is_abstract(scene: Scene, r: Range) -> bool:
    """ "aim to combat trafficking", "a ban", "measures": no target."""
    toks = scene.toks[r[0] : r[1]]
    stop = next((k for k, t in enumerate(toks) if k and t.low == "of"), len(toks))
    head = toks[stop - 1].low if toks else ""
    groups = ("measure_noun", "sanction_noun", "aim_noun", "abstract_noun")
    return any(head.strip('"”') in scene.group_words(name) for name in groups)


def target_count(scene: Scene, items: list[Range]) -> Count | None:
    if items and items[0][0] > 2 and scene.toks[items[0][0] - 1].text in (",", ":"):
        # "two Chinese groups, A and B": the number stands before the names
        i = items[0][0] - 1
        while i > 0 and scene.toks[i - 1].tag in ("N", "J", "M", "D"):
            i -= 1
        if (number := scene.number((i, items[0][0] - 1))) is not None and number.min is not None:
            return Count(number.min, number.max, number.text, "target", None)
    for n, r in enumerate(items):
        number = scene.number(r)
        if number is None:
            continue
        one = n + 1 < len(items) and scene.toks[items[n + 1][0] - 1].low in ("a", "an") and scene.toks[r[1]].low == "and"
        if one and number.min is not None and number.min == number.max and items[n + 1][0] - r[1] <= 2:
            # "two refineries and an oil trader" are three; "seven persons and nine firms" are told as seven, and the others beside them
            text = scene.text[number.start : scene.toks[items[n + 1][1] - 1].end]
            return Count(number.min + 1, number.min + 1, text, "target", None)
        return Count(number.min, number.max, number.text, "target", None)
    return None
