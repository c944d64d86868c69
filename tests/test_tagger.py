"""The learned tagger: what it marks lies in the text, its file is the one the card names, and without it the rules read on."""

from __future__ import annotations

import re
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplyline import pipeline
from supplyline.case import store
from supplyline.case.snapshot import Snapshot
from supplyline.extract import english, extract
from supplyline.extract.tagger import decode, model
from supplyline.extract.tagger.pieces import LENGTH, cut
from supplyline.model import Document

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from training import examples, verbs  # noqa: E402

TEXT = (
    "The minister, Ana Ruiz, told reporters on Monday that the plant had shipped 40 engines to the north. "
    "“We have the wagon numbers,” she said. The company denied selling anything.\n"
)


def document(text: str) -> Document:
    return Document("0" * 64, "x.txt", text, language="en")


def tagger_found(text: str) -> model.Found:
    found = model.find(text)
    assert found is not None
    return found


@pytest.fixture
def tagger() -> model.Model:
    loaded = model.load()
    assert loaded is not None, "the weights and onnxruntime are part of the installation"
    return loaded


@given(st.lists(st.integers(0, 2), max_size=40))
def test_runs_cover_what_is_labelled_and_nothing_else(labels: list[int]) -> None:
    runs = decode.runs(labels)
    covered = [k for a, b in runs for k in range(a, b)]
    assert covered == [k for k, label in enumerate(labels) if label]
    assert all(labels[a] == 1 or a == 0 or labels[a - 1] == 0 for a, _ in runs)


@given(st.integers(2, 30), st.integers(0, 10_000))
def test_triples_point_into_their_window(pieces: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    labels = dice.normal(size=(pieces, 3, 3)).astype(np.float32)
    vectors = dice.normal(size=(pieces, 4, 8)).astype(np.float32)
    links = decode.Links(*(dice.normal(size=size).astype(np.float32) for size in ((2, decode.PLACES, 8), (2, 8), (2, decode.PLACES))))
    for t in decode.triples(labels, vectors, links):
        assert t.cue and t.content
        assert 0 <= t.sure <= 1
        assert all(1 <= a < b < pieces for a, b in (*t.source, *t.cue, *t.content))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_windows_hold_every_piece_once_in_order(text: str) -> None:
    loaded = model.load()
    assert loaded is not None
    at = 0
    for ids, offsets in cut(text, loaded.tokenizer):
        assert len(ids) == len(offsets) <= LENGTH
        for a, b in offsets[1:-1]:
            assert at <= a <= b <= len(text)
            at = a
    whole = [i for ids, _ in cut(text, loaded.tokenizer) for i in ids[1:-1]]
    lines = [loaded.tokenizer.encode(line, add_special_tokens=False).ids for line in text.split("\n") if line.strip()]
    assert whole == [i for line in lines for i in line]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*"“”\"' .\n\u202e\u0301\x00é中🙂", "said ", "that ", "he ", "The ministry ", "according to "]), max_size=120).map("".join))
def test_what_is_found_lies_in_the_text(text: str) -> None:
    found = model.find(text)
    assert found is not None
    for said in found.said:
        assert all(0 <= a < b <= len(text) for a, b in (*said.source, *said.cue, *said.content))


def test_a_plain_saying_is_found_whole(tagger: model.Model) -> None:
    found = {tuple(TEXT[slice(*part[0])] if part else "" for part in (s.source, s.cue, s.content)) for s in tagger_found(TEXT).said}
    assert ("she", "said", "“We have the wagon numbers,”") in found
    assert any(cue == "told" and content.startswith("that the plant") for _, cue, content in found)


def test_names_things_and_numbers_are_found(tagger: model.Model) -> None:
    named = {(n.kind, TEXT[n.start : n.end]) for n in tagger_found(TEXT).named}
    assert {("person", "Ana Ruiz"), ("date", "Monday"), ("goods", "engines")} <= {(k, w.removeprefix("40 ").removeprefix("on ")) for k, w in named}


def test_the_same_text_is_read_the_same_twice_and_beside_others(tagger: model.Model) -> None:
    once = model.find(TEXT)
    model.find("Something else was reported.\n" * 50)
    assert model.find(TEXT) == once


def test_the_weights_are_those_of_the_card() -> None:
    card = (ROOT / "docs" / "model-card.md").read_text("utf-8")
    named = dict(re.findall(r"^\| `([\w.]+)` \| [\d,]+ \| `([0-9a-f]{64})` \|$", card, re.M))
    shipped = {p.name: sha256(p.read_bytes()).hexdigest() for p in model.FOLDER.iterdir()}
    assert shipped == named
    assert sum(p.stat().st_size for p in model.FOLDER.iterdir()) < 25_000_000


def test_missing_weights_are_said_once_and_the_rules_read_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(english.model, "find", lambda text, folder: None if model.load(tmp_path) is None else model.Found())
    first, second = extract(document(TEXT)), extract(document(TEXT))
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "rules alone" in said
    assert str(tmp_path) not in said
    assert first == second
    assert any(c.cue is not None and c.cue.text == "told" for c in first.claims)


def test_a_broken_file_is_no_reason_to_stop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tokenizer.json").write_bytes((model.FOLDER / "tokenizer.json").read_bytes())
    (tmp_path / "tagger.onnx").write_bytes((model.FOLDER / "tagger.onnx").read_bytes()[:5000])
    assert model.load(tmp_path) is None
    assert "rules alone" in capsys.readouterr().err


def test_our_passages_pair_their_marks() -> None:
    passages = list(examples.written(ROOT / "training" / "corpus" / "written"))
    assert len(passages) > 150
    for e in passages:
        assert "[" not in e.text and "]" not in e.text
        for t in e.attributions:
            assert t.content and (t.source or t.cue)
            assert all(0 <= a < b <= len(e.text) for a, b in (*t.source, *t.cue, *t.content))


@pytest.mark.parametrize("passage", ["[S1 He] [C1 said [T1 so].", "He] said so."])
def test_marks_that_do_not_pair_are_named(passage: str) -> None:
    with pytest.raises(ValueError, match="p1"):
        examples.marked("p1", passage)


def test_a_text_told_otherwise_keeps_its_parts() -> None:
    import random

    passages = list(examples.written(ROOT / "training" / "corpus" / "written"))
    dice = random.Random(7)
    changed = 0
    for e in passages:
        v = verbs.vary(e, dice, 1.0)
        changed += v.text != e.text
        for old, new in zip(e.attributions, v.attributions, strict=True):
            for a, b in zip(old.content, new.content, strict=True):
                assert v.text[slice(*b)].split()[0] == e.text[slice(*a)].split()[0] or any(a[0] <= s[0] < a[1] for t in e.attributions for s in (*t.source, *t.cue))
            for a, b in zip(old.cue, new.cue, strict=True):
                assert len(v.text[slice(*b)].split()) == len(e.text[slice(*a)].split())
    assert changed > len(passages) / 2


def marked(text: str, source: str, cue: str, content: str, sure: float = 0.9) -> model.Said:
    def at(words: str) -> tuple[tuple[int, int], ...]:
        return ((text.index(words), text.index(words) + len(words)),)

    return model.Said(at(source), at(cue), at(content), sure)


ODD = "The ministry, not for the first time, and with the press in the room, again and loudly claimed a rise of exports to the north.\n"


@pytest.mark.parametrize(("sure", "added"), [(0.9, 1), (0.5, 0)])
def test_a_saying_the_rules_miss_is_added_where_it_is_sure(monkeypatch: pytest.MonkeyPatch, sure: float, added: int) -> None:
    said = marked(ODD, "The ministry", "claimed", "a rise of exports to the north", sure)
    monkeypatch.setattr(english.model, "find", lambda text, folder: None)
    alone = {c.quote.text for c in extract(document(ODD)).claims}
    monkeypatch.setattr(english.model, "find", lambda text, folder: model.Found((said,)))
    more = [c for c in extract(document(ODD)).claims if c.quote.text not in alone]
    assert len(more) == added
    for c in more:
        assert c.speaker is not None and c.speaker.span.text == "ministry"
        assert c.cue is not None and c.cue.text == "claimed"
        assert c.quote.text == "a rise of exports to the north"


def test_a_saying_the_rules_found_is_not_told_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The ministry said that the plant had shipped 40 engines to the north.\n"
    monkeypatch.setattr(english.model, "find", lambda text, folder: None)
    alone = extract(document(text))
    said = marked(text, "The ministry", "said", "that the plant had shipped 40 engines to the north")
    monkeypatch.setattr(english.model, "find", lambda text, folder: model.Found((said,)))
    assert extract(document(text)) == alone


def test_a_case_can_be_read_by_rules_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = marked(ODD, "The ministry", "claimed", "a rise of exports to the north")
    monkeypatch.setattr(english.model, "find", lambda text, folder: model.Found((said,)))
    case = store.create(tmp_path / "case")
    case.add_original(ODD.encode(), "report.txt", language="en")
    toml = case.path / "case.toml"
    for extractor, computed in (("tagger", 1), ("rules", 1), ("tagger", 0)):  # each way of reading is kept
        toml.write_text(re.sub(r'^extractor = "\w+"', f'extractor = "{extractor}"', toml.read_text(), flags=re.M))
        assert pipeline.build(store.open_case(case.path)).computed == computed
        with Snapshot.open(case) as snapshot:
            kept = [c.quote.text for c in snapshot.rows("claims")]
        assert kept == [c.quote.text for c in extract(document(ODD), extractor).claims]
    assert extract(document(ODD)) != extract(document(ODD), reader="rules")
