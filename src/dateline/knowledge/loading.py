"""Reads the tables of the knowledge base; a row that cannot be right is refused with its line."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dateline.knowledge.entities import (
    Ambiguity,
    Body,
    City,
    Exempt,
    Membership,
    NamePart,
    Office,
    OfficeKind,
    Organisation,
    ProperName,
    Region,
    Role,
    State,
    Tables,
    Term,
    slug,
)
from dateline.tables import Row, read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
    from datetime import date

Entity = TypeVar("Entity")

DATA = Path(__file__).parent / "data"
"""The tables of the package."""

COLUMNS = {
    "states": "code name start end capital adjectives people aliases government successors"
    " wikidata",
    "organisations": "id name kind country sector seat parent start end aliases wikidata",
    "memberships": "member organisation start end status",
    "offices": "id title body kind sector aliases",
    "terms": "office person name start end aliases",
    "bodies": "name sector kind states aliases",
    "proper_names": "state name bodies",
    "roles": "noun sector number plural rank",
    "cities": "city state capital latitude longitude aliases",
    "regions": "region state adjectives people aliases",
    "naming": "value kind",
    "ambiguous": "name things",
    "office_kinds": "kind titles",
    "exceptions": "check subject object why",
}
ORGANISATION_KINDS = (
    "alliance", "igo", "court", "bank", "ngo", "armed-group", "party", "media", "agency",
    "government-body", "company", "movement",
)  # fmt: skip
OFFICE_KINDS = (
    "head-of-state", "head-of-government", "foreign-minister", "defence-minister", "head", "other",
)  # fmt: skip
STATUSES = ("member", "observer", "associate", "suspended")
CHECKS = ("membership-outside-existence", "shared-office")
SECTORS = (
    "", "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS",
    "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
)  # fmt: skip


def tables_of(directory: Path) -> dict[str, list[Path]]:
    """Return the files of each table in the directory, in the order of their names."""
    found: dict[str, list[Path]] = {}
    for name in COLUMNS:
        pattern = "terms_*.tsv" if name == "terms" else f"{name}.tsv"
        found[name] = sorted(directory.glob(pattern))
    return found


def version_of(directories: Sequence[Path]) -> str:
    """Return a short hash of the bytes of all tables: equal bytes, equal version."""
    digest = hashlib.sha256()
    for directory in directories:
        for paths in tables_of(directory).values():
            for path in paths:
                content = path.read_bytes()
                digest.update(f"{path.name}\0{len(content)}\0".encode())
                digest.update(content)
        digest.update(b"\n")
    return digest.hexdigest()[:12]


def read_tables(directories: Sequence[Path]) -> Tables:
    """Read the tables of all directories; rows of later ones replace earlier ones by their key.

    Keys are the id (or code, name, noun); for memberships the member with the organisation and for
    terms the office with the person, so that all dates of a pair are replaced together. Raises
    TableError with file and line where a row cannot be right, FileNotFoundError where a directory
    is missing.
    """
    for directory in directories:
        if not directory.is_dir():
            raise FileNotFoundError(f"no such directory of tables: {directory}")
    return Tables(
        states=_merged(directories, "states", _state, lambda s: s.code),
        organisations=_merged(directories, "organisations", _organisation, lambda o: o.id),
        memberships=_merged(
            directories, "memberships", _membership, lambda m: (m.member, m.organisation), many=True
        ),
        offices=_merged(directories, "offices", _office, lambda o: o.id),
        terms=_merged(directories, "terms", _term, lambda t: (t.office, t.person), many=True),
        bodies=_merged(directories, "bodies", _body, lambda b: b.id),
        proper_names=_merged(
            directories, "proper_names", _proper_name, lambda p: (p.state, p.bodies[0])
        ),
        roles=_merged(directories, "roles", _role, lambda r: r.noun),
        cities=_merged(directories, "cities", _city, lambda c: c.id),
        regions=_merged(directories, "regions", _region, lambda r: r.id),
        name_parts=_merged(directories, "naming", _name_part, lambda p: (p.kind, p.value)),
        ambiguities=_merged(directories, "ambiguous", _ambiguity, lambda a: a.name),
        office_kinds=_merged(directories, "office_kinds", _office_kind, lambda k: k.kind),
        exceptions=_merged(
            directories, "exceptions", _exempt, lambda e: (e.check, e.subject, e.object)
        ),
    )


def _merged(
    directories: Sequence[Path],
    table: str,
    build: Callable[[Row, str], Entity],
    key: Callable[[Entity], Hashable],
    *,
    many: bool = False,
) -> tuple[Entity, ...]:
    rows: dict[Hashable, list[Entity]] = {}
    for directory in directories:
        here: dict[Hashable, list[Entity]] = {}
        for row, entity in _read(tables_of(directory)[table], table, build):
            same = here.setdefault(key(entity), [])
            if same and not many:
                raise row.error(f"{key(entity)} stands twice in this table")
            same.append(entity)
        rows.update(here)
    return tuple(entity for same in rows.values() for entity in same)


def _read(
    paths: Iterable[Path], table: str, build: Callable[[Row, str], Entity]
) -> Iterator[tuple[Row, Entity]]:
    columns = COLUMNS[table].split()
    for path in paths:
        for row in read_table(path, columns):
            yield row, build(row, f"{path.name}:{row.line}")


def _state(row: Row, where: str) -> State:
    code = row.required("code")
    if not (code[:3].isalpha() and code.isupper() and (len(code) == 3 or code[3] == "-")):
        raise row.error(f"{code!r} is no alpha-3 code")
    return State(
        code, row.required("name"), *_dates(row), row["capital"], row.alternatives("adjectives"),
        row.alternatives("people"), row.alternatives("aliases"), row.alternatives("government"),
        row.alternatives("successors"), _wikidata(row), where,
    )  # fmt: skip


def _organisation(row: Row, where: str) -> Organisation:
    return Organisation(
        row.required("id"), row.required("name"), row.one_of("kind", ORGANISATION_KINDS),
        row["country"], _sector(row), row["seat"], row["parent"] or None, *_dates(row),
        row.alternatives("aliases"), _wikidata(row), where,
    )  # fmt: skip


def _membership(row: Row, where: str) -> Membership:
    return Membership(
        row.required("member"), row.required("organisation"), *_dates(row),
        row.one_of("status", STATUSES), where,
    )  # fmt: skip


def _office(row: Row, where: str) -> Office:
    return Office(
        row.required("id"), row.required("title"), row.required("body"),
        row.one_of("kind", OFFICE_KINDS), _sector(row), row.alternatives("aliases"), where,
    )  # fmt: skip


def _term(row: Row, where: str) -> Term:
    return Term(
        row.required("office"), row.required("person"), row.required("name"), *_dates(row),
        row.alternatives("aliases"), where,
    )  # fmt: skip


def _body(row: Row, where: str) -> Body:
    name = row.required("name")
    return Body(
        slug(name), name, _sector(row), row["kind"], row.alternatives("states"),
        row.alternatives("aliases"), where,
    )  # fmt: skip


def _proper_name(row: Row, where: str) -> ProperName:
    row.required("bodies")
    return ProperName(
        row.required("state"), row.required("name"), row.alternatives("bodies"), where
    )


def _role(row: Row, where: str) -> Role:
    return Role(
        row.required("noun"), _sector(row), row["number"], row["plural"],
        row.one_of("rank", ("yes", "no", "")) == "yes", where,
    )  # fmt: skip


def _city(row: Row, where: str) -> City:
    name, state = row.required("city"), row.required("state")
    return City(
        f"{state}/{slug(name)}", name, state, row.one_of("capital", ("yes", "no")) == "yes",
        _degrees(row, "latitude", 90), _degrees(row, "longitude", 180),
        row.alternatives("aliases"), where,
    )  # fmt: skip


def _region(row: Row, where: str) -> Region:
    name, state = row.required("region"), row.required("state")
    return Region(
        f"{state}/{slug(name)}", name, state, row.alternatives("adjectives"),
        row.alternatives("people"), row.alternatives("aliases"), where,
    )  # fmt: skip


def _name_part(row: Row, where: str) -> NamePart:
    return NamePart(row.required("value"), row.one_of("kind", ("particle", "family-first")), where)


def _ambiguity(row: Row, where: str) -> Ambiguity:
    return Ambiguity(row.required("name"), row.alternatives("things"), where)


def _office_kind(row: Row, where: str) -> OfficeKind:
    return OfficeKind(row.one_of("kind", OFFICE_KINDS), row.alternatives("titles"), where)


def _exempt(row: Row, where: str) -> Exempt:
    return Exempt(
        row.one_of("check", CHECKS), row.required("subject"), row["object"], row.required("why"),
        where,
    )  # fmt: skip


def _dates(row: Row) -> tuple[date | None, date | None]:
    start, end = row.first_day("start"), row.last_day("end")
    if start and end and end < start:
        raise row.error(f"ends ({row['end']}) before it starts ({row['start']})")
    return start, end


def _sector(row: Row) -> str | None:
    return row.one_of("sector", SECTORS) or None


def _wikidata(row: Row) -> str | None:
    value = row["wikidata"]
    if value and not (value[0] == "Q" and value[1:].isdigit()):
        raise row.error(f"{value!r} is no Wikidata id")
    return value or None


def _degrees(row: Row, column: str, limit: int) -> float | None:
    value = row[column]
    try:
        degrees = float(value) if value else None
    except ValueError:
        raise row.error(f"column {column!r} is no number: {value!r}") from None
    if degrees is not None and abs(degrees) > limit:
        raise row.error(f"column {column!r} is beyond {limit} degrees: {value}")
    return degrees
