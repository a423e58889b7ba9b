"""The web page in a real browser: it sorts, filters, jumps, prints, and asks for nothing."""

import base64
import io
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from patchcheck.report import page as form
from patchcheck.report.view import Report
from tests.report.builders import make_estate, make_host, make_patch_view, make_report
from tests.report.test_page import HOSTILE, hostile_report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser

_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1400,900",
)
_WIDTHS = "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Chrome]":
    selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    service = pytest.importorskip("selenium.webdriver.chrome.service")
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not browser or not driver:
        pytest.skip("no chromium and chromedriver here: the page was not opened in a browser")
    options = selenium.ChromeOptions()
    options.binary_location = browser
    for argument in (*_ARGUMENTS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    opened: Chrome = selenium.Chrome(options=options, service=service.Service(driver))
    try:
        yield opened
    finally:
        opened.quit()


def show(chrome: "Chrome", folder: Path, report: Report, anchor: str = "") -> None:
    """Open a report afresh, with the logs of what went before read away."""
    path = folder / "report.html"
    path.write_bytes(form.render(report).encode())
    chrome.get("about:blank")
    log(chrome, "browser")
    log(chrome, "performance")
    chrome.get(f"{path.as_uri()}{anchor}")


def log(chrome: "Chrome", name: str) -> list[dict[str, Any]]:
    """What a log holds that was not read yet."""
    entries: list[dict[str, Any]] = chrome.get_log(name)  # type: ignore[no-untyped-call]
    return entries


def resize(chrome: "Chrome", width: int) -> None:
    values = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", values)


def run(chrome: "Chrome", script: str, *values: object) -> Any:  # noqa: ANN401 (what a script returns)
    return chrome.execute_script(script, *values)


def column(chrome: "Chrome", table: str, number: int) -> list[str]:
    """The texts of a column of the rows that are shown."""
    script = (
        "return [...document.querySelector(arguments[0]).tBodies[0].rows]"
        ".filter(row => !row.hidden).map(row => row.cells[arguments[1]].textContent.trim())"
    )
    texts: list[str] = run(chrome, script, table, number)
    return texts


def press(chrome: "Chrome", selector: str, *keys: str) -> None:
    chrome.find_element("css selector", selector).send_keys(*keys)


def filter_by(chrome: "Chrome", table: str, words: str) -> str:
    """Type into the filter of a table; give what it says of the rows."""
    found = run(
        chrome,
        "const table = document.querySelector(arguments[0]).closest('.scroll');"
        "const tools = table.previousElementSibling;"
        "return [tools.querySelector('input'), tools.querySelector('output')]",
        table,
    )
    found[0].clear()
    found[0].send_keys(words)
    said: str = found[1].text
    return said


def problems(chrome: "Chrome") -> list[str]:
    return [entry["message"] for entry in log(chrome, "browser")]


def requests(chrome: "Chrome") -> list[str]:
    """The addresses that were asked for, the page itself left out."""
    messages = [json.loads(entry["message"])["message"] for entry in log(chrome, "performance")]
    asked = [
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    ]
    return [url for url in asked if not url.partition("#")[0].endswith("/report.html")]


def test_it_opens_without_an_error_and_without_a_request(chrome: "Chrome", tmp_path: Path) -> None:
    show(chrome, tmp_path, make_estate())
    assert chrome.title == "Patch report as of 2003-06-18: 4 hosts"
    assert problems(chrome) == []
    assert requests(chrome) == []


def test_the_log_would_have_shown_a_request(chrome: "Chrome", tmp_path: Path) -> None:
    """The check above can fail: the policy's refusal is seen, and so is what it refuses."""
    show(chrome, tmp_path, make_estate())
    run(chrome, "const i = new Image(); i.src = 'other.png'; document.body.append(i)")
    assert any("Content Security Policy" in message for message in problems(chrome))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_runs_nothing_and_asks_for_nothing(
    chrome: "Chrome", tmp_path: Path, text: str
) -> None:
    show(chrome, tmp_path, hostile_report(text))
    assert problems(chrome) == []
    assert requests(chrome) == []
    resize(chrome, 400)
    wide, shown = run(chrome, _WIDTHS)
    resize(chrome, 1400)
    assert wide <= shown


def test_headings_sort_by_mouse_and_by_key(chrome: "Chrome", tmp_path: Path) -> None:
    show(chrome, tmp_path, make_estate())
    as_reported = column(chrome, "table.hosts", 0)
    assert as_reported == ["web01", "web02", "db01", "broken8"]
    heading = "table.hosts thead th:first-child"
    chrome.find_element("css selector", f"{heading} button").click()
    assert column(chrome, "table.hosts", 0) == ["broken8", "db01", "web01", "web02"]
    states = []
    for key in ("\ue007", " "):
        press(chrome, f"{heading} button", key)
        states.append(chrome.find_element("css selector", heading).get_attribute("aria-sort"))
    assert states == ["descending", "none"]
    assert column(chrome, "table.hosts", 0) == as_reported


def test_numbers_sort_as_numbers_and_blanks_come_last(chrome: "Chrome", tmp_path: Path) -> None:
    ages = (117, -694, None, 5, 1813)
    views = [
        make_patch_view(f"{100000 + place}-01", age_days=age) for place, age in enumerate(ages)
    ]
    show(chrome, tmp_path, make_report(make_host("web01", views)))
    button = chrome.find_element("css selector", "table.changes th:nth-child(7) button")
    assert button.text.startswith("Age")
    button.click()
    assert column(chrome, "table.changes", 6) == ["-694", "5", "117", "1813", ""]
    button.click()
    assert column(chrome, "table.changes", 6) == ["1813", "117", "5", "-694", ""]


def test_a_filter_keeps_rows_with_every_word_and_counts(chrome: "Chrome", tmp_path: Path) -> None:
    show(chrome, tmp_path, make_estate())
    said = filter_by(chrome, "table.changes", 'SECURITY "cohort 1"')
    assert said == "2 of 4 rows, filtered by security, cohort 1"
    assert column(chrome, "table.changes", 0) == ["108528-19", "110615-08"]
    assert filter_by(chrome, "table.changes", "blocked").startswith("1 of 4 rows")
    assert filter_by(chrome, "table.changes", "nowhere").startswith("0 of 4 rows")


def test_filters_have_labels(chrome: "Chrome", tmp_path: Path) -> None:
    show(chrome, tmp_path, make_estate())
    script = "return [...document.querySelectorAll('input')].map(input => input.labels.length)"
    counts = run(chrome, script)
    assert counts
    assert set(counts) == {1}


def test_an_anchor_opens_what_it_stands_in(chrome: "Chrome", tmp_path: Path) -> None:
    show(chrome, tmp_path, make_estate(), "#web02-110615-08")
    row = chrome.find_element("id", "web02-110615-08")
    assert row.is_displayed()
    top = run(chrome, "return arguments[0].getBoundingClientRect().top", row)
    assert 0 <= top < 900


def test_a_link_leads_to_a_row_that_a_filter_hid(chrome: "Chrome", tmp_path: Path) -> None:
    show(chrome, tmp_path, make_estate())
    filter_by(chrome, "table.changes", "nowhere")
    link = chrome.find_element("css selector", "#cohort-1-110615-08 a.id")
    link.click()
    assert run(chrome, "return location.hash") == "#patch-110615"
    assert chrome.find_element("id", "patch-110615").is_displayed()
    assert problems(chrome) == []


def test_the_first_tab_reaches_the_skip_link(chrome: "Chrome", tmp_path: Path) -> None:
    show(chrome, tmp_path, make_estate())
    press(chrome, "body", "\ue004")
    focused = chrome.switch_to.active_element
    assert focused.text == "Skip to the report"
    assert focused.value_of_css_property("outline-style") == "solid"
    focused.send_keys("\ue007")
    assert run(chrome, "return location.hash") == "#main"


@pytest.mark.parametrize("width", [320, 400, 800, 1400])
def test_the_page_never_scrolls_sideways(chrome: "Chrome", tmp_path: Path, width: int) -> None:
    show(chrome, tmp_path, make_estate())
    run(chrome, "document.querySelectorAll('details').forEach(part => { part.open = true; })")
    resize(chrome, width)
    wide, shown = run(chrome, _WIDTHS)
    assert run(chrome, "return innerWidth") == width
    resize(chrome, 1400)
    assert wide <= shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(chrome: "Chrome", tmp_path: Path, scheme: str) -> None:
    """WCAG AA: 4.5 to 1 for every element that holds text of its own."""
    show(chrome, tmp_path, make_estate())
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    try:
        weak = run(chrome, _CONTRAST)
    finally:
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert weak == []


_CONTRAST = """
const channel = value => {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
};
const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const numbers = text => text.match(/[\\d.]+/g).map(Number);
const ground = element => {
  for (let part = element; part; part = part.parentElement) {
    const colour = numbers(getComputedStyle(part).backgroundColor);
    if (colour.length < 4 || colour[3] > 0) return colour;
  }
  return [255, 255, 255];
};
const found = new Set();
for (const element of document.body.querySelectorAll("*:not(script, title)")) {
  const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  if (!own) continue;
  const style = getComputedStyle(element);
  const ink = light(numbers(element.closest("svg") ? style.fill : style.color));
  const paper = light(ground(element));
  const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  if (ratio < 4.5) found.add(`${element.tagName}.${element.className}: ${ratio.toFixed(2)}`);
}
return [...found];
"""


def test_it_is_whole_without_script(chrome: "Chrome", tmp_path: Path) -> None:
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(chrome, tmp_path, make_estate())
        assert chrome.find_elements("css selector", "button, input") == []
        assert len(chrome.find_elements("css selector", "table.changes tbody tr")) == 4
        chrome.find_element("css selector", "#host-web01 > summary").click()
        assert chrome.find_element("id", "web01-108528-19").is_displayed()
    finally:
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_it_prints_what_is_folded(chrome: "Chrome", tmp_path: Path) -> None:
    show(chrome, tmp_path, make_estate())
    before = run(chrome, "return document.querySelectorAll('details[open]').length")
    printed = chrome.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    data = base64.b64decode(printed["data"])
    assert io.BytesIO(data).read(5) == b"%PDF-"
    assert run(chrome, "return document.querySelectorAll('details[open]').length") == before
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not chrome.find_element("css selector", ".tools").is_displayed()
        assert not chrome.find_element("css selector", "nav").is_displayed()
    finally:
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_sixty_hosts_of_four_hundred_patches_open_in_time(chrome: "Chrome", tmp_path: Path) -> None:
    views = [make_patch_view(f"{100000 + place}-01") for place in range(400)]
    hosts = [make_host(f"host{place:02}", views[place % 3 :]) for place in range(60)]
    show(chrome, tmp_path, make_report(*hosts), "#host41-100200-01")
    assert chrome.find_element("id", "host41-100200-01").is_displayed()
    assert filter_by(chrome, "table.changes", '100200 "cohort 2"').startswith("1 of ")
    assert problems(chrome) == []
