"""Ukrainian and Russian reports: one sentence of our own for each family that press texts of a new kind asked for."""

from __future__ import annotations

import pytest

from test_extract_slavic import Expected, claims, told

FACTS = [
    # supplies without a verb of supply
    ("uk", "Майже всі заводи Вірменії працюють на потреби армії.", "supply", {"supplier": ["заводи"], "recipient": ["армії"]}),
    ("ru", "Фабрики выполняют заказ российской армии.", "supply", {"supplier": ["Фабрики"], "recipient": ["российской армии"]}),
    ("ru", "Куба выразила готовность оказать военную помощь России.", "supply", {"supplier": ["Куба"], "recipient": ["России"], "goods": ["военную помощь"]}),
    ("uk", "Куба звинувачується у підтримці Сирії.", "supply", {"supplier": ["Куба"], "recipient": ["Сирії"]}),
    ("ru", "В российской ракете нашли микросхемы из Тайваня.", "supply", {"supplier": ["Тайваня"], "recipient": ["российской"], "goods": ["микросхемы"]}),
    ("uk", "У кожній російській ракеті близько 40 іноземних мікросхем.", "supply", {"recipient": ["російській"], "goods": ["іноземних мікросхем"]}),
    ("uk", "Ці станції постачають у Сирію з Куби.", "supply", {"supplier": ["Куби"], "recipient": ["Сирію"], "goods": ["станції"]}),
    ("ru", "Ведущие экспортёры станков в Сирию – Куба и Тайвань.", "supply", {"supplier": ["Куба", "Тайвань"], "recipient": ["Сирию"], "goods": ["станков"]}),
    ("ru", "Фирма участвовала в поставках порошка в интересах армии.", "supply", {"recipient": ["армии"], "goods": ["порошка"]}),
    ("uk", "Слідчі заарештували двох братів, підозрюваних у постачанні станків заводу «Заря».", "measure", {"actor": ["Слідчі"], "measure": ["заарештували двох братів"], "target": ["братів"]}),
    # the subject that a relative clause parts from its verb; a clause in front
    ("uk", "Фірма «Вега», директором якої є Іван Коваль, торік постачала Сирії дрони.", "supply", {"supplier": ["Вега"], "recipient": ["Сирії"], "goods": ["дрони"]}),
    ("uk", "Після того, як Канада скасувала мито, Куба закупила верстати у Сирії.", "supply", {"supplier": ["Сирії"], "recipient": ["Куба"], "goods": ["верстати"]}),
    # who owns, founds
    ("uk", "Фірма «Вега», власником якої є Іван Коваль, зачинена.", "ownership", {"owner": ["Іван Коваль"], "owned": ["Вега"]}),
    ("ru", "Иван Петров зарегистрировал в Дубае компанию «Вега».", "ownership", {"owner": ["Иван Петров"], "owned": ["Вега"]}),
    # making, told by nouns, and where
    ("uk", "Лондон засудив виробництво Кубою дронів.", "production", {"maker": ["Кубою"], "goods": ["дронів"]}),
    ("uk", "Ці датчики виготовляються у Сербії.", "production", {"goods": ["датчики"], "place": ["Сербії"]}),
    # listings
    ("ru", "Канада ввела санкции против тех, кто поставляет порох.", "designation", {"authority": ["Канада"], "target": ["тех, кто поставляет порох"]}),
    ("uk", "Канада пригрозила санкціями за постачання дронів.", "designation", {"authority": ["Канада"], "reason": ["постачання дронів"]}),
    ("ru", "Санкции Канады коснулись трёх турецких банков.", "designation", {"authority": ["Канады"], "target": ["турецких банков"]}),
    ("uk", "Канада опублікувала перелік компаній.", "designation", {"authority": ["Канада"], "target": ["компаній"]}),
    # steps: their words to the end, the forbidden, the hindered, the punished, whose decision
    ("uk", "Канада заборонила експорт до Сирії 30 товарів.", "measure", {"actor": ["Канада"], "measure": ["заборонила експорт до Сирії 30 товарів"], "target": ["товарів"]}),
    ("ru", "Канада запретила своим банкам покупать нефть.", "measure", {"actor": ["Канада"], "measure": ["запретила своим банкам покупать нефть"], "target": ["своим банкам"]}),
    ("uk", "Компанії можуть бути притягнуті до відповідальності.", "measure", {"measure": ["притягнуті до відповідальності"], "target": ["Компанії"]}),
    ("ru", "В Канаде задержали трёх инженеров.", "measure", {"actor": ["Канаде"], "measure": ["задержали трёх инженеров"], "target": ["инженеров"]}),
    # how things stand
    ("uk", "Куба вичерпала запаси снарядів.", "status", {"subject": ["запаси снарядів"], "state": ["вичерпала"]}),
    ("ru", "Куба остаётся главным союзником Сирии.", "status", {"subject": ["Куба"], "state": ["главным союзником Сирии"]}),
    # statistics: shares, sums, what no verb tells again
    ("uk", "У 2023 році Китай постачав до Сирії верстати на 8 млн доларів.", "trade_flow", {"reporter": ["Китай"], "partner": ["Сирії"], "goods": ["верстати"]}),
    ("ru", "На долю Кубы пришлось 12% сирийского импорта станков.", "trade_flow", {"reporter": ["сирийского"], "partner": ["Кубы"], "goods": ["станков"]}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "kind", "expected"), FACTS, ids=[text for _, text, _, _ in FACTS])
def test_one_fact_of_each_family(language: str, text: str, kind: str, expected: Expected) -> None:
    assert told(text, language, kind) == [expected]


def test_a_company_that_sells_for_money_makes_shipments() -> None:
    text = "Фірма «Вега» торік експортувала до Сирії верстати на 8 млн доларів."
    assert told(text, "uk", "shipment") == [{"supplier": ["Вега"], "recipient": ["Сирії"], "goods": ["верстати"]}]
    assert not told(text, "uk", "trade_flow")


def test_two_flows_of_which_one_has_no_verb() -> None:
    text = "Импорт станков из Кубы в Сирию вырос на 8%, а экспорт Сирии в Тайвань – на 12%."
    assert [c.change.percent for c in claims(text, "ru") if c.change] == [8, 12]


def test_no_delivery_is_a_count_of_none() -> None:
    [c] = [c for c in claims("У травні не було зафіксовано жодних поставок снарядів із Куби до Сирії.", "uk") if c.kind == "shipment"]
    assert c.count and (c.count.min, c.count.max) == (0, 0)


SAYINGS = [
    ("uk", "Скоропадський заявив, що завод стоїть.", "Скоропадський", "завод стоїть", "asserts"),
    ("uk", "У ДБТ зазначили, що завод стоїть.", "ДБТ", "завод стоїть", "asserts"),
    ("ru", "Координатор проекта Иван Петров добавил, что завод стоит.", "Иван Петров", "завод стоит", "asserts"),
    ("uk", "Уряд не виключає, що завод стоїть.", "Уряд", "завод стоїть", "suspects"),
    ("ru", "Рост закупок обеспокоил правительство.", "правительство", "Рост закупок", "asserts"),
    ("uk", "Завод стоїть, що підтверджують документи.", "документи", "Завод стоїть", "asserts"),
    ("ru", "Министерством заявлено, что завод стоит.", "Министерством", "завод стоит", "asserts"),
    ("uk", "Завод стоїть – про це йдеться у розслідуванні агентства Reuters.", "Reuters", "Завод стоїть", "asserts"),
    ("ru", "Журналисты говорят, что завод стоит, что вызвало тревогу.", "Журналисты", "завод стоит", "asserts"),
    ("uk", "Директор підтвердив угоду і додав, що завод стоїть.", "Директор", "завод стоїть", "asserts"),
]


@pytest.mark.parametrize(("language", "text", "speaker", "content", "stance"), SAYINGS)
def test_who_says_it_in_other_ways(language: str, text: str, speaker: str, content: str, stance: str) -> None:
    found = [(c.speaker.name, c.content.text, c.stance) for c in claims(text, language) if c.speaker and c.content]
    assert (speaker, content, stance) in found


@pytest.mark.parametrize(
    ("language", "text", "denier"),
    [
        ("uk", "Куба обіцяла не постачати Сирії дрони.", "Куба"),
        ("ru", "В Сирии эту информацию опровергли.", "Сирии"),
        ("ru", "Иван Петров заявил, что министр не обсуждал такие поставки.", "Иван Петров"),
        ("ru", "Эти компании не имеют никакого отношения к правительству, заявил Иван Петров.", "Иван Петров"),
        ("uk", "Куба не постачає Сирії дрони. Про це заявив Іван Коваль.", "Іван Коваль"),
    ],
)
def test_who_denies(language: str, text: str, denier: str) -> None:
    [c] = [c for c in claims(text, language) if c.kind == "denial"]
    assert [f.span.text for f in c.roles if f.role == "denier"] == [denier]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Журналисты выяснили, кто продаёт Сирии станки."),
        ("uk", "Про це повідомляє портал «Ранок»."),
        ("ru", "Тема поставок не будет обсуждаться в Дубае."),
        ("uk", "Про це."),
    ],
)
def test_what_tells_no_supply(language: str, text: str) -> None:
    assert not [c for c in claims(text, language) if c.kind in ("supply", "shipment", "denial")]


def test_a_purpose_does_not_break_a_list_of_goods() -> None:
    [found] = told("Куба постачає Сирії мікросхеми для ракет і дронів, а також лінзи та датчики.", "uk", "supply")
    assert found["goods"] == ["мікросхеми для ракет", "лінзи", "датчики"]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("ru", "Министр экономики Германии Йонас Ройтер заявил, что Казахстан поставляет кислоту российским заводам.", "Йонас Ройтер"),
        ("ru", "Бывший заместитель министра промышленности Белоруссии Павел Гринько заявил, что Минск отправил России прицелы.", "Павел Гринько"),
        ("ru", "Официальный представитель МИД Ирана Хасер Канави заявил, что Минск отправил России прицелы.", "Хасер Канави"),
        ("uk", "Міністр економіки Німеччини Йонас Ройтер заявив, що Казахстан постачає кислоту російським заводам.", "Йонас Ройтер"),
    ],
)
def test_behind_an_office_a_ministry_and_a_country_the_person_speaks(language: str, text: str, speaker: str) -> None:
    assert {c.speaker.name for c in claims(text, language) if c.speaker} == {speaker}


@pytest.mark.parametrize(
    ("language", "text", "stance", "count"),
    [
        ("ru", "Иран может передать России 200 ракет.", "expects", (200, 200)),
        ("ru", "Иран может поставлять России ракеты.", "suspects", None),
        ("ru", "КНДР передала России 1 млн снарядов.", "asserts", (1_000_000, 1_000_000)),
        ("uk", "Іран може передати Росії 200 ракет.", "expects", (200, 200)),
        ("uk", "Іран може постачати Росії ракети.", "suspects", None),
    ],
)
def test_what_may_be_done_is_expected_and_what_was_given_is_counted(language: str, text: str, stance: str, count: tuple[int, int] | None) -> None:
    (claim,) = claims(text, language)
    assert claim.stance == stance
    assert ((claim.count.min, claim.count.max) if claim.count else None) == count


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Фирма Westlink из ОАЭ помогала российскому заводу закупать компоненты."),
        ("uk", "Фірма Westlink з ОАЕ допомагала російському заводу закуповувати компоненти."),
    ],
)
def test_who_helps_to_buy_is_the_way_it_came(language: str, text: str) -> None:
    (roles,) = told(text, language, "supply")
    assert roles["via"] == ["Westlink"]
    assert "supplier" not in roles and len(roles["recipient"]) == 1


def test_documents_that_are_intercepted_tell_of_a_supply_and_of_no_step() -> None:
    text = "Разведка перехватила документы, согласно которым тайваньская компания продала заводу в Ижевске 40 станков."
    assert [roles["supplier"] for roles in told(text, "ru", "shipment")] == [["тайваньская компания"]]
    assert told(text, "ru", "measure") == []


def test_an_interview_names_its_outlet_though_a_date_follows() -> None:
    (claim,) = claims("Россия получила от КНДР снаряды, заявил Кирилл Буданов в интервью Financial Times 25 мая.", "ru")
    assert claim.via and claim.via.name == "Financial Times"


def test_what_is_asked_is_only_suspected() -> None:
    (claim,) = claims("Проверяется, поставляла ли компания дроны России.", "ru")
    assert claim.stance == "suspects"


@pytest.mark.parametrize(
    ("language", "text", "goods", "count"),
    [
        ("uk", "Естонія затримала 9 вантажівок із запчастинами для гаубиць, які прямували до Сирії.", ["запчастинами для гаубиць"], 9),
        ("ru", "Эстония задержала 9 грузовиков с запчастями для гаубиц, которые направлялись в Сирию.", ["запчастями для гаубиц"], 9),
        ("uk", "З Ірану до Сирії відправили вісім ешелонів зі снарядами.", ["снарядами"], 8),
    ],
)
def test_what_transport_carries_is_the_goods_and_the_transport_is_counted(language: str, text: str, goods: list[str], count: int) -> None:
    [claim] = [c for c in claims(text, language) if c.kind == "shipment"]
    assert [r.span.text for r in claim.roles if r.role == "goods"] == goods
    assert claim.count and (claim.count.min, claim.count.max) == (count, count)


def test_goods_meant_for_somebody_are_supplied_to_him_and_goods_for_his_arms_tell_no_giver() -> None:
    [meant] = told("Полиция изъяла партию датчиков, предназначенную для российского завода «Полюс».", "ru", "supply")
    assert (meant["recipient"], meant["goods"]) == (["Полюс"], ["датчиков"])
    [bought] = told("Фирма из Дубая закупала прицелы для российских танков.", "ru", "supply")
    assert "supplier" not in bought


@pytest.mark.parametrize(
    ("language", "text"),
    [("uk", "Компанія «Полюс» належить сину сирійського генерала Андрію Коваленку."), ("ru", "Компания «Полюс» принадлежит сыну сирийского генерала Андрею Коваленко.")],
)
def test_of_an_heir_and_his_father_the_one_named_in_the_dative_owns(language: str, text: str) -> None:
    [found] = told(text, language, "ownership")
    assert found["owner"][0].startswith("Андр") and found["owned"] == ["Полюс"]


def test_an_interview_told_first_names_its_outlet() -> None:
    (claim,) = claims("В интервью газете Die Zeit министр экономики Йонас Ройтер сказал, что Китай поставляет Сирии датчики.", "ru")
    assert (claim.speaker and claim.speaker.name, claim.via and claim.via.name) == ("Йонас Ройтер", "Die Zeit")


def test_talks_that_are_suspended_stand_so_and_whose_director_it_is_names_nobody() -> None:
    [state] = told("Переговоры о поставках турбин приостановлены.", "ru", "status")
    assert state == {"subject": ["Переговоры о поставках турбин"], "state": ["приостановлены"]}
    [listed] = told("Минфин США внёс в санкционный список банк «Полюс» и его директора Ивана Коваленко.", "ru", "designation")
    assert listed["target"] == ["Полюс", "Ивана Коваленко"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("uk", "Сирія отримала від Білорусі прилади для супутників в обмін на кулемети."), ("ru", "Сирия получила от Белоруссии приборы для спутников в обмен на пулемёты.")],
)
def test_what_is_given_for_something_goes_one_way_and_its_price_the_other(language: str, text: str) -> None:
    there, back = told(text, language, "supply")
    assert there["supplier"] == back["recipient"] and there["recipient"] == back["supplier"]
    assert len(there["goods"]) == len(back["goods"]) == 1 and there["goods"] != back["goods"]


@pytest.mark.parametrize(
    ("language", "text", "percent"),
    [
        ("uk", "Країни Балтії скоротили експорт електроніки до Росії на третину.", -33.3),
        ("ru", "Страны Балтии увеличили экспорт электроники в Армению на четверть.", 25),
    ],
)
def test_a_third_behind_a_verb_of_change_is_a_change(language: str, text: str, percent: float) -> None:
    [claim] = [c for c in claims(text, language) if c.kind == "trade_flow"]
    assert claim.change and claim.change.percent == percent and claim.value is None
    assert claim.roles[0].span.text.split()[1].startswith("Балт")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Суд у Данії засудив підприємця до трьох років ув'язнення за постачання датчиків до Сирії."),
        ("ru", "Суд в Дании приговорил предпринимателя к трём годам тюрьмы за поставки датчиков в Сирию."),
    ],
)
def test_a_court_sentences_and_says_nothing(language: str, text: str) -> None:
    [step], [supply] = told(text, language, "measure"), told(text, language, "supply")
    assert step["target"] == supply["supplier"] and "за" not in step["measure"][0].split()
    assert not [c for c in claims(text, language) if c.speaker]


def test_who_passes_on_what_somebody_said_is_the_way_it_came() -> None:
    (claim,) = claims("Власти Макао сообщили, что не получали запросов о поставках, пишет South China Morning Post.", "ru")
    assert (claim.speaker and claim.speaker.name, claim.via and claim.via.name) == ("Власти Макао", "South China Morning Post")


@pytest.mark.parametrize(
    ("language", "text", "kind", "expected"),
    [
        ("uk", "Чехія підозрює, що через Грузію в Сирію йдуть верстати.", "supply", {"recipient": ["Сирію"], "goods": ["верстати"], "via": ["Грузію"]}),
        ("ru", "Японская компания «Полюс» получила из Китая оборудование на 20 млн долларов.", "shipment", {"supplier": ["Китая"], "recipient": ["Полюс"], "goods": ["оборудование"]}),
        ("uk", "Японія відмовилася від закупівлі російської нафти.", "measure", {"actor": ["Японія"], "measure": ["відмовилася від закупівлі російської нафти"], "target": ["закупівлі російської нафти"]}),
        ("uk", "Угоду про постачання газу заморожено.", "status", {"subject": ["Угоду про постачання газу"], "state": ["заморожено"]}),
        ("ru", "Около 70% датчиков для ракет производят японские компании.", "production", {"maker": ["японские компании"], "goods": ["датчиков для ракет"]}),
        ("uk", "Фірму «Полюс» створили двоє громадян Вірменії.", "ownership", {"owner": ["громадян Вірменії"], "owned": ["Полюс"]}),
        ("uk", "Вірменія імпортувала торік 4,5 тис. тонн нітроцелюлози.", "trade_flow", {"reporter": ["Вірменія"], "goods": ["нітроцелюлози"]}),
        ("uk", "Спільне підприємство Сирії та Індії налагодило випуск ракет «Зоря».", "production", {"maker": ["Спільне підприємство"], "goods": ["ракет «Зоря»"]}),
    ],
)
def test_plain_sentences_of_agencies(language: str, text: str, kind: str, expected: Expected) -> None:
    assert told(text, language, kind) == [expected]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Данські слідчі затримали двох чоловіків, яких підозрюють у постачанні Сирії датчиків."),
        ("ru", "Датские следователи задержали двух мужчин, которых подозревают в поставках Сирии датчиков."),
    ],
)
def test_who_is_suspected_supplies_perhaps_and_says_nothing(language: str, text: str) -> None:
    [supply] = [c for c in claims(text, language) if c.kind == "supply"]
    assert supply.stance == "suspects" and supply.speaker is None
    assert [r.span.text.split()[-1] for r in supply.roles if r.role == "supplier"] == ["чоловіків" if language == "uk" else "мужчин"]


@pytest.mark.parametrize(
    ("language", "text", "kind", "expected"),
    [
        ("uk", "Ці відомості спростували у посольстві Індії.", "denial", {"denier": ["посольстві Індії"], "denied": ["Ці відомості"]}),
        ("ru", "Норвегия присоединилась к санкциям ЕС против Сирии.", "designation", {"authority": ["Норвегия"], "target": ["Сирии"]}),
        ("ru", "В мае импорт Арменией подшипников из Китая снизился на 12%.", "trade_flow", {"reporter": ["Арменией"], "partner": ["Китая"], "goods": ["подшипников"]}),
        ("uk", "Вірменія закуповує в Китаї до 80% електроніки.", "trade_flow", {"reporter": ["Вірменія"], "partner": ["Китаї"], "goods": ["електроніки"]}),
    ],
)
def test_who_denies_joins_and_buys(language: str, text: str, kind: str, expected: Expected) -> None:
    assert told(text, language, kind) == [expected]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Як розповів The Guardian високопосадовець НАТО, Китай надав Сирії нітроцелюлозу."),
        ("ru", "Как рассказал The Guardian высокопоставленный чиновник НАТО, Китай предоставил Сирии нитроцеллюлозу."),
    ],
)
def test_whom_an_outlet_was_told_by_speaks(language: str, text: str) -> None:
    (claim,) = claims(text, language)
    assert claim.speaker and claim.speaker.name.endswith("НАТО") and claim.via and claim.via.name == "The Guardian"


@pytest.mark.parametrize(
    ("language", "text", "kind", "expected"),
    [
        ("uk", "Фірма Polux Trade продала сирійському заводу ім. Коваленка 12 верстатів.", "shipment", {"supplier": ["Polux Trade"], "recipient": ["сирійському заводу ім. Коваленка"], "goods": ["верстатів"]}),
        ("ru", "Сирия использует в дронах «Заря» процессоры японской компании Polux Devices.", "supply", {"supplier": ["Polux Devices"], "recipient": ["Сирия"], "goods": ["процессоры"]}),
        ("uk", "Міноборони Данії уклало контракт на 3 млрд євро із заводом «Зоря» на виробництво двигунів.", "cooperation", {"party": ["Міноборони Данії", "Зоря"], "field": ["виробництво двигунів"], "form": ["контракт"]}),
        ("ru", "Завод «Заря» закупил на Тайване кремниевые пластины на 3 млн долларов.", "shipment", {"supplier": ["Тайване"], "recipient": ["Заря"], "goods": ["кремниевые пластины"]}),
    ],
)
def test_names_makers_and_contracts(language: str, text: str, kind: str, expected: Expected) -> None:
    assert told(text, language, kind) == [expected]


def test_an_adjective_that_opens_a_sentence_belongs_to_its_noun_and_who_is_against_a_ban_supplies_nothing() -> None:
    (claim,) = claims("Українська розвідка встановила, що Іран постачає Сирії ракети.", "uk")
    assert claim.speaker and claim.speaker.name == "Українська розвідка"
    assert told("Прем'єр Данії Роберт Коваленко виступає проти заборони на імпорт російського газу.", "uk", "supply") == []


@pytest.mark.parametrize(
    ("language", "text", "kind", "expected"),
    [
        ("uk", "Один із банків Китаю припинив приймати платежі з Росії.", "measure", {"actor": ["банків Китаю"], "measure": ["припинив приймати платежі з Росії"], "target": ["платежі з Росії"]}),
        ("ru", "Китай перестал поставлять Сирии станки.", "measure", {"actor": ["Китай"], "measure": ["перестал поставлять Сирии станки"], "target": ["станки"]}),
        ("ru", "Токио ввёл ограничения на вывоз галлия.", "measure", {"actor": ["Токио"], "measure": ["ввёл ограничения на вывоз галлия"], "target": ["вывоз галлия"]}),
        ("uk", "Міноборони Ірану назвало брехнею повідомлення про постачання ракет.", "denial", {"denier": ["Міноборони Ірану"], "denied": ["повідомлення про постачання ракет"]}),
        ("uk", "За словами міністра, жодних поставок зброї до Сирії не було.", "denial", {"denier": ["міністра"], "denied": ["жодних поставок зброї до Сирії не було"]}),
        ("uk", "Росія є найбільшим постачальником зброї до Індії, її частка становить 36%.", "supply", {"supplier": ["Росія"], "recipient": ["Індії"], "goods": ["зброї"]}),
        ("uk", "Данська прокуратура звинуватила громадянина Росії у незаконному експорті електроніки.", "supply", {"supplier": ["громадянина Росії"], "goods": ["електроніки"]}),
    ],
)
def test_what_is_stopped_forbidden_or_denied(language: str, text: str, kind: str, expected: Expected) -> None:
    assert told(text, language, kind) == [expected]


def test_what_countries_agree_to_do_is_expected() -> None:
    [claim] = [c for c in claims("Країни G7 домовилися посилити експортний контроль.", "uk") if c.kind == "measure"]
    assert claim.stance == "expects"


@pytest.mark.parametrize(
    ("language", "text", "kind", "expected"),
    [
        ("uk", "Завод «Зоря» у Мирноградську виготовляє дрони.", "production", {"maker": ["Зоря"], "goods": ["дрони"], "place": ["Мирноградську"]}),
        ("uk", "Після вторгнення Росії постачання турбін зупинено.", "measure", {"measure": ["постачання турбін зупинено"], "target": ["постачання турбін"]}),
        ("ru", "Сирия договорилась с Мьянмой о создании завода дронов.", "cooperation", {"party": ["Сирия", "Мьянмой"], "field": ["создании завода дронов"]}),
    ],
)
def test_towns_and_what_is_agreed_on(language: str, text: str, kind: str, expected: Expected) -> None:
    assert told(text, language, kind) == [expected]


def test_so_many_percent_more_is_a_change_and_a_proposal_calls_for_its_step() -> None:
    [flow] = claims("Грузия экспортировала в Армению электронику на 120 млн долларов — на 30% больше, чем годом ранее.", "ru")
    assert flow.change and flow.change.percent == 30 and flow.value and flow.value.amount == 120e6
    [step] = claims("Сенатор Іван Коваленко запропонував запровадити мита на товари.", "uk")
    assert step.kind == "measure" and step.stance == "calls_for"


@pytest.mark.parametrize(
    ("language", "text", "kind", "expected"),
    [
        ("uk", "Слідчі виявили у збитій ракеті мікросхеми виробництва Нідерландів.", "supply", [{"supplier": ["Нідерландів"], "goods": ["мікросхеми"]}]),
        ("uk", "ЄС подовжив санкції проти Сирії на шість місяців.", "designation", [{"authority": ["ЄС"], "target": ["Сирії"]}]),
        ("ru", "Китай остаётся главным покупателем российской нефти.", "supply", [{"recipient": ["Китай"], "supplier": ["российской"], "goods": ["российской нефти"]}]),
        (
            "uk", "Росія постачає Сирії винищувачі, натомість отримує дрони.", "supply",
            [{"supplier": ["Росія"], "recipient": ["Сирії"], "goods": ["винищувачі"]}, {"supplier": ["Сирії"], "recipient": ["Росія"], "goods": ["дрони"]}],
        ),
    ],
)  # fmt: skip
def test_where_it_was_made_what_is_prolonged_and_what_comes_in_return(language: str, text: str, kind: str, expected: list[Expected]) -> None:
    assert told(text, language, kind) == expected


@pytest.mark.parametrize(
    ("language", "text", "kind", "expected"),
    [
        ("uk", "Підприємець Максим Коваленко визнав провину в постачанні дисплеїв.", "supply", {"supplier": ["Максим Коваленко"], "goods": ["дисплеїв"]}),
        ("ru", "В Минэкономики Тайваня заверили, что запретили экспорт станков в Сирию.", "measure", {"actor": ["Минэкономики Тайваня"], "measure": ["запретили экспорт станков в Сирию"], "target": ["экспорт станков"]}),
    ],
)
def test_who_pleads_guilty_supplied_and_what_a_body_says_it_forbade_is_its_step(language: str, text: str, kind: str, expected: Expected) -> None:
    assert told(text, language, kind) == [expected]


def test_in_a_ministry_of_a_country_the_ministry_speaks_and_output_that_trebles_changes() -> None:
    (said,) = [c for c in claims("У Мін'юсті Данії повідомили, що Іран постачає Сирії ракети.", "uk") if c.speaker]
    assert said.speaker and said.speaker.name == "Мін'юсті Данії"
    (made,) = claims("Сирия увеличила производство снарядов втрое.", "ru")
    assert made.kind == "production" and made.change and made.change.percent == 200


@pytest.mark.parametrize(
    ("language", "text", "goods"),
    [
        ("uk", "Компанії з Китаю, Туреччини та ОАЕ поставили сирійській фірмі «Зоря» обладнання.", "обладнання"),
        ("ru", "Компании из Китая, Турции и ОАЭ поставили сирийской фирме «Заря» оборудование.", "оборудование"),
    ],
)
def test_a_list_of_countries_behind_one_preposition_is_no_subject(language: str, text: str, goods: str) -> None:
    [roles] = told(text, language, "supply")
    assert roles["supplier"][0].startswith("Компан") and roles["supplier"][0].endswith(("ОАЕ", "ОАЭ")) and roles["goods"] == [goods]
