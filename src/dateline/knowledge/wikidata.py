"""Turns Wikidata entities that a user downloaded into tables of our form.

Reads the JSON of ``Special:EntityData`` (``{"entities": {...}}``), a JSON array of entities, or
one entity a line. Writes ``states.tsv``, ``organisations.tsv``, ``memberships.tsv``,
``offices.tsv`` and ``terms_wikidata.tsv``, to be given as ``--knowledge DIR``. A state or
organisation we know keeps what our row says and gains names. Positions, their bodies and the
organisations somebody belongs to are only known by name if they are in the file too, or in our
tables by their Wikidata id; what cannot be placed is listed with its reason, not guessed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from dateline.knowledge.entities import Organisation, State, slug
from dateline.knowledge.loading import COLUMNS, DATA
from dateline.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dateline.knowledge.base import Knowledge

HUMAN = "Q5"
INSTANCE_OF, COUNTRY, JURISDICTION, CAPITAL, DEMONYM = "P31", "P17", "P1001", "P36", "P1549"
POSITION_HELD, MEMBER_OF, SHORT_NAME, ISO_ALPHA_3 = "P39", "P463", "P1813", "P298"
DIRECTS, HEADQUARTERS, INCEPTION, DISSOLVED = "P2389", "P159", "P571", "P576"
START, END = "P580", "P582"
_PRECISION = {9: 4, 10: 7, 11: 10}
"""Characters of an ISO date that Wikidata's precision year, month, day allows."""


class Snak(msgspec.Struct):
    """A property's value; ``datavalue`` is missing where it is unknown or none."""

    datavalue: dict[str, Any] | None = None


class Claim(msgspec.Struct):
    """A statement about an entity."""

    mainsnak: Snak
    rank: str = "normal"
    qualifiers: dict[str, list[Snak]] = {}


class Text(msgspec.Struct):
    """A label or alias."""

    value: str


class Entity(msgspec.Struct):
    """The parts of a Wikidata entity that we read."""

    id: str
    labels: dict[str, Text] = {}
    aliases: dict[str, list[Text]] = {}
    claims: dict[str, list[Claim]] = {}

    @property
    def label(self) -> str:
        """The English label, empty where there is none."""
        found = self.labels.get("en") or self.labels.get("mul")
        return _cell(found.value) if found else ""

    def names(self) -> list[str]:
        """Return the English aliases."""
        return [_cell(a.value) for a in self.aliases.get("en", ())]

    def valid(self, prop: str) -> list[Claim]:
        """Return the claims that are not deprecated and have a value."""
        return [
            c for c in self.claims.get(prop, ()) if c.rank != "deprecated" and c.mainsnak.datavalue
        ]

    def items(self, prop: str) -> list[str]:
        """Return the ids of the entities the property points at."""
        return [i for c in self.valid(prop) if (i := _item(c.mainsnak))]

    def texts(self, prop: str) -> list[str]:
        """Return the strings of the property, of monolingual ones the English."""
        return [t for c in self.valid(prop) if (t := _text(c.mainsnak))]

    def day(self, prop: str) -> str:
        """Return the date of the property at the precision known, or an empty string."""
        return next((d for c in self.valid(prop) if (d := _date(c.mainsnak))), "")


class Skipped(msgspec.Struct, frozen=True):
    """Something in the file that no row could be made of."""

    entity: str
    reason: str


class Imported(msgspec.Struct, frozen=True):
    """What was written: rows by file, and what was left out."""

    rows: dict[str, int]
    skipped: tuple[Skipped, ...]


def import_entities(source: Path, target: Path, knowledge: Knowledge) -> Imported:
    """Read the entities in ``source`` and write tables to the directory ``target``.

    Raises ValueError where the file holds no Wikidata entities, FileExistsError where a table is
    there already.
    """
    entities = read_entities(source)
    tables, skipped = _Placing(entities, knowledge).tables()
    target.mkdir(parents=True, exist_ok=True)
    names = {t: "terms_wikidata.tsv" if t == "terms" else f"{t}.tsv" for t in tables}
    for name in names.values():
        if (target / name).exists():
            raise FileExistsError(f"{target / name} is there already")
    for table, rows in tables.items():
        if rows:
            lines = ["\t".join(COLUMNS[table].split()), *("\t".join(r) for r in sorted(set(rows)))]
            (target / names[table]).write_text("\n".join(lines) + "\n", encoding="utf-8")
    counts = {names[t]: len(set(rows)) for t, rows in tables.items() if rows}
    return Imported(counts, tuple(skipped))


def read_entities(source: Path) -> dict[str, Entity]:
    """Return the entities of the file by id. Raises ValueError where it holds none."""
    content = source.read_bytes().strip()
    try:
        if content.startswith(b"["):
            found = msgspec.json.decode(content, type=list[Entity])
        else:
            first, _, rest = content.partition(b"\n")
            if rest and first.rstrip(b",").endswith(b"}") and first.startswith(b'{"'):
                lines = [line.strip().rstrip(b",") for line in content.splitlines()]
                found = [msgspec.json.decode(line, type=Entity) for line in lines if line]
            else:
                whole = msgspec.json.decode(content, type=dict[str, Any])
                listed = whole["entities"].values() if "entities" in whole else [whole]
                found = msgspec.convert(list(listed), list[Entity])
    except (msgspec.MsgspecError, AttributeError) as error:
        raise ValueError(f"{source} holds no Wikidata entities: {error}") from error
    if not found:
        raise ValueError(f"{source} holds no Wikidata entities")
    return {entity.id: entity for entity in found}


class _Placing:
    """Gives the entities of one file their ids and rows."""

    def __init__(self, entities: dict[str, Entity], knowledge: Knowledge) -> None:
        self.entities = entities
        self.knowledge = knowledge
        self.skipped: list[Skipped] = []
        self.kinds = dict(_kinds())
        self.ids: dict[str, str] = {}
        """State code or organisation id of a Wikidata id."""
        known: tuple[State | Organisation, ...] = (
            *knowledge.tables.states, *knowledge.tables.organisations,
        )  # fmt: skip
        for entity in known:
            if entity.wikidata:
                self.ids[entity.wikidata] = entity.code if isinstance(entity, State) else entity.id

    def tables(self) -> tuple[dict[str, list[tuple[str, ...]]], list[Skipped]]:
        rows: dict[str, list[tuple[str, ...]]] = {
            table: [] for table in ("states", "organisations", "memberships", "offices", "terms")
        }
        positions = {p for e in self.entities.values() for p in e.items(POSITION_HELD)}
        people, others = [], []
        for entity in self.entities.values():
            if HUMAN in entity.items(INSTANCE_OF) or entity.valid(POSITION_HELD):
                people.append(entity)
            elif entity.id not in positions:
                others.append(entity)
        placed = []
        for entity in sorted(others, key=lambda e: not e.texts(ISO_ALPHA_3)):
            if code := next(iter(entity.texts(ISO_ALPHA_3)), ""):
                self.ids[entity.id] = code
                rows["states"].append(self._state(entity, code))
            elif row := self._organisation(entity):
                self.ids[entity.id] = row[0]
                rows["organisations"].append(row)
            else:
                continue
            placed.append(entity)
        for entity in placed:
            rows["memberships"] += self._memberships(entity)
        for person in people:
            for office, term in self._terms(person):
                rows["terms"].append(term)
                if office[0] not in self.knowledge.offices:
                    rows["offices"].append(office)
        return rows, self.skipped

    def _state(self, entity: Entity, code: str) -> tuple[str, ...]:
        known = self.knowledge.states.get(code)
        demonyms = entity.texts(DEMONYM)
        capital = next((self._label(i) for i in entity.items(CAPITAL)), "")
        if known:
            aliases = [*known.aliases, entity.label, *entity.names()]
            return (
                code, known.name, _iso(known.start), _iso(known.end), known.capital or capital,
                _joined(known.adjectives), _joined(known.people),
                _joined(aliases, but=known.name), _joined(known.government),
                _joined(known.successors), known.wikidata or entity.id,
            )  # fmt: skip
        return (
            code, entity.label, entity.day(INCEPTION), entity.day(DISSOLVED), capital,
            _joined(demonyms), "", _joined(entity.names(), but=entity.label), "", "", entity.id,
        )  # fmt: skip

    def _organisation(self, entity: Entity) -> tuple[str, ...] | None:
        known = self.knowledge.organisations.get(self.ids.get(entity.id, ""))
        short = entity.texts(SHORT_NAME)
        if known:
            aliases = [*known.aliases, entity.label, *short, *entity.names()]
            return (
                known.id, known.name, known.kind, known.country, known.sector or "", known.seat,
                known.parent or "", _iso(known.start), _iso(known.end),
                _joined(aliases, but=known.name), entity.id,
            )  # fmt: skip
        kind = next((self.kinds[i] for i in entity.items(INSTANCE_OF) if i in self.kinds), None)
        if kind is None or not entity.label:
            reason = "no English label" if kind else "of no kind of organisation that we know"
            self.skipped.append(Skipped(entity.id, reason))
            return None
        acronym = next((s for s in (*short, *entity.names()) if re.fullmatch("[A-Z]{2,8}", s)), "")
        key = acronym or entity.label
        if key in self.knowledge.organisations or key in self.knowledge.states:
            key = entity.label
        country = (
            "IGO" if kind == "igo" else next((self._code(i) for i in entity.items(COUNTRY)), "")
        )
        seat = next((self._label(i) for i in entity.items(HEADQUARTERS)), "")
        return (
            key, entity.label, kind, country, "", seat, "", entity.day(INCEPTION),
            entity.day(DISSOLVED), _joined([*short, *entity.names()], but=entity.label), entity.id,
        )  # fmt: skip

    def _memberships(self, entity: Entity) -> Iterator[tuple[str, ...]]:
        for claim in entity.valid(MEMBER_OF):
            organisation = _item(claim.mainsnak)
            if key := self.ids.get(organisation):
                yield self.ids[entity.id], key, *_dates(claim), "member"
            else:
                self.skipped.append(
                    Skipped(entity.id, f"member of {organisation}, not in the file")
                )

    def _terms(self, person: Entity) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        for claim in person.valid(POSITION_HELD):
            position = _item(claim.mainsnak)
            office = self._office(position, claim)
            if not person.label or office is None:
                reason = f"holds {position}, whose title or body is unknown"
                self.skipped.append(Skipped(person.id, reason))
                continue
            term = (office[0], slug(person.label), person.label, *_dates(claim),
                    _joined(person.names(), but=person.label))  # fmt: skip
            yield office, term

    def _office(self, position: str, claim: Claim) -> tuple[str, ...] | None:
        entity = self.entities.get(position)
        if entity is None or not entity.label:
            return None
        owners = [i for p in (DIRECTS, JURISDICTION, COUNTRY) for i in entity.items(p)]
        owners += [i for p in (JURISDICTION, COUNTRY) for s in claim.qualifiers.get(p, ())
                   if (i := _item(s))]  # fmt: skip
        owner = next((self.ids[i] for i in owners if i in self.ids), None)
        if owner is None:
            return None
        title = self._title(entity.label, owner)
        if found := self.knowledge.offices_titled(owner, title):
            office = found[0]
            return (office.id, office.title, owner, office.kind, office.sector or "", "")
        sector = "GOV" if owner in self.knowledge.states else ""
        return (f"{owner}/{slug(title)}", title, owner, "other", sector, "")

    def _title(self, label: str, owner: str) -> str:
        """Return the title without its body: "Prime Minister of Estonia" is "prime minister"."""
        labels = [e.label for q, e in self.entities.items() if self.ids.get(q) == owner]
        entity = self.knowledge.states.get(owner) or self.knowledge.organisations.get(owner)
        for name in (*labels, *((entity.name, *entity.aliases) if entity else ())):
            for ending in (f" of {name}", f" of the {name.removeprefix('the ')}"):
                if name and label.endswith(ending):
                    label = label.removesuffix(ending)
        return label.lower()

    def _label(self, item: str) -> str:
        return self.entities[item].label if item in self.entities else ""

    def _code(self, item: str) -> str:
        code = self.ids.get(item, "")
        return code if len(code) == 3 else ""


def _kinds() -> Iterator[tuple[str, str]]:
    for row in read_table(DATA / "wikidata_classes.tsv", ("class", "kind", "label")):
        yield row["class"], row["kind"]


def _item(snak: Snak) -> str:
    value = (snak.datavalue or {}).get("value")
    return str(value.get("id", "")) if isinstance(value, dict) else ""


def _text(snak: Snak) -> str:
    value = (snak.datavalue or {}).get("value")
    if isinstance(value, dict):
        return _cell(str(value.get("text", ""))) if value.get("language") == "en" else ""
    return _cell(str(value)) if value else ""


def _date(snak: Snak) -> str:
    value = (snak.datavalue or {}).get("value")
    if not isinstance(value, dict) or not str(value.get("time", "")).startswith("+"):
        return ""
    return str(value["time"])[1 : 1 + _PRECISION.get(value.get("precision", 0), 0)]


def _dates(claim: Claim) -> tuple[str, str]:
    start, end = (
        next((d for s in claim.qualifiers.get(p, ()) if (d := _date(s))), "") for p in (START, END)
    )
    return start, end


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


def _joined(values: Any, but: str = "") -> str:
    return "|".join(v for v in dict.fromkeys(values) if v and v != but)


def _cell(text: str) -> str:
    """Return the text fit for a cell of a table."""
    return " ".join(text.replace("|", " ").split())
