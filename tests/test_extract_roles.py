"""Who fills which role, and how much of what is told: by sentences of our own, read by the rules alone."""

from __future__ import annotations

import pytest

from supplyline.extract import extract
from supplyline.model import Claim, Document


def claims(text: str, kind: str) -> list[Claim]:
    found = extract(Document("0" * 64, "test.txt", text, published="2025-05-27", language="en"), reader="rules").claims
    return [c for c in found if c.kind == kind]


def told(claim: Claim, role: str) -> list[str]:
    return [f.span.text for f in claim.roles if f.role == role]


LAST = [  # the last claim of a kind, and what fills one of its roles
    # who acts
    ("New Zealand Foreign Minister Ann Reed announced sanctions on three banks.", "designation", "authority", ["New Zealand"]),
    ("The Treasury Department's Office of Trade Control sanctioned five firms.", "designation", "authority", ["Office of Trade Control"]),
    ("The Bureau of Port Safety (BPS) sanctioned five firms. On Monday BPS said the sanctions also target two banks.", "designation", "authority", ["BPS"]),
    ("The Bureau of Port Safety sanctioned five firms. On Monday BPS said the sanctions also target two banks.", "designation", "authority", ["BPS"]),
    ("Representatives of the 27 EU states sanctioned five firms. The sanctions also target two banks.", "designation", "authority", ["EU"]),
    ("The Council of Ruritania issued a new rule on trade. Seven firms were sanctioned for smuggling arms.", "designation", "authority", ["Council of Ruritania"]),
    ("Tokyo sanctioned five firms, Tokyo's foreign ministry said. It also sanctioned two banks.", "designation", "authority", ["Tokyo"]),
    ("Ruritania's National Agency on Fair Trade added Hale Tools to its list.", "designation", "authority", ["Ruritania's National Agency on Fair Trade"]),
    ("The court charged two Ruritanian nationals with smuggling aircraft parts.", "supply", "supplier", ["two Ruritanian nationals"]),
    ("Ruritania's harbour service said it had stopped six shipments of arms.", "measure", "actor", ["Ruritania's harbour service"]),
    ("Hale Tools said that it supplied machines to Russia.", "supply", "supplier", ["Hale Tools"]),
    # whom a step hits
    ("Ruritania has banned trade with 29 Russian entities.", "measure", "target", ["29 Russian entities"]),
    ("China has halted sales of engines to Ukraine and other European countries.", "measure", "target", ["Ukraine", "other European countries"]),
    ("China will take necessary measures to protect the rights and interests of its firms.", "measure", "target", []),
    # who gives and who gets
    ("Iran sold missiles to Russia for use against Ukraine.", "supply", "recipient", ["Russia"]),
    ("The supply of Iranian drones to Russia goes on.", "supply", "supplier", []),
    ("The supply of Iranian drones to Russia goes on.", "supply", "goods", ["Iranian drones"]),
    ("Two firms involved in the supply of shells from North Korea to Russia were named.", "supply", "supplier", ["North Korea"]),
    ("Two firms involved in the supply of shells from North Korea to Russia were named.", "supply", "via", ["Two firms"]),
    ("Serbia sent shells to Ukraine through Poland, Romania, Bulgaria, Greece and Italy.", "supply", "via", ["Poland", "Romania", "Bulgaria", "Greece", "Italy"]),
    ("Shells were sent by ship from Iran to Russia.", "supply", "supplier", ["Iran"]),
    ("Turkey has become a transit point for shipments of chips to Russia.", "supply", "via", ["Turkey"]),
    ("Turkey has become a transit point for shipments of chips to Russia.", "supply", "goods", ["chips"]),
    ("Turkey shipped chips to Russia. Armenia and Georgia have become re-export hubs for Russia.", "supply", "via", ["Armenia", "Georgia"]),
    ("Iran supplied shells. It sent rockets to Russia.", "supply", "supplier", ["Iran"]),
    ("Iran supplied shells and other weapons to Russia.", "supply", "goods", ["shells", "other weapons"]),
    ("The Justice Department charged two men with illegally shipping chips to Russia.", "supply", "supplier", ["two men"]),
    ("Two firms engaged in shipments to Russia of components for drones.", "supply", "goods", ["components for drones"]),
    ("Russia has been making monthly purchases of microchips via Kazakhstan.", "supply", "via", ["Kazakhstan"]),
    ("Turkey is helping Russia bypass sanctions on chips.", "supply", "via", ["Turkey"]),
    ("Three firms supplied optical, telecommunications, and radar equipment to Russia.", "supply", "goods", ["optical, telecommunications, and radar equipment"]),
    ("Ruritanian shells worth about €800 million have reached Ukraine.", "supply", "goods", ["Ruritanian shells"]),
    ("Seoul warned China against supplying Russia with weapons.", "supply", "supplier", ["China"]),
    ("A court sentenced a trader to three years in prison for selling chips to Russia.", "supply", "supplier", ["trader"]),
    # lists and programmes
    ("The EU sanctioned five firms. The bloc also sanctioned two banks.", "designation", "authority", ["EU"]),
    ("The EU adopted on Friday its 11th package of sanctions against Russia.", "designation", "programme", ["11th package of sanctions"]),
    ("Australia sanctioned entities linked to trade between North Korea and Russia.", "designation", "target", ["entities linked to trade between North Korea and Russia"]),
    ("Britain sanctioned firms based in China and several other countries.", "designation", "target", ["firms based in China and several other countries"]),
    ("The Council adopted its 14th sanctions package against Russia.", "designation", "programme", ["14th sanctions package"]),
    ("The Bureau added five firms to its list of risky suppliers.", "designation", "programme", ["list of risky suppliers"]),
    # flows
    ("Exports of chips to Russia from China and Hong Kong fell by 28%.", "trade_flow", "reporter", ["China", "Hong Kong"]),
    ("Exports from Germany to countries like Kyrgyzstan and Armenia rose by 9%.", "trade_flow", "partner", ["Kyrgyzstan", "Armenia"]),
    ("Kyrgyzstan's trade statistics show that its exports to Russia rose by 9%.", "trade_flow", "reporter", ["Kyrgyzstan"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "role", "fillers"), LAST)
def test_the_fillers_of_a_role(text: str, kind: str, role: str, fillers: list[str]) -> None:
    found = claims(text, kind)
    assert found, text
    assert told(found[-1], role) == fillers


def test_what_is_given_in_return_goes_the_other_way() -> None:
    (first, *_) = claims("North Korea supplied missiles to Russia in return for food and fuel.", "supply")
    assert told(first, "goods") == ["missiles"]


def test_who_is_named_apart_has_no_part() -> None:
    assert all("China" not in told(c, "supplier") for c in claims("The United States and not China ships weapons to Ukraine.", "supply"))


def test_sanctions_named_in_passing_are_no_listing() -> None:
    assert claims("The minister spoke about sanctions on Russia.", "designation") == []
    assert claims("Beijing protested against Canada's sanctions on Russian banks.", "designation") != []


STEPS = [
    ("The Council met. The new restrictions came into force on 3 May 2025.", "new restrictions"),
    ("The Council tightened its controls, introducing bans on chips and adding licence requirements for engines.", "introducing bans"),
    ("The Council banned explosives. The prohibition applies to detonators.", "prohibition"),
]


@pytest.mark.parametrize(("text", "step"), STEPS)
def test_steps_in_force_in_lists_and_applied(text: str, step: str) -> None:
    measures = [told(c, "measure")[0] for c in claims("The European Union issued a rule on measures. " + text, "measure") if told(c, "measure")]
    assert any(step in m for m in measures), measures


DENIERS = [
    ("Moscow and Pyongyang have denied the accusations.", ["Moscow", "Pyongyang"], "the accusations"),
    ("Ministry spokesman Lin Pao denied that China supplied arms to Russia.", ["Lin Pao"], "China supplied arms to Russia"),
    ("Spokesman Lin Pao met the press. He denied that China supplied arms to Russia.", ["Lin Pao"], "China supplied arms to Russia"),
    ("It is not true that China supplied arms to Russia, the ministry said.", ["ministry"], "China supplied arms to Russia"),
    ("The reports about deliveries to Russia are not true, Lin Pao said.", ["Lin Pao"], "The reports about deliveries to Russia"),
    ("China denied supplying arms to Russia, while US officials visited Oman.", ["China"], "supplying arms to Russia"),
]


@pytest.mark.parametrize(("text", "who", "what"), DENIERS)
def test_who_denies_what(text: str, who: list[str], what: str) -> None:
    (claim,) = claims(text, "denial")
    assert told(claim, "denier") == who
    assert told(claim, "denied") == [what]
    assert claims(text, "supply") == []


NUMBERS = [  # the count of the first claim: least, most
    ("Canada imposed sanctions on two persons and six firms.", "designation", (2, 2)),
    ("Canada imposed sanctions on two refineries and an oil trader.", "designation", (3, 3)),
    ("Iran sent over one-thousand containers of shells to Russia.", "shipment", (1000, None)),
    ("Iran sent hundreds of one-way attack drones to Russia.", "shipment", None),
    ("North Korea has sent containers to Russia.", "shipment", None),
    ("The Ministry announced 500 new sanctions on Russia.", "designation", (500, 500)),
    ("North Korea sent 122mm rockets to Russia.", "supply", None),
    ("North Korea sent more than three million 152-mm artillery shells to Russia.", "shipment", (3000000, None)),
]


@pytest.mark.parametrize(("text", "kind", "expected"), NUMBERS)
def test_how_many(text: str, kind: str, expected: tuple[int, int | None] | None) -> None:
    claim = claims(text, kind)[0]
    assert (claim.count and (claim.count.min, claim.count.max)) == expected


def test_the_calibre_belongs_to_the_goods() -> None:
    (claim,) = claims("North Korea sent more than three million 152-mm artillery shells to Russia.", "shipment")
    assert told(claim, "goods") == ["152-mm artillery shells"]


PERIODS = [  # the period of the last claim
    ("Exports of chips to Russia rose by 9% between January and March 2024. In the same period of 2023, exports of chips to Russia fell by 5%.", "trade_flow", ("2023-01", "2023-03")),
    ("Kyrgyzstan's exports to Russia jumped from $200 million in 2021 to $500 million in 2022.", "trade_flow", ("2022", "2022")),
    ("Kyrgyzstan's exports to Russia rose. While they amounted to $33 million in 2021, they fell to $2 million last year.", "trade_flow", ("2024", "2024")),
    ("The firm suspended its shipments to Russia in April 2022.", "measure", ("2022-04", "2022-04")),
    ("Since the Trade Act entered into force in March 2022, Ruritania has imposed sanctions on 70 firms.", "designation", ("2022-03", None)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "expected"), PERIODS)
def test_when(text: str, kind: str, expected: tuple[str | None, str | None]) -> None:
    period = claims(text, kind)[-1].period
    assert period is not None
    assert (period.from_, period.to) == expected


def test_figures_of_a_list_that_leaves_the_trade_out() -> None:
    found = claims("German exports to Georgia rose by 92%, those to Kazakhstan rose 136%, to Armenia 172%.", "trade_flow")
    assert [(told(c, "reporter"), told(c, "partner"), c.change and c.change.percent) for c in found] == [
        (["German"], ["Georgia"], 92), (["German"], ["Kazakhstan"], 136), (["German"], ["Armenia"], 172),
    ]  # fmt: skip


def test_this_amount_is_the_one_before() -> None:
    *_, last = claims("In 2021 Kazakhstan exported $12,000 worth of chips to Russia, and in 2022 this amount increased to $3.7 million.", "trade_flow")
    assert (told(last, "reporter"), told(last, "partner"), told(last, "goods")) == (["Kazakhstan"], ["Russia"], ["chips"])
    assert last.value is not None
    assert last.value.amount == 3700000


def test_a_half_of_the_year_is_no_share() -> None:
    (claim, *_) = claims("Exports of chips to Russia fell by 28% in the first half of 2024.", "trade_flow")
    assert claim.value is None
    assert claim.change is not None
    assert claim.change.percent == -28


def test_a_shipment_with_its_worth() -> None:
    (claim, *_) = claims("More than 1,000 shipments of chips from Traco were sent to Russia, for a total value of $22,600.", "shipment")
    assert claim.value is not None
    assert (claim.value.amount, claim.value.unit) == (22600, "USD")


def test_the_day_of_a_warning_is_not_that_of_the_step() -> None:
    (claim,) = claims("Ruritania will sanction any bank that helps Russia, Ann Reed warned on Friday.", "designation")
    assert claim.period is None
    assert claim.said_on and claim.said_on.text == "Friday"


def test_a_rise_has_the_time_of_its_end_whatever_commas_its_figures_have() -> None:
    (claim,) = claims("Russian imports of Chinese nitrocellulose rose from 1,700 tonnes in 2022 to 3,000 tonnes in 2023.", "trade_flow")
    assert claim.period and claim.period.text == "2023"


@pytest.mark.parametrize(
    ("text", "kind", "stances"),
    [
        ("If Ruritania gave North Korea rockets, Seoul would supply weapons to Ukraine.", "supply", ["expects", "expects"]),
        ("The agency is checking whether the Ruritanian firm supplied drones to Russia.", "supply", ["suspects"]),
        ("The EU is considering sanctions on seven Ruritanian banks.", "designation", ["expects"]),
        ("Seoul warned China against supplying Russia with weapons.", "supply", ["expects"]),
        ("The EU considered the matter and imposed sanctions on seven Ruritanian banks.", "designation", ["asserts"]),
    ],
)
def test_what_is_supposed_or_considered_is_no_fact(text: str, kind: str, stances: list[str]) -> None:
    assert [c.stance for c in claims(text, kind)] == stances


@pytest.mark.parametrize(
    ("text", "value", "change"),
    [
        ("Russia's share of India's oil imports fell to 30 percent in January.", 30, None),
        ("Russia's share of India's oil imports rose from 25 to 37 percent in January.", 37, None),
        ("India's oil imports from Russia fell by 30 percent in January.", None, -30),
    ],
)
def test_where_a_share_stands_is_no_change(text: str, value: float | None, change: float | None) -> None:
    (claim,) = claims(text, "trade_flow")
    assert (claim.value and claim.value.amount, claim.change and claim.change.percent) == (value, change)


def test_a_number_in_a_name_counts_nothing() -> None:
    (claim,) = claims("Iran delivered Fath-360 missiles to Russia.", "supply")
    assert claim.count is None


def test_a_share_is_owned_of_somebody() -> None:
    (claim,) = claims("Hale Atom owns 49% of the Ruritanian uranium producer.", "ownership")
    assert told(claim, "owned") == ["Ruritanian uranium producer"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("A Ruritanian company shipped explosives to Russia, customs data seen by The Harbour show.", "customs data"),
        ("A Ruritanian company shipped explosives to Russia, a Harbour analysis of customs data shows.", "Harbour analysis of customs data"),
        ("The Ruritanian customs service suspects that the company shipped explosives to Russia.", "Ruritanian customs service"),
    ],
)
def test_data_speak_whoever_saw_them(text: str, speaker: str) -> None:
    (claim,) = claims(text, "shipment")
    assert claim.speaker and claim.speaker.name == speaker
