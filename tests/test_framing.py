"""The learned frames: what they mark lies in the text, and rules come first."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplyline.extract import extract
from supplyline.extract.framing import decode
from supplyline.extract.framing.decode import Told
from supplyline.extract.tagger import model
from supplyline.extract.tagger.layers import FRAMES, INDEX, LAYERS, ROLES, STANCES
from supplyline.model import Claim, Document

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from training import examples  # noqa: E402
from training import names as vary  # noqa: E402

NAME = model.NAMES[model.FOLDER]
# No rule reads this as a supply: it is the network's to find, here told by hand.
TEXT = "A convoy of lorries rolled across the bridge with 40 drone engines from Minsk for the plant at Tula, border guards noted.\n"


def document(text: str) -> Document:
    return Document("0" * 64, "x.txt", text, language="en")


def by_hand(text: str, kind: str, evidence: str, sure: float = 0.97, **roles: str) -> Told:
    start = text.index(evidence)
    fillers = tuple((role, text.index(words), text.index(words) + len(words), 0.96) for role, words in roles.items())
    return Told(kind, start, start + len(evidence), sure, fillers)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Told]]:
    """What the network is made to say."""
    out: list[Told] = []
    monkeypatch.setattr(model, "find", lambda text, folder: model.Found(told=tuple(replace(t, made_by=NAME) for t in out)))
    yield out


def learned(text: str) -> list[Claim]:
    return [c for c in extract(document(text)).claims if c.made_by == NAME]


def test_a_frame_the_rules_miss_is_added_in_the_words_of_the_text(told: list[Told]) -> None:
    assert not learned(TEXT)
    told.append(by_hand(TEXT, "shipment", "A convoy of lorries rolled across the bridge with 40 drone engines", goods="40 drone engines", supplier="Minsk", recipient="the plant at Tula"))
    [claim] = learned(TEXT)
    assert {(f.role, f.span.text) for f in claim.roles} == {("goods", "drone engines"), ("supplier", "Minsk"), ("recipient", "plant at Tula")}
    assert claim.count is not None and (claim.count.min, claim.count.role) == (40, "goods")
    assert all(TEXT[s.start : s.end] == s.text for s in (claim.quote, *(f.span for f in claim.roles)))
    assert claim.confidence < 0.6  # the least of the rules


def test_an_unsure_frame_and_one_with_a_single_role_are_left_out(told: list[Told]) -> None:
    told.append(by_hand(TEXT, "shipment", "rolled across the bridge with 40 drone engines", sure=0.2, goods="40 drone engines", supplier="Minsk"))
    told.append(by_hand(TEXT, "shipment", "rolled across the bridge with 40 drone engines", goods="40 drone engines"))
    assert not learned(TEXT)


def test_one_role_is_enough_where_evidence_is_long_and_sure(told: list[Told]) -> None:
    told.append(by_hand(TEXT, "shipment", "A convoy of lorries rolled across the bridge with 40 drone engines", sure=0.99, goods="40 drone engines"))
    assert [f.span.text for c in learned(TEXT) for f in c.roles] == ["drone engines"]


def test_one_role_of_any_goods_or_of_a_heading_is_not_enough(told: list[Told]) -> None:
    for text in (f"{TEXT.replace('40 drone engines', 'goods')}", f"{TEXT.strip().removesuffix('.')}\n\nIt was a cold night at the bridge, and few people were about.\n"):
        goods = "goods" if "goods" in text else "40 drone engines"
        told[:] = [by_hand(text, "shipment", f"A convoy of lorries rolled across the bridge with {goods} from Minsk for the plant at Tula", sure=0.99, goods=goods)]
        assert not learned(text)


def test_a_shipment_that_names_no_party_is_of_the_supply_told_last(told: list[Told]) -> None:
    text = f"Iran supplied shells to Russia. {TEXT}"
    told.append(by_hand(text, "shipment", "A convoy of lorries rolled across the bridge with 40 drone engines", sure=0.99, goods="40 drone engines"))
    assert [{(f.role, f.span.text) for f in c.roles} for c in learned(text)] == [{("goods", "drone engines"), ("supplier", "Iran"), ("recipient", "Russia")}]


def test_a_supplier_has_to_be_surer_than_other_roles(told: list[Told]) -> None:
    whole = by_hand(TEXT, "shipment", "A convoy of lorries rolled across the bridge with 40 drone engines", goods="40 drone engines", supplier="Minsk", recipient="the plant at Tula")
    told.append(replace(whole, fillers=tuple((*f[:3], 0.9) for f in whole.fillers)))
    assert [{f.role for f in c.roles} for c in learned(TEXT)] == [{"goods", "recipient"}]


def test_where_a_rule_tells_the_same_fact_it_stands(told: list[Told]) -> None:
    text = "China supplies machine tools to Russia.\n"
    by_rules = extract(document(text)).claims
    assert [c.made_by for c in by_rules] == ["rules"]
    for kind in ("supply", "shipment"):
        told[:] = [by_hand(text, kind, "China supplies machine tools", supplier="China", goods="machine tools")]
        assert extract(document(text)).claims == by_rules


def goods(text: str) -> list[str]:
    [claim] = [c for c in extract(document(text)).claims if c.kind == "supply"]
    return [f.span.text for f in claim.roles if f.role == "goods"]


def test_the_network_sets_the_bounds_of_a_filler_of_the_rules(told: list[Told]) -> None:
    text = "China supplies machine tools and lathe beds for engines to Russia.\n"
    assert goods(text) == ["machine tools", "lathe beds for engines"]
    told[:] = [by_hand(text, "supply", "China supplies machine tools and lathe beds", goods="lathe beds")]
    assert goods(text) == ["machine tools", "lathe beds"]
    told[:] = [by_hand(text, "supply", "China supplies machine tools and lathe beds", goods="machine tools and lathe beds for engines")]
    assert goods(text) == ["machine tools and lathe beds for engines"]
    told[:] = [Told("supply", 0, 40, 0.9, (("goods", 23, 28, 0.9),))]  # "tools" alone
    assert goods(text) == ["machine tools", "lathe beds for engines"]
    told[:] = [Told("supply", 0, 40, 0.9, (("goods", 15, 22, 0.9), ("goods", 23, 28, 0.9)))]  # cut in two, but no list
    assert goods(text) == ["machine tools", "lathe beds for engines"]


def test_a_listing_that_the_network_finds_is_by_who_acted_last(told: list[Told]) -> None:
    text = "Canada sanctioned five banks. Also on the paper were nine ports in the north.\n"
    told.append(by_hand(text, "designation", "Also on the paper were nine ports", target="nine ports", programme="paper"))
    [claim] = learned(text)
    assert [f.span.text for f in claim.roles if f.role == "authority"] == ["Canada"]


def test_who_is_named_in_the_sentence_comes_before_who_was_named_earlier(told: list[Told]) -> None:
    text = "Canada sanctioned five banks. The sanctions also target nine ports, in the words of London.\n"
    where = text.index("London")
    told.append(Told("designation", text.index("The"), len(text) - 1, 0.9, (("authority", where, where + 6, 0.99),)))
    *_, claim = (c for c in extract(document(text)).claims if c.kind == "designation")
    assert [f.span.text for f in claim.roles if f.role == "authority"] == ["London"]


@pytest.mark.parametrize("text", ["Minsk never sent drone engines to the plant at Tula.\n", "There is no sign, and no proof that Minsk sent drone engines to the plant at Tula.\n"])
def test_what_is_not_done_is_not_added(told: list[Told], text: str) -> None:
    end = text.index("Tula") + 4
    told[:] = [Told("shipment", text.index("Minsk"), end, 0.95, by_hand(text, "shipment", "Minsk", supplier="Minsk", goods="drone engines", recipient="plant at Tula").fillers)]
    assert not learned(text)


def test_a_reason_holds_a_fact_of_its_own(told: list[Told]) -> None:
    text = "Canada sanctioned the Hale bank for hauling drone engines to the plant at Tula.\n"
    told.append(by_hand(text, "supply", "the Hale bank for hauling drone engines to the plant at Tula", sure=0.99, goods="drone engines", recipient="plant at Tula"))
    assert {c.kind for c in extract(document(text)).claims} == {"designation", "supply"}


@pytest.mark.parametrize(
    ("marked", "fillers"),
    [
        ("Huawei and SMIC", {("target", "Huawei"), ("target", "SMIC")}),
        ("Bureau of Trade and Security", {("target", "Bureau of Trade and Security")}),
    ],
)
def test_names_marked_as_one_are_told_apart(told: list[Told], marked: str, fillers: set[tuple[str, str]]) -> None:
    text = f"Also on the paper of the ministry in Ottawa since last week: {marked}.\n"
    told.append(by_hand(text, "designation", text[:-2], sure=0.99, target=marked))
    assert {(f.role, f.span.text) for c in learned(text) for f in c.roles if f.role == "target"} == fillers


def test_the_two_words_of_a_country_have_one_role() -> None:
    text = "North Korea"
    scores = np.zeros((4, len(LAYERS), 3), np.float32)
    scores[..., 0] = 9  # outside
    scores[1:3, INDEX["supply", ""]] = (0, 9, 0), (0, 0, 9)
    scores[1, INDEX["supply", "supplier"]] = scores[2, INDEX["supply", "recipient"]] = (0, 9, 0)
    scores[2, INDEX["supply", "supplier"]] = (0, 0, 1)
    [frame], _ = decode.told(scores, [(0, 0), (0, 5), (6, 11), (0, 0)], text)
    assert [f[:3] for f in frame.fillers] == [("supplier", 0, 11)]


def test_a_saying_stays_as_said_beside_a_learned_frame(told: list[Told]) -> None:
    text = "Lorries rolled with drone engines from Minsk to Tula, the ministry said.\n"
    told.append(by_hand(text, "shipment", "Lorries rolled with drone engines from Minsk to Tula", goods="drone engines", supplier="Minsk", recipient="Tula"))
    claims = extract(document(text)).claims
    assert [(c.kind, c.made_by) for c in claims if c.cue is not None] == [("shipment", NAME), ("statement", "rules")]


def test_what_the_network_sees_nothing_of_is_not_told_by_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "China supplies machine tools to Russia.\n"

    def told(unlike: tuple[str, str] | None) -> list[set[str]]:
        inside = np.full((1, len(decode.SEEN)), 0.5, np.float32)
        if unlike is not None:
            for kind in ("supply", "shipment"):
                inside[0, decode.PLACE[kind, unlike[0]]] = 0.001
        seen = decode.Seen(np.array([text.index(unlike[1]) if unlike else 0]), np.array([len(text)]), inside)
        monkeypatch.setattr(model, "find", lambda text, folder: model.Found(seen=seen))
        return [{f.role for f in c.roles} for c in extract(document(text)).claims]

    everything = {"supplier", "goods", "recipient"}
    assert told(None) == [everything]
    assert told(("recipient", "Russia")) == [everything - {"recipient"}]
    assert told(("", "China")) == []


def test_pieces_are_looked_up_where_they_stand() -> None:
    seen = decode.Seen(np.array([0, 6, 12]), np.array([5, 11, 20]), np.arange(3, dtype=np.float32)[:, None].repeat(len(decode.SEEN), 1) / 4)
    pair = FRAMES[:1]
    assert [seen.most(a, b, pair) for a, b in ((0, 5), (0, 6), (5, 6), (4, 7), (10, 30), (19, 20), (20, 30))] == [0, 0, 1, 0.25, 0.5, 0.5, 1]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Twelve Turkish firms supplied Russia with bearings.\n", (12, 12, "supplier")),
        ("The agency imposed licence requirements on 31 companies.\n", (31, 31, "target")),
        ("Russia bought electronics from China.\n", None),
    ],
)
def test_the_number_at_the_head_of_a_filler_counts_it(text: str, count: tuple[int, int, str] | None) -> None:
    [found] = [c.count for c in extract(document(text)).claims if c.kind != "statement"]
    assert (found and (found.min, found.max, found.role)) == count


@pytest.mark.parametrize(("heard", "stance"), [({}, "asserts"), ({"denies": 0.9}, "denies"), ({"denies": 0.7}, "asserts"), ({"expects": 0.85, "denies": 0.9}, "denies")])
def test_the_stance_that_the_network_hears_counts_where_the_rules_find_none(monkeypatch: pytest.MonkeyPatch, heard: dict[str, float], stance: str) -> None:
    text = "The mayor said the depot was no back door.\n"
    inside = np.full((1, len(decode.SEEN)), 0.5, np.float32)
    for name in STANCES:
        inside[0, decode.PLACE["stance", name]] = heard.get(name, 0.1)
    seen = decode.Seen(np.array([0]), np.array([len(text)]), inside)
    monkeypatch.setattr(model, "find", lambda text, folder: model.Found(seen=seen))
    assert [c.stance for c in extract(document(text)).claims] == [stance]


def test_a_stance_of_the_rules_that_the_network_hears_nothing_of_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The ministry believes that the plant makes gunpowder.\n"
    for chance, stance in ((0.5, "suspects"), (0.01, "asserts")):
        inside = np.full((1, len(decode.SEEN)), 0.5, np.float32)
        for name in STANCES:
            inside[0, decode.PLACE["stance", name]] = chance
        monkeypatch.setattr(model, "find", lambda text, folder, seen=decode.Seen(np.array([0]), np.array([len(text)]), inside): model.Found(seen=seen))
        assert {c.stance for c in extract(document(text)).claims} == {stance}


def test_a_list_cut_off_at_the_end_of_a_text_is_read() -> None:
    text = "President Zelensky said he had signed decrees imposing restrictions on 33 individuals and 27 companies.\nThe measures target Russian drone and optics manufacturers as well as"
    assert any(c.kind == "designation" for c in extract(document(text)).claims)


@settings(max_examples=80, deadline=None)
@given(st.integers(3, 40), st.integers(0, 10_000))
def test_frames_of_a_window_lie_in_it(pieces: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    scores = dice.normal(size=(pieces, len(LAYERS), 3)).astype(np.float32) * 3
    offsets = [(0, 0), *((5 * k, 5 * k + 4) for k in range(pieces - 2)), (0, 0)]
    found, _ = decode.told(scores, offsets, "word " * pieces)
    assert found == decode.told(scores, offsets, "word " * pieces)[0]
    for t in found:
        assert 0 <= t.start < t.end <= 5 * pieces and 0 <= t.sure <= 1
        assert all(role in ROLES[t.kind] and 0 <= a < b <= 5 * pieces for role, a, b, _ in t.fillers)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([*"“”\"' .\n\u202e\u0301\x00é中🙂", "supplies ", "shells ", "to Iran ", "The ministry banned ", "exports rose 4% "]), max_size=120).map("".join))
def test_what_is_found_lies_in_any_text(text: str) -> None:
    found = model.find(text)
    assert found is not None
    for t in found.told:
        assert all(0 <= a < b <= len(text) for a, b in ((t.start, t.end), *((a, b) for _, a, b, _ in t.fillers)))
    assert all(0 <= n.start < n.end <= len(text) and 0 <= n.sure <= 1 for n in found.named)
    for claim in extract(document(text)).claims:
        assert text[claim.quote.start : claim.quote.end] == claim.quote.text


def test_a_text_about_other_parties_keeps_its_frames() -> None:
    data = list(examples.corpus(ROOT / "training" / "corpus" / "stories"))
    names, lands = vary.pool(data), vary.countries()
    changed = 0
    for e in data:
        other = vary.vary(e, random.Random(7), 0.5, names, lands)
        changed += other.text != e.text
        assert [(t.kind, [r for r, _, _ in t.fillers]) for t in other.frames or ()] == [(t.kind, [r for r, _, _ in t.fillers]) for t in e.frames or ()]
        for old, new in zip(e.frames or (), other.frames or (), strict=True):
            (a, _), (c, d) = old.evidence, new.evidence
            assert 0 <= c < d <= len(other.text)
            assert other.text[c - 1 : c].isalnum() == e.text[a - 1 : a].isalnum()
            assert all(other.text[y - 1].strip() and other.text[x].strip() for _, x, y in new.fillers)
    assert changed > len(data) * 0.9
