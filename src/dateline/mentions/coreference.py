"""Resolves descriptions that refer back: *the alliance*, *the minister*, *the two sides*."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dateline.mentions.cast import Cast
from dateline.mentions.clauses import Clauses
from dateline.mentions.descriptions import Description
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.salience import ADJECTIVE_WEIGHT, Focus
from dateline.mentions.words import Words
from dateline.times.words import words as numbers

_TWO = 2
_FEW_KINDS = 2
_ANYWHERE = 1000
_NEAR_SENTENCES = 4
_SUBJECTS = ("nsubj", "nsubjpass")


class Nominals:
    """Finds what a definite description without an owner refers to."""

    def __init__(
        self, words: Words, cast: Cast, focus: Focus, lexicon: Lexicon, home: str | None
    ) -> None:
        """``home`` is the country code of the state where the report is set."""
        self.home = home
        self.words = words
        self.cast = cast
        self.focus = focus
        self.lexicon = lexicon
        self.clauses = Clauses(words, lexicon)
        self._pair: list[str] = []

    def resolve(self, description: Description) -> tuple[str | None, str]:
        """Return the actor referred to and the rule; none where unsure."""
        noun = description.hit.noun
        if description.owners or description.former:
            return None, ""
        if self._is_of_headline(description):
            best = self._by_title(description, self.companions(description.head))
            return best, f"coref:title-{noun.lemma.replace(' ', '-')}" if best else ""
        if description.determiner not in ("the", "this", "that", "The"):
            return None, ""
        excluded = self.companions(description.head)
        kinds = self.kinds(noun.lemma)
        if kinds and not noun.plural:
            best = self._by_noun(description, excluded)
            if best:
                return best, f"coref:noun-{noun.lemma.replace(' ', '-')}"
            best = self._by_kind(description, kinds, excluded)
            if best:
                return best, f"coref:nominal-{noun.lemma.replace(' ', '-')}"
        best = self._by_title(description, excluded)
        if best:
            return best, f"coref:title-{noun.lemma.replace(' ', '-')}"
        if noun.plural and self.lexicon.is_class(noun.sector or "", "armed-sector"):
            best = self._by_arms(description, excluded)
            if best:
                return best, f"coref:nominal-{noun.lemma.replace(' ', '-')}"
        return None, ""

    def _is_of_headline(self, description: Description) -> bool:
        """Return whether it lacks the article that headlines leave out: *MP calls for probe*."""
        words, noun, head = self.words, description.hit.noun, description.head
        if description.determiner or noun.plural or noun.number != "person":
            return False
        first, last = words.sentence_bounds[words.sentence[head]]
        return (
            words.dep[head] == "nsubj"
            and words.tag[words.head[head]] == "VBZ"
            and not self._has("article", words.lower[first:last])
        )

    def _by_noun(self, description: Description, excluded: set[str]) -> str | None:
        """Return who was just called by the same noun: *the military council*, *the council*."""
        lemma = description.hit.noun.lemma

        def fits(actor: str) -> bool:
            traits = self.cast.traits[actor]
            return traits.number == "singular" and any(
                title.rpartition(" ")[2] == lemma for title in traits.titles
            )

        near = {a.actor for a in self.focus.before(description.head, 1) if fits(a.actor)}
        return next(iter(near)) if len(near) == 1 and not near & excluded else None

    def _by_kind(
        self, description: Description, kinds: frozenset[str], excluded: set[str]
    ) -> str | None:
        sector = description.hit.noun.sector
        # "The movement" says nothing of what it is for; "the rights group" does.
        general = description.hit.noun.lemma in self.lexicon.nominals

        def fits(actor: str) -> bool:
            traits = self.cast.traits[actor]
            return (
                (bool(traits.kinds & kinds) or description.hit.noun.lemma in traits.titles)
                and traits.number == "singular"
                and (general or self._sectors_agree(sector, self.cast.actors[actor].sector))
            )

        lemma = description.hit.noun.lemma
        exact = [
            a.actor
            for a in self.focus.before(description.head, 2)
            if lemma in self.cast.traits[a.actor].kinds and fits(a.actor)
        ]
        if len(set(exact) - excluded) == 1 and kinds - {lemma}:
            return next(a for a in exact if a not in excluded)
        near = self.focus.best(description.head, fits, sentences=6, margin=1.25, excluded=excluded)
        if near is not None and self._in_passing(near, description.head):
            return f"state:{self.home}" if f"state:{self.home}" in self.cast.actors else None
        if near is not None or len(kinds) > _FEW_KINDS:
            return near
        # Far back it is meant only if there is no other of its kind.
        fitting = {a.actor for a in self.focus.before(description.head, _ANYWHERE)
                   if fits(a.actor)}  # fmt: skip
        return next(iter(fitting)) if len(fitting) == 1 and not fitting & excluded else None

    def _in_passing(self, actor: str, head: int) -> bool:
        """Return whether another state than that of the report was told only by its adjective."""
        if self.home is None or not actor.startswith("state:") or actor == f"state:{self.home}":
            return False
        return all(
            a.weight <= ADJECTIVE_WEIGHT for a in self.focus.before(head, 6) if a.actor == actor
        )

    def kinds(self, lemma: str) -> frozenset[str]:
        """Return the kinds that a noun, or the last word of one, can refer to."""
        nominals = self.lexicon.nominals
        if self.lexicon.is_body(lemma) and " " in lemma:
            return nominals.get(lemma, frozenset())  # one of its own kind, not any council
        head = lemma.partition(" of ")[0].rpartition(" ")[2]
        kinds = nominals.get(lemma) or nominals.get(head) or frozenset()
        # Ministries differ: which one is meant only its name or title tells.
        return kinds - {"office"}

    def _sectors_agree(self, said: str | None, known: str | None) -> bool:
        if said is None or known is None or said == known:
            return True
        return self.lexicon.is_class(said, "armed-sector") and self.lexicon.is_class(
            known, "armed-sector"
        )

    def _by_arms(self, description: Description, excluded: set[str]) -> str | None:
        """Return the armed group that *the rebels* or *the militants* means."""

        def fits(actor: str) -> bool:
            sector = self.cast.actors[actor].sector or ""
            kinds = self.cast.traits[actor].kinds
            return self.lexicon.is_class(sector, "armed-sector") and bool(
                kinds & {"group", "armed-group"}
            )

        return self.focus.best(description.head, fits, sentences=6, margin=1.5, excluded=excluded)

    def _by_title(self, description: Description, excluded: set[str]) -> str | None:
        noun = description.hit.noun
        last_word = noun.lemma.rpartition(" ")[2]

        def exactly(actor: str) -> bool:
            traits = self.cast.traits[actor]
            if (traits.number == "plural") != noun.plural or self._fights_it(noun.sector, actor):
                return False
            # "The minister" may be the foreign minister, hardly the prime minister.
            return noun.lemma in traits.titles or (
                noun.rank
                and any(
                    t.endswith(f" {noun.lemma}")
                    and not self.lexicon.is_class(t.partition(" ")[0], "other-office")
                    for t in traits.titles
                )
            )

        def loosely(actor: str) -> bool:
            traits = self.cast.traits[actor]
            if (traits.number == "plural") != noun.plural or self._fights_it(noun.sector, actor):
                return False
            return any(t.rpartition(" ")[2] == last_word for t in traits.titles)

        found = self._just_named(description, exactly, excluded) or self.focus.best(
            description.head, self._at_home(description, exactly),
            sentences=30, decay=0.95, margin=1.3, excluded=excluded,
        )  # fmt: skip
        if found or noun.lemma != last_word or self.lexicon.is_class(noun.lemma, "government"):
            return found
        return self.focus.best(
            description.head, loosely, sentences=12, decay=0.9, margin=1.3, excluded=excluded
        )

    def _just_named(
        self, description: Description, fits: Callable[[str], bool], excluded: set[str]
    ) -> str | None:
        """Return the only fitting person who is the subject of the sentence before."""
        words, head = self.words, description.head
        if not description.hit.noun.rank or words.dep[head] not in _SUBJECTS:
            return None
        here = words.sentence[head]
        fitting = [a for a in self.focus.before(head, 1) if fits(a.actor)]
        near = {a.actor for a in fitting}
        before = {
            a.actor for a in fitting if a.sentence == here - 1 and words.dep[a.token] in _SUBJECTS
        }
        if len(before) != 1 or len(near) != 1 or before & excluded:
            return None
        (found,) = before
        return found if found.startswith("person:") else None

    def _at_home(
        self, description: Description, fits: Callable[[str], bool]
    ) -> Callable[[str], bool]:
        """Return the test for those of the state where the report is set, if there are any.

        Not where another was spoken of in the last two sentences.
        """
        if self.home is None or not description.hit.noun.rank:
            return fits
        actors = self.cast.actors

        def at_home(actor: str) -> bool:
            return fits(actor) and actors[actor].country == self.home

        far = self.focus.before(description.head, _ANYWHERE)
        near = self.focus.before(description.head, 2)
        if any(fits(a.actor) and actors[a.actor].country != self.home for a in near):
            return fits
        return at_home if any(at_home(a.actor) for a in far) else fits

    def _fights_it(self, sector: str | None, actor: str) -> bool:
        """Return whether a state's force cannot be the actor: *the army*, a Liberation Army."""
        return (
            self.lexicon.is_class(sector or "", "state-force")
            and "armed-group" in self.cast.traits[actor].kinds
        )

    def by_office(
        self, description: Description, held: Callable[[str], bool]
    ) -> tuple[str | None, str]:
        """Return the person spoken of who has the office: *the president*, *the ex-premier*.

        ``held`` tells for the slug of a person whether he has, or had, such an office.
        """
        if description.determiner != "the" or description.owners or description.hit.noun.plural:
            return None, ""

        def fits(actor: str) -> bool:
            kind, _, slug = actor.partition(":")
            return kind == "person" and held(slug)

        excluded = self.companions(description.head)
        found = self.focus.best(
            description.head, self._at_home(description, fits),
            sentences=30, decay=0.95, margin=1.3, excluded=excluded,
        )  # fmt: skip
        return found, f"coref:office-{description.hit.noun.lemma.replace(' ', '-')}"

    def companions(self, head: int) -> set[str]:
        """Return the actors that stand beside it in a coordination: they are others."""
        words = self.words
        tokens = [c for c in words.children[head] if words.dep[c] == "conj"]
        if words.dep[head] == "conj":
            tokens.append(words.head[head])
        # What has it as its possessor, or as its clause's other argument, is somebody else.
        if words.dep[head] in ("dobj", "pobj"):
            verb = words.head[head]
            if words.dep[head] == "pobj":
                verb = words.head[verb]
            # "It offered to mediate between the two": who would mediate is none of them.
            tokens += self.clauses.subjects_of(verb)
        elif words.dep[head] in ("nsubj", "nsubjpass"):
            tokens += [c for c in words.children[words.head[head]] if words.dep[c] == "dobj"]
        # An adjective there has lost its noun: "exchanged 15 Iraqi and five Iranian prisoners".
        nouns = (token for token in tokens if words.tag[token] != "JJ")
        return {actor for token in nouns for actor in self.cast.headed(token)}

    def pair(self, description: Description) -> list[str]:
        """Return those whom *the two sides*, *both countries* or *the three states* counts."""
        words = self.words
        before = words.lower[description.first : description.hit.first]
        counted = [n for w in before if (n := self._number(w)) > _TWO]
        if not counted and not self._has("of-a-pair", before):
            return []
        kind = self.lexicon.pair_nominals.get(words.lower[description.head])
        if kind is None or (counted and not self._has("of-all", before)):
            return []
        modifiers = [
            w for w in before if not (self._number(w) or self._has("of-a-pair", [w])
                                      or self._has("of-all", [w]) or w == "of")
        ]  # fmt: skip
        lemma = description.hit.noun.lemma
        nominals = self.lexicon.nominals
        wanted = nominals.get(" ".join([*modifiers, lemma])) or nominals.get(lemma, frozenset())
        excluded = self._with_their_states(self.companions(description.head))

        def may_be(actor: str) -> bool:
            return actor not in excluded and self._may_be(actor, kind, wanted)

        if counted:
            return self._enumerated(description.head, counted[0], may_be)
        # Two of a kind in the sentence itself, or in the one before, are meant before any pair
        # of which the report spoke earlier.
        for back in (0, 1):
            found = self._spoken_of(description.head, back, may_be)
            if len(found) != _TWO or len({a.partition(":")[0] for a in found}) > 1:
                found = self._coordinated(description.head, back, may_be)
            elif len(set(found) & set(self._pair)) == 1:
                continue  # one of the two of whom the report speaks, and another beside it
            if len(found) == _TWO:
                self._pair = sorted(found)
                return self._pair
        near = self._spoken_of(description.head, _NEAR_SENTENCES, may_be)
        if len(self._pair) == _TWO and all(map(may_be, self._pair)) and set(near) & set(self._pair):
            return self._pair
        if len(near) != _TWO:
            return []
        self._pair = sorted(near)
        return self._pair

    def _has(self, of: str, words: Iterable[str]) -> bool:
        """Return whether one of the words is of a class."""
        return any(self.lexicon.is_class(word, of) for word in words)

    def _number(self, word: str) -> int:
        """Return the number that the word tells exactly, 0 where it tells none."""
        told = numbers().value("number", word) if numbers().has("number", word) else ""
        return int(told) if told.isdigit() else 0

    def _enumerated(self, head: int, number: int, fits: Callable[[str], bool]) -> list[str]:
        """Return the fitting actors last joined in a list of so many: *the three countries*.

        None where the list is of another length, or where there are two of the length.
        """
        words = self.words
        for back in range(_NEAR_SENTENCES):
            lists: dict[int, list[str]] = {}
            for place in sorted(self.focus.before(head, back), key=lambda a: a.token):
                first = place.token
                while words.dep[first] == "conj" and words.head[first] < first:
                    first = words.head[first]
                if fits(place.actor) and place.actor not in lists.setdefault(first, []):
                    lists[first].append(place.actor)
            found = [members for members in lists.values() if len(members) == number]
            if found:
                return found[0] if len(found) == 1 else []
        return []

    def _spoken_of(self, head: int, back: int, fits: Callable[[str], bool]) -> list[str]:
        """Return the fitting actors from so many sentences before the token up to it.

        Near it an adjective does not count: "encouraged both to forgo *Russian* arms".
        """
        near = self.focus.before(head, back)
        spoken = (p.actor for p in near if back > 1 or p.weight >= 1)
        return [a for a in dict.fromkeys(spoken) if fits(a)]

    def _coordinated(self, head: int, back: int, fits: Callable[[str], bool]) -> list[str]:
        """Return the two fitting actors joined by *and*, none where there are other such two."""
        near = {p.token: p.actor for p in self.focus.before(head, back) if fits(p.actor)}
        pairs = {
            (near[self.words.head[token]], actor)
            for token, actor in near.items()
            if self.words.dep[token] == "conj" and self.words.head[token] in near
        }
        return list(next(iter(pairs))) if len(pairs) == 1 else []

    def _with_their_states(self, actors: set[str]) -> set[str]:
        """Return the actors and their states: a Russian envoy urges two others than Russia."""
        countries = {self.cast.actors[actor].country for actor in actors}
        return actors | {f"state:{country}" for country in countries if country}

    def _may_be(self, actor: str, kind: str, wanted: frozenset[str]) -> bool:
        traits = self.cast.traits[actor]
        if traits.number == "plural" or not self._is_of(actor, kind):
            return False
        return not wanted or bool(traits.kinds & wanted)

    def _is_of(self, actor: str, kind: str) -> bool:
        kinds = self.cast.traits[actor].kinds
        if kind == "any":
            return bool(kinds & {"state", "organisation"})
        return kind in kinds
