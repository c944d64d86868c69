"""Are variants of one party one entity, others apart, whatever the order, with decisions last?"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from resolving import claim, decision, document, mention
from supplyline.model import Claim, Entity, Kind, Mention, Stance
from supplyline.resolve import Resolution, Tally, assign, collect, resolve
from supplyline.resolve.tally import MOST_BECAUSE

Doc = tuple[list[Claim], list[Mention]]


def built(docs: list[Doc], *decisions: object) -> Resolution:
    tally = Tally()
    for claims, mentions in docs:
        collect(claims, mentions, tally)
    return resolve(tally, decisions)  # type: ignore[arg-type]


def called(resolution: Resolution, caption: str) -> Entity:
    found = [e for e in resolution.entities if e.caption == caption]
    assert len(found) == 1, [e.caption for e in resolution.entities]
    return found[0]


def entity(one: Claim, resolution: Resolution, role: str) -> str | None:
    return assign(one, resolution).fillers(role)[0].entity


def simple(text: str, **roles: str) -> Doc:
    doc = document(text)
    return [claim(doc, **roles)], []


VARIANTS: list[Doc] = [
    simple("JSC Kronshtadt got engines.", recipient="JSC Kronshtadt"),
    simple("АО «Кронштадт» получило двигатели.", recipient="АО «Кронштадт»"),
    simple("Kronshtadt got many engines.", recipient="Kronshtadt"),
    simple("Ural Works of Civil Aviation bought it.", recipient="Ural Works of Civil Aviation"),
    simple("Уральский завод гражданской авиации купил.", recipient="Уральский завод гражданской авиации"),
    simple("Harbin Dongan Auto Engine Co Ltd sold.", supplier="Harbin Dongan Auto Engine Co Ltd"),
    simple("哈尔滨东安汽车动力股份有限公司出口。", supplier="哈尔滨东安汽车动力股份有限公司"),
    simple("Rosoboronexport buys.", recipient="Rosoboronexport"),
    simple("Rosoboroneksport buys again.", recipient="Rosoboroneksport"),
    simple("Beijing denies it, China does.", supplier="Beijing", party="China"),
    simple("Gazprom and Gazprom Neft pay.", recipient="Gazprom", supplier="Gazprom Neft"),
    simple("Plant No. 9 and Plant No. 19 pay.", recipient="Plant No. 9", supplier="Plant No. 19"),
]


def test_variants_of_one_organization_are_one() -> None:
    found = built(VARIANTS)
    kronshtadt = called(found, "JSC Kronshtadt")
    assert {n.text for n in kronshtadt.names} == {"JSC Kronshtadt", "АО «Кронштадт»", "Kronshtadt"}
    assert {n.script for n in kronshtadt.names} == {"Latin", "Cyrillic"}
    assert (kronshtadt.schema, kronshtadt.mentions, kronshtadt.documents) == ("Company", 3, 3)
    assert kronshtadt.because == tuple(sorted(d[0][0].id for d in VARIANTS[:3]))
    assert kronshtadt.reasons
    ids = [[x.entity for c, _ in VARIANTS for x in assign(c[0], found).roles][i] for i in range(9)]
    assert ids[3] == ids[4] != ids[5] == ids[6] != ids[7] == ids[8] != ids[0]
    assert None not in ids


def test_different_organizations_stay_apart() -> None:
    found = built(VARIANTS)
    captions = {e.caption for e in found.entities}
    assert {"Gazprom", "Gazprom Neft", "Plant No. 9", "Plant No. 19"} <= captions


def test_countries_and_their_seats_are_one_entity() -> None:
    found = built(VARIANTS)
    china = called(found, "China")
    assert (china.schema, china.countries) == ("Country", ("cn",))
    assert (
        entity(VARIANTS[9][0][0], found, "supplier") == entity(VARIANTS[9][0][0], found, "party") == china.id
    )


def test_descriptions_stay_unresolved() -> None:
    doc = document("The company sold 20 Russian military factories goods.")
    one = claim(doc, speaker="The company", recipient="20 Russian military factories")
    found = built([([one], [])])
    assert found.entities == ()
    assert assign(one, found) == one


def test_an_acronym_that_the_text_explains() -> None:
    doc = document("The Foreign Intelligence Service (FIS) said so. FIS repeated it.")
    other = document("FIS said more.")
    docs: list[Doc] = [
        ([claim(doc, speaker="Foreign Intelligence Service"), claim(doc, speaker="FIS")], []),
        ([claim(other, speaker="FIS")], []),
    ]
    found = built(docs)
    service = called(found, "Foreign Intelligence Service")
    assert [e.caption for e in found.entities] == ["Foreign Intelligence Service"]
    speakers = {assign(c, found).speaker.entity for cs, _ in docs for c in cs}  # type: ignore[union-attr]
    assert speakers == {service.id}
    assert ("FIS", "acronym") in {(n.text, n.kind) for n in service.names}
    assert (service.schema, service.documents) == ("PublicBody", 2)
    assert any("FIS" in r for r in service.reasons)


def test_a_surname_joins_only_inside_its_text() -> None:
    clear = document("Oleh Ivashchenko spoke. Ivashchenko added more.")
    alone = document("Ivashchenko was not named in full.")
    unclear = document("Oleh Ivashchenko and Petro Ivashchenko met. Ivashchenko left.")
    docs: list[Doc] = [
        ([claim(clear, speaker="Oleh Ivashchenko", role="head"), claim(clear, speaker="Ivashchenko")], []),
        ([claim(alone, speaker="Ivashchenko")], []),
        (
            [claim(unclear, speaker=n) for n in ("Oleh Ivashchenko", "Petro Ivashchenko")]
            + [replace(claim(unclear, speaker="Ivashchenko"), id="c_last")],
            [mention(unclear, "Oleh Ivashchenko", "person"), mention(unclear, "Petro Ivashchenko", "person")],
        ),
    ]
    found = built(docs)
    oleh = called(found, "Oleh Ivashchenko")
    assert oleh.schema == "Person"
    assert assign(docs[0][0][1], found).speaker.entity == oleh.id  # type: ignore[union-attr]
    assert assign(docs[1][0][0], found).speaker.entity != oleh.id  # type: ignore[union-attr]
    assert assign(docs[2][0][2], found).speaker.entity not in (oleh.id, called(found, "Petro Ivashchenko").id)  # type: ignore[union-attr]
    assert ("Ivashchenko", "weak") in {(n.text, n.kind) for n in oleh.names}


def test_a_body_with_and_without_its_country() -> None:
    both = document("Ukraine's Foreign Intelligence Service spoke. Foreign Intelligence Service agreed.")
    claims = [
        claim(both, speaker=n)
        for n in ("Ukraine's Foreign Intelligence Service", "Foreign Intelligence Service")
    ]
    assert len(built([(claims, [])]).entities) == 1
    rival = document("Foreign Intelligence Service of Russia answered. Foreign Intelligence Service agreed. Ukraine's Foreign Intelligence Service spoke.")  # fmt: skip
    three = [claim(rival, speaker=n) for n in ("Foreign Intelligence Service of Russia", "Foreign Intelligence Service",
                                               "Ukraine's Foreign Intelligence Service")]  # fmt: skip
    assert len(built([(three, [])]).entities) == 3


def test_daughters_abroad_stay_apart() -> None:
    names = ["Cloudminds (Hong Kong) Limited", "Cloudminds Inc", "Huawei Portugal", "Huawei"]
    doc = document("; ".join(names) + ".")
    assert len(built([([claim(doc, recipient=names)], [])]).entities) == 4


def test_mentions_count_and_alone_make_no_entity() -> None:
    doc = document("Rosneft pays Rosneft and Lukoil.")
    one = claim(doc, recipient="Rosneft")
    found = built(
        [([one], [mention(doc, "Rosneft"), mention(doc, "Rosneft", nth=1), mention(doc, "Lukoil")])]
    )
    assert [(e.caption, e.mentions, e.documents) for e in found.entities] == [("Rosneft", 2, 1)]


def test_because_is_bounded_and_sorted() -> None:
    docs = []
    for n in range(70):
        doc = document(f"Rosneft paid {n} times.")
        docs.append(([claim(doc, recipient="Rosneft")], []))
    found = called(built(docs), "Rosneft")
    assert found.because == tuple(sorted(c[0].id for c, _ in docs)[:MOST_BECAUSE])
    assert (found.mentions, found.documents) == (70, 70)


@settings(max_examples=40, deadline=None)
@given(st.permutations(list(range(len(VARIANTS)))))
def test_order_of_arrival_changes_nothing(order: list[int]) -> None:
    one, two = built(VARIANTS), built([VARIANTS[n] for n in order])
    assert one == two
    assert [e.id for e in one.entities] == sorted(e.id for e in one.entities)


def test_merge_split_and_undo_win() -> None:
    plain = built(VARIANTS)
    a, b = called(plain, "Gazprom"), called(plain, "Gazprom Neft")
    merge = decision(1, "merge", [a.id, b.id], ["Gazprom", "Gazprom Neft"])
    merged = built(VARIANTS, merge)
    one = next(e for e in merged.entities if any(n.text == "Gazprom Neft" for n in e.names))
    assert {n.text for n in one.names} == {"Gazprom", "Gazprom Neft"}
    assert "merged by decision d_1 (Ann: register says so)" in one.reasons
    assert "d_1" in one.because
    assert len(merged.entities) == len(plain.entities) - 1
    assert (
        entity(VARIANTS[10][0][0], merged, "recipient")
        == entity(VARIANTS[10][0][0], merged, "supplier")
        == one.id
    )

    split = decision(2, "split", [one.id, "Gazprom Neft"], [one.caption, "Gazprom Neft"])
    parted = built(VARIANTS, merge, split)
    assert len(parted.entities) == len(plain.entities)
    assert entity(VARIANTS[10][0][0], parted, "recipient") != entity(VARIANTS[10][0][0], parted, "supplier")
    assert any("split off by decision d_2" in r for e in parted.entities for r in e.reasons)

    assert built(VARIANTS, merge, decision(2, "undo", ["d_1"])) == plain
    assert built(VARIANTS, merge, split, decision(3, "undo", ["d_2"])) == merged


def test_a_split_parts_what_the_program_joined() -> None:
    plain = built(VARIANTS)
    works = next(e for e in plain.entities if any(n.text == "Rosoboroneksport" for n in e.names))
    found = built(VARIANTS, decision(1, "split", [works.id], [works.caption]))
    assert entity(VARIANTS[7][0][0], found, "recipient") != entity(VARIANTS[8][0][0], found, "recipient")


def test_a_decision_outlives_the_ids_it_named() -> None:
    merge = decision(1, "merge", ["e_old1", "e_old2"], ["Gazprom", "Gazprom Neft"])
    assert len(built(VARIANTS, merge).entities) == len(built(VARIANTS).entities) - 1


def test_a_decision_about_nobody_is_a_problem() -> None:
    found = built(VARIANTS, decision(1, "merge", ["e_x", "e_y"], ["Nobody Known", "Gazprom"]))
    assert found.entities == built(VARIANTS).entities
    assert "Nobody Known" in found.problems[0].what


def test_goods_and_other_words_get_no_entity() -> None:
    doc = document("China sold Kalashnikov rifles.")
    one = claim(doc, supplier="China", goods="Kalashnikov rifles")
    got = assign(one, built([([one], [])]))
    assert (got.kind, got.stance, got.id) == (Kind.supply, Stance.asserts, one.id)
    assert got.fillers("goods")[0].entity is None
    assert got.fillers("supplier")[0].entity is not None
