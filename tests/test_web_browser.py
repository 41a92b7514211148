"""The reader in a browser: links both ways, review, keys, a phone's width."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from tests.made_records import made_store

from dateline.review import Reviews
from dateline.web.app import create_app

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-proxy-server",
]  # fmt: skip
pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="Debian's chromium is not installed (apt-get install chromium)"
)
PAGES = (
    "/", "/report/aaaa1111", "/search?in=events", "/actor/state:ARM", "/dyad?a=TUR&b=ARM",
    "/network", "/sources", "/paste", "/report/aaaa1111/review/e1",
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_store(tmp_path_factory.mktemp("browser"))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def address(store: Path) -> Iterator[str]:
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(create_app(store), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    opened = browser.new_page(base_url=address, viewport={"width": 1300, "height": 850})
    problems: list[str] = []
    elsewhere: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    opened.on("request", lambda r: None if r.url.startswith(address) else elsewhere.append(r.url))
    yield opened
    opened.close()
    assert problems == []
    assert elsewhere == [], "a request left the machine"


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_and_fits_a_phone(page: Any, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.goto(path).status == 200
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("path", PAGES)
def test_controls_have_names_and_ids_are_single(page: Any, path: str) -> None:
    page.goto(path)
    unnamed = page.evaluate(
        """[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
            .filter(c => !c.labels.length && !c.ariaLabel).length"""
    )
    double = page.evaluate(
        """(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
            return ids.filter((id, i) => ids.indexOf(id) !== i) })()"""
    )
    silent = page.evaluate(
        """[...document.querySelectorAll('a[href], button')].filter(
            a => !a.textContent.trim() && !a.ariaLabel && !a.querySelector('title')).length"""
    )
    assert (unnamed, double, silent) == (0, [], 0)


def test_from_the_text_to_the_record_and_back(page: Any) -> None:
    page.goto("/report/aaaa1111")
    page.click(".text a.trigger >> nth=0")
    assert page.url.endswith("#e1")
    assert page.evaluate("document.activeElement.id") == "e1"
    page.click("#e1 .jump")
    assert page.url.endswith("#t-e1")
    assert page.locator("#t-e1").evaluate("e => e.matches(':target')")


def test_hovering_shows_actors_codes_and_the_rule(page: Any) -> None:
    page.goto("/report/aaaa1111")
    page.hover(".text a.trigger >> nth=0")
    shown = page.locator(".popover")
    shown.wait_for()
    text = shown.inner_text()
    assert "Turkey" in text
    assert "ASSAULT" in text
    assert "ASSAULT.made.1" in text
    assert "through" in text


def test_keys_go_from_event_to_event(page: Any) -> None:
    page.goto("/report/aaaa1111")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.dataset.item") == "e1"
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.dataset.item") == "e2"
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    assert page.url.endswith("#e1")


def test_a_tap_on_a_phone_shows_details(page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/report/aaaa1111")
    page.click(".text a.trigger >> nth=1")
    assert "SUPPORT" in page.locator(".popover").inner_text()


def test_details_do_not_lie_over_the_mark_that_was_tapped(page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 430})
    page.goto("/report/aaaa1111")
    mark = page.locator(".text a.trigger >> nth=1")
    mark.scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, 0)")
    mark.click()
    page.wait_for_timeout(700)  # the page may scroll smoothly
    foot = page.evaluate(
        "document.querySelector('.text a.trigger.lit').getBoundingClientRect().bottom"
    )
    top = page.evaluate("document.querySelector('.popover').getBoundingClientRect().top")
    assert foot <= top


def test_a_correction_is_made_in_the_page(page: Any, store: Path) -> None:
    page.goto("/report/aaaa1111#e3")
    page.click("#e3 >> text=Review")
    page.fill("#analyst", "Bob")
    page.select_option("#type", "AID")
    page.click("text=Save the correction")
    assert "corrected by Bob" in page.locator("#e3").inner_text()
    found = [d for d in Reviews.beside(store).decisions() if d.analyst == "Bob"]
    assert [d.correction.type for d in found if d.correction] == ["AID"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1300])
def test_axe_finds_no_violation(browser: Any, address: str, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    page = browser.new_page(
        base_url=address, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    found = {}
    for path in PAGES:
        page.goto(path)
        violations = Axe().run(page).response["violations"]
        if violations:
            found[path] = [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in violations]
    page.close()
    assert found == {}


def test_reading_needs_no_script(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/report/aaaa1111")
    page.click(".text a.trigger >> nth=0")
    assert page.url.endswith("#e1")
    page.goto("/dyad?a=TUR&b=ARM")
    assert page.locator("svg rect.material_conflict").count() == 1
    context.close()


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="who holds a file is not told here")
def test_a_page_opens_by_itself_when_the_reports_are_coded(browser: Any, tmp_path: Path) -> None:
    store, port = made_store(tmp_path), free_port()
    until = time.monotonic() + 120

    def wait(what: Callable[[], bool]) -> None:
        while not what():
            assert time.monotonic() < until
            time.sleep(0.05)

    def held() -> bool:
        return f":{store.stat().st_ino} " in Path("/proc/locks").read_text()

    def answers() -> bool:
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", port)) == 0

    dateline = [sys.executable, "-m", "dateline"]
    page = browser.new_page(base_url=f"http://127.0.0.1:{port}")
    serving = subprocess.Popen([*dateline, "serve", str(store), "--port", str(port)])
    try:
        wait(answers)
        assert page.goto("/search?q=iceland").status == 200
        wait(lambda: not held())
        coding = subprocess.Popen(
            [*dateline, "code", "-", "--db", str(store)], stdin=subprocess.PIPE, text=True
        )
        wait(held)
        assert page.goto("/search?q=iceland").status == 503
        assert page.locator("h1").inner_text() == "The file is being written"
        coding.communicate("Norway accused Iceland of overfishing on Tuesday.\n", timeout=60)
        assert coding.returncode == 0
        page.locator("text=overfishing").wait_for(timeout=30_000)
        assert page.locator("h1").inner_text() == "Search"
        assert serving.poll() is None
    finally:
        page.close()
        serving.terminate()
        serving.wait(20)


def _luminance(colour: str) -> float:
    parts = [int(v) / 255 for v in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_can_be_read_in_both_schemes(browser: Any, address: str, scheme: str) -> None:
    page = browser.new_page(base_url=address, color_scheme=scheme)
    page.goto("/report/aaaa1111")
    pairs = page.evaluate(
        """[...document.querySelectorAll('.text .trigger, .text .cue, .text .statement, .meta')]
            .map(e => { let at = e, back = 'rgba(0, 0, 0, 0)';
                while (at && back === 'rgba(0, 0, 0, 0)') {
                    back = getComputedStyle(at).backgroundColor; at = at.parentElement; }
                return [getComputedStyle(e).color, back] })"""
    )
    page.close()
    assert pairs
    for ink, paper in pairs:
        light, dark = sorted((_luminance(ink), _luminance(paper)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, paper)
