"""Resolves third-person pronouns; where two readings are close, none is taken."""

from __future__ import annotations

from collections.abc import Callable

from dateline.mentions.cast import Cast
from dateline.mentions.clauses import SUBJECTS, Clauses
from dateline.mentions.expletives import is_empty
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.salience import Focus
from dateline.mentions.words import NOUN_TAGS, Words

PERSONAL = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
NEUTER = frozenset(("it", "its", "itself"))
PLURAL = frozenset(("they", "them", "their", "theirs", "themselves"))
PRONOUNS = frozenset((*PERSONAL, *NEUTER, *PLURAL))
RELATIVE = frozenset(("who", "whom", "whose"))
_REFLEXIVE = frozenset(("himself", "herself", "itself", "themselves"))
_OBJECTIVE = frozenset(("him", "her", "them"))
_NOBODY = ""


class Pronouns:
    """Finds the antecedents of pronouns among what was mentioned before."""

    def __init__(self, words: Words, cast: Cast, focus: Focus, lexicon: Lexicon) -> None:
        self.words = words
        self.cast = cast
        self.focus = focus
        self.lexicon = lexicon
        self.clauses = Clauses(words, lexicon)

    def resolve(self, token: int) -> tuple[list[str], str]:
        """Return the actors a pronoun refers to and the rule; no actors where unsure."""
        lower = self.words.lower[token]
        if lower in RELATIVE:
            return self._relative(token), "coref:pronoun-relative"
        if lower in _REFLEXIVE:
            return self._reflexive(token), "coref:pronoun-self"
        if self.words.tag[token] == "PRP$" and (blamed := self._blamed(token)):
            return [blamed], "coref:pronoun-reason"
        if lower in PERSONAL:
            return self._personal(token, PERSONAL[lower])
        if lower in NEUTER and not is_empty(self.words, token, self.lexicon):
            found = self._bound(token, plural=False) or self._employer(token)
            return found or self._only_body(token), "coref:pronoun-it"
        if lower in PLURAL:
            return self._bound(token, plural=True), "coref:pronoun-they"
        return [], ""

    def _relative(self, token: int) -> list[str]:
        """Return the person named directly before *who*: *the premier, Omid Xerbi, who left*."""
        words = self.words
        last = token - 1
        if last > 0 and words.text[last] == ",":
            last -= 1
        relative = token
        while words.dep[relative] != "relcl" and words.head[relative] != relative:
            relative = words.head[relative]
        named = words.head[relative]
        if words.dep[relative] != "relcl" or not named <= last:
            return []
        # What the clause hangs on must end beside it: in "the aide of X, who" either may be meant.
        actor = self.focus.at(named)
        if named != last or actor is None or "/" in actor:
            return []
        traits = self.cast.traits[actor]
        return [actor] if "person" in traits.kinds and traits.number == "singular" else []

    def _blamed(self, token: int) -> str | None:
        """Return whom somebody acts on for what is his own: *sued Poland over its refusal*."""
        words = self.words
        noun = words.head[token]
        reason = words.head[noun]
        if words.dep[noun] != "pobj" or words.lower[reason] not in ("for", "over"):
            return None
        verb = words.head[reason]
        while words.dep[verb] in ("pobj", "prep", "dobj"):
            verb = words.head[verb]  # "took Poland *to court over*": hung on the noun
        for thing in words.children[verb]:
            actor = self.focus.at(thing) if words.dep[thing] == "dobj" and thing < token else None
            if actor is not None and self._agrees(token, actor):
                return actor
        return None

    def _agrees(self, token: int, actor: str) -> bool:
        """Return whether the pronoun can stand for the actor by kind, number and gender."""
        lower, traits = self.words.lower[token], self.cast.traits[actor]
        if lower in PLURAL:
            return traits.number == "plural"
        if traits.number == "plural" or ("person" in traits.kinds) != (lower in PERSONAL):
            return False
        return lower not in PERSONAL or traits.gender in ("", PERSONAL[lower])

    def _personal(self, token: int, gender: str) -> tuple[list[str], str]:
        excluded = self._excluded(token)

        def fits(actor: str) -> bool:
            traits = self.cast.traits[actor]
            return (
                "person" in traits.kinds
                and traits.number == "singular"
                and traits.gender in ("", gender)
            )

        rule = "coref:pronoun-person"
        quoted_too = self.words.quoted[token]
        subjects = self.clauses.subjects_above(token)
        if not subjects and self.clauses.is_main(token):
            subjects = self.clauses.last_clause(token) or self.clauses.subjects_before(token)
        for subject in subjects:
            actor = self.focus.at(subject)
            if actor and fits(actor) and actor not in excluded:
                centre = self._centre(token, subject, gender)
                if centre == _NOBODY:
                    return [], rule
                if centre and fits(centre) and centre not in excluded:
                    return self._settled(centre, gender), rule
                if not self._rival(token, actor, fits):
                    return self._settled(actor, gender), rule
        best = self.focus.best(
            token, fits, sentences=3, decay=0.6, margin=1.5, excluded=excluded,
            quoted_too=quoted_too,
        )  # fmt: skip
        return (self._settled(best, gender), rule) if best else ([], "")

    def _centre(self, token: int, subject: int, gender: str) -> str | None:
        """Return whom the pronouns beside the subject of another clause mean, if just one.

        Who has been spoken of by a pronoun goes on being spoken of by one: *A judge ordered him
        held while prosecutors investigate him.* What he is told may be about either. ``_NOBODY``
        where whom they mean could not be told.
        """
        words = self.words
        if words.lower[subject] in PRONOUNS or words.head[subject] == self.clauses.verb(token):
            return None
        if words.dep[token] in SUBJECTS and words.dep[words.head[token]] == "ccomp":
            return None
        first, last = words.sentence_bounds[words.sentence[subject]]
        meant = {
            self.focus.at(i) or _NOBODY
            for i in range(first, min(last, token))
            if PERSONAL.get(words.lower[i]) == gender and words.quoted[i] == words.quoted[token]
        }
        return next(iter(meant)) if len(meant) == 1 else None

    def _reflexive(self, token: int) -> list[str]:
        """Return who does something to himself, or is meant and no other: *the king himself*."""
        words = self.words
        if words.dep[token] in ("appos", "npadvmod"):
            actor = self.focus.at(words.head[token])
            if actor:
                return [actor]
        actors = [
            a for s in self.clauses.subjects_of(self.clauses.verb(token)) if (a := self.focus.at(s))
        ]
        plural = words.lower[token] == "themselves"
        person = words.lower[token] in PERSONAL
        return [
            a
            for a in actors
            if (self.cast.traits[a].number == "plural") == plural
            and (plural or ("person" in self.cast.traits[a].kinds) == person)
        ][:1]

    def _rival(self, token: int, actor: str, fits: Callable[[str], bool]) -> bool:
        """Return whether another person of known fitting gender stands in the same clause."""
        if self.cast.traits[actor].gender:
            return False
        here = self.words.sentence[token]
        return any(
            a.sentence == here and a.actor != actor and fits(a.actor) and not a.quoted
            and self.cast.traits[a.actor].gender
            for a in self.focus.before(token, 0)
        )  # fmt: skip

    def _settled(self, actor: str, gender: str) -> list[str]:
        self.cast.traits[actor].gender = gender
        return [actor]

    def _excluded(self, token: int) -> set[str]:
        """Return whom the pronoun cannot mean: its own clause's subject, the speaker of a quote."""
        words, focus = self.words, self.focus
        out: set[str] = set()
        verb, dep = words.head[token], words.dep[token]
        # "A judge ordered him held": the subject of the participle, and object of the order.
        ordered = dep in SUBJECTS and words.lower[token] in _OBJECTIVE
        if ordered or dep == "pobj":
            verb = words.head[verb]
        if ordered or dep in ("dobj", "dative", "pobj"):
            out.update(a for child in self.clauses.subjects_of(verb) if (a := focus.at(child)))
        if words.quoted[token]:
            # The speaker may be named only after the quotation.
            out.update(a for child in self.clauses.speakers(token) for a in self.cast.headed(child))
        return out

    def _bound(self, token: int, *, plural: bool) -> list[str]:
        """Return the antecedent of *it* or *they*: the subject around it, else the one before."""
        words = self.words
        if coordinate := self._coordinate(token):
            return coordinate
        excluded = self._excluded(token)
        subjects = self.clauses.subjects_above(token)
        if words.quoted[token]:
            subjects = [s for s in subjects if words.quoted[s]]
        if not subjects or self.clauses.is_main(token):
            beside = self._subjects_beside(token, plural=plural)
            if len(beside) > 1:
                return []
            subjects = subjects + (beside or self.clauses.subjects_before(token))
        for subject in subjects:
            verdict = self._judge(subject, plural=plural)
            if verdict is None:
                continue
            if (
                not plural
                and words.dep[token] in ("dobj", "pobj")
                and self._noun_between(subject, token)
            ):
                return []
            if not verdict and words.lower[token] == "its":
                verdict = self._possessor(subject)
            return [a for a in verdict if a not in excluded] if len(verdict) < 3 else []
        return self._still_spoken_of(token, excluded) if words.lower[token] == "its" else []

    def _still_spoken_of(self, token: int, excluded: set[str]) -> list[str]:
        """Return the body that the sentence before was about: *Police searched its offices*."""
        words = self.words
        before = self.clauses.subjects_before(token)
        found = [a for s in before for a in self._judge(s, plural=False) or ()]
        here = {a.actor for a in self.focus.before(token, 0)}
        if words.quoted[token] or any(a.startswith(("state:", "org:", "office:")) for a in here):
            return []
        return [a for a in found if a.startswith(("org:", "office:")) and a not in excluded]

    def _subjects_beside(self, token: int, *, plural: bool) -> list[int]:
        """Return the subjects of the clauses before a semicolon that may be meant."""
        words = self.words
        first = words.sentence_bounds[words.sentence[token]][0]
        if ";" not in words.text[first:token]:
            return []
        found: dict[str, int] = {}
        for i in range(first, token):
            if words.dep[i] in SUBJECTS and words.quoted[i] == words.quoted[token]:
                for actor in self._judge(i, plural=plural) or ():
                    found.setdefault(actor, i)
        return list(found.values())

    def _coordinate(self, token: int) -> list[str]:
        """Return whose something is that stands beside him: *Peru and its allies*."""
        words = self.words
        possessed = words.head[token]
        if words.dep[token] != "poss" or words.dep[possessed] != "conj":
            return []
        first = words.head[possessed]
        actor = self.focus.at(first)
        if actor is None or words.lower[token - 1] != "and" or words.lower[token] != "its":
            return []
        traits = self.cast.traits[actor]
        return [actor] if "person" not in traits.kinds and traits.number == "singular" else []

    def _only_body(self, token: int) -> list[str]:
        """Return the one body told of by a person: *she left the party before it split*."""
        words = self.words
        first = words.sentence_bounds[words.sentence[token]][0]
        near = [a for a in self.focus.before(token, 0) if a.quoted == words.quoted[token]]
        bodies = {
            a.actor: a.token
            for a in near
            if a.actor.startswith(("org:", "office:"))
            and self.cast.traits[a.actor].number == "singular"
            and "media" not in self.cast.traits[a.actor].kinds
            and words.dep[a.token] in ("dobj", "pobj")
        }
        others = {a.token for a in near}
        if len(bodies) != 1 or any(
            words.tag[k] in ("NN", "NNP")
            and words.dep[k] in ("nsubj", "nsubjpass", "dobj", "pobj", "attr")
            and k not in others
            for k in range(first, token)
        ):
            return []
        ((actor, place),) = bodies.items()
        nearest = max(near, key=lambda a: a.token if a.actor.startswith("state:") else -1)
        if nearest.actor.startswith("state:") and nearest.token > place:
            return []
        return [actor]

    def _employer(self, token: int) -> list[str]:
        """Return the one organisation spoken of whose leader is named: *its director, X*."""
        words = self.words
        possessed = words.head[token]
        if words.dep[token] != "poss" or words.lower[token] != "its":
            return []
        if not self.lexicon.is_rank(words.lower[possessed]):
            return []
        for sentences in (0, 1):
            found = {
                a.actor
                for a in self.focus.before(token, sentences)
                if a.actor.startswith(("org:", "office:"))
                and self.cast.traits[a.actor].number == "singular"
                and a.quoted == words.quoted[token]
            }
            if found:
                return list(found) if len(found) == 1 else []
        return []

    def _possessor(self, subject: int) -> list[str]:
        """Return whose the thing spoken of is: *Sudan's position has shifted. Its minister*."""
        words = self.words
        owners = [c for c in words.children[subject] if words.dep[c] == "poss"]
        found = [a for c in owners if (a := self.focus.at(c))]
        return [a for a in found if a.startswith(("state:", "org:"))]

    def _noun_between(self, subject: int, token: int) -> bool:
        """Return whether a thing that *it* could mean as well stands in between."""
        words = self.words
        return any(
            words.tag[k] == "NN" and words.dep[k] in ("dobj", "pobj", "nsubj", "nsubjpass")
            for k in range(subject + 1, token)
        )

    def _judge(self, subject: int, *, plural: bool) -> list[str] | None:
        """Return the actors of the subject if they agree, an empty list if something else agrees.

        None lets the search go on: the subject cannot be meant.
        """
        words = self.words
        actor = self.focus.at(subject)
        siblings = [
            c
            for c in words.children[subject]
            if words.dep[c] == "conj" and words.tag[c] in NOUN_TAGS
        ]
        if siblings:
            if not plural:
                return None
            found = [self.focus.at(i) for i in (subject, *siblings)]
            return [a for a in found if a] if all(found) else []
        if actor is None:
            tag = words.tag[subject]
            if tag in ("PRP", "WP", "EX", "WDT", "DT"):
                return None
            return [] if (tag in ("NNS", "NNPS")) == plural else None
        traits = self.cast.traits[actor]
        if "person" in traits.kinds:
            return None
        if (traits.number == "plural") == plural or (plural and words.tag[subject] == "NNPS"):
            return [actor]
        # "The ministry said they": perhaps the ministry, perhaps somebody before.
        return [] if plural and actor.startswith(("org:", "office:")) else None
