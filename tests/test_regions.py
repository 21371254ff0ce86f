"""Places: the table, what is found in running text, what a mention means for the body that reports."""

import csv
import pickle
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuji_ie.extractor import Extractor
from kuji_ie.lexicon import Lexicon
from kuji_ie.models import Place
from kuji_ie.regions import Region, RegionTable, default_regions, find_references, regions_of


@pytest.fixture(scope="module")
def table() -> RegionTable:
    return default_regions()


def found(table: RegionTable, text: str, context: str | None = None) -> list[str]:
    region = table.resolve_name(context) if context else None
    return [mention.text for mention in table.find(text, region)]


class Row(NamedTuple):
    """A row of `data/places.csv`: the code that `place` has in `text`, "" where it cannot be known."""

    text: str
    place: str
    region: str
    year: str
    code: str
    why: str
    of: str  # fact or rank: whose region or scope the place is


with (Path(__file__).parent / "data" / "places.csv").open(encoding="utf-8", newline="") as handle:
    PLACES = [Row(**row) for row in csv.DictReader(handle)]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


# --- places in context ---


@pytest.mark.parametrize("row", PLACES, ids=lambda row: f"{row.why}-{row.place}-{row.region}-{row.year}")
def test_places(table: RegionTable, row: Row) -> None:
    year = int(row.year) if row.year else None
    context = table.resolve_name(row.region, year) if row.region else None
    assert (table.resolve(row.place, context, year).code or "") == row.code
    mentions = find_references(row.text) if row.why == "reference" else table.find(row.text, context)
    texts = [mention.text for mention in mentions]
    if row.why == "reference":  # 全省 of 全省89个区县
        assert any(row.place.startswith(text) for text in texts)
    elif row.code or row.why == "zone":
        assert row.place in texts


@pytest.mark.parametrize(
    "row", [r for r in PLACES if r.of], ids=lambda row: f"{row.of}-{row.place}-{row.code}"
)
def test_places_of_observations(extractor: Extractor, row: Row) -> None:
    found = extractor.extract(row.text, region=row.region, year=int(row.year)).observations
    told: list[Place | None] = [o.region for o in found]
    if row.of == "rank":
        told = [rank.scope for o in found for rank in o.ranks]
    assert [place.code or "" for place in told if place][:1] == [row.code]


def test_places_are_hard_enough() -> None:
    kinds = [row.why for row in PLACES]
    hard = sum(kinds.count(why) for why in ("namesake", "renamed", "zone"))
    assert len(PLACES) >= 150 and 2 * hard >= len(PLACES) and sum(1 for row in PLACES if row.of) >= 30


# --- the table ---


@pytest.mark.parametrize(
    ("code", "name", "parents"),
    [
        ("330108", "滨江区", ["杭州市", "浙江省"]),
        ("330182", "建德市", ["杭州市", "浙江省"]),
        ("310115", "浦东新区", ["上海市"]),
        ("419001", "济源市", ["河南省"]),
        ("429004", "仙桃市", ["湖北省"]),
        ("500116", "江津区", ["重庆市"]),
        ("532300", "楚雄彝族自治州", ["云南省"]),
        ("150000", "内蒙古自治区", []),
        ("420600", "襄阳市", ["湖北省"]),
        ("330103", "下城区", ["杭州市", "浙江省"]),
    ],
)
def test_codes(table: RegionTable, code: str, name: str, parents: list[str]) -> None:
    region = table.get(code)
    assert region is not None
    assert (region.name, [above.name for above in table.parents(region)]) == (name, parents)


def test_a_code_may_change_its_name(table: RegionTable) -> None:
    assert table.get("420600", year=2008) == Region("襄樊市", "420600", "prefecture", "420000")
    assert table.get("000000") is None


# --- names given by the caller, or without any context ---


@pytest.mark.parametrize(
    ("name", "full", "code"),
    [
        ("浙江", "浙江省", "330000"),
        ("广西", "广西壮族自治区", "450000"),
        ("内蒙古", "内蒙古自治区", "150000"),
        ("新疆", "新疆维吾尔自治区", "650000"),
        ("吉林", "吉林省", "220000"),
        ("海南", "海南省", "460000"),
        ("杭州", "杭州市", "330100"),
        ("滨江区", "滨江区", "330108"),
        ("滨江", "滨江区", "330108"),
        ("杭州市滨江区", "滨江区", "330108"),
        ("浙江省杭州市滨江区", "滨江区", "330108"),
        ("浙江省 杭州市", "杭州市", "330100"),
        ("绍兴市越城区", "越城区", "330602"),
        ("北京市朝阳区", "朝阳区", "110105"),
        ("长春市朝阳区", "朝阳区", "220104"),
        ("深圳南山", "南山区", "440305"),
        ("南昌市西湖区", "西湖区", "360103"),
        ("杭州西湖", "西湖区", "330106"),
        ("福州市鼓楼区", "鼓楼区", "350102"),
        ("晋城市城区", "城区", "140502"),
        ("西安", "西安市", "610100"),
        ("长沙", "长沙市", "430100"),
        ("长沙县", "长沙县", "430121"),
        ("楚雄州", "楚雄彝族自治州", "532300"),
        ("楚雄", "楚雄彝族自治州", "532300"),
        ("湘西州", "湘西土家族苗族自治州", "433100"),
        ("延边", "延边朝鲜族自治州", "222400"),
        ("伊犁州", "伊犁哈萨克自治州", "654000"),
        ("景宁", "景宁畲族自治县", "331127"),
        ("景宁县", "景宁畲族自治县", "331127"),
        ("大兴安岭", "大兴安岭地区", "232700"),
        ("神农架", "神农架林区", "429021"),
        ("鄂尔多斯", "鄂尔多斯市", "150600"),
        ("顺德区", "顺德区", "440606"),
        ("义乌", "义乌市", "330782"),
        ("昆山市", "昆山市", "320583"),
        ("全国", "全国", None),
        # zones: of a district, and of their own
        ("杭州高新区(滨江)", "滨江区", "330108"),
        ("杭州高新区（滨江）", "滨江区", "330108"),
        ("杭州高新技术产业开发区", "滨江区", "330108"),
        ("高新区(滨江)", "滨江区", "330108"),
        ("无锡高新区", "新吴区", "320214"),
        ("苏州高新区", "虎丘区", "320505"),
        ("青岛西海岸新区", "黄岛区", "370211"),
        ("广州开发区", "黄埔区", "440112"),
        ("苏州工业园区", "苏州工业园区", None),
        ("雄安新区", "河北雄安新区", None),
        ("合肥高新区", "合肥高新技术产业开发区", None),
        ("滨海新区", "滨海新区", "120116"),
        # abolished and renamed
        ("下城区", "下城区", "330103"),
        ("江干区", "江干区", "330104"),
        ("绍兴县", "绍兴县", "330621"),
        ("柯桥区", "柯桥区", "330603"),
        ("崇文区", "崇文区", "110103"),
        ("宣武区", "宣武区", "110104"),
        ("卢湾区", "卢湾区", "310103"),
        ("闸北区", "闸北区", "310108"),
        ("南汇区", "南汇区", "310119"),
        ("莱芜市", "莱芜市", "371200"),
        ("莱芜区", "莱芜区", "370116"),
        ("襄樊市", "襄樊市", "420600"),
        ("宁波市江东区", "江东区", "330204"),
        ("临平区", "临平区", "330113"),
        # namesakes that cannot be told apart, words, and what no table holds
        ("西湖区", "西湖区", None),
        ("鼓楼区", "鼓楼区", None),
        ("朝阳区", "朝阳区", None),
        ("朝阳", "朝阳", None),
        ("和平区", "和平区", None),
        ("南山区", "南山区", None),
        ("新华区", "新华区", None),
        ("长安区", "长安区", None),
        ("城关区", "城关区", None),
        ("市中区", "市中区", None),
        ("高新区", "高新区", None),
        ("江海市", "江海市", None),
        ("杭州市鼓楼区", "杭州市鼓楼区", None),
        ("", "", None),
    ],
)
def test_names(table: RegionTable, name: str, full: str, code: str | None) -> None:
    region = table.resolve_name(name)
    assert (region.name, region.code) == (full, code)


@pytest.mark.parametrize(
    ("name", "year", "full", "code"),
    [
        ("余杭区", 2020, "余杭区", "330110"),
        ("余杭区", 2023, "余杭区", "330110"),
        ("下城区", 2020, "下城区", "330103"),
        ("富阳市", 2013, "富阳市", "330183"),
        ("菏泽", 2001, "菏泽市", "371700"),
        ("襄樊", 2009, "襄樊市", "420600"),
        ("莱芜", 2015, "莱芜市", "371200"),
        ("莱芜", 2022, "莱芜区", "370116"),
        ("济源市", 2005, "济源市", "410881"),
        ("济源市", 2012, "济源市", "419001"),
        ("江门高新区", 2015, "江海区", "440704"),
        ("江门高新区", 2010, "江门高新技术产业开发区", None),
        ("江北区", 2025, "江北区", None),
        ("崇川区", 2018, "崇川区", "320602"),
        ("崇川区", 2022, "崇川区", "320613"),
        ("萧山", 2022, "萧山区", "330109"),
    ],
)
def test_names_of_a_year(table: RegionTable, name: str, year: int, full: str, code: str | None) -> None:
    region = table.resolve_name(name, year)
    assert (region.name, region.code) == (full, code)


# --- mentions in a document ---


@pytest.mark.parametrize(
    ("context", "mention", "full", "code"),
    [
        ("滨江区", "全区", "滨江区", "330108"),
        ("滨江区", "我区", "滨江区", "330108"),
        ("滨江区", "区内", "滨江区", "330108"),
        ("滨江区", "辖区内", "滨江区", "330108"),
        ("滨江区", "我局", "滨江区", "330108"),
        ("滨江区", "全域", "滨江区", "330108"),
        ("滨江区", "全市", "杭州市", "330100"),
        ("滨江区", "我省", "浙江省", "330000"),
        ("滨江区", "全省89个区县", "浙江省", "330000"),
        ("滨江区", "全省县(市、区)", "浙江省", "330000"),
        ("滨江区", "全国", "全国", None),
        ("滨江区", "杭州", "杭州市", "330100"),
        ("滨江区", "西湖区", "西湖区", "330106"),
        ("滨江区", "西湖", "西湖区", "330106"),
        ("滨江区", "全县", "全县", None),
        ("杭州市", "全市", "杭州市", "330100"),
        ("杭州市", "西湖区", "西湖区", "330106"),
        ("建德市", "全市", "建德市", "330182"),
        ("建德市", "我市", "建德市", "330182"),
        ("建德市", "全省", "浙江省", "330000"),
        ("柯桥区", "全市", "绍兴市", "330600"),
        ("越城区", "滨海新区", "绍兴滨海新区", None),
        ("南京市", "鼓楼区", "鼓楼区", "320106"),
        ("玄武区", "鼓楼区", "鼓楼区", "320106"),
        ("南昌市", "西湖区", "西湖区", "360103"),
        ("北京市", "朝阳", "朝阳区", "110105"),
        ("浙江省", "西湖区", "西湖区", "330106"),
        ("江苏省", "鼓楼区", "鼓楼区", None),  # 南京市 and 徐州市 have one each
        ("浙江省", "全市", "全市", None),
        ("上海市", "全市", "上海市", "310000"),
        ("浦东新区", "全市", "上海市", "310000"),
        ("浦东新区", "全区", "浦东新区", "310115"),
        ("广西", "全区", "广西壮族自治区", "450000"),
        ("南宁市", "全区", "广西壮族自治区", "450000"),
        ("青秀区", "全区", "青秀区", "450103"),
        ("楚雄州", "全州", "楚雄彝族自治州", "532300"),
        ("固始县", "全县", "固始县", "411525"),
        ("固始县", "全市", "信阳市", "411500"),
        ("达拉特旗", "全旗", "达拉特旗", "150621"),
        ("锡林郭勒盟", "全盟", "锡林郭勒盟", "152500"),
        ("青海省", "海南", "海南藏族自治州", "632500"),
        ("滨江区", "海南", "海南省", "460000"),
        ("滨江区", "浙江省各市", "浙江省", "330000"),
        ("西湖区", "全区", "西湖区", None),
        ("西湖区", "全市", "全市", None),
        ("苏州工业园区", "全区", "苏州工业园区", None),
        ("苏州工业园区", "全市", "苏州市", "320500"),
        ("楚雄州", "全州10县市", "楚雄彝族自治州", "532300"),
        ("杭州市", "全省十一个设区市", "浙江省", "330000"),
        ("黑龙江省", "西安", "西安市", "610100"),
        ("牡丹江市", "西安", "西安", None),  # its district or the city
        ("益阳市", "资阳", "资阳", None),
        ("大庆市", "大同", "大同区", "230606"),
    ],
)
def test_resolve(table: RegionTable, context: str, mention: str, full: str, code: str | None) -> None:
    region = table.resolve(mention, table.resolve_name(context))
    assert (region.name, region.code) == (full, code)


@pytest.mark.parametrize("mention", ["全区", "我市", "全省", "区内"])
def test_without_context_a_reference_is_nobody(table: RegionTable, mention: str) -> None:
    assert table.resolve(mention) == Region(mention)


# --- running text ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("增速居杭州第3位", ["杭州"]),
        ("南山区、宝安区、龙岗区分别达4820家", ["南山区", "宝安区", "龙岗区"]),
        ("鄞州区技术交易额86.3亿元,慈溪市、余姚市分别为", ["鄞州区", "慈溪市", "余姚市"]),
        ("绍兴市越城区科技局", ["绍兴市越城区"]),
        ("浙江省杭州市滨江区", ["浙江省杭州市滨江区"]),
        ("云南省双江拉祜族佤族布朗族傣族自治县", ["云南省双江拉祜族佤族布朗族傣族自治县"]),
        ("杭州高新区(滨江)被列入", ["杭州高新区(滨江)"]),
        ("深圳南山的企业", ["深圳南山"]),
        ("福州、厦门、泉州入选", ["福州", "厦门", "泉州"]),
        ("海宁在上海宁波路", ["上海"]),
        ("北京市场份额", ["北京"]),
        ("比排在前一位的宁国市少36家", ["宁国市"]),
        ("湘西州和恩施州", ["湘西州", "恩施州"]),
        ("\ud800杭州😀宁波", ["杭州", "宁波"]),
        # inside longer words, or words themselves
        ("三江口街道", []),
        ("硕士以上海外人才", []),
        ("浙江大学、杭州电子科技大学、中山大学", []),
        ("南京路步行街", []),
        ("适应城市发展,推广安全生产", []),
        ("西部陆海东南通道", []),
        ("滨江区域", []),
        ("阿里巴巴、宁德时代", []),
        ("市和县联动,组成县级专班", []),
        ("日照时数、来宾接待、白银产量", []),
        ("余杭、萧山", []),
        ("革命老区和城区、郊区、矿区", []),
    ],
)
def test_find(table: RegionTable, text: str, expected: list[str]) -> None:
    assert found(table, text) == expected


@pytest.mark.parametrize(
    ("context", "text", "expected"),
    [
        ("滨江区", "高于余杭、萧山", ["余杭", "萧山"]),
        ("绍兴市", "越城、柯桥、上虞三地", ["越城", "柯桥", "上虞"]),
        ("绍兴市", "高于余杭", []),
        ("日照市", "日照高新技术企业", ["日照"]),
        ("滨江区", "钱塘江两岸", []),
        ("滨江区", "滨江区域", []),
        ("北京市", "海淀、朝阳两区,朝阳、丰台和通州", ["海淀", "朝阳", "朝阳", "丰台", "通州"]),
        ("甘南州", "开放、合作,临潭、合作共赢", ["临潭"]),
        ("济南市", "全市中小企业,市中区", ["市中区"]),
        ("宁波市", "重庆江北、南京江宁,重庆江边", ["重庆江北", "南京江宁"]),
        ("江海市", "高于余杭", []),
    ],
)
def test_find_in_context(table: RegionTable, context: str, text: str, expected: list[str]) -> None:
    assert found(table, text, context) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全省研发投入强度为2.51%,我市为2.93%", ["全省", "我市"]),
        ("列全省89个区县第1,全国领先", ["全省", "全国"]),
        ("全州县与全州县市,全州领先", ["全州", "全州"]),
        ("占领全市场,全区块推进", []),
        ("鼓励市内龙头企业", []),
        (",区内净增高新技术企业68家", ["区内"]),
    ],
)
def test_references(text: str, expected: list[str]) -> None:
    assert [mention.text for mention in find_references(text)] == expected


def test_rows_of_a_lexicon() -> None:
    rows = [
        {"code": "110000", "name": "北京市", "aliases": "北京", "level": "province"},
        {"code": "110105", "name": "朝阳区", "aliases": "朝阳", "parent": "110000", "level": "county"},
    ]
    small = RegionTable(rows)
    assert small.resolve_name("北京朝阳").code == "110105"
    assert found(small, "北京朝阳区") == ["北京朝阳区"]


def test_parents_of_a_year(table: RegionTable) -> None:
    county = table.resolve_name("襄樊市襄阳区", 2008)
    assert [above.name for above in table.parents(county, 2008)] == ["襄樊市", "湖北省"]
    assert table.resolve("全市", county, 2008).name == "襄樊市"


# --- the regions of a lexicon ---


def test_regions_of_a_lexicon_without_its_own() -> None:
    assert regions_of(Lexicon.load("core")) is default_regions()
    assert regions_of(Lexicon()) is default_regions()


def test_regions_of_a_pack() -> None:
    lexicon = Lexicon.load("core")
    lexicon.add("region", "建德高新技术产业园", aliases=["建德高新园"], level="zone", parent="330100")
    lexicon.add(
        "region", "建德经济开发区", aliases=["建德经开区"], id="330182", level="zone", parent="330100"
    )
    own = regions_of(lexicon)
    zone = own.resolve("建德高新园", own.resolve_name("杭州市"))
    assert zone == Region("建德高新技术产业园", None, "zone", "330100")
    assert own.resolve_name("建德经开区").code == "330182"
    assert found(own, "建德高新园和建德经开区、杭州市") == ["建德高新园", "建德经开区", "杭州市"]
    assert default_regions().resolve_name("建德高新园").level is None
    assert regions_of(lexicon) is own
    lexicon.add("cue", "建德高新园舞蹈", role="place.blocker")
    assert found(regions_of(lexicon), "建德高新园舞蹈、建德高新园") == ["建德高新园"]


def test_a_row_of_a_pack_replaces_one_of_core() -> None:
    lexicon = Lexicon.load("core").add(
        "region", "滨江区", aliases=["滨江", "江南新城"], id="330108", level="county", parent="330100"
    )
    own = regions_of(lexicon)
    assert own.by_name("滨江区") == default_regions().by_name("滨江区")
    assert own.resolve_name("杭州江南新城").code == "330108"
    assert own.resolve_name("杭州高新区").code == "330108"


def test_pickled(table: RegionTable) -> None:
    assert found(pickle.loads(pickle.dumps(table)), "杭州市") == ["杭州市"]


@given(st.text(alphabet="全我本省市区县州国内杭州滨江上海宁波路高新()、1\ud800😀 ", max_size=30))
def test_any_text(text: str) -> None:
    table = default_regions()
    context = table.resolve_name("滨江区")
    table.resolve(text, context, 2020)
    done = 0
    for mention in table.find(text, context):
        assert done <= mention.start < mention.end
        assert mention.text == text[mention.start : mention.end].replace("\ud800", "\ufffd")
        done = mention.end


@pytest.mark.parametrize("piece", ["杭州", "杭州市", "全省", "1", "杭", "区县", "的各"])
def test_long_text_is_linear(table: RegionTable, piece: str) -> None:
    text = piece * (50_000 // len(piece))
    started = time.perf_counter()
    table.find(text, table.resolve_name("滨江区"))
    table.resolve(text)
    table.resolve("全省" + text, table.resolve_name("滨江区"))
    assert time.perf_counter() - started < 3
