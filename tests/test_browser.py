"""The page and `kuji-ie serve` in a real browser: Chromium without a window, driven by selenium."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kuji_ie import Extraction, Extractor, extract
from kuji_ie.export.page import page

pytest.importorskip("selenium", reason="selenium is not installed")
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMEDRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and CHROMEDRIVER), reason="needs chromium and chromedriver (Debian: chromium-driver)"
)

ROOT = Path(__file__).parent.parent
(SEED,) = (ROOT / "seeds").glob("003*.txt")
REPORT = "在孵企业3093家,列全省第一。力争明年新认定国高企50家。"
SLY = "<script>alert(1)</script><img src=x onerror=alert(1)>。在孵企业3093家,列全省第一。"
CALM = [{"name": "prefers-reduced-motion", "value": "reduce"}]


class Browser:
    """A window, and what has gone wrong in it."""

    def __init__(self) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM or ""
        for argument in (
            "--headless=new",
            "--disable-gpu",
            "--window-size=1400,900",
            "--disable-dev-shm-usage",
        ):
            options.add_argument(argument)
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            options.add_argument("--no-sandbox")  # Chromium does not start as root otherwise
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(CHROMEDRIVER))
        self.look()

    def look(self, scheme: str = "light", media: str = "") -> None:
        """Set colours and medium; nothing scrolls smoothly, so that a test need not wait."""
        features = [{"name": "prefers-color-scheme", "value": scheme}, *CALM]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})

    def open(self, path: Path, results: Extraction | list[Extraction]) -> None:
        path.write_text(page(results), encoding="utf-8")
        self.driver.get(path.as_uri())

    def one(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        return [element.text for element in self.all(selector)]

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def until(self, ready: Callable[[], Any]) -> Any:
        return WebDriverWait(self.driver, 20).until(lambda _: ready())

    def rows(self) -> list[str]:
        """The metrics of the rows that are seen."""
        return [
            e.text for e in self.all(".doc:not([hidden]) .panel:not([hidden]) tbody th") if e.is_displayed()
        ]

    def selected(self) -> list[str | None]:
        return [e.get_attribute("id") for e in self.all("tr[aria-selected=true]")]

    def marked(self) -> str:
        """The text that is marked as belonging to the selected row."""
        return " ".join(self.texts(".body .on"))

    def is_in_view(self, element: WebElement, pane: str) -> bool:
        script = """
            const [box, pane] = [...arguments].map(e => e.getBoundingClientRect());
            return pane.top <= box.top + 1 && box.bottom <= pane.bottom + 1;
        """
        return bool(self.run(script, element, self.one(pane)))

    def requests(self) -> set[str]:
        """The hosts that something was asked of over the network since the last call."""
        sent = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        urls = [m["params"]["request"]["url"] for m in sent if m["method"] == "Network.requestWillBeSent"]
        return {
            urlsplit(url).hostname or "" for url in urls if urlsplit(url).scheme in ("http", "https", "ws")
        }


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    browser = Browser()
    yield browser
    browser.driver.quit()


@pytest.fixture
def browser(window: Browser) -> Iterator[Browser]:
    """The window, which must have had no error and asked nothing of the network by the end of a test."""
    window.driver.get("about:blank")
    window.look()
    window.driver.set_window_size(1400, 900)
    window.driver.get_log("browser")
    window.requests()
    yield window
    assert window.driver.get_log("browser") == []
    assert window.requests() <= {"127.0.0.1"}


@pytest.fixture(scope="module")
def seed() -> Extraction:
    return replace(extract(SEED.read_text(encoding="utf-8")), source=SEED.name)


@pytest.fixture
def opened(browser: Browser, seed: Extraction, tmp_path: Path) -> Browser:
    browser.open(tmp_path / "page.html", seed)
    return browser


def test_the_text_is_whole(opened: Browser, seed: Extraction) -> None:
    assert opened.run("return document.querySelector('.body').textContent") == seed.text


@pytest.mark.parametrize(
    "text", ["一\r\n二\r三\n\n", "\n首行", "a\tb\u2028c\x0bd\x0c\x01\x85\ufeff", "&amp;😀𠮷\u202e"]
)
def test_any_text_is_whole(browser: Browser, tmp_path: Path, text: str) -> None:
    browser.open(tmp_path / "page.html", Extraction(text))
    assert browser.run("return document.querySelector('.body').textContent") == text


def test_a_row_marks_its_place_in_the_text(opened: Browser, seed: Extraction) -> None:
    last = len(seed.observations) - 1
    opened.run("arguments[0].scrollIntoView()", opened.one(f"tr[data-row=o{last}]"))
    mark = opened.one(f".body [data-k~=v{last}]")
    assert not opened.is_in_view(mark, ".text")
    opened.one(f"tr[data-row=o{last}] td.number").click()
    assert opened.selected() == [f"d1-o{last}"]
    assert opened.marked() == "使用 创新券 454.79万元 同比增长148.45%"
    assert opened.is_in_view(mark, ".text")
    assert len(opened.all(".sheet svg path")) == 2  # to the value and to the change


def test_a_place_in_the_text_selects_its_row(opened: Browser, seed: Extraction) -> None:
    last = len(seed.observations) - 1
    mark = opened.one(f".body [data-k~=v{last}]")
    row = opened.one(f"tr[data-row=o{last}]")
    assert not opened.is_in_view(row, "#d1-o")
    mark.click()
    assert opened.selected() == [f"d1-o{last}"]
    assert opened.is_in_view(row, "#d1-o")


def test_filters(opened: Browser, seed: Extraction) -> None:
    planned = [o for o in seed.observations if o.status == "target"]
    Select(opened.one("select.status")).select_by_value("target")
    assert len(opened.rows()) == len(planned) > 3
    assert opened.one(".count").text == f"显示 {len(planned)} / {len(seed.observations)}"
    opened.one(".search").send_keys("众创")
    assert opened.rows() == ["培育 众创空间"]
    opened.one(".search").send_keys("没有")
    assert (opened.rows(), opened.one("#d1-o .empty").is_displayed()) == ([], True)
    opened.press(Keys.ESCAPE)
    assert len(opened.rows()) == len(seed.observations)
    Select(opened.one("select.subject")).select_by_visible_text("智汇芯城")
    assert opened.rows() == ["完成 投资"]
    opened.run("arguments[0].click()", opened.one(".body [data-k~=m0]"))  # its row is hidden
    assert (opened.selected(), len(opened.rows())) == (["d1-o0"], len(seed.observations))


def test_keyboard(opened: Browser) -> None:
    opened.press("j", "j", Keys.ARROW_DOWN, "k")
    assert opened.selected() == ["d1-o1"]
    focused = opened.driver.switch_to.active_element
    assert focused.get_attribute("id") == "d1-o1"
    assert opened.run("return getComputedStyle(arguments[0]).outlineStyle", focused) == "solid"
    opened.press(Keys.ENTER)
    assert opened.driver.switch_to.active_element.get_attribute("data-k") == "m1"
    opened.press(Keys.ESCAPE)
    assert opened.driver.switch_to.active_element.get_attribute("id") == "d1-o1"
    opened.press(Keys.ESCAPE)
    assert (opened.selected(), opened.marked()) == ([], "")
    opened.press("/", *"创新券")
    assert (opened.one(".search").get_attribute("value"), len(opened.rows())) == ("创新券", 5)
    opened.press(Keys.ENTER)
    assert opened.driver.switch_to.active_element.get_attribute("data-row") in opened.selected()[0]  # type: ignore[operator]
    opened.press(*([Keys.ARROW_DOWN] * 9))
    assert opened.selected() == ["d1-o39"]


def test_tabs(opened: Browser, seed: Extraction) -> None:
    opened.one("#d1-tab-o").send_keys(Keys.ARROW_RIGHT)
    assert len(opened.rows()) == len(seed.entities)
    assert not opened.one(".filters").is_displayed()
    opened.all("#d1-e tr[data-row]")[3].click()
    assert opened.marked() == seed.entities[3].text
    opened.run("arguments[0].click()", opened.one(".body [data-k=v0]"))
    assert opened.one("#d1-tab-o").get_attribute("aria-selected") == "true"


def test_a_shared_place_goes_from_row_to_row(browser: Browser, tmp_path: Path) -> None:
    text = "规上工业研发强度、技术交易额等2项指标位居全市前3。"
    result = extract(text)
    assert len(result.observations) == 2
    browser.open(tmp_path / "page.html", result)
    for expected in ("d1-o0", "d1-o1", "d1-o0"):
        browser.one(".body [data-k*=r0]").click()
        assert browser.selected() == [expected]


def test_hovering(opened: Browser) -> None:
    mark = opened.one(".body [data-k=v0]")
    webdriver.ActionChains(opened.driver).move_to_element(mark).perform()
    assert opened.texts(".body .hot") == ["越城区", "R&D经费支出占GDP比重", "2%"]
    assert opened.all(".sheet svg path")


def test_numbers_set_aside(opened: Browser) -> None:
    aside = opened.all(".body .x")
    assert {e.get_attribute("title") for e in aside} >= {"未采用: 日期"}
    assert opened.run("return getComputedStyle(arguments[0]).borderBottomStyle", aside[0]) == "none"
    opened.one(".show-aside").click()
    assert opened.run("return getComputedStyle(arguments[0]).borderBottomStyle", aside[0]) == "dotted"


def test_more_documents(browser: Browser, seed: Extraction, tmp_path: Path) -> None:
    other = replace(extract(REPORT), source="b.txt")
    browser.open(tmp_path / "page.html", [seed, other])
    assert len(browser.rows()) == len(seed.observations)
    browser.all(".documents button")[1].click()
    assert browser.rows() == ["在孵企业", "新认定 国高企"]
    browser.press("j")
    assert (browser.selected(), browser.texts("#d2 .body .on")) == (
        ["d2-o0"],
        ["在孵企业", "3093家", "列全省第一"],
    )
    browser.all(".documents button")[0].click()
    assert len(browser.rows()) == len(seed.observations)


def test_a_result_without_text(browser: Browser, seed: Extraction, tmp_path: Path) -> None:
    browser.open(tmp_path / "page.html", Extraction.from_dict(seed.to_dict()))
    browser.press("j", Keys.ENTER, "j")
    assert browser.selected() == ["d1-o1"]
    assert browser.all(".text") == []


def test_what_a_report_says_is_text(browser: Browser, tmp_path: Path) -> None:
    result = replace(extract(SLY), source=SLY)
    browser.open(tmp_path / "page.html", result)
    assert browser.one(".body").text == SLY
    assert (browser.all("img"), len(browser.all("script"))) == ([], 1)
    browser.press("j", Keys.ENTER)
    assert browser.rows() == ["在孵企业"]  # an alert would have stopped selenium


def colour(browser: Browser, selector: str) -> int:
    """How bright the ground of an element is, 0 to 255."""
    said = browser.run("return getComputedStyle(arguments[0]).backgroundColor", browser.one(selector))
    return int(said.removeprefix("rgb(").split(",")[0])


def test_dark_and_light(opened: Browser) -> None:
    assert colour(opened, "body") > 200
    opened.look("dark")
    assert colour(opened, "body") < 50
    opened.look("dark", media="print")
    assert colour(opened, "body") == 255


def test_narrow_the_text_stands_above_the_table(opened: Browser) -> None:
    opened.driver.set_window_size(500, 900)
    text, found = opened.one(".text").rect, opened.one(".found").rect
    assert text["y"] + text["height"] <= found["y"] + 1
    assert text["x"] == found["x"]
    opened.press(*("j" * 30))
    row = opened.run("return arguments[0].getBoundingClientRect().toJSON()", opened.one("#d1-o29"))
    pane = opened.run("return arguments[0].getBoundingClientRect().toJSON()", opened.one(".text"))
    assert pane["bottom"] <= row["top"] + 1  # not under the text that stays
    assert row["bottom"] <= opened.run("return innerHeight") + 1


def test_printed_are_text_and_table_without_controls(opened: Browser) -> None:
    opened.one("#d1-tab-e").click()
    opened.look(media="print")
    shown = {name: opened.one(name).is_displayed() for name in (".body", "#d1-o", "#d1-e", ".bar", ".keys")}
    assert shown == {".body": True, "#d1-o": True, "#d1-e": False, ".bar": False, ".keys": False}


def test_a_notebook_shows_the_frame(browser: Browser, tmp_path: Path) -> None:
    frames = "".join(extract(text)._repr_html_() for text in (REPORT, SLY))
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><body style='color: red'>{frames}", encoding="utf-8")
    browser.driver.get(path.as_uri())
    for number, rows in enumerate((["在孵企业", "新认定 国高企"], ["在孵企业"])):
        browser.driver.switch_to.frame(number)
        assert browser.rows() == rows
        browser.one("tr[data-row=o0]").click()
        assert browser.selected() == ["d1-o0"]
        browser.driver.switch_to.default_content()
    assert browser.run("return getComputedStyle(document.body).color") == "rgb(255, 0, 0)"


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """The address of a running `kuji-ie serve`."""
    uvicorn = pytest.importorskip("uvicorn")
    from kuji_ie.cli_serve import listen
    from kuji_ie.serve import make_app

    listener = listen("127.0.0.1", 0)
    config = uvicorn.Config(make_app(Extractor(), limit=200_000), log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def form(browser: Browser, served: str) -> Browser:
    browser.driver.get(served)
    return browser


def shown_rows(browser: Browser) -> list[str]:
    """The rows of the page in the frame, once it is there."""
    browser.until(lambda: browser.one("#result").is_displayed())
    browser.driver.switch_to.frame(browser.one("#page"))
    browser.until(lambda: browser.all("article"))
    rows = browser.rows()
    browser.driver.switch_to.default_content()
    return rows


def test_serve_a_pasted_text(form: Browser) -> None:
    form.one("#report").send_keys(SLY)
    form.one("#go").click()
    assert shown_rows(form) == ["在孵企业"]
    form.driver.switch_to.frame(form.one("#page"))
    form.one("tr[data-row=o0]").click()
    assert (form.one(".body").text, form.marked()) == (SLY, "在孵企业 3093家 列全省第一")
    form.driver.switch_to.default_content()
    form.one("#again").click()
    assert form.one("#report").get_attribute("value") == SLY


def test_serve_with_region_and_year(form: Browser) -> None:
    form.one("#report").send_keys(REPORT)
    form.one("#region").send_keys("滨江区")
    form.one("#year").send_keys("2020")
    form.one("#report").send_keys(Keys.CONTROL, Keys.ENTER)
    shown_rows(form)
    form.driver.switch_to.frame(form.one("#page"))
    assert form.one(".facts").text.startswith("滨江区2020")


def test_serve_a_chosen_file(form: Browser, tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(REPORT.encode("gb18030"))
    form.one("#file").send_keys(str(path))
    assert shown_rows(form) == ["在孵企业", "新认定 国高企"]
    form.driver.switch_to.frame(form.one("#page"))
    assert form.one("h1").text == "报告.txt"


def test_serve_a_dropped_file(form: Browser) -> None:
    form.run(
        """
        const data = new DataTransfer();
        data.items.add(new File([arguments[0]], "a.txt"));
        for (const kind of ["dragover", "drop"])
          document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
        """,
        REPORT,
    )
    assert shown_rows(form) == ["在孵企业", "新认定 国高企"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xff\xff", "a.txt: not in UTF-8 or GB 18030; save it as UTF-8 text"),
        (b"x" * 200_001, "文件超过 0 MB"),
    ],
)
def test_serve_tells_what_is_wrong(form: Browser, tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    form.one("#file").send_keys(str(path))
    form.until(lambda: form.one("#message.error").text)
    assert form.one("#message").text == message
    assert not form.one("#result").is_displayed()
    form.driver.get_log("browser")  # Chromium logs an answer of 422 as an error


def test_serve_downloads(form: Browser, tmp_path: Path) -> None:
    form.driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    form.one("#report").send_keys(REPORT)
    form.one("#go").click()
    shown_rows(form)
    form.one("[data-format=json]").click()
    path = tmp_path / "kuji_ie.json"
    form.until(path.exists)
    assert len(json.loads(path.read_text(encoding="utf-8"))["observations"]) == 2
