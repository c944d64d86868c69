"""Chinese: what each construction of a clause alleges, and who says it, by sentences of our own."""

from __future__ import annotations

import time

import pytest

from supplyline.extract import extract
from supplyline.extract.chinese.text import page
from supplyline.extract.chinese.words import words as cut
from supplyline.model import Claim, Document


def claims(text: str, published: str = "2025-05-27") -> tuple[Claim, ...]:
    document = Document("0" * 64, "test.txt", text, published=published, language="zh")
    found = extract(document)
    assert not found.problems
    for c in found.claims:
        spans = [c.quote, c.content, c.cue, *(f.span for f in c.roles), *((c.speaker.span,) if c.speaker else ())]
        for span in filter(None, spans):
            assert text[span.start : span.end] == span.text
    return found.claims


def roles(c: Claim) -> dict[str, list[str]]:
    return {f.role: [x.span.text for x in c.fillers(f.role)] for f in c.roles}


def one(text: str, kind: str) -> Claim:
    found = [c for c in claims(text) if c.kind == kind]
    assert len(found) == 1, [(c.kind, roles(c)) for c in claims(text)]
    return found[0]


SUPPLIES = [
    ("德国一家工厂向白俄罗斯提供了轴承。", {"recipient": ["白俄罗斯"], "supplier": ["德国一家工厂"], "goods": ["轴承"]}),
    ("德國企業持續向白俄羅斯輸送車床和軸承。", {"recipient": ["白俄羅斯"], "supplier": ["德國企業"], "goods": ["車床", "軸承"]}),
    ("俄罗斯从土耳其采购光纤。", {"supplier": ["土耳其"], "recipient": ["俄罗斯"], "goods": ["光纤"]}),
    ("伊朗把炸药运往俄罗斯。", {"recipient": ["俄罗斯"], "supplier": ["伊朗"], "goods": ["炸药"]}),
    ("轴承从塞尔维亚流入俄罗斯。", {"recipient": ["俄罗斯"], "supplier": ["塞尔维亚"], "goods": ["轴承"]}),
    ("印度把发动机提供给俄罗斯。", {"recipient": ["俄罗斯"], "supplier": ["印度"], "goods": ["发动机"]}),
    ("伊朗提供俄军火箭弹。", {"recipient": ["俄军"], "supplier": ["伊朗"], "goods": ["火箭弹"]}),
    ("泰国中间商经哈萨克斯坦向俄罗斯出售相机。", {"recipient": ["俄罗斯"], "supplier": ["泰国中间商"], "via": ["哈萨克斯坦"], "goods": ["相机"]}),
    ("向俄罗斯出售陀螺仪的越南公司受到调查。", {"recipient": ["俄罗斯"], "supplier": ["越南公司"], "goods": ["陀螺仪"]}),
    ("印度为俄罗斯提供雷达和导航技术等方面的支持。", {"recipient": ["俄罗斯"], "supplier": ["印度"], "goods": ["雷达", "导航技术"]}),
    ("俄罗斯仍能取得来自日本的相机。", {"recipient": ["俄罗斯"], "supplier": ["日本"], "goods": ["相机"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SUPPLIES)
def test_who_gives_what_to_whom(text: str, wanted: dict[str, list[str]]) -> None:
    assert roles(one(text, "supply")) == wanted


def test_arms_without_goods_are_a_supply_only_to_those_who_fight() -> None:
    assert roles(one("白俄罗斯援助俄军。", "supply")) == {"supplier": ["白俄罗斯"], "recipient": ["俄军"]}
    assert not claims("白俄罗斯支持和平谈判。")


def test_a_list_goes_on_behind_including() -> None:
    c = one("印度向俄罗斯出口多种设备，包括用于导弹的陀螺仪、轴承和光纤。", "supply")
    assert roles(c)["goods"] == ["设备", "用于导弹的陀螺仪", "轴承", "光纤"]


COUNTS = [
    ("俄罗斯从伊朗购买了至少300枚短程导弹。", "shipment", (300, None, "goods")),
    ("伊朗向俄羅斯運送超過2萬5000個貨櫃。", "shipment", (25000, None, "goods")),
    ("伊朗向近200家俄罗斯工厂提供轴承。", "supply", (None, 200, "recipient")),
    ("印度向多家俄罗斯工厂提供轴承。", "supply", (None, None, "recipient")),
    ("英国对三家土耳其公司实施制裁。", "designation", (3, 3, "target")),
    ("英国公布新的制裁方案，涉及1200多家公司。", "designation", (1200, None, "target")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "wanted"), COUNTS)
def test_how_many_of_which_role(text: str, kind: str, wanted: tuple[float | None, float | None, str]) -> None:
    c = one(text, kind)
    assert c.count is not None and (c.count.min, c.count.max, c.count.role) == wanted


def test_deliveries_told_as_cases() -> None:
    c = next(c for c in claims("伊朗向俄罗斯提供炸药。去年双方完成了4次炸药运输。") if c.kind == "shipment")
    assert c.count is not None and (c.count.min, c.count.max, c.count.event) == (4, 4, "次")
    assert roles(c) == {"supplier": ["伊朗"], "recipient": ["俄罗斯"], "goods": ["炸药"]}


LISTINGS = [
    ("加拿大将8家印度公司列入制裁名单。", {"authority": ["加拿大"], "target": ["印度公司"], "programme": ["制裁名单"]}),
    ("两家越南银行被加拿大列入黑名单。", {"authority": ["加拿大"], "target": ["越南银行"], "programme": ["黑名单"]}),
    ("瑞士制裁五名伊朗商人。", {"authority": ["瑞士"], "target": ["伊朗商人"]}),
    ("歐盟對塞爾維亞企業實施制裁。", {"authority": ["歐盟"], "target": ["塞爾維亞企業"]}),
    ("两艘油轮遭英国制裁。", {"authority": ["英国"], "target": ["两艘油轮"]}),
    ("挪威宣布冻结俄罗斯银行的资产。", {"authority": ["挪威"], "target": ["俄罗斯银行"]}),
    ("欧盟在第12轮对俄制裁中列单泰国企业和银行。", {"authority": ["欧盟"], "target": ["泰国企业", "银行"], "programme": ["第12轮对俄制裁"]}),
    ("英国以支持俄军为由，将一家印度公司列入制裁名单。", {"authority": ["英国"], "target": ["印度公司"], "programme": ["制裁名单"], "reason": ["支持俄军"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), LISTINGS)
def test_who_lists_whom(text: str, wanted: dict[str, list[str]]) -> None:
    assert roles(one(text, "designation")) == wanted


FLOWS = [
    ("2022年，印度对俄罗斯的轴承出口额达到2.5亿美元，同比增长40%。", {"reporter": ["印度"], "partner": ["俄罗斯"], "goods": ["轴承"]}, 2.5e8, 40),
    ("泰国去年从日本进口的车床增长了两倍。", {"reporter": ["泰国"], "partner": ["日本"], "goods": ["车床"]}, None, 200),
    ("俄罗斯导弹使用的处理器六成来自德国。", {"reporter": ["俄罗斯"], "partner": ["德国"], "goods": ["处理器"]}, 60, None),
    ("2023年俄朝双边贸易额下降12%。", {"reporter": ["俄"], "partner": ["朝"]}, None, -12),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "amount", "percent"), FLOWS)
def test_statistics(text: str, wanted: dict[str, list[str]], amount: float | None, percent: float | None) -> None:
    c = one(text, "trade_flow")
    assert roles(c) == wanted
    assert (c.value.amount if c.value else None, c.change.percent if c.change else None) == (amount, percent)


DEEDS = [
    ("伊朗与白俄罗斯在航天领域开展合作。", "cooperation", {"party": ["伊朗", "白俄罗斯"], "field": ["航天"]}),
    ("朝俄已展开军事合作。", "cooperation", {"party": ["朝", "俄"], "field": ["军事"]}),
    ("伊朗工厂每天生产40架无人机。", "production", {"maker": ["伊朗工厂"], "goods": ["无人机"]}),
    ("火箭弹由伊朗工厂制造。", "production", {"maker": ["伊朗工厂"], "goods": ["火箭弹"]}),
    ("青岛红叶贸易有限公司是挪威北方集团的子公司。", "ownership", {"owner": ["挪威北方集团"], "owned": ["青岛红叶贸易有限公司"]}),
    ("两国的导弹项目陷入停滞。", "status", {"subject": ["两国的导弹项目"], "state": ["陷入停滞"]}),
    ("波兰海关扣押了轴承。", "measure", {"actor": ["波兰海关"], "measure": ["扣押了轴承"], "target": ["轴承"]}),
    ("挪威将采取反制措施。", "measure", {"actor": ["挪威"], "measure": ["采取反制措施"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "wanted"), DEEDS)
def test_steps_joint_work_production_ownership_and_state(text: str, kind: str, wanted: dict[str, list[str]]) -> None:
    assert roles(one(text, kind)) == wanted


SAYINGS = [
    ("挪威外交部发言人李四海3日表示，泰国工厂生产火箭弹。", ("李四海", "挪威外交部发言人", None, "asserts", "泰国工厂生产火箭弹")),
    ("挪威外交部发言人李四海在接受晨报采访时说，泰国工厂生产火箭弹。", ("李四海", "挪威外交部发言人", None, "asserts", "泰国工厂生产火箭弹")),
    ("据晨报报道，挪威国防部称，泰国工厂生产火箭弹。", ("挪威国防部", None, "晨报", "asserts", "泰国工厂生产火箭弹")),
    ("据挪威国防部推算，泰国工厂生产火箭弹。", ("挪威国防部", None, None, "suspects", "泰国工厂生产火箭弹")),
    ("挪威国防部研判，泰国工厂生产火箭弹。", ("挪威国防部", None, None, "suspects", "泰国工厂生产火箭弹")),
    ("挪威敦促泰国停止生产火箭弹。", ("挪威", None, None, "calls_for", "泰国停止生产火箭弹")),
    ("挪威国防部表示，正在考虑采取进一步措施。", ("挪威国防部", None, None, "expects", "正在考虑采取进一步措施")),
    ("挪威國防部長：泰國工廠生產火箭彈", ("挪威國防部長", None, None, "asserts", "泰國工廠生產火箭彈")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SAYINGS)
def test_who_says_it_and_who_passes_it_on(text: str, wanted: tuple[str | None, ...]) -> None:
    [c] = {(x.speaker.span.text, x.speaker.role, x.via.name if x.via else None, x.stance if x.kind != "production" or x.stance != "asserts" else "asserts", x.content.text) for x in claims(text) if x.speaker and x.content}  # fmt: skip
    assert c == wanted


def test_he_is_who_spoke_before_and_a_second_cue_ends_the_first() -> None:
    found = claims("挪威外长李四海说，泰国工厂生产火箭弹，并称“各国都清楚这一点”。他还指出，越南工厂生产炸药。")
    said = [(c.speaker.name, c.content.text) for c in found if c.speaker and c.content]
    assert said == [("李四海", "泰国工厂生产火箭弹"), ("李四海", "各国都清楚这一点"), ("李四海", "越南工厂生产炸药")]


def test_an_answer_goes_on_to_the_end_of_its_paragraph() -> None:
    text = "商务部新闻发言人答记者问\n问：挪威将两家企业列入清单，请问有何评论？\n答：中方对此坚决反对。中方敦促挪方立即停止错误做法。\n晨报讯。"
    answer = max((c for c in claims(text) if c.content), key=lambda c: len(c.content.text) if c.content else 0)
    assert answer.speaker and answer.content
    assert (answer.speaker.name, answer.content.text) == ("商务部新闻发言人", "中方对此坚决反对。中方敦促挪方立即停止错误做法")


def test_two_sources_in_one_sentence_each_have_their_own_words() -> None:
    found = claims("挪威外长指出，泰国企业向俄罗斯提供了轴承，而曼谷外交部否认这一指控。")
    assert [(c.kind, c.speaker.name if c.speaker else None) for c in found] == [("supply", "挪威外长"), ("denial", "曼谷外交部")]


@pytest.mark.parametrize(
    ("text", "denier", "denied"),
    [
        ("挪威外交部表示，挪威没有向俄罗斯运送相机。", "挪威外交部", "向俄罗斯运送相机"),
        ("挪威否认向俄罗斯出售相机。", "挪威", "向俄罗斯出售相机"),
        ("挪威外交部称，有关指责毫无根据。", "挪威外交部", "有关指责毫无根据"),
    ],
)
def test_denials(text: str, denier: str, denied: str) -> None:
    assert roles(one(text, "denial")) == {"denier": [denier], "denied": [denied]}
    assert not [c for c in claims(text) if c.kind in ("supply", "shipment")]


def test_what_is_stopped_or_feared_is_no_supply() -> None:
    assert not [c for c in claims("韩国决定暂停向俄罗斯出口卡车。挪威防止俄罗斯获得芯片。") if c.kind in ("supply", "shipment")]


def test_traditional_characters_and_half_wide_marks_are_read_alike() -> None:
    a = one("挪威情报局表示，印度向俄罗斯提供轴承、相机和光纤。", "supply")
    b = one("挪威情報局表示,印度向俄羅斯提供軸承、相機和光纖。", "supply")
    assert [f.name for f in a.roles][:2] == [f.name for f in b.roles][:2] == ["Russia", "India"]
    assert [len(f.span.text) for f in a.roles] == [len(f.span.text) for f in b.roles]


PERIODS = [
    ("2023年3月，伊朗向俄罗斯提供炸药。", ("2023-03", "2023-03")),
    ("去年8月至12月间，伊朗向俄罗斯提供炸药。", ("2024-08", "2024-12")),
    ("2022至2023年间，伊朗向俄罗斯提供炸药。", ("2022", "2023")),
    ("去年7月至今，伊朗向俄罗斯提供炸药。", ("2024-07", "2025-05")),
]


@pytest.mark.parametrize(("text", "wanted"), PERIODS)
def test_when(text: str, wanted: tuple[str, str]) -> None:
    c = one(text, "supply")
    assert c.period is not None and (c.period.from_, c.period.to) == wanted


def test_a_name_with_a_small_word_in_it_is_not_cut_there() -> None:
    text = page(Document("0" * 64, "t", "中国正向俄罗斯军工厂提供专门用于国防的火药", language="zh")).text
    assert [w.text for w in cut(text, 0, len(text))] == ["中国", "正", "向", "俄罗斯", "军工厂", "提供", "专门", "用于", "国防", "的", "火药"]


@pytest.mark.parametrize("piece", ["向", "的", "“", "据", "1万", "第一轮对", "中国和", "称，", "表示他说", "包括、", "由将被向对从", "A 1 ", "（", "2024年至", "以为由针对"])
def test_time_is_linear_in_hostile_text(piece: str) -> None:
    claims(piece * 20)
    taken = []
    for n in (4_000, 16_000):
        begun = time.perf_counter()
        claims(piece * (n // len(piece)))
        taken.append(time.perf_counter() - begun)
    assert taken[1] < 10 * taken[0] + 0.5, taken


@pytest.mark.parametrize("published", ["2025-13-40", "unknown", "2024"])
def test_a_text_cut_off_and_a_date_that_is_none_are_read(published: str) -> None:
    assert claims("去年5月3日伊朗把炸药运往俄罗斯，双方合作，中", published)
    assert claims("据挪威国防部称，去年周三朝俄合作，俄", published) is not None
