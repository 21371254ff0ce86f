"""Packs: what loads the same, what is refused and how, what survives saving."""

import csv
import pickle
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuji_ie.errors import LexiconError
from kuji_ie.lexicon import Entry, Lexicon, Problem, shipped_packs_folder, shipped_titles
from kuji_ie.regions import default_regions


def make_pack(folder, head='name = "mine"', **tables):
    """A pack folder; a table is given as text or as bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.toml").write_text(head, encoding="utf-8")
    for stem, table in tables.items():
        data = table if isinstance(table, bytes) else table.encode()
        (folder / f"{stem}.csv").write_bytes(data)
    return folder


METRIC = Entry(
    "metric", "孵化面积", id="area", aliases=("面积", "总面积"), fields=(("unit", "平方米"), ("note", "a,b"))
)
PLAIN = 'id,name,aliases,unit,region,note\narea,孵化面积,面积|总面积,平方米,,"a,b"\n'


@pytest.mark.parametrize(
    "table",
    [
        PLAIN,
        PLAIN.encode("utf-8-sig"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN + "\n\n,,,,\n",  # blank rows
        PLAIN.replace("region,note", "region,note,,").replace('"a,b"', '"a,b",,'),  # blank columns
        PLAIN.replace("面积|总面积", " 面积 |｜总面积|面积||孵化面积 "),  # untidy aliases
        'note,name,unit,id,aliases\n"a,b",孵化面积,平方米,area,面积|总面积',  # another order
    ],
)
def test_tables_that_load_the_same(tmp_path, table):
    assert list(Lexicon.load(make_pack(tmp_path / "p", metrics=table))) == [METRIC]


@pytest.mark.parametrize(
    ("tables", "file", "line", "problem", "remedy"),
    [
        ({"metrics": "id,nam\na,甲\n"}, "metrics.csv", 1, "no column 'nam'", "write name"),
        ({"metrics": "id;name\na;甲\n"}, "metrics.csv", 1, "no column 'id;name'", "by commas"),
        ({"metrics": "id,name,id\n"}, "metrics.csv", 1, "'id' stands twice", "delete one"),
        ({"metrics": "name\n甲\n"}, "metrics.csv", 1, "'id' is missing", "id,name,aliases,unit,region,note"),
        ({"metrics": ""}, "metrics.csv", 1, "no header", "id,name"),
        ({"metrics": "id,name\na,甲\n\na,乙\n"}, "metrics.csv", 4, "'a' stands in row 2", "another id"),
        ({"metrics": "id,name\n,甲\n,甲\n"}, "metrics.csv", 3, "'甲' stands in row 2", "one with aliases"),
        ({"metrics": "id,name\na, \n"}, "metrics.csv", 2, "name is empty", "delete the row"),
        ({"metrics": "id,name\na,甲,乙\n"}, "metrics.csv", 2, "more cells", "quotation marks"),
        (
            {"metrics": "id,name\na,甲\n".encode("gb18030")},
            "metrics.csv",
            2,
            "not in UTF-8",
            "save it as UTF-8",
        ),
        ({"metrics": 'id,name\na,"甲\n'}, "metrics.csv", 2, "no CSV", "quotation marks"),
        ({"metrics": 'id,name\na,"甲\n乙"\n'}, "metrics.csv", 2, "cannot be printed", "delete"),
        ({"metric": "id,name\n"}, "metric.csv", None, "no table 'metric.csv'", "call it metrics.csv"),
        ({"cues": "name\n增长\n"}, "cues.csv", 1, "'role' is missing", "role,name"),
        ({"cues": "role,name\n上升,增长\n"}, "cues.csv", 2, "no dotted key", "change.up"),
        ({"cues": "role,name\na.b,增长\na.b,增长\n"}, "cues.csv", 3, "'a.b 增长' stands in row 2", "one"),
        ({"units": "name,scale\n万,many\n"}, "units.csv", 2, "'many' is no number", "10000"),
        ({"units": "name,scale\n万,0\n"}, "units.csv", 2, "'0' is no number above 0", "10000"),
        ({"head": "name = x"}, "pack.toml", 1, "no TOML", "core"),
        ({"head": "title = '甲'"}, "pack.toml", None, "no name", 'name = "p"'),
        ({"head": "name = 'a'\nextend = ['core']"}, "pack.toml", None, "no key 'extend'", "write extends"),
        ({"head": "name = 'a'\nextends = 'core'"}, "pack.toml", None, "no list", 'extends = ["core"]'),
        ({"head": "name = 'a'\nversion = 1"}, "pack.toml", None, "version is no text", 'version = "1"'),
        ({"head": "name = 'a'\nextends = ['cor']"}, "pack.toml", None, "extends 'cor'", "write core"),
        ({"head": "name = 'a'\nextends = ['p']"}, "pack.toml", None, "'p' extends this", "take 'p' out"),
    ],
)
def test_refused(tmp_path, tables, file, line, problem, remedy):
    with pytest.raises(LexiconError) as caught:
        Lexicon.load(make_pack(tmp_path / "p", **tables))
    error = caught.value
    assert (error.file, error.line) == (str(tmp_path / "p" / file), line)
    assert problem in error.problem
    assert remedy in error.remedy


@pytest.mark.parametrize(
    ("source", "problem", "remedy"),
    [("zhejang", "no pack 'zhejang'", "zhejiang"), ("", "", ""), ("/no/such/place", "no pack", "core")],
)
def test_no_such_pack(source, problem, remedy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LexiconError) as caught:
        Lexicon.load(source)
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy


def test_file_and_folder_that_are_no_pack(tmp_path):
    (tmp_path / "a.txt").write_text("甲")
    with pytest.raises(LexiconError, match="no folder"):
        Lexicon.load(tmp_path / "a.txt")
    with pytest.raises(LexiconError, match=r"no pack\.toml"):
        Lexicon.load(tmp_path)


def test_circle(tmp_path):
    make_pack(tmp_path / "a", "name = 'a'\nextends = ['b']")
    make_pack(tmp_path / "b", "name = 'b'\nextends = ['a']")
    with pytest.raises(LexiconError, match="'a' extends this pack in its turn"):
        Lexicon.load(tmp_path / "a")


@pytest.mark.parametrize("source", [None, 3, ["core"], b"core"])
def test_wrong_type(source):
    with pytest.raises(TypeError, match=r"Lexicon\.load takes"):
        Lexicon.load(source)


def names(lexicon, kind="metric"):
    return [(entry.id, entry.name, entry.pack) for entry in lexicon.entries(kind)]


def test_later_wins(tmp_path):
    a = make_pack(tmp_path / "a", "name = 'a'", metrics="id,name\nx,甲\ny,乙\nz,丙\n")
    b = make_pack(tmp_path / "b", "name = 'b'", metrics="id,name\nx,甲甲\nw,乙\n")
    merged = Lexicon.load(a, b)
    assert names(merged) == [("x", "甲甲", "b"), ("z", "丙", "a"), ("w", "乙", "b")]
    assert merged == Lexicon.load(a) | Lexicon.load(b) == Lexicon.load(Lexicon.load(a), b)
    assert merged != Lexicon.load(b, a)
    assert [(problem.code, problem.file, problem.line) for problem in merged.check()] == [
        ("redefined", str(b / "metrics.csv"), 2),
        ("redefined", str(b / "metrics.csv"), 3),
    ]


def test_a_pack_counts_once(tmp_path):
    """What two packs extend does not come back over the first of them."""
    make_pack(tmp_path / "base", "name = 'base'", metrics="id,name\nx,甲\n")
    a = make_pack(tmp_path / "a", "name = 'a'\nextends = ['base']", metrics="id,name\nx,乙\n")
    b = make_pack(tmp_path / "b", "name = 'b'\nextends = ['base']", metrics="id,name\ny,丁\n")
    for merged in (Lexicon.load(a, b), Lexicon.load(a) | Lexicon.load(b)):
        assert names(merged) == [("x", "乙", "a"), ("y", "丁", "b")]
        assert [pack.name for pack in merged.packs] == ["base", "a", "b"]


def test_namesakes(tmp_path):
    """Places share names, words have several roles."""
    pack = make_pack(
        tmp_path / "p",
        regions="code,name,parent\n110101,东城区,\n330100,东城区,\n330100,老城区,\n",
        cues="role,name\nchange.up,增\naction.new,增\n",
    )
    lexicon = Lexicon.load(pack)
    assert [(entry.kind, entry.get("code"), entry.get("role")) for entry in lexicon] == [
        ("cue", None, "change.up"),
        ("cue", None, "action.new"),
        ("region", "110101", None),
        ("region", "330100", None),
        ("region", "330100", None),
    ]
    assert lexicon.check() == []
    assert len(lexicon.find("东城区")) == 2


def test_find():
    lexicon = Lexicon().add("honour", "甲", aliases=["丙"]).add("metric", "乙", "甲|丙")
    assert [(entry.kind, entry.name) for entry in lexicon.find("甲")] == [("honour", "甲"), ("metric", "乙")]
    assert [entry.name for entry in lexicon.find("丙", kind="metrics")] == ["乙"]
    assert lexicon.find("丁") == []
    assert "丙" in lexicon
    assert "丁" not in lexicon


def test_add():
    lexicon = Lexicon()
    assert lexicon.add("unit", " 万元 ", aliases="w|万", scale=10000, base="元", note=None) is lexicon
    assert list(lexicon) == [
        Entry("unit", "万元", aliases=("w", "万"), fields=(("base", "元"), ("scale", "10000"))),
    ]
    assert lexicon.add("unit", "万元", scale=1).entries("unit")[0].get("scale") == "1"
    assert len(lexicon) == 1


@pytest.mark.parametrize(
    ("args", "fields", "problem", "remedy"),
    [
        (("thing", "甲"), {}, "no kind 'thing'", "metric"),
        (("metric", " "), {}, "name is empty", "write a name"),
        (("metric", "甲"), {"level": "省"}, "no field 'level'", "unit, region, note"),
        (("metric", "甲", ["乙|丙"]), {}, "holds a |", "of their own"),
        (("metric", "\ud800"), {}, "cannot be printed", "delete"),
        (("metric", "甲"), {"note": "\x00"}, "cannot be saved", "delete"),
        (("unit", "甲"), {"id": "a"}, "a unit has no id", "leave it out"),
        (("cue", "甲"), {}, "no dotted key", "change.up"),
    ],
)
def test_add_refused(args, fields, problem, remedy):
    lexicon = Lexicon()
    with pytest.raises(LexiconError) as caught:
        lexicon.add(*args, **fields)
    assert (caught.value.file, caught.value.line) == (None, None)
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy
    assert len(lexicon) == 0


def test_a_metric_and_a_statistic_share_the_ids():
    lexicon = Lexicon().add("metric", "甲", ["乙"], id="x").add("statistic", "甲", ["乙", "丙"], id="x")
    assert lexicon.check() == []
    lexicon.add("statistic", "丁", ["乙"], id="y")
    assert [problem.code for problem in lexicon.check()] == ["ambiguous"]


def test_check():
    lexicon = Lexicon().add("unit", "家").add("metric", "甲", ["丙"], unit="间").add("metric", "乙", ["丙"])
    lexicon.add("honour", "丁", level="全球").add("region", "戊", id="110101", parent="110000")
    assert [(problem.code, problem.message) for problem in lexicon.check()] == [
        ("ambiguous", "'丙' stands for '乙' and for '甲' in an entry added by code"),
        ("unknown-unit", "the unit '间' is no unit of this lexicon"),
        ("unknown-level", "there is no level '全球'"),
        ("unknown-parent", "the parent '110000' is no region of this lexicon"),
    ]
    assert (
        str(Problem("warning", "redefined", "a.csv", 3, "twice"))
        == "warning, a.csv, row 3 (redefined): twice"
    )


def test_save_replaces_a_pack(tmp_path):
    folder = make_pack(tmp_path / "p", "name = 'p'\ntitle = '甲'", metrics=PLAIN, honours="id,name\nx,乙\n")
    (folder / "notes.txt").write_text("kept")
    metrics = Lexicon.load(folder).entries("metric")
    Lexicon().add("metric", metrics[0].name, metrics[0].aliases, metrics[0].id).save(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["metrics.csv", "notes.txt", "pack.toml"]
    assert len(Lexicon.load(folder)) == 1


def test_save_keeps_the_head(tmp_path):
    head = 'name = "p"\ntitle = "a\\"b\\\\"\nregion = "浙江省"\nversion = "2"\nextends = []\n'
    Lexicon.load(make_pack(tmp_path / "p", head, metrics=PLAIN)).save(tmp_path / "q")
    assert (tmp_path / "q" / "pack.toml").read_text(encoding="utf-8") == head
    assert (tmp_path / "q" / "metrics.csv").read_bytes() == PLAIN.encode("utf-8-sig")


WORD = st.text('甲乙a“”", \n|;😀', max_size=4)


@given(
    rows=st.lists(st.tuples(st.sampled_from(["metric", "honour", "unit"]), WORD, st.lists(WORD), WORD, WORD))
)
def test_round_trip(rows, tmp_path_factory):
    lexicon = Lexicon()
    for kind, name, aliases, entry_id, note in rows:
        try:
            lexicon.add(kind, name, aliases, None if kind == "unit" else entry_id, note=note)
        except LexiconError:
            continue  # what cannot be saved is refused at once
    folder = tmp_path_factory.mktemp("pack")
    lexicon.save(folder)
    assert Lexicon.load(folder) == lexicon
    assert list(Lexicon.load(folder)) == list(lexicon)


# -- the shipped packs --


def test_shipped_packs_are_sound(tmp_path):
    lexicon = Lexicon.default()
    assert [problem for problem in lexicon.check() if problem.severity != "note"] == []
    lexicon.save(tmp_path / "copy")
    assert Lexicon.load(tmp_path / "copy") == lexicon == pickle.loads(pickle.dumps(lexicon))
    for name in Lexicon.available():
        assert Lexicon.load(name) == Lexicon.load(shipped_packs_folder() / name)


def as_a_spreadsheet_saves(path: Path) -> None:
    """Byte order mark, CRLF, every cell in quotation marks, blank columns and lines at the end."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [[*row, "", ""] for row in csv.reader(file)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerows([*rows, [""] * len(rows[0]), [""] * len(rows[0])])
        file.write("\r\n\r\n")


@pytest.mark.parametrize("name", Lexicon.available())
def test_a_pack_that_was_opened_in_a_spreadsheet_loads_the_same(name, tmp_path):
    copy = shutil.copytree(shipped_packs_folder() / name, tmp_path / name)
    for table in copy.glob("*.csv"):
        as_a_spreadsheet_saves(table)
    assert Lexicon.load(copy) == Lexicon.load(name)


def test_all_that_is_wrong_is_told(tmp_path):
    """No row fails silently, and none hides another."""
    pack = make_pack(
        tmp_path / "p",
        "name = 'p'\nextends = ['core']",
        honours="id,name,level,region\na,星火企业,市,\na,烛火企业,市,\nb,,省,\nc,青苗,镇,云溪市\n",
        units="name,scale\n朵云,0\n",
        entries="kind,name,level,unit\nhonuor,甲,,\nmetric,乙,省,\nhonour,丙,市,\nmetric,丁,,朵云\n",
        metrics="id;name\n",
    )
    lexicon, problems = Lexicon.scan(pack)
    assert [(p.severity, p.code, Path(p.file).name, p.line) for p in problems] == [
        ("error", "invalid", "entries.csv", 2),  # no such kind
        ("error", "invalid", "entries.csv", 3),  # a metric has no level
        ("error", "invalid", "honours.csv", 3),  # stands twice
        ("error", "invalid", "honours.csv", 4),  # no name
        ("error", "invalid", "metrics.csv", 1),  # no columns
        ("error", "invalid", "units.csv", 2),  # scale 0
        ("warning", "unknown-unit", "entries.csv", 5),
        ("warning", "unknown-level", "honours.csv", 5),
        ("warning", "unknown-region", "honours.csv", 5),
    ]
    assert all(problem.message and problem.remedy for problem in problems)
    assert [entry.name for entry in lexicon if entry.pack == "p"] == ["丁", "丙", "星火企业", "青苗"]
    with pytest.raises(LexiconError, match=r"entries\.csv, row 2"):
        Lexicon.load(pack)


def test_regions_of_entries(tmp_path):
    """A row holds where its pack does unless it says another place; what core says holds elsewhere."""
    head = 'name = "p"\nregion = "浙江省"\nextends = ["core"]'
    pack = make_pack(
        tmp_path / "p", head, honours="id,name,region\nx,瞪羚企业,\ny,星火企业,绍兴市\nz,烛火企业,全国\n"
    )
    lexicon = Lexicon.load(pack)
    assert [(e.id, e.region) for e in lexicon.entries("honour") if e.pack == "p"] == [
        ("x", "浙江省"),
        ("y", "绍兴市"),
        ("z", ""),
    ]
    assert [entry.id for entry in lexicon.find("瞪羚企业", "honour")] == ["gazelle", "x"]
    assert [(p.severity, p.code) for p in lexicon.check()] == [("note", "shadowed")] * 2
    lexicon.save(tmp_path / "copy")
    assert Lexicon.load(tmp_path / "copy") == lexicon


def test_shipped_regions_are_places():
    """Every row that holds in one region names one that is known, and only one."""
    regions = default_regions()
    odd = {entry.region for entry in Lexicon.default() if entry.region}
    assert [name for name in sorted(odd) if regions.resolve_name(name).code is None] == []


def test_shipped_names():
    assert Lexicon.available()[:1] == ["core"]
    assert "zhejiang" in Lexicon.available()
    assert shipped_titles()["zhejiang"] == "浙江省"
    assert [pack.name for pack in Lexicon.load("zhejiang").packs] == ["core", "zhejiang"]


def test_actions_are_no_part_of_a_metric():
    """新认定国高企 is the metric 国高企 with an action, never an alias of it."""
    firsts = ("新", "净", "累计", "拟")
    lexicon = Lexicon.default()
    actions = {form for entry in lexicon.entries("action") for form in entry.forms if form.startswith(firsts)}
    forms = [form for entry in lexicon.entries("metric") for form in entry.forms]
    assert [form for form in forms if any(form.startswith(action) for action in actions)] == []


def test_ids_are_snake_case():
    odd = [
        entry.id
        for kind in ("metric", "action", "honour", "programme")
        for entry in Lexicon.default().entries(kind)
        if not entry.id
        or not entry.id.replace(".", "").replace("_", "").isalnum()
        or entry.id != entry.id.lower()
    ]
    assert odd == []
