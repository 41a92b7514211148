"""Reads sources one after the other; a source that fails does not stop the others."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec

from dateline.reading.building import NoTextError, Result, report_of
from dateline.reading.forms import answer_limits, form_of_answer, form_of_name
from dateline.reading.html import NoArticleError
from dateline.reading.options import Failure, ReadOptions, ReadReport
from dateline.reading.sources import find_files, is_address
from dateline.reading.streams import read_stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dateline.reading.network import Network

_DEFAULTS = ReadOptions()


def read(sources: Iterable[str], options: ReadOptions = _DEFAULTS) -> Iterator[Result]:
    """Read sources in the order given: paths, folders, globs, addresses, ``-`` for standard input.

    Yields a report or a failure for each report of each as soon as it is read. The files of a
    folder or glob come in the order of their paths, records in the order of their lines. The
    network is used only for a source that begins with ``http://`` or ``https://``.
    """
    network: Network | None = None
    for source in sources:
        if source == "-":
            try:
                yield from read_stream(sys.stdin.buffer, "-", None, options)
            except OSError as error:
                yield Failure("-", f"cannot be read: {error.strerror or error}")
        elif is_address(source):
            if network is None:
                # Here, not at the top: most runs read files, and a client of HTTP takes long to
                # import.
                from dateline.reading.network import Network

                network = Network(allow_private=options.allow_private)
            yield from read_address(network, source, options)
        else:
            for found in find_files(source):
                if isinstance(found, Failure):
                    yield found
                else:
                    yield from _read_file(found, options)


def read_text(text: str, options: ReadOptions = _DEFAULTS, source: str = "") -> ReadReport:
    """Read a plain text that is at hand.

    Raises ValueError where there are no words in it.
    """
    return report_of({"text": text}, source, options)


def read_address(network: Network, url: str, options: ReadOptions) -> Iterator[Result]:
    """Read a page, feed, table or archive of the network: the media type tells, or the name."""
    from dateline.reading.network import FetchError

    try:
        with network.fetch(
            url, lambda place, kind: answer_limits(place, kind, options.largest)
        ) as found:
            form = form_of_answer(found.url, found.kind)
            if form in ("page", "text", None) and options.url is None:
                options = msgspec.structs.replace(options, url=found.url)
            yield from read_stream(found.stream, url, form, options)
    except FetchError as error:
        yield Failure(url, str(error))


def _read_file(path: Path, options: ReadOptions) -> Iterator[Result]:
    source = str(path)
    try:
        with path.open("rb") as stream:
            yield from read_stream(stream, source, form_of_name(path.name), options)
    except PermissionError:
        yield Failure(
            source, "no permission to read it: change its mode (chmod +r) or leave it out"
        )
    except FileNotFoundError:
        yield Failure(source, "no such file (a link that leads nowhere)")
    except OSError as error:
        yield Failure(source, f"cannot be read: {error.strerror or error}")


__all__ = ["NoArticleError", "NoTextError", "Result", "read", "read_address", "read_text"]
