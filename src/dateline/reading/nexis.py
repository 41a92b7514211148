"""The two layouts of Nexis: documents numbered "1 of 20 DOCUMENTS", and those of Nexis Uni."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dateline.reading.exported import day_of, document, is_copyright, is_length, one_line

_NUMBER = re.compile(
    r"^[ \t]*(?:(\d+) of (\d+) DOCUMENTS?|Document (\d+) of (\d+))[ \t]*$", re.MULTILINE
)
_HEAD = "BYLINE|SECTION|LENGTH|DATELINE|HEADLINE|HIGHLIGHT|SERIES|ABSTRACT|ANCHORS?|GUESTS?"
_TAIL = (
    "LOAD-DATE|LANGUAGE|GRAPHIC|PUBLICATION-TYPE|DOCUMENT-TYPE|SUBJECT|ORGANI[SZ]ATION|COMPANY"
    "|PERSON|GEOGRAPHIC|COUNTRY|STATE|CITY|INDUSTRY|TICKER|TYPE|ACC-NO|JOURNAL-CODE|NOTES"
    "|DISTRIBUTION|UPDATE|URL|CORRECTION-DATE"
)
_TAG = re.compile(rf"\s*(?:(?P<head>{_HEAD})|(?P<tail>{_TAIL})):(?P<value>.*)", re.DOTALL)
_END = re.compile(r"^[ \t]*End of Document[ \t]*$", re.MULTILINE)
_PAGE = re.compile(r"^[ \t]*Page \d+ of \d+[ \t]*\n(?:[ \t]*\n)*(?P<head>.*)\n?", re.MULTILINE)
_UNI_TAG = re.compile(r"(Section|Length|Byline|Dateline|Highlight|Series|Headline):\s*(.*)")
_UNI_TAIL = re.compile(
    r"Classification|Graphic|Notes|(?:Load-Date|Language|Publication-Type|Subject):.*"
)
_COVER = re.compile(
    r"(?:User Name|Date and Time|Job Number|Documents? ?\(\d+\)|Client/Matter|Search Terms"
    r"|Search Type|Narrowed by|Content Type)\b"
)


def split_numbered(text: str) -> list[dict[str, str] | str] | None:
    """Split an export whose documents begin with "1 of 20 DOCUMENTS"; None where it is none."""
    starts: list[re.Match[str]] = []
    of = ""
    for match in _NUMBER.finditer(text):
        number, total = match[1] or match[3], match[2] or match[4]
        # The numbers run on: a line of that kind within a report does not begin a document.
        if not starts or (total == of and int(number) == _number(starts[-1]) + 1):
            starts.append(match)
            of = total
    if not starts or text[: starts[0].start()].count("\n\n") > 200:
        return None
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return [_numbered(text[m.end() : end]) for m, end in zip(starts, ends, strict=True)]


def _number(match: re.Match[str]) -> int:
    return int(match[1] or match[3])


def _numbered(text: str) -> dict[str, str] | str:
    blocks = [b for b in (block.strip() for block in re.split(r"\n[ \t]*\n", text)) if b]
    tags: dict[str, str] = {}
    before: list[str] = []
    body: list[str] = []
    tail = False
    for block in blocks:
        tag = _TAG.match(block)
        if tag and tag["head"] and not (body and "LENGTH" in tags):
            tags[tag["head"]] = one_line([tag["value"]])
            # A parser of pages may have set the tag's first words apart from the rest.
        elif tag and tag["tail"] and "LENGTH" in tags:
            tail = True
        elif tail or (is_copyright(block) and not body):
            continue
        elif "LENGTH" in tags:
            body.append(block)
        elif not tags:
            before.append(block)
    if not is_length(tags.get("LENGTH", "").partition(" words")[0] + " words"):
        return "no LENGTH line: the layout is not known"
    while body and is_copyright(body[-1]):
        body.pop()
    dated = next((n for n, block in enumerate(before) if day_of(block)), None)
    publisher = one_line(before[:dated][-1:]) if dated else None
    title = tags.get("HEADLINE") or (one_line(before[dated + 1 :]) if dated is not None else "")
    day = day_of(before[dated]) if dated is not None else None
    return document(title, "\n\n".join(body), publisher, day, tags.get("BYLINE", ""))


def split_uni(text: str) -> list[dict[str, str] | str] | None:
    """Split an export whose documents close with "End of Document"; None where it is none."""
    if not _END.search(text):
        return None
    parts = _END.split(_without_page_heads(text))
    found = [_uni([line.strip() for line in part.split("\n")]) for part in parts[:-1]]
    rest = parts[-1].split()
    if len(rest) > 60:
        found.append("it does not close with End of Document: the file is cut off")
    return found


def _without_page_heads(text: str) -> str:
    """Leave out the numbers of pages, and the headline below them where it is a running head."""
    often = Counter(line.strip() for line in text.split("\n"))

    def kept(match: re.Match[str]) -> str:
        head = match["head"].strip()
        return "\n" if often[head] > 1 else f"{head}\n"

    return _PAGE.sub(kept, text)


def _uni(lines: Sequence[str]) -> dict[str, str] | str:
    if "Body" not in lines:
        return "no line Body: the layout is not known"
    place = lines.index("Body")
    head = [line for line in lines[:place] if line]
    tags = {m[1]: m[2] for m in map(_UNI_TAG.fullmatch, head) if m}
    dated = [n for n, line in enumerate(head) if day_of(line)]
    if "Length" not in tags and not any(map(is_copyright, head)):
        return "neither Length nor copyright: the layout is not known"
    if not dated or dated[0] < 2:
        return "no headline, publisher and date above each other: the layout is not known"
    # The first document stands below a cover that lists the search.
    cover = any(_COVER.match(line) for line in head)
    day = dated[-1] if cover else dated[0]
    title = head[day - 2 : day - 1] if cover else head[: day - 1]
    body = list(lines[place + 1 :])
    last = next((n for n, line in enumerate(body) if _UNI_TAIL.fullmatch(line)), len(body))
    return document(
        tags.get("Headline") or one_line(title), "\n".join(body[:last]), head[day - 1],
        day_of(head[day]), tags.get("Byline", ""),
    )  # fmt: skip
