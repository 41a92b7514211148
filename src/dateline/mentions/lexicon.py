"""What this room knows of words: its own small tables, and the nouns of the knowledge base."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dateline.knowledge.entities import Name
from dateline.mentions.names import NameFinder
from dateline.mentions.words import NOUN_TAGS
from dateline.tables import Row, read_table

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge
    from dateline.knowledge.entities import Body, Role
    from dateline.mentions.words import Words

DATA = Path(__file__).parent / "data"
_WORD = re.compile(r"'s\b|'|[^\s\-']+|-")


class Noun(msgspec.Struct, frozen=True, gc=False):
    """A noun for somebody: a role (soldier), or a kind of government body (foreign ministry)."""

    lemma: str
    sector: str | None
    number: str
    """person, group, document, media, or body."""
    plural: bool
    rank: bool
    row: str
    body: str | None = None
    """Id of the body in the knowledge base."""
    states: tuple[str, ...] = ()
    """States to which a body of this name can belong; empty where any."""
    kind: str = ""
    """Kind of the body: ministry, court, military ..."""


class OrganisationNoun(msgspec.Struct, frozen=True, gc=False):
    """A noun that ends the name of an organisation: Ministry, Front, University."""

    noun: str
    sector: str | None
    kind: str


class Ambiguous(msgspec.Struct, frozen=True, gc=False):
    """Words in a report that tell whether a name means what the knowledge base says."""

    against: tuple[str, ...]
    supporting: tuple[str, ...]


class NounHit(msgspec.Struct, frozen=True, gc=False):
    """A noun for somebody in the text; ``first`` and ``last`` are a half-open token range."""

    first: int
    last: int
    noun: Noun
    shared: bool = False
    """Whether it shares its last words with another: *foreign and defence ministers*."""


class Lexicon:
    """All word knowledge of this room. Made once for a knowledge base; immutable then."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.areas = _areas(_rows("areas", "words states"), knowledge)
        """The states of an area or form of government, by the words for it in lower case."""
        self.names = NameFinder(
            (*knowledge.names(), *knowledge.region_names(), *_area_names(self.areas, knowledge))
        )
        self.surnames: dict[str, tuple[Name, ...]] = {}
        for name in knowledge.surnames():
            self.surnames[name.text] = (*self.surnames.get(name.text, ()), name)
        honorifics = list(_rows("honorifics", "honorific gender title sector"))
        self.honorifics = {r["honorific"]: r["gender"] for r in honorifics}
        self.honorific_titles = {r["honorific"]: (r["title"], r["sector"]) for r in honorifics}
        """The role noun that an honorific stands for and its sector; both may be empty."""
        self.given_names = {r["name"]: r["gender"] for r in _rows("given_names", "name gender")}
        self.phrase = _classes(_rows("phrase_words", "word class"), "word")
        self.metonym = _classes(_rows("metonym_context", "word class"), "word")
        verbs = _classes(_rows("person_verbs", "verb class"), "verb")
        self.person_verbs = verbs["subject"]
        self.person_objects = verbs["object"]
        self.nominals = {
            r["noun"]: frozenset(r.alternatives("kinds")) for r in _rows("nominals", "noun kinds")
        }
        self.body_nouns = {
            r["kind"]: frozenset(r.alternatives("nouns")) for r in _rows("body_nouns", "kind nouns")
        }
        self.sector_kinds = {
            r["sector"]: frozenset(r.alternatives("kinds"))
            for r in _rows("sector_kinds", "sector kinds")
        }
        """Kinds of organisation that a sector makes likely."""
        self.pair_nominals = {r["noun"]: r["kinds"] for r in _rows("pair_nominals", "noun kinds")}
        self.organisation_nouns = {
            r["noun"]: OrganisationNoun(r["noun"], r["sector"] or None, r["kind"])
            for r in _rows("organisation_nouns", "noun sector kind")
        }
        self.office_kinds: dict[str, frozenset[str]] = {}
        for row in _rows("office_titles", "title kind"):
            kinds = self.office_kinds.get(row["title"], frozenset())
            self.office_kinds[row["title"]] = kinds | {row["kind"]}
        self.ambiguous = {
            r["name"]: Ambiguous(r.alternatives("against"), r.alternatives("for"))
            for r in _rows("ambiguous_names", "name against for")
        }
        self._bodies = frozenset(b.name.lower() for b in knowledge.tables.bodies)
        self._nouns: dict[str, list[tuple[tuple[str, ...], Noun]]] = {}
        for role in knowledge.tables.roles:
            self._add_role(role)
        for body in knowledge.tables.bodies:
            self._add_body(body)
        self._nouns_by_length: dict[str, list[tuple[int, dict[tuple[str, ...], list[Noun]]]]] = {}
        """Nouns by their first word, then by the number of their words, the longest first."""
        for first, entries in self._nouns.items():
            entries.sort(key=lambda e: (-len(e[0]), e[1].body is None, e[1].row))
            by_length: dict[int, dict[tuple[str, ...], list[Noun]]] = {}
            for parts, noun in entries:
                by_length.setdefault(len(parts), {}).setdefault(parts, []).append(noun)
            self._nouns_by_length[first] = list(by_length.items())

    def _given_name(self, words: Words, i: int) -> bool:
        """Return whether the word is a given name in front of another: *Amir Peretz*."""
        return (
            words.text[i] in self.given_names
            and i + 1 < len(words)
            and words.tag[i + 1] == "NNP"
            and words.capitalised(i + 1)
        )

    def _is_taken(self, words: Words, i: int, last: int) -> bool:
        """Return whether the noun says how somebody is held: *they took the minister hostage*."""
        return (
            self.is_class(words.lower[i], "taken")
            and last - i == 1
            and i > 0
            and (words.tag[i - 1] in NOUN_TAGS or words.tag[i - 1] == "PRP")
            and any(words.lemma[k] in ("take", "hold") for k in range(max(0, i - 8), i))
        )

    def _is_role(self, parts: tuple[str, ...]) -> bool:
        """Return whether the words are a role noun, too: troops are a group, not an office."""
        return any(p == parts and n.body is None for p, n in self._nouns[parts[0]])

    def body_called(self, text: str) -> str | None:
        """Return the id of the kind of body that any state may have under this name."""
        parts = _parts(text)
        entries = self._nouns.get(parts[0], ()) if parts else ()
        return next((n.body for p, n in entries if p == parts and n.body and not n.states), None)

    def _add_role(self, role: Role) -> None:
        collective = role.number != "person"
        forms = {role.noun: False, role.plural: True} if role.plural else {role.noun: False}
        for text, plural in forms.items():
            is_plural = plural or (collective and text.endswith("s") and not role.plural)
            noun = Noun(role.noun, role.sector, role.number, is_plural, role.rank, role.row)
            self._add(text, noun)

    def _add_body(self, body: Body) -> None:
        noun = Noun(
            body.name.lower(),
            body.sector,
            "body",
            False,
            False,
            body.row,
            body.id,
            body.states,
            body.kind,
        )
        if len(body.states) == 1:  # its own name, found with the names
            return
        names = [text.removeprefix("the ") for text in (body.name, *body.aliases)]
        if body.kind == "ministry":
            # One state's ministry is another's department.
            names += [f"ministry for {t[12:]}" for t in names if t.startswith("ministry of ")]
            names += [f"department of {t[12:]}" for t in names if t.startswith("ministry of ")]
            names += [f"{t[:-9]} department" for t in names if t.endswith(" ministry")]
        for text in dict.fromkeys(names):
            self._add(text, noun)
            if plural := _plural_of_body(text):
                self._add(plural, msgspec.structs.replace(noun, plural=True))

    def _add(self, text: str, noun: Noun) -> None:
        parts = _parts(text)
        spelled = {parts, tuple(p for p in parts if p != "-")} if "-" in parts else {parts}
        for words in sorted(spelled):
            self._nouns.setdefault(words[0], []).append((words, noun))

    def is_class(self, word: str, name: str) -> bool:
        """Return whether the word (in lower case) belongs to the class of phrase words."""
        return name in self.phrase and word in self.phrase[name]

    def is_body(self, lemma: str) -> bool:
        """Return whether the words are the name of a kind of government body."""
        return lemma in self._bodies

    def is_rank(self, word: str) -> bool:
        """Return whether the word (in lower case) is a noun for who holds an office."""
        return any(
            noun.rank
            for _, by_parts in self._nouns_by_length.get(word, ())
            for noun in by_parts.get((word,), ())
        )

    def sector_of(self, word: str) -> str | None:
        """Return the sector of the noun that is this one word (in lower case)."""
        for _, by_parts in self._nouns_by_length.get(word, ()):
            for noun in by_parts.get((word,), ()):
                return noun.sector
        return None

    def is_somebody(self, word: str) -> bool:
        """Return whether the word (in lower case) is a noun for somebody."""
        return any((word,) in by_parts for _, by_parts in self._nouns_by_length.get(word, ()))

    def noun_hits(self, words: Words) -> list[NounHit]:
        """Return the nouns for somebody in the text, the longest where they overlap."""
        hits = []
        reached, lower = 0, words.lower
        by_length = self._nouns_by_length
        for i, word in enumerate(lower):
            lengths = by_length.get(word)
            if lengths is None or i < reached:
                continue
            for length, by_parts in lengths:
                last = i + length
                nouns = by_parts.get(tuple(lower[i:last]))
                if nouns is None:
                    continue
                noun = self._standing(words, i, last, nouns)
                if noun is not None:
                    hits.append(NounHit(i, last, noun))
                    reached = last
                    break
        return self._with_shared(words, hits)

    def _standing(self, words: Words, i: int, last: int, nouns: list[Noun]) -> Noun | None:
        """Return the first of the nouns of these words that can stand there."""
        tag, text = words.tag[last - 1], words.text[last - 1]
        single = last - i == 1
        if single and tag == "NN" and self.is_class(words.lower[i], "condition"):
            before = words.tag[i - 1] if i else ""
            if before == "IN" or before.startswith("VB"):
                return None  # "in exile", "taken prisoner"
        for noun in nouns:
            if (
                (
                    _is_noun(tag, text, noun)
                    or (noun.rank and tag == "JJ" and "-" in words.lower[i:last])
                )
                and not _in_compound(words, i, last)
                and not (single and self._given_name(words, i))
                and not self._is_taken(words, i, last)
                and not (noun.body and tag == "NNS" and self._is_role(tuple(words.lower[i:last])))
            ):
                return noun
        return None

    def _with_shared(self, words: Words, hits: list[NounHit]) -> list[NounHit]:
        """Return the nouns with those that end in a later one: *foreign and defence ministers*.

        Both are then one office or body each.
        """
        taken = {k for h in hits for k in range(h.first, h.last)}
        found: list[NounHit] = []
        for hit in hits:
            half, noun = hit.first - 2, hit.noun
            end = tuple(words.lower[hit.first + 1 : hit.last])
            if not (end and noun.plural and (noun.rank or noun.body) and half >= 0
                    and words.lower[half + 1] == "and" and half not in taken):  # fmt: skip
                found.append(hit)
                continue
            whole = (words.lower[half], *end)
            other = next((n for p, n in self._nouns.get(whole[0], ()) if p == whole), None)
            if other is None:
                found.append(hit)
                continue
            single = [msgspec.structs.replace(n, plural=False) for n in (other, noun)]
            found.append(NounHit(half, half + 1, single[0], shared=True))
            found.append(NounHit(hit.first, hit.last, single[1], shared=True))
        return found


def _parts(text: str) -> tuple[str, ...]:
    """Return the text in lower case in the tokens that spaCy makes of it."""
    return tuple(_WORD.findall(text.lower().replace("’", "'")))


def _plural_of_body(text: str) -> str:
    """Return the plural of the name of a body of several words; empty where it has none."""
    head, of, rest = text.partition(" of ")
    if " " not in text or head.endswith(("s", "police", "staff")):
        return ""
    plural = f"{head[:-1]}ies" if head.endswith("y") else f"{head}s"
    return f"{plural}{of}{rest}"


def _in_compound(words: Words, first: int, last: int) -> bool:
    """Return whether the noun is part of a hyphenated word: *rebel-held*, *bloc-on-bloc*."""
    text = words.text
    if (
        text[last : last + 1] in (["-"], ["–"])
        and last + 1 < len(words)
        and words.end[last - 1] == words.start[last]
    ):
        return words.end[last] == words.start[last + 1]
    return (
        first > 1
        and text[first - 1] == "-"
        and words.end[first - 2] == words.start[first - 1]
        and words.end[first - 1] == words.start[first]
        and words.lower[first - 2] != "ex"
    )


def _is_noun(tag: str, text: str, noun: Noun) -> bool:
    if tag in ("NN", "NNS", "NNP", "NNPS"):
        return True
    # Nationals and the like are often tagged as adjectives; a capital keeps verbs out.
    return tag == "JJ" and (noun.body is not None or noun.plural or text[:1].isupper())


def _rows(table: str, columns: str) -> Iterable[Row]:
    return read_table(DATA / f"{table}.tsv", columns.split())


def _areas(rows: Iterable[Row], knowledge: Knowledge) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        codes = row.alternatives("states")
        if unknown := [code for code in codes if code not in knowledge.states]:
            raise row.error(f"no such state: {', '.join(unknown)}")
        found[row.required("words")] = frozenset(codes)
    return found


def _area_names(areas: Iterable[str], knowledge: Knowledge) -> Iterator[Name]:
    """Yield the areas whose last word alone would mean a state: *South American* is none's."""
    adjectives = {a for state in knowledge.states.values() for a in state.adjectives}
    for area in areas:
        before, _, last = area.title().rpartition(" ")
        if before and last in adjectives:
            for text in (f"{before} {last}", f"{before} {last}s"):
                yield Name(text, "area", f"area:{area}", "demonym", False, False, False, "areas")


def _classes(rows: Iterable[Row], key: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["class"], set()).add(row.required(key))
    return {name: frozenset(members) for name, members in found.items()}
