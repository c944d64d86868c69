"""Chinese, further constructions: names written by their sound, steps, owners and shares, by sentences of our own."""

from __future__ import annotations

import pytest

from test_extract_chinese import claims, one, roles


def test_names_written_by_their_sound_stay_whole() -> None:
    [c] = [c for c in claims("布达诺夫5月25日在接受《晨报》采访时说，泰国向挪威供应轴承。") if c.speaker]
    assert c.speaker and c.via and (c.speaker.name, c.via.name, c.said_on and c.said_on.from_) == ("布达诺夫", "《晨报》", "2025-05-25")
    [c] = [c for c in claims("據《晨報》5月2日援引知情人士報導，泰國向挪威供應軸承。") if c.speaker]
    assert c.speaker and c.via and (c.speaker.name, c.via.name) == ("知情人士", "《晨報》")


MORE_ROLES = [
    ("挪威理事会将喀琅施塔得工厂及另外12个实体列入制裁名单。", "designation", {"authority": ["挪威理事会"], "target": ["喀琅施塔得工厂", "12个实体"], "programme": ["制裁名单"]}),
    ("位于叶拉布加的工厂根据泰国许可证生产无人机。", "production", {"maker": ["工厂"], "goods": ["无人机"], "place": ["叶拉布加"]}),
    ("受制裁的红叶公司生产轴承。", "production", {"maker": ["红叶公司"], "goods": ["轴承"]}),
    ("遭挪威制裁的红叶公司向泰国出口轴承。", "supply", {"supplier": ["红叶公司"], "recipient": ["泰国"], "goods": ["轴承"]}),
    ("红叶公司向泰国出售了价值300万美元的轴承。", "shipment", {"supplier": ["红叶公司"], "recipient": ["泰国"], "goods": ["轴承"]}),
    ("中俄朝三国签署了合作协议。", "cooperation", {"party": ["中", "俄", "朝"]}),
    ("挪威与泰国签署了关于联合生产无人机的协议。", "cooperation", {"party": ["挪威", "泰国"], "field": ["联合生产无人机"]}),
    ("挪威与泰国关于建设核电站的项目已被冻结。", "status", {"subject": ["挪威与泰国关于建设核电站的项目"], "state": ["被冻结"]}),
    ("挪威外交部宣布自9月1日起对无人机零部件实施出口管制。", "measure", {"actor": ["挪威外交部"], "measure": ["出口管制"], "target": ["无人机零部件"]}),
    ("泰国占挪威机床进口总量的80%。", "trade_flow", {"reporter": ["挪威"], "partner": ["泰国"], "goods": ["机床"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "wanted"), MORE_ROLES)
def test_roles_behind_modifiers(text: str, kind: str, wanted: dict[str, list[str]]) -> None:
    assert {k: sorted(v) for k, v in roles(one(text, kind)).items()} == {k: sorted(v) for k, v in wanted.items()}


def test_the_first_months_of_a_year_are_a_period() -> None:
    c = one("今年前5个月泰国自挪威进口原油4350万吨，同比下降12.5%。", "trade_flow")
    assert c.period and c.value and c.change and (c.period.from_, c.period.to) == ("2025-01", "2025-05")
    assert (roles(c)["reporter"], c.value.amount, c.change.percent) == (["泰国"], 43500000, -12.5)


MORE_STEPS = [
    ("挪威警方正在调查一家向泰国兵工厂出售机床的公司。", "measure", {"actor": ["挪威警方"], "measure": ["调查一家向泰国兵工厂出售机床的公司"], "target": ["公司"]}),
    ("挪威海关扣押了一批运往泰国的轴承。", "measure", {"actor": ["挪威海关"], "measure": ["扣押了一批运往泰国的轴承"], "target": ["轴承"]}),
    ("挪威禁止向泰国出口18种化学品。", "measure", {"actor": ["挪威"], "measure": ["禁止向泰国出口18种化学品"], "target": ["化学品"]}),
    ("红叶公司停止向泰国供货。", "measure", {"actor": ["红叶公司"], "measure": ["停止向泰国供货"], "target": ["泰国"]}),
    ("挪威外交部拟将48家泰国和越南实体列入出口管制清单。", "designation", {"authority": ["挪威外交部"], "target": ["泰国和越南实体"], "programme": ["出口管制清单"]}),
    ("挪威对60艘与泰国舰队有关的船只实施制裁。", "designation", {"authority": ["挪威"], "target": ["与泰国舰队有关的船只"]}),
    ("挪威的红叶公司帮助泰国企业采购了越南产轴承。", "supply", {"via": ["挪威的红叶公司"], "recipient": ["泰国企业"], "supplier": ["越南"], "goods": ["越南产轴承"]}),
    ("泰国国防出口公司与越南签署了一份价值80亿美元的军售协议。", "cooperation", {"party": ["泰国国防出口公司", "越南"], "field": ["军售"]}),
    ("因涉嫌向挪威提供军民两用物项，4家泰国公司遭越南制裁。", "supply", {"supplier": ["泰国公司"], "recipient": ["挪威"], "goods": ["军民两用物项"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "wanted"), MORE_STEPS)
def test_whom_a_step_meets_and_who_is_between(text: str, kind: str, wanted: dict[str, list[str]]) -> None:
    assert {k: sorted(v) for k, v in roles(one(text, kind)).items()} == {k: sorted(v) for k, v in wanted.items()}


WAYS = [
    ("泰国主要透过红叶港经海路向挪威运输轴承。", ["红叶港"]),
    ("泰国在红叶港用货轮将轴承运往挪威。", ["红叶港", "货轮"]),
    ("泰国利用越南运输机向挪威运送轴承。", ["越南运输机"]),
    ("泰国从红叶港向挪威运送轴承。", ["红叶港"]),
    ("通过越南和缅甸的中间商，泰国轴承流入挪威。", ["越南", "缅甸的中间商"]),
]


@pytest.mark.parametrize(("text", "wanted"), WAYS)
def test_over_what_goods_go(text: str, wanted: list[str]) -> None:
    assert roles(one(text, "supply"))["via"] == wanted


MAKERS = [
    ("红叶厂接收了由泰国青山科技及越南白石厂制造的攻击与侦察无人机。", "supply", {"recipient": ["红叶厂"], "supplier": ["泰国青山科技", "越南白石厂"], "goods": ["攻击与侦察无人机"]}),
    ("红叶厂曾接收数十架泰国青山科技生产的攻击无人机。", "supply", {"recipient": ["红叶厂"], "supplier": ["泰国青山科技"], "goods": ["攻击无人机"]}),
    ("这款无人机由泰国专家设计，由挪威工厂生产。", "production", {"maker": ["挪威工厂"], "goods": ["无人机"]}),
    ("挪威制裁红叶公司，指控其参与火箭弹生产。", "production", {"maker": ["红叶公司"], "goods": ["火箭弹"]}),
    ("红叶公司向泰国飞机制造工业公司出售了轴承。", "supply", {"supplier": ["红叶公司"], "recipient": ["泰国飞机制造工业公司"], "goods": ["轴承"]}),
    ("挪威制裁向泰国供应轴承的三家越南公司。", "designation", {"authority": ["挪威"], "target": ["越南公司"]}),
    ("挪威制裁协助泰国获取轴承的越南公司。", "supply", {"via": ["越南公司"], "recipient": ["泰国"], "goods": ["轴承"]}),
    ("挪威对六家总部位于泰国和越南的企业实施了制裁。", "designation", {"authority": ["挪威"], "target": ["总部位于泰国和越南的企业"]}),
    ("挪威检方起诉两名泰国公民，指控他们向越南出口轴承。", "supply", {"supplier": ["泰国公民"], "recipient": ["越南"], "goods": ["轴承"]}),
    ("挪威法院判处一名泰国商人18个月监禁。", "measure", {"actor": ["挪威法院"], "measure": ["判处一名泰国商人18个月监禁"], "target": ["泰国商人18个月监禁"]}),
    ("挪威对泰国的轴承出口自战争爆发以来增长了58%。", "trade_flow", {"reporter": ["挪威"], "partner": ["泰国"], "goods": ["轴承"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "wanted"), MAKERS)
def test_who_made_what_and_who_is_told_by_what_he_does(text: str, kind: str, wanted: dict[str, list[str]]) -> None:
    assert {k: sorted(v) for k, v in roles(one(text, kind)).items()} == {k: sorted(v) for k, v in wanted.items()}


@pytest.mark.parametrize("text", ["红叶公司正在调查轴承如何流入泰国。", "挪威将继续致力于阻止泰国向越南运送火箭弹。"])
def test_what_is_asked_or_prevented_is_no_supply(text: str) -> None:
    assert not [c for c in claims(text) if c.kind in ("supply", "shipment")]


def test_no_evidence_that_is_a_denial() -> None:
    found = claims("红叶公司发言人说，公司没有任何证据显示轴承被转售至泰国军工企业。")
    assert [c.kind for c in found] == ["denial"]
    assert roles(found[0]) == {"denier": ["红叶公司发言人"], "denied": ["轴承被转售至泰国军工企业"]}


def test_an_officer_told_by_what_he_is_in_charge_of_speaks() -> None:
    [c] = [c for c in claims("挪威财政部负责情报的次长布莱恩·尼尔森在新闻稿中说：“泰国向越南提供轴承。”") if c.speaker]
    assert c.speaker and c.speaker.name == "布莱恩·尼尔森"


def test_a_share_of_what_was_told_before_is_a_flow() -> None:
    c = one("价值7亿美元的泰国芯片被运往挪威，其中75%来自越南和老挝。", "trade_flow")
    assert roles(c) == {"reporter": ["挪威"], "partner": ["越南", "老挝"], "goods": ["泰国芯片"]}
    assert c.value and (c.value.amount, c.value.unit) == (75, "%")


MORE_OWNERS = [
    ("红叶公司的大股东是挪威寡头杰里帕斯卡。", "ownership", {"owner": ["杰里帕斯卡"], "owned": ["红叶公司"]}),
    ("挪威直接投资基金持有红叶公司51%的股权。", "ownership", {"owner": ["挪威直接投资基金"], "owned": ["红叶公司"]}),
    ("挪威外贸部称，该国已禁止向泰国出口106种商品。", "measure", {"actor": ["挪威"], "measure": ["禁止向泰国出口106种商品"], "target": ["商品"]}),
    ("挪威对泰国的机床出口已停止。", "status", {"subject": ["挪威对泰国的机床出口"], "state": ["停止"]}),
    ("挪威财政部指出，被制裁的实体包括红叶公司和两家泰国贸易商。", "designation", {"authority": ["挪威财政部"], "target": ["红叶公司", "泰国贸易商"]}),
    ("挪威企业可能通过越南向泰国出口零部件。", "supply", {"supplier": ["挪威企业"], "via": ["越南"], "recipient": ["泰国"], "goods": ["零部件"]}),
    ("挪威检方指控两名男子密谋通过越南向泰国走私研究设备。", "supply", {"supplier": ["男子"], "via": ["越南"], "recipient": ["泰国"], "goods": ["研究设备"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "wanted"), MORE_OWNERS)
def test_owners_and_makers_of_rules_in_other_shapes(text: str, kind: str, wanted: dict[str, list[str]]) -> None:
    assert {k: sorted(v) for k, v in roles(one(text, kind)).items()} == {k: sorted(v) for k, v in wanted.items()}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("联合国专家小组的报告指出，泰国向挪威出售轴承。", "联合国专家小组"),
        ("一份由挪威国会研究处撰写的报告称，泰国向挪威出售轴承。", "挪威国会研究处"),
        ("挪威《每日晨报》披露，泰国向挪威出售轴承。", "每日晨报"),
    ],
)
def test_papers_and_who_wrote_them_speak(text: str, name: str) -> None:
    assert {c.speaker.name for c in claims(text) if c.speaker} == {name}


MORE_FLOWS = [
    ("红叶石油公司4月从挪威进口了原油210万桶，占泰国进口总量的38%。", {"reporter": ["泰国"], "partner": ["挪威"], "goods": ["原油"]}, 38, None),
    ("挪威军队导弹中有超过百分之七十的零件来自泰国企业。", {"reporter": ["挪威"], "partner": ["泰国企业"], "goods": ["零件"]}, 70, None),
    ("泰国对挪威的轴承出口增长了百分之十五。", {"reporter": ["泰国"], "partner": ["挪威"], "goods": ["轴承"]}, None, 15),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "value", "change"), MORE_FLOWS)
def test_percentages_in_words_and_shares_behind(text: str, wanted: dict[str, list[str]], value: float | None, change: float | None) -> None:
    c = [c for c in claims(text) if c.kind == "trade_flow"][-1]
    assert (roles(c), c.value and c.value.amount, c.change and c.change.percent) == (wanted, value, change)


def test_what_only_tells_which_country_is_no_purchase() -> None:
    assert [c.kind for c in claims("挪威议员李四海呼吁对购买泰国石油的国家征收500%的关税。")] == ["measure"]
    assert roles(one("挪威要求泰国立即停止对越南企业的无理打压。", "measure"))["target"] == ["越南企业"]
    c = one("他们涉嫌将英伟达芯片转运至泰国。", "supply")
    assert (roles(c), c.stance) == ({"recipient": ["泰国"], "goods": ["英伟达芯片"]}, "suspects")


def test_offices_and_names_behind_other_words() -> None:
    assert {(c.speaker.name, c.speaker.role) for c in claims("挪威制裁专员弗拉修克告诉《晨报》，泰国向越南供应轴承。") if c.speaker} == {("弗拉修克", "挪威制裁专员")}
    assert roles(one("挪威将对购买泰国石油的越南炼油厂实施制裁。", "designation"))["target"] == ["越南炼油厂"]
    assert roles(one("红叶公司向挪威国有企业库波尔发运了发动机。", "supply"))["recipient"] == ["库波尔"]
    assert roles(one("库波尔公司2025年与挪威国防部签署合同。", "cooperation")) == {"party": ["库波尔公司", "挪威国防部"]}


def test_what_is_only_asked_is_no_supply() -> None:
    assert [c for c in claims("有关部门正在调查该公司是否向俄罗斯供应无人机。") if c.kind == "supply"] == []
