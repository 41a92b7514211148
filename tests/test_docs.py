"""The code in the docs runs and shows what the pages say; the site builds, and fetches nothing."""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.parquet
import pytest
from docs.checking import DOCS, ROOT, STORE, Page, Shell, blocks, fits, make_store, pages, steps

from dateline.cli.main import app
from dateline.records import open_records
from dateline.review import Reviews, key_of

CHROMIUM = Path("/usr/bin/chromium")
# No name but our own address is looked up: a request elsewhere fails, and is noted.
NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("docs"))


def corpora(directory: Path, store: Path) -> None:
    """Lay out what the page speaks of: sources of each kind, and what another machine made."""
    rows = [json.loads(line) for line in (ROOT / "examples/baltic.jsonl").open(encoding="utf-8")]
    shutil.copy(ROOT / "examples/baltic.jsonl", directory / "archive.jsonl")
    pyarrow.parquet.write_table(pa.Table.from_pylist(rows), directory / "news.parquet")
    with (directory / "table.csv").open("w", newline="", encoding="utf-8") as lines:
        table = csv.DictWriter(lines, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    page = (ROOT / "examples/gulf-mediation.html").read_bytes()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://harbour-post.example/a\r\n"
        "WARC-Date: 2022-10-13T09:00:00Z\r\nWARC-Record-ID: <urn:uuid:0a2b3c4d-0000-4000-8000-0000"
        "00000001>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    with gzip.open(directory / "crawl.warc.gz", "wb") as packed:
        packed.write(head.encode() + http + b"\r\n\r\n")
    (directory / "feed.xml").write_text(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Tallinn Wire</title><item>"
        f"<title>Drill</title><description>{rows[1]['text']}</description></item></channel></rss>",
        encoding="utf-8",
    )
    shutil.copytree(ROOT / "examples", directory / "folder")
    shutil.copy(store, directory / "old.duckdb")
    shutil.copy(store, directory / "new.duckdb")
    status, output = Shell(directory).run("dateline export old.duckdb --format jsonl > coded.jsonl")
    assert status == 0, output


def reader(directory: Path, store: Path) -> None:
    """Lay out a store with a decision in it."""
    shutil.copy(store, directory)
    with open_records(store) as records:
        record = records.record("43fefae4")
    reviews = Reviews.beside(directory / STORE)
    for analyst in ("Ada", "Ben"):
        key = key_of(record.events[0], record.report.id)
        reviews.add(key, "accept", analyst, coded=record.coded.dateline)


STAGES: dict[str, Callable[[Path, Path], None]] = {"corpora.md": corpora, "reader.md": reader}
"""What stands in the directory of a page whose commands are about files of the reader's own."""


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.name))
def test_what_a_page_shows_is_so(path: Path, tmp_path: Path, store: Path) -> None:
    page = Page(path, tmp_path)
    if page.needs_store:
        shutil.copy(store, tmp_path)
    if path.name in STAGES:
        STAGES[path.name](tmp_path, store)
    assert not list(map(str, page.problems()))


def test_the_pages_show_code() -> None:
    """Blocks that nothing runs are the exception, so a slip in finding blocks is seen."""
    found = [b for path in pages() for b in blocks(path.read_text(encoding="utf-8"))]
    idle = [b for b in found if "not run" in b.remarks]
    assert len(found) > 40
    assert len(idle) * 4 < len(found)


@pytest.mark.parametrize(
    ("shown", "true"),
    [
        (["a", "b"], True),
        (["..."], True),
        (["a", "..."], True),
        (["...", "b"], True),
        (["a", "...b", "..."], True),
        (["a"], False),
        (["b", "..."], False),
        (["a", "b", "c"], False),
        (["a.", "b"], False),
    ],
)
def test_output_is_compared(shown: list[str], true: bool) -> None:
    assert fits(shown, ["a", "b"]) is true


@pytest.mark.parametrize(
    ("line", "true"),
    [
        ("2019-02-01   5   -4.3", True),
        ("2019-02-01   6   -3.9", True),
        ("2019-02-01   9   -4.3", False),
        ("2019-02-01   5   4.3", False),
        ("2019-02-02   5   -4.3", False),
        ("2019-02-01   5", False),
    ],
)
def test_counts_may_move_a_little(line: str, true: bool) -> None:
    assert fits(["2019-02-01   5   -4.3"], [line], about=True) is true
    assert fits(["2019-02-01   5   -4.3"], [line]) is (line == "2019-02-01   5   -4.3")


def test_a_page_that_is_not_so_is_found(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(
        "```console\n$ dateline --version\n9.9.9\n```\n\n```python\nx = 1\n```\n\n"
        "```pycon\n>>> x + 1\n3\n\n```\n\n```console\n$ curl example.org\n```\n\n"
        "```console\n$ dateline show missing.duckdb\n```\n\n```r\nlibrary(arrow)\n```\n\n"
        "<!-- not run -->\n```r\nlibrary(arrow)\n```\n",
        encoding="utf-8",
    )
    found = [str(problem) for problem in Page(path, tmp_path).problems()]
    assert [re.search(r":(\d+):", line)[1] for line in found] == [  # type: ignore[index]
        "2", "11", "17", "21", "25", "30",
    ]  # fmt: skip


def commands() -> Iterator[str]:
    from cyclopts import App

    def under(group: App, words: tuple[str, ...]) -> Iterator[tuple[str, App]]:
        for name in group:
            if not name.startswith("-"):
                yield " ".join((*words, name)), group[name]
                yield from under(group[name], (*words, name))

    pattern = re.compile(r"^\s+(?:cat \S+ \| )?dateline (.+?)(?: > .+)?$", re.M)
    for _, command in under(app, ()):
        function = command.default_command
        yield from pattern.findall(getattr(function, "__doc__", None) or "")


@pytest.mark.parametrize("call", sorted(set(commands())))
def test_the_examples_of_the_help_are_calls_that_are_understood(call: str) -> None:
    import shlex

    words = [w for w in shlex.split(call.replace("$(openssl rand -hex 16)", "0" * 32)) if w != "-"]
    app.parse_args(words, exit_on_error=False, print_error=False)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site as ``make docs`` does: a warning is an error."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    target = tmp_path_factory.mktemp("site")
    config = load_config(str(ROOT / "mkdocs.yml"), strict=True, site_dir=str(target))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return target


def test_the_site_is_built_without_a_warning(site: Path) -> None:
    for path in DOCS.glob("*.md"):
        assert (site / f"{path.stem}.html").exists()


def test_the_reference_is_made_from_the_code(site: Path) -> None:
    def text(page: str) -> str:
        return (site / "reference" / page).read_text(encoding="utf-8")

    assert "cue_span" in text("record.html")
    assert "members:CSTO" in text("cli.html")
    assert "independent_sources" in text("store.html")
    assert "heavy-weapons" in text("ontology.html")
    assert "NATO/secretary-general" in text("knowledge.html")
    assert "code_reports" in text("python.html")


def test_tables_to_copy_keep_their_tabs(site: Path) -> None:
    assert "\tquad_class\t" in re.sub(
        r"<[^>]+>", "", (site / "how-to-ontology.html").read_text(encoding="utf-8")
    )


@pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed")
def test_reading_the_site_fetches_nothing_from_elsewhere(site: Path) -> None:
    from playwright.sync_api import Request, expect, sync_playwright

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_address[1]}"
    elsewhere: list[str] = []

    def away(request: Request) -> None:
        if urlsplit(request.url).scheme in ("http", "https") and not request.url.startswith(home):
            elsewhere.append(request.url)

    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path=str(CHROMIUM), args=["--no-sandbox", "--no-proxy-server", NOWHERE]
            )
            view = browser.new_page()
            view.on("request", away)
            for page in ("index.html", "tutorial.html", "reference/python.html"):
                view.goto(f"{home}/{page}", wait_until="networkidle")
            # What is typed before the index is there is lost: then once more from the beginning.
            found = view.locator(".md-search-result__item")
            for _ in range(4):
                view.goto(f"{home}/index.html", wait_until="networkidle")
                with suppress(AssertionError):
                    meta = view.locator(".md-search-result__meta")
                    expect(meta).to_have_text("Type to start searching", timeout=15_000)
                    view.fill("input[name=query]", "stance")
                    expect(found.first).to_be_attached(timeout=15_000)
                    break
            assert found.count()
            browser.close()
    finally:
        server.shutdown()
    assert not elsewhere


def test_links_of_the_readme_lead_somewhere() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (ROOT / target).exists(), target


def test_steps_are_told_from_what_they_show() -> None:
    block = next(blocks("```console\n$ a \\\n  b\n\nx\n$ c  # why\n```\n"))
    assert [(s.command, s.shown) for s in steps(block)] == [("a    b", ["", "x"]), ("c  # why", [])]
