"""Chinese: what each construction of a clause alleges, and who says it, by sentences of our own."""

from __future__ import annotations

import random
import time

import pytest

from supplyline.extract import extract
from supplyline.extract.chinese.text import page
from supplyline.extract.chinese.words import words as cut
from supplyline.extract.lexicon import table
from supplyline.model import Claim, Document


def claims(text: str, published: str = "2025-05-27") -> tuple[Claim, ...]:
    document = Document("0" * 64, "test.txt", text, published=published, language="zh")
    found = extract(document, reader="rules")  # rules alone
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
    ("挪威外交部发言人李四海在接受晨报采访时说，泰国工厂生产火箭弹。", ("李四海", "挪威外交部发言人", "晨报", "asserts", "泰国工厂生产火箭弹")),
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


SUPPLIES_WIDER = [
    ("泰国提供可用于夜间作战的红外侦察图像。", {"supplier": ["泰国"], "goods": ["可用于夜间作战的红外侦察图像"]}),  # a verb inside the name of goods
    ("越南向俄罗斯运送包括轴承在内的备件。", {"recipient": ["俄罗斯"], "supplier": ["越南"], "goods": ["轴承", "备件"]}),
    ("越南向俄罗斯运送陀螺仪等精密仪器。", {"recipient": ["俄罗斯"], "supplier": ["越南"], "goods": ["陀螺仪", "精密仪器"]}),
    ("河岸城向俄罗斯提供轴承。", {"recipient": ["俄罗斯"], "supplier": ["河岸城"], "goods": ["轴承"]}),  # a name that no table knows
    ("一家越南公司为俄罗斯军工厂购买了处理器。", {"recipient": ["俄罗斯军工厂"], "via": ["越南公司"], "goods": ["处理器"]}),
    ("马来西亚是俄罗斯获取芯片的主要枢纽。", {"recipient": ["俄罗斯"], "supplier": ["马来西亚"], "goods": ["芯片"]}),
    ("越南是俄罗斯轴承的第二大供应国。", {"supplier": ["越南"], "recipient": ["俄罗斯"], "goods": ["轴承"]}),
    ("泰国是向俄罗斯供应车床的最大供应国。", {"supplier": ["泰国"], "recipient": ["俄罗斯"], "goods": ["车床"]}),
    ("越南增加了对俄罗斯的轴承供应。", {"supplier": ["越南"], "recipient": ["俄罗斯"], "goods": ["轴承"]}),
    ("俄罗斯坦克的轴承多数来自越南。", {"supplier": ["越南"], "recipient": ["俄罗斯"], "goods": ["轴承"]}),
    ("越南提供雷达图像，协助俄军寻找目标。", {"supplier": ["越南"], "recipient": ["俄军"], "goods": ["雷达图像"]}),
    ("轴承由越南制造商红叶供应给俄罗斯。", {"recipient": ["俄罗斯"], "supplier": ["红叶"], "goods": ["轴承"]}),
    ("俄国企业进口了泰国制造的车床。", {"supplier": ["泰国"], "recipient": ["俄国企业"], "goods": ["车床"]}),
    ("越南向白俄罗斯提供了军事援助。", {"recipient": ["白俄罗斯"], "supplier": ["越南"], "goods": ["军事援助"]}),
    ("越南用货船向俄罗斯运送轴承。", {"recipient": ["俄罗斯"], "supplier": ["越南"], "via": ["货船"], "goods": ["轴承"]}),
    ("俄罗斯仍可透过隐蔽管道取得轴承。", {"recipient": ["俄罗斯"], "via": ["隐蔽管道"], "goods": ["轴承"]}),
    ("一家与挪威军方有关联的泰国公司，正向俄罗斯提供影像资料。", {"recipient": ["俄罗斯"], "supplier": ["泰国公司"], "goods": ["影像资料"]}),
    ("因为越南公司向俄罗斯出售轴承。", {"recipient": ["俄罗斯"], "supplier": ["越南公司"], "goods": ["轴承"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SUPPLIES_WIDER)
def test_giving_told_in_other_shapes(text: str, wanted: dict[str, list[str]]) -> None:
    assert roles(one(text, "supply")) == wanted


def test_a_clause_parted_by_a_comma_before_its_verb_is_one_with_it() -> None:
    c = one("俄国企业从越南以低价，进口了40台车床。", "shipment")
    assert roles(c) == {"supplier": ["越南"], "recipient": ["俄国企业"], "goods": ["车床"]}
    c = one("越南对俄支援三百枚火箭弹。", "shipment")
    assert roles(c) == {"recipient": ["俄"], "supplier": ["越南"], "goods": ["火箭弹"]}


def test_who_speaks_or_lists_gives_nothing() -> None:
    text = "挪威财政部宣布制裁一名泰国商人，指控他向俄罗斯出售轴承。"
    assert roles(one(text, "supply")) == {"recipient": ["俄罗斯"], "supplier": ["泰国商人"], "goods": ["轴承"]}
    assert "supplier" not in roles(one("晨报3日报道，轴承运往俄罗斯。", "supply"))
    assert "supplier" not in roles(one("挪威对此不满。轴承在货柜中运往俄罗斯。", "supply"))


DEMANDS = [
    ("加拿大敦促泰国不要向俄罗斯出售车床。", "calls_for", {"actor": ["泰国"], "measure": ["不要向俄罗斯出售车床"], "target": ["俄罗斯"]}),
    ("泰国企业不得向俄罗斯转让技术。", "calls_for", {"actor": ["泰国企业"], "measure": ["不得向俄罗斯转让技术"], "target": ["俄罗斯"]}),
    ("加拿大外长李四海警告说，如果泰国企业出售轴承，它们将面临严重后果。", "expects", {"actor": ["加拿大"], "measure": ["严重后果"], "target": ["泰国企业"]}),
    ("挪威全面配合欧盟对俄罗斯的制裁。", "asserts", {"actor": ["挪威"], "measure": ["配合欧盟对俄罗斯的制裁"], "target": ["俄罗斯"]}),
    ("挪威拒绝采纳欧盟对泰国的制裁措施。", "asserts", {"actor": ["挪威"], "measure": ["拒绝采纳欧盟对泰国的制裁措施"], "target": ["泰国"]}),
    ("挪威大幅提高违规出口的罚款。", "asserts", {"actor": ["挪威"], "measure": ["提高违规出口的罚款"]}),
    ("挪威海关正在调查两家泰国公司。", "asserts", {"actor": ["挪威海关"], "measure": ["调查两家泰国公司"], "target": ["泰国公司"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "stance", "wanted"), DEMANDS)
def test_who_is_asked_bound_or_threatened_to_what(text: str, stance: str, wanted: dict[str, list[str]]) -> None:
    c = one(text, "measure")
    assert (c.stance, roles(c)) == (stance, wanted)
    assert not [x for x in claims(text) if x.kind in ("supply", "denial", "designation")]


def test_a_step_told_by_whom_it_meets() -> None:
    [step] = [c for c in claims("挪威宣布制裁泰国银行。该银行被禁止与俄罗斯企业开展业务。") if c.kind == "measure"]
    assert roles(step) == {"actor": ["挪威"], "measure": ["禁止与俄罗斯企业开展业务"], "target": ["该银行"]}


LISTINGS_WIDER = [
    ("挪威通过第21轮对俄制裁。", {"authority": ["挪威"], "target": ["俄"], "programme": ["第21轮对俄制裁"]}),
    ("尽管挪威祭出严厉制裁，但俄罗斯依旧发动攻击。", {"authority": ["挪威"], "target": ["俄罗斯"], "programme": ["严厉制裁"]}),
    ("挪威公布了一份包含9家泰国公司的名单。", {"authority": ["挪威"], "target": ["泰国公司"]}),
    ("挪威在贸易黑名单中增加了两家泰国公司。", {"authority": ["挪威"], "target": ["泰国公司"], "programme": ["贸易黑名单"]}),
    ("挪威一再以涉俄为由对泰国企业发起非法单边制裁。", {"authority": ["挪威"], "target": ["泰国企业"], "programme": ["单边制裁"], "reason": ["涉俄"]}),
    ("泰国对挪威制裁泰国银行表示不满。", {"authority": ["挪威"], "target": ["泰国银行"]}),
    ("挪威对27个实体、3名个人及70艘船只宣布制裁。", {"authority": ["挪威"], "target": ["27个实体", "3名个人", "70艘船只"]}),
    ("挪威对协助俄罗斯制造坦克的企业实施制裁。", {"authority": ["挪威"], "target": ["协助俄罗斯制造坦克的企业"]}),
    ("挪威、瑞典和芬兰对泰国银行实施制裁。", {"authority": ["挪威", "瑞典", "芬兰"], "target": ["泰国银行"]}),
    ("挪威因俄罗斯侵略邻国而制裁俄国银行。", {"authority": ["挪威"], "target": ["俄国银行"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), LISTINGS_WIDER)
def test_listings_told_in_other_shapes(text: str, wanted: dict[str, list[str]]) -> None:
    assert roles(one(text, "designation")) == wanted


def test_a_listing_tells_what_its_targets_did() -> None:
    found = claims("挪威将向俄罗斯出售轴承的三家泰国公司列入黑名单。")
    assert {c.kind: roles(c) for c in found} == {
        "supply": {"supplier": ["泰国公司"], "recipient": ["俄罗斯"], "goods": ["轴承"]},
        "designation": {"authority": ["挪威"], "target": ["泰国公司"], "programme": ["黑名单"]},
    }
    [listing] = [c for c in claims("由于泰国企业为俄方提供轴承，因此列入新制裁名单。") if c.kind == "designation"]
    assert roles(listing)["target"] == ["泰国企业"]


FLOWS_WIDER = [
    ("从泰国到挪威的轴承出口额增长了40%。", {"reporter": ["泰国"], "partner": ["挪威"], "goods": ["轴承"]}, 40),
    ("泰国输往挪威的轴承，金额比前一年增长两成。", {"reporter": ["泰国"], "partner": ["挪威"], "goods": ["轴承"]}, 20),
    ("泰国向挪威、瑞典和芬兰出口的轴承增长了40%。", {"partner": ["挪威", "瑞典", "芬兰"], "reporter": ["泰国"], "goods": ["轴承"]}, 40),
    ("泰国和挪威之间的贸易额增长30%。", {"reporter": ["泰国"], "partner": ["挪威"]}, 30),
    ("泰国出口到挪威的轴承大幅增加。", {"reporter": ["泰国"], "partner": ["挪威"], "goods": ["轴承"]}, None),
    ("俄军无人机80%的处理器来自泰国。", {"reporter": ["俄军"], "partner": ["泰国"], "goods": ["处理器"]}, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "percent"), FLOWS_WIDER)
def test_statistics_told_in_other_shapes(text: str, wanted: dict[str, list[str]], percent: float | None) -> None:
    c = one(text, "trade_flow")
    assert (roles(c), c.change.percent if c.change else None) == (wanted, percent)


def test_makers_and_partners_in_other_shapes() -> None:
    assert roles(one("许多轴承出自泰国企业。", "production")) == {"maker": ["泰国企业"], "goods": ["轴承"]}
    assert roles(one("挪威采用泰国引擎生产坦克。", "production")) == {"maker": ["挪威"], "goods": ["坦克"]}
    assert roles(one("挪威将与泰国、越南和老挝深化合作。", "cooperation")) == {"party": ["挪威", "泰国", "越南", "老挝"]}
    assert roles(one("挪威专家与泰国红叶公司就无人机进行研发。", "cooperation")) == {"party": ["挪威专家", "泰国红叶公司"]}
    assert not [c for c in claims("挪威外长李四海称，这将破坏中泰合作。") if c.kind == "cooperation"]


SAYINGS_WIDER = [
    ("挪威外交部指泰国工厂生产火箭弹。", ("挪威外交部", None, "泰国工厂生产火箭弹")),
    ("挪威控泰国工厂生产火箭弹", ("挪威", None, "泰国工厂生产火箭弹")),
    ("挪威晨报︰泰国工厂生产火箭弹", ("挪威晨报", None, "泰国工厂生产火箭弹")),
    ("多项调查与媒体报导显示，泰国工厂生产火箭弹。", ("多项调查与媒体", None, "泰国工厂生产火箭弹")),
    ("晨报援引两名挪威官员及相关文件指出，泰国工厂生产火箭弹。", ("两名挪威官员及相关文件", "晨报", "泰国工厂生产火箭弹")),
    ("挪威官员告诉晨报，泰国工厂生产火箭弹。", ("挪威官员", None, "泰国工厂生产火箭弹")),
    ("（晨报记者奥斯陆3日电）挪威外交部表示，泰国工厂生产火箭弹。", ("挪威外交部", None, "泰国工厂生产火箭弹")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SAYINGS_WIDER)
def test_sayings_in_other_shapes(text: str, wanted: tuple[str, str | None, str]) -> None:
    [c] = [c for c in claims(text) if c.speaker and c.content]
    assert c.speaker and c.content
    assert (c.speaker.span.text, c.via.name if c.via else None, c.content.text) == wanted


def test_a_person_met_before_speaks_by_his_name_alone() -> None:
    [c] = [c for c in claims("挪威外长李四海昨天访问曼谷。李四海指责泰国工厂生产火箭弹。") if c.speaker]
    assert c.speaker and (c.speaker.name, c.speaker.role) == ("李四海", "挪威外长")


@pytest.mark.parametrize(
    ("text", "said", "meant"),
    [
        ("泰国发那塔公司生产的机床出现在挪威。该公司在声明中表示，产品仅用于民用。", "该公司", "泰国发那塔公司"),
        ("挪威财政部长李四海访问曼谷。他警告说，泰国银行将面临后果。", "他", "李四海"),
        ("泰国国防部情报总局公布了货单。该机构说，货单上有2500种零件。", "该机构", "泰国国防部情报总局"),
        ("泰国商务部发布公告。该部门指出，有关措施符合惯例。", "该部门", "泰国商务部"),
        ("昨天下了大雨。该公司表示，产品仅用于民用。", "该公司", "该公司"),
    ],
)
def test_who_is_pointed_back_to_speaks(text: str, said: str, meant: str) -> None:
    [c] = [c for c in claims(text) if c.speaker and c.speaker.span.text == said]
    assert c.speaker and c.speaker.name == meant


def test_what_is_denied_keeps_its_own_source() -> None:
    found = claims("泰国军方否认挪威媒体有关泰国向俄罗斯提供轴承的报道。")
    assert {(c.kind, c.speaker.name) for c in found if c.speaker} == {("denial", "泰国军方"), ("supply", "挪威媒体")}
    assert roles(one("泰国外长李四海说：「我们强烈否认出口轴承到俄罗斯。」", "denial"))["denier"] == ["李四海"]
    assert not [c for c in claims("挪威外长李四海说，挪威不会容忍任何人为俄军提供援助。") if c.kind == "denial"]
    assert roles(one("这一指控遭泰国外长李四海否认。", "denial")) == {"denier": ["李四海"], "denied": ["这一指控"]}


def test_two_quotations_of_one_speaker_are_two() -> None:
    found = claims("李四海说：“泰国工厂生产火箭弹”，他还说：“越南工厂生产炸药”。")
    assert [(c.speaker.name, c.content.text) for c in found if c.speaker and c.content] == [("李四海", "泰国工厂生产火箭弹"), ("李四海", "越南工厂生产炸药")]


@pytest.mark.parametrize("text", ["挪威指泰国与「邻国」正「散布『军火』交易的『谣言』」。", "「甲『乙』丙", "『「』」“‘”。", "向俄罗斯", "据"])
def test_quotations_inside_quotations_are_read(text: str) -> None:
    assert claims(text) is not None


def test_any_row_of_words_and_any_cut_text_is_read() -> None:
    rng = random.Random(20261126)
    known = [row[0] for name in ("triggers", "cues") for row in table("zh", name)] + [*"，。、；：“”「」『』（）【】的了一2年", "5家", "7月", "俄罗斯", "芯片", "红叶公司"]
    text = "".join(row[0] for rows in (SUPPLIES_WIDER, LISTINGS_WIDER, DEMANDS, FLOWS_WIDER, SAYINGS_WIDER) for row in rows)
    for _ in range(300):
        claims("".join(rng.choice(known) for _ in range(rng.randint(1, 30))))
        at = rng.randrange(len(text))
        claims(text[at : at + rng.randint(1, 120)] + rng.choice(known))
