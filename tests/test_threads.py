"""What is loaded once may be asked for by several threads at once, as the reader does."""

from __future__ import annotations

import subprocess
import sys

import pytest

START = """
import sys, threading
sys.setswitchinterval(1e-5)
def together(what):
    threads = [threading.Thread(target=what) for _ in range(6)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
"""
FIRST = {
    "knowledge": "from dateline.knowledge import Knowledge; together(Knowledge.load)",
    "records": """
import msgspec
from dateline.record import Record
from tests.made_records import first
text = first().to_json()
built = msgspec.json.decode(text)
together(lambda: (Record.from_json(text), msgspec.convert(built, Record)))
""",
    "decisions": """
import tempfile, pathlib
from dateline.review import Correction, Reviews, key_of
from tests.made_records import first
made = Reviews(pathlib.Path(tempfile.mkdtemp()) / "made.sqlite")
key = key_of(first().events[0], "aaaa1111")
made.add(key, "correct", "Ann", coded="1", correction=Correction(type="AID"))
together(lambda: made.decisions())
""",
}


@pytest.mark.parametrize("what", FIRST)
def test_the_first_use_in_several_threads_does_not_end_the_process(what: str) -> None:
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", START + FIRST[what]], check=False, timeout=120)
        assert done.returncode == 0
