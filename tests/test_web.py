"""The reader answers every request with a page, and trusts nothing that it shows or is sent."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
import warnings
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.made_records import FIRST, first, made_store, span

from dateline.review import Reviews
from dateline.web.app import create_app
from dateline.web.marking import marked
from dateline.web.shown import lit, safe_url

with warnings.catch_warnings():
    # Starlette asks for httpx2 in place of httpx; the lock has httpx, which it still takes.
    warnings.filterwarnings("ignore", "Using `httpx` with `starlette.testclient` is deprecated")
    from starlette.testclient import TestClient

PAGES = (
    "/", "/report/aaaa1111", "/search", "/search?q=shelled", "/search?in=events",
    "/search?in=statements&about=TUR", "/actor/state:ARM", "/dyad", "/dyad?a=TUR&b=ARM",
    "/network", "/network?show=speech&members=CSTO", "/network?members=NATO&towards=CSTO",
    "/sources", "/sources?via=org:REUTERS",
    "/paste", "/report/aaaa1111/review/e1",
)  # fmt: skip

LOOPBACK = {"Host": "127.0.0.1"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_store(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    with TestClient(create_app(store)) as opened:
        yield opened


class Balanced(HTMLParser):
    """Fails where a tag is closed that is not the one open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not (tag == "a" and "a" in self.open), "a link within a link"
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_under_a_strict_policy(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in response.text
    assert "<script>" not in response.text


def test_marks_nest_and_the_text_stays_as_it_is() -> None:
    parser = Balanced()
    record = first()
    parser.feed(str(marked(record)))
    assert parser.open == []
    assert parser.text == record.report.text


def test_an_event_is_linked_from_the_cue_or_mention_that_tells_it() -> None:
    record = first()
    trigger = record.events[0].trigger_span
    told = msgspec.structs.replace(record.statements[1], cue_span=trigger)
    named = msgspec.structs.replace(record.mentions[0], start=trigger[0] - 4, end=trigger[1])
    shown = msgspec.structs.replace(
        record, statements=(record.statements[0], told), mentions=(named, *record.mentions)
    )
    text = str(marked(shown))
    assert '<a class="trigger conflict deed" data-item="e1" id="t-e1" href="#e1"' in text
    assert 'href="#s2"' in text, "the number before a statement leads to it"


def test_statements_within_statements_are_marked_within(client: TestClient) -> None:
    text = client.get("/report/aaaa1111").text
    outer = text.index('class="statement level1 said" data-item="s1"')
    inner = text.index('class="statement level2 said" data-item="s2"')
    assert outer < inner


def test_hostile_titles_and_addresses_are_only_text(client: TestClient) -> None:
    for address in ("/", "/report/aaaa1111", "/search?in=events"):
        text = client.get(address).text
        assert "<script>document" not in text
        assert "\u202e" not in text
        assert "javascript:alert" not in text


def test_only_addresses_of_the_web_are_linked() -> None:
    assert safe_url("https://a.example/x") == "https://a.example/x"
    for bad in ("javascript:alert(1)", "data:text/html,x", "//a.example", "http://[", None):
        assert safe_url(bad) is None


def test_what_is_asked_is_shown_as_text(client: TestClient) -> None:
    text = client.get('/search?q="><img src=x onerror=alert(1)>&actor=<b>x</b>').text
    assert "<img" not in text
    assert "<b>x" not in text


def test_an_unknown_page_and_an_unknown_report_are_told(client: TestClient) -> None:
    for address in ("/nothing", "/report/zzzz", "/actor/state:XXX", "/report/aaaa1111/review/e99"):
        assert client.get(address).status_code == 404


def form_token(client: TestClient) -> str:
    text = str(client.get("/paste").text)
    return text.partition('name="form_token" value="')[2].partition('"')[0]


def decision(client: TestClient, **changes: str) -> dict[str, str]:
    start, end = first().events[0].trigger_span
    form = {"form_token": form_token(client), "key": f"ASSAULT {start}-{end}", "analyst": "Ann",
            "verdict": "accept"}  # fmt: skip
    return {**form, **changes}


def test_a_decision_is_stored_beside_the_store(tmp_path: Path) -> None:
    store = made_store(tmp_path)
    before = store.read_bytes()
    with TestClient(create_app(store)) as client:
        address = "/report/aaaa1111/review/e1"
        answer = client.post(address, data=decision(client), follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/report/aaaa1111#e1")
        assert "accepted by Ann" in client.get("/report/aaaa1111").text
        wrong = decision(client, verdict="correct", type="AID", actor="state:TUR", recipient="")
        assert client.post(address, data=wrong, follow_redirects=False).status_code == 303
    (found,) = Reviews.beside(store).decisions()
    assert found.correction is not None
    assert (found.correction.type, found.correction.recipient) == ("AID", ())
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    ("changes", "headers", "status"),
    [
        ({"form_token": "guessed"}, {}, 403),
        ({}, {"origin": "https://evil.example"}, 403),
        ({"key": "ASSAULT 0-1"}, {}, 409),
        ({"verdict": "maybe"}, {}, 422),
        ({"analyst": " "}, {}, 422),
        ({"verdict": "correct", "words": "words that are not there"}, {}, 422),
        ({"verdict": "correct", "words": "Turkey had shelled  Gyumri"}, {}, 422),
        ({"verdict": "correct", "actor": "nobody"}, {}, 422),
    ],
)
def test_a_decision_not_from_our_form_is_refused(
    client: TestClient, store: Path, changes: dict[str, str], headers: dict[str, str], status: int
) -> None:
    answer = client.post(
        "/report/aaaa1111/review/e1", data=decision(client, **changes), headers=headers
    )
    assert answer.status_code == status
    assert Reviews.beside(store).decisions() == []


def test_the_right_words_are_copied_from_the_text(tmp_path: Path) -> None:
    store = made_store(tmp_path)
    with TestClient(create_app(store)) as client:
        form = decision(client, verdict="correct", words="that Turkey had shelled Gyumri")
        client.post("/report/aaaa1111/review/e1", data=form)
        shown = client.get("/report/aaaa1111/review/s2").text
    (found,) = Reviews.beside(store).decisions()
    assert found.correction is not None
    assert found.correction.span == span(FIRST, "that Turkey had shelled Gyumri")
    assert "Armenia said <mark>that Turkey had shelled Gyumri</mark>. Russia" in shown


def test_what_was_looked_for_is_marked_and_nothing_else_is(client: TestClient) -> None:
    assert "Turkey had <mark>shelled</mark> Gyumri" in client.get("/search?q=SHELLED").text
    assert lit("a <b> c", "<B>") == "a <mark>&lt;b&gt;</mark> c"
    assert lit("<i>", "") == "&lt;i&gt;"


def test_a_passage_begins_and_ends_with_whole_words(client: TestClient) -> None:
    shown = client.get("/search?q=ready+to+send").text
    begun = FIRST[FIRST.index("ready to send") - 80 :].partition(" ")[2].partition("ready")[0]
    assert f"<blockquote>… {begun}<mark>ready to send</mark> aid.</blockquote>" in shown
    cut = client.get("/search?q=ankara+denied").text
    assert "<blockquote><mark>Ankara denied</mark> that Turkey had shelled Gyumri. …" in cut


def test_a_dyad_is_narrowed_to_a_type(client: TestClient) -> None:
    whole = client.get("/dyad?a=TUR&b=ARM").text
    assert "/dyad?a=TUR&amp;b=ARM&amp;type=ASSAULT" in whole
    assert "Turkey had shelled" in client.get("/dyad?a=TUR&b=ARM&type=ASSAULT").text
    assert "No events between them of this type" in client.get("/dyad?a=TUR&b=ARM&type=AID").text


def test_another_name_for_this_machine_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"host": "rebound.example"}).status_code == 403


def test_other_machines_need_the_token(store: Path) -> None:
    with TestClient(create_app(store, token="a-long-secret-word")) as client:
        assert client.get("/").status_code == 401
        assert client.get("/?token=wrong").status_code == 401
        let_in = client.get("/search?q=x&token=a-long-secret-word", follow_redirects=False)
        assert let_in.headers["location"] == "/search?q=x"
        assert client.get("/search?q=x").status_code == 200
        away = client.get("//evil.example?token=a-long-secret-word", follow_redirects=False)
        assert not away.headers.get("location", "/").startswith("//")


def test_a_file_being_written_is_told_and_recovers(tmp_path: Path) -> None:
    store = made_store(tmp_path)
    script = f"""
        import duckdb, sys
        c = duckdb.connect({str(store)!r})
        print("open", flush=True)
        sys.stdin.readline()
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as writer:  # fmt: skip
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
        with TestClient(create_app(store)) as client:
            busy = client.get("/")
            assert busy.status_code == 503
            assert busy.headers["retry-after"]
            assert 'http-equiv="refresh"' in busy.text
            writer.communicate("\n")
            assert client.get("/").status_code == 200


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="who holds a file is not told here")
def test_reports_are_coded_into_a_file_that_is_open_in_the_reader(tmp_path: Path) -> None:
    store = made_store(tmp_path)

    def held() -> bool:
        return f":{store.stat().st_ino} " in Path("/proc/locks").read_text()

    with TestClient(create_app(store)) as client:
        assert client.get("/").status_code == 200
        until = time.monotonic() + 60
        while held() and time.monotonic() < until:
            time.sleep(0.05)
        command = [sys.executable, "-m", "dateline", "code", "-", "--db", str(store)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as coding:
            assert coding.stdin is not None
            while not held() and time.monotonic() < until:
                time.sleep(0.05)
            assert client.get("/").status_code == 503
            coding.stdin.write("Norway accused Iceland of overfishing on Tuesday.\n")
            coding.stdin.close()
            assert coding.wait(60) == 0
        assert "overfishing" in client.get("/search?q=iceland").text


def test_a_writer_gets_in_when_nobody_reads(tmp_path: Path) -> None:
    store = made_store(tmp_path)
    app = create_app(store)
    app.state.reader.shelf._idle = 0.05
    with TestClient(app) as client:
        assert client.get("/").status_code == 200
        time.sleep(0.4)
        code = f"import duckdb; duckdb.connect({str(store)!r}).execute('CHECKPOINT')"
        subprocess.run([sys.executable, "-c", code], check=True)
        assert client.get("/search?in=events").status_code == 200


words = st.text(max_size=30) | st.sampled_from(
    ["RUS", "members:CSTO", "members:", "2011", "2011-13-99", "0000", "9999-99", "state:ARM", "-1",
     "events", "speech", "1e9", "%00", "\u202e", "ASSAULT", "org:REUTERS", ":"]
)  # fmt: skip
names = st.sampled_from(
    ["q", "in", "actor", "recipient", "by", "about", "via", "type", "since", "until", "publisher",
     "a", "b", "members", "towards", "show", "page"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(["/", "/search", "/dyad", "/network", "/sources", "/paste"]),
    st.dictionaries(names, words, max_size=6),
)
def test_no_address_makes_the_reader_fail(
    client: TestClient, path: str, fields: dict[str, str]
) -> None:
    assert client.get(path, params=fields).status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(["/report/", "/actor/", "/report/aaaa1111/review/", "/static/"]), words)
def test_no_path_makes_the_reader_fail(client: TestClient, path: str, rest: str) -> None:
    from urllib.parse import quote

    assert client.get(path + quote(rest, safe="", errors="replace")).status_code < 500


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.sampled_from(["verdict", "type", "mode", "actor", "recipient", "start", "end",
                         "analyst", "key"]),
        words,
    )
)  # fmt: skip
def test_no_form_makes_the_reader_fail(client: TestClient, fields: dict[str, str]) -> None:
    form = {"form_token": form_token(client), **fields}
    assert client.post("/report/aaaa1111/review/e2", data=form).status_code < 500


def test_a_network_is_of_members_on_both_sides(client: TestClient) -> None:
    both = client.get("/network?members=NATO&towards=CSTO").text
    assert "Turkey → Armenia" in both
    assert "Russia → Armenia" not in both
    assert "Nobody acts on anybody" in client.get("/network?members=NATO&towards=NATO").text


def test_the_schema_tells_what_a_page_is_asked_with(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    fields = {p["name"] for p in paths["/network"]["get"]["parameters"]}
    assert fields == {"show", "members", "towards", "type", "since", "until"}


def test_nothing_that_the_schema_allows_makes_the_reader_fail(store: Path) -> None:
    import schemathesis
    from schemathesis.checks import not_a_server_error

    schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(store))
    asked = set()
    statuses: set[int] = set()
    for found in schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]
        asked.add(operation.path)

        @settings(
            max_examples=12, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def answers(case: schemathesis.Case[Any]) -> None:
            response = case.call_and_validate(
                base_url="http://127.0.0.1", checks=[not_a_server_error], headers=LOOPBACK
            )
            statuses.add(response.status_code)

        answers()
    assert {"/search", "/dyad", "/network", "/sources"} <= asked
    assert 200 in statuses, "every request was refused"
