"""Runs the code in the pages and compares the output they show with what comes out.

``python docs/checking.py [PAGE ...]`` prints where a page shows something else, ``--write`` puts
what came out into the page. ``tests/test_docs.py`` does the first for every page.

What is run, block by block, in a directory of the page's own that holds ``examples/``:

* ``console``: lines that begin with ``$`` are commands; the lines beneath one are its output as a
  terminal shows it, where ``...`` alone stands for any lines and within a line for any
  characters. No output shown, none compared.
* ``sh``, and blocks without a language that begin with ``dateline``: every line is a command.
* ``python`` and ``pycon``: run in one namespace a page; the second as doctests.
* ``sql``: put to ``records.duckdb``.

A comment before a block, or on top of the page, says what else there is to know::

    <!-- not run: REASON -->      the reason why nothing runs this block
    <!-- fails -->                its commands exit with an error, as the page says
    <!-- about -->                its counts move as rules are mended: each number may be off by 2
    <!-- file: PATH -->           the block is the content of a file that later blocks use
    <!-- with: records.duckdb --> (top of the page) the store of the tutorial is there
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from dateline.cli.main import app, main

DOCS = Path(__file__).parent
ROOT = DOCS.parent
WIDTH = 100
STORE = "records.duckdb"
STORE_COMMANDS = (
    f"dateline code examples/*.jsonl examples/*.html --db {STORE}",
    f"dateline code examples/sahel-mission.txt --published 2025-03-12 --db {STORE}",
)
_BLOCK = re.compile(
    r"(?P<remarks>(?:^<!--[^\n]*-->\n+)*)^```(?P<language>\w*)[^\n]*\n(?P<text>.*?)^```$",
    re.M | re.S,
)
_REMARK = re.compile(r"<!-- (not run|fails|about|file|with)(?:: (.+?))? -->")
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;[^\x1b]*\x1b\\")
_NUMBER = re.compile(r"(?<![\w.-])[+-]?\d+(?:\.\d+)?(?![\w.-])")
_NEAR = 2
_PROGRAMS = ("cat", "cp", "head", "ls", "mkdir", "python", "wc")


class Block(NamedTuple):
    """A fenced block of a page."""

    language: str
    text: str
    remarks: Mapping[str, str]
    line: int
    """Line of the page on which the text begins."""


class Step(NamedTuple):
    """A command, and the output that the page shows for it: none where it shows nothing."""

    command: str
    shown: Sequence[str]
    line: int


class Problem(NamedTuple):
    """Where a page is not true."""

    page: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.what}"


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a page."""
    for match in _BLOCK.finditer(text):
        remarks = {m[1]: m[2] or "" for m in _REMARK.finditer(match["remarks"])}
        line = text.count("\n", 0, match.start("text")) + 1
        yield Block(match["language"], match["text"], remarks, line)


def steps(block: Block) -> Iterator[Step]:
    """Yield the commands of a block of commands."""
    lines = block.text.replace("\\\n", " ").splitlines()
    prompted = block.language == "console"
    at: int | None = None
    for number, line in enumerate(lines):
        if line.startswith("$ ") or not prompted:
            if at is not None:
                yield _step(lines, at, number, block.line)
            at = number if line.strip() and not line.startswith("#") else None
    if at is not None:
        yield _step(lines, at, len(lines), block.line)


def _step(lines: Sequence[str], start: int, end: int, first: int) -> Step:
    shown = [line.rstrip() for line in lines[start + 1 : end]]
    return Step(lines[start].removeprefix("$ "), shown, first + start)


class CommandError(Exception):
    """A command did not do what its page says."""


class Shell:
    """As much of a shell as the pages need, in a directory; dateline itself runs in this process.

    Knows variables (``export``), one pipe and ``> FILE``. Any other program than those in
    ``_PROGRAMS`` is an error: mark the block as not run, with the reason.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.variables: dict[str, str] = {}

    def run(self, line: str) -> tuple[int, str]:
        """Run a line and return its status and what a terminal shows."""
        words = shlex.split(line, comments=True)
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            self.variables[name] = value
            return 0, ""
        words, target = (words[:-2], words[-1]) if words[-2:-1] == [">"] else (words, None)
        if "|" in words:
            at = words.index("|")
            _, piped, _ = self._command(words[:at], terminal=False)
            status, out, err = self._program(words[at + 1 :], piped)
        else:
            status, out, err = self._command(words, terminal=target is None)
        if target is not None:
            (self.directory / target).write_bytes(out)
            out = b""
        return status, _ESCAPE.sub("", (err + out).decode())

    def _command(self, words: list[str], *, terminal: bool) -> tuple[int, bytes, bytes]:
        if words[0] != "dateline":
            return self._program(words, b"")
        if words[1] == "serve":  # does not end by itself; that it is well said can be seen
            app.parse_args(words[1:])
            return 0, b"", b""
        with (
            _streams(terminal=terminal) as (out, err),
            contextlib.chdir(self.directory),
            _environment(self.variables),
        ):
            try:
                main(self._expanded(words[1:]))
            except SystemExit as left:
                status = left.code if isinstance(left.code, int) else 0
        return status, out.getvalue(), err.getvalue()

    def _expanded(self, words: list[str]) -> list[str]:
        """Return the words with the patterns among them replaced by the files they fit."""
        return [
            found
            for word in words
            for found in (sorted(map(str, Path().glob(word))) if "*" in word else []) or [word]
        ]

    def _program(self, words: list[str], given: bytes) -> tuple[int, bytes, bytes]:
        if words[0] not in _PROGRAMS:
            raise CommandError(f"{words[0]}: not a program that pages may use; mark it as not run")
        if words[0] == "python":
            words = [sys.executable, *words[1:]]
        done = subprocess.run(  # noqa: S603 - the programs above, as the pages call them
            words, input=given, capture_output=True, cwd=self.directory, check=False
        )
        return done.returncode, done.stdout, done.stderr


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@contextlib.contextmanager
def _streams(*, terminal: bool) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Yield what is written to standard output, as to a terminal, and to standard error."""
    out, err = io.BytesIO(), io.BytesIO()
    kind = _Terminal if terminal else io.TextIOWrapper
    streams = (
        kind(out, encoding="utf-8", write_through=True),
        io.TextIOWrapper(err, encoding="utf-8", write_through=True),
    )
    try:
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            yield out, err
    finally:
        for stream in streams:
            stream.detach()


@contextlib.contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set the variables, and a terminal that is the same everywhere."""
    kept = dict(os.environ)
    for name in ("FORCE_COLOR", "DATELINE_DB"):
        os.environ.pop(name, None)
    os.environ.update({"COLUMNS": str(WIDTH), "TERM": "xterm", "NO_COLOR": "1", **variables})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)


class Page:
    """A page that is being run."""

    def __init__(self, path: Path, directory: Path) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.directory = directory
        self.shell = Shell(directory)
        self.names: dict[str, Any] = {}
        self.outputs: dict[int, str] = {}
        """What came out, by the line of the command."""
        if not (directory / "examples").exists():
            (directory / "examples").symlink_to(ROOT / "examples")

    @property
    def needs_store(self) -> bool:
        """Whether the page begins with the store of the tutorial."""
        return f"<!-- with: {STORE} -->" in self.text

    def problems(self) -> Iterator[Problem]:
        """Run the page and yield what is not as it says."""
        for block in blocks(self.text):
            if "not run" in block.remarks:
                if not block.remarks["not run"]:
                    yield Problem(self.path, block.line, "says not why it is not run")
            elif "file" in block.remarks:
                path = self.directory / block.remarks["file"]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text, encoding="utf-8")
            else:
                for line, what in self._run(block):
                    yield Problem(self.path, line, what)

    def _run(self, block: Block) -> Iterator[tuple[int, str]]:
        language = block.language or ("sh" if block.text.startswith("dateline ") else "")
        if language in ("console", "sh", "bash"):
            yield from self._commands(block)
        elif language == "python":
            source = "\n" * (block.line - 1) + block.text
            with contextlib.chdir(self.directory), _streams(terminal=False):
                exec(compile(source, self.path, "exec"), self.names)  # noqa: S102 - the page's own
        elif language == "pycon":
            yield from self._doctests(block)
        elif language == "sql":
            with duckdb.connect(self.directory / STORE, read_only=True) as connection:
                connection.execute(block.text).fetchall()
        elif language not in ("", "text", "tsv", "json", "jsonl"):
            yield block.line, f"{language} is not run: say why, or show it as text"

    def _commands(self, block: Block) -> Iterator[tuple[int, str]]:
        for step in steps(block):
            try:
                status, output = self.shell.run(step.command)
            except CommandError as error:
                yield step.line, str(error)
                continue
            self.outputs[step.line] = output
            if bool(status) != ("fails" in block.remarks):
                yield step.line, f"{step.command} exits with {status}:\n{output}"
            elif step.shown and not fits(
                step.shown,
                [x.rstrip() for x in output.splitlines()],
                about="about" in block.remarks,
            ):
                yield step.line, f"{step.command} shows something else:\n{output}"

    def _doctests(self, block: Block) -> Iterator[tuple[int, str]]:
        test = doctest.DocTestParser().get_doctest(
            block.text, {}, self.path.name, str(self.path), block.line - 1
        )
        test.globs = self.names
        said: list[str] = []
        runner = doctest.DocTestRunner(
            optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, verbose=False
        )
        with contextlib.chdir(self.directory):
            runner.run(test, out=said.append, clear_globs=False)
        if said:
            yield block.line, "".join(said)

    def rewritten(self) -> str:
        """Return the page with the output that came out, where it shows all of it."""
        lines = self.text.splitlines(keepends=True)
        found = [s for b in blocks(self.text) if b.language == "console" for s in steps(b)]
        for step in sorted(found, key=lambda s: -s.line):
            if step.shown and not any("..." in x for x in step.shown) and step.line in self.outputs:
                output = self.outputs[step.line].rstrip("\n").splitlines()
                new = [line.rstrip() + "\n" for line in output]
                lines[step.line : step.line + len(step.shown)] = new
        return "".join(lines)


def fits(shown: Sequence[str], lines: Sequence[str], *, about: bool = False) -> bool:
    """Return whether the output shown is the lines.

    ``...`` alone on a line stands for any lines, within a line for any characters; with ``about`` a
    number stands for those near it that have its sign.
    """
    if not shown:
        return not lines
    if shown[0] == "...":
        return any(fits(shown[1:], lines[at:], about=about) for at in range(len(lines) + 1))
    return (
        bool(lines)
        and _fits_line(shown[0], lines[0], about=about)
        and fits(shown[1:], lines[1:], about=about)
    )


def _fits_line(shown: str, line: str, *, about: bool) -> bool:
    parts = shown.split("...")
    numbers: list[str] = _NUMBER.findall(shown) if about else []
    if about:
        parts = [_NUMBER.sub("\0", part) for part in parts]
    pattern = ".*".join(map(re.escape, parts)).replace(re.escape("\0"), f"({_NUMBER.pattern})")
    found = re.fullmatch(pattern, line)
    return found is not None and all(map(_near, numbers, found.groups()))


def _near(shown: str, true: str) -> bool:
    signs_differ = float(shown) * float(true) < 0
    return not signs_differ and abs(float(shown) - float(true)) <= _NEAR


def make_store(directory: Path) -> Path:
    """Code the example reports as the tutorial does, and return the store."""
    shell = Shell(directory)
    (directory / "examples").symlink_to(ROOT / "examples")
    for command in STORE_COMMANDS:
        status, output = shell.run(command)
        if status:
            raise CommandError(output)
    return directory / STORE


def pages() -> list[Path]:
    """Return the pages with code: README and those of the site."""
    return [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]


def main_(arguments: list[str]) -> int:
    """Run pages; 1 where one shows what is not so."""
    write = "--write" in arguments
    named = [Path(a).resolve() for a in arguments if a != "--write"]
    wrong = 0
    with tempfile.TemporaryDirectory() as scratch:
        store: Path | None = None
        for number, path in enumerate(named or pages()):
            directory = Path(scratch) / str(number)
            directory.mkdir()
            page = Page(path, directory)
            if page.needs_store:
                if store is None:
                    (Path(scratch) / "store").mkdir()
                    store = make_store(Path(scratch) / "store")
                shutil.copy(store, directory)
            for problem in page.problems():
                print(problem)
                wrong += 1
            if write:
                path.write_text(page.rewritten(), encoding="utf-8")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main_(sys.argv[1:]))
