"""Make docs/images/page.png: the page of a seed with one row selected, as Chromium shows it.

    python tools/make_screenshot.py [--seed 001] [--row 2] [--dark] [--output FILE]

Needs `chromium` and `chromedriver` (Debian: chromium, chromium-driver), selenium, pillow, and fonts for Chinese (fonts-noto-cjk).
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from kuji_ie import extract
from kuji_ie.export.page import page

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "images" / "page.png"
SIZE = {"width": 1400, "height": 900, "deviceScaleFactor": 1, "mobile": False}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", default="001", help="the number of the seed")
    parser.add_argument("--row", default=2, type=int, help="the row that is selected, from 0")
    parser.add_argument("--dark", action="store_true", help="the dark colours")
    parser.add_argument("--output", default=TARGET, type=Path, help="the image")
    options = parser.parse_args()
    (seed,) = (ROOT / "seeds").glob(f"{options.seed}*.txt")
    result = replace(extract(seed.read_text(encoding="utf-8")), source=f"{options.seed}.txt")
    options.output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page(result), encoding="utf-8")
        take(path, options.row, "dark" if options.dark else "light", options.output)


def take(path: Path, row: int, scheme: str, output: Path) -> None:
    """Open a page, select a row, and write what is seen as PNG."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    options.add_argument("--headless=new")
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium does not start as root otherwise
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        features = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        listed = [{"name": name, "value": value} for name, value in features.items()]
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SIZE)
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": listed})
        driver.get(path.as_uri())
        driver.find_element(By.CSS_SELECTOR, f"tr[data-row=o{row}]").click()
        shot = Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB")
        shot.quantize(256, dither=Image.Dither.NONE).save(output, optimize=True)  # a third of the size
    finally:
        driver.quit()


if __name__ == "__main__":
    main()
