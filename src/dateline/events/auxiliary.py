"""PLOVER's auxiliary modes: whether an event is negated, future, hypothetical or history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from dateline.events.tree import SUBJECTS, VERBAL, Tree
from dateline.events.words import read_words
from dateline.items import FoundTime
from dateline.parse import Token

TABLE = Path(__file__).parent / "data" / "auxiliary_words.tsv"
_KINDS = (
    "approximative",
    "chance",
    "claim",
    "condition",
    "conditional_modal",
    "copula",
    "deny",
    "evidence",
    "future_modal",
    "future_modifier",
    "history",
    "history_preposition",
    "hypothetical_adverb",
    "hypothetical_modal",
    "hypothetical_modifier",
    "improbable",
    "in_case",
    "inversion",
    "negating_adverbial",
    "negating_preposition",
    "negative",
    "negative_pronoun",
    "not_one",
    "obligation",
    "over",
    "possible",
    "scant",
    "true",
    "untrue",
)
# PLOVER asks for history to be told apart and gives no limit; news of a year ago is background.
HISTORY_AFTER = timedelta(days=365)
_ARGUMENTS = {"nsubj", "nsubjpass", "dobj"}
_PREDICATES = {"acomp", "attr", "oprd"}
_ADJUNCTS = {"prep", "npadvmod", "advmod"}


def load_words(path: Path = TABLE) -> Mapping[str, frozenset[str]]:
    """Return the words of each kind. Raises TableError where a row is wrong."""
    return {kind: frozenset(of) for kind, of in read_words(path, _KINDS).items()}


@cache
def clause_words() -> Mapping[str, frozenset[str]]:
    """Return the words of each kind, read once."""
    return load_words()


@cache
def _words_of_adverbials() -> frozenset[str]:
    """Return all words of the phrases that negate: few prepositions are one of them."""
    return frozenset(w for of in clause_words()["negating_adverbial"] for w in of.split())


@cache
def _case_phrases() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the phrases that begin a condition ("in the event of"), and their first words."""
    phrases = tuple(sorted(clause_words()["in_case"]))
    return phrases, tuple(dict.fromkeys(phrase.partition(" ")[0] for phrase in phrases))


class Auxiliaries:
    """Negation, mood and history of the verbs and nouns of one document."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._words = clause_words()
        self._negated: dict[int, bool] = {}
        self._in_case, self._openings = _case_phrases()

    def is_negated(self, token: Token) -> bool:
        """Whether the token, or what it hangs on as a predicate, is negated."""
        found = self._negated.get(token.i)
        if found is None:
            found = self._negated[token.i] = self._is_negated(token)
        return found

    def _is_negated(self, token: Token) -> bool:
        for child in self._tree.children[token.i]:
            if self._negates(child, token):
                return True
        head, label = token.head, token.dep_
        if head == token:
            return False
        if label in _PREDICATES and self._has(head, "neg"):
            return True
        if label in ("pcomp", "pobj"):
            return not _preposition(head).isdisjoint(self._words["negating_preposition"])
        if label in ("xcomp", "advcl") and self._does_little(head):
            return True
        if label == "xcomp":
            return self._is_yet_to(token)
        return label == "conj" and self._shares_negation(token)

    def _negates(self, child: Token, token: Token) -> bool:
        """Whether a child negates a word: by an adverb, article or as one of its arguments."""
        label = child.dep_
        if label == "neg" or (
            label in ("det", "advmod", "preconj") and self._is_negative(child, label)
        ):
            return child.lower_ != "only" and not _is_not_only(child)
        if label in _ARGUMENTS and token.pos_ == "VERB":
            nobody = self._words["negative_pronoun"]
            return child.lower_ in nobody or any(
                (c.dep_ in ("det", "advmod", "preconj", "cc:preconj") and c.lower_ in nobody)
                or (c.dep_ == "neg" and c.nbor().lower_ in self._words["not_one"])
                for c in self._tree.children[child.i]
            )
        if label == "prep":
            if child.lower_ not in _words_of_adverbials():
                return False
            phrase = " ".join(t.lower_ for t in child.subtree)
            return phrase in self._words["negating_adverbial"]
        if label == "advmod" and child.lower_ in self._words["approximative"]:
            return True  # "nearly killed"
        return child.lower_ == "longer" and any(
            c.lower_ == "no" for c in self._tree.children[child.i]
        )

    def _is_negative(self, adverb: Token, label: str) -> bool:
        """Whether an adverb or article negates, also with one of its own ("hardly ever")."""
        negative = self._words["negative"]
        if adverb.lower_ in negative:
            return True
        if label != "advmod":
            return False
        return any(
            c.dep_ in ("advmod", "neg") and c.lower_ in negative
            for c in self._tree.children[adverb.i]
        )

    def _has(self, token: Token, label: str) -> bool:
        return any(child.dep_ == label for child in self._tree.children[token.i])

    def _is_yet_to(self, token: Token) -> bool:
        """Whether the verb is still to come about ("has yet to sign")."""
        head = token.head
        return head.lemma_ in ("have", "be") and any(
            c.lower_ == "yet" and head.i < c.i < token.i for c in self._tree.children[head.i]
        )

    def _does_little(self, verb: Token) -> bool:
        """Whether nothing was done for an end ("did *little* to disarm them")."""
        return verb.lemma_ == "do" and any(
            c.dep_ == "dobj" and c.lower_ in self._words["scant"]
            for c in self._tree.children[verb.i]
        )

    def _shares_negation(self, token: Token) -> bool:
        """Whether the verb is the second of two under one auxiliary ("did not shell or bomb")."""
        head = token.head
        if token.pos_ != "VERB" or head.pos_ != "VERB":
            return False
        children = self._tree.children
        if any(c.dep_ in ("aux", "auxpass") or c.dep_ in SUBJECTS for c in children[token.i]):
            return False
        joints = {c.lower_ for c in children[head.i] if c.dep_ == "cc"}
        return ("nor" in joints and self.is_negated(head)) or (
            "or" in joints and self._has(head, "neg")
        )

    def modality(self, token: Token) -> str:
        """Return ``will``, ``would``, ``may``, ``if`` or empty for a verb's modal or mark."""
        words, children = self._words, self._tree.children[token.i]
        for child in children:
            if child.dep_ == "mark" and child.lower_ in words["condition"]:
                return "if"
        for child in children:
            if child.dep_ in ("aux", "auxpass"):
                word = child.lower_
                if word in words["future_modal"]:
                    return "will"
                if word in words["conditional_modal"]:
                    return "would"
                if word in words["hypothetical_modal"]:
                    return "may"
        label = token.dep_
        head = token.head
        if label == "ccomp" and head.lower_ in words["condition"]:
            return "if"  # "*supposing* that Iran attacked"
        if head.lower_ in words["inversion"] and head.i < token.i and self._opens(head):
            return "if"  # "*were* Israel to bomb Iran"
        if label == "xcomp":
            if head.lemma_ == "be":
                # "is to visit"; "was to have visited" never did
                return "may" if self._is_perfect(token) else "will"
            obliged = head.lemma_ in words["obligation"] and not self._is_yet_to(token)
            if obliged and self._tree.is_infinitive(token):
                # "would have to expel"; "had to expel" did
                return self.modality(head) or ("" if head.tag_ in ("VBD", "VBN") else "may")
            if head.lower_ in words["hypothetical_modal"]:
                return "may"  # "ought to visit"
        for child in children:
            if child.dep_ == "advmod" and child.lower_ in words["hypothetical_adverb"]:
                return "may"
        for verb in (token, head) if label == "xcomp" else (token,):
            if verb.lemma_ == "go" and verb.tag_ == "VBG":
                return "will"
        if token.pos_ in ("NOUN", "PROPN"):
            modifiers = {c.lower_ for c in children if c.dep_ in ("amod", "compound", "advmod")}
            if not modifiers.isdisjoint(words["future_modifier"]):
                return "will"
            if not modifiers.isdisjoint(words["hypothetical_modifier"]):
                return "may"
        if (
            label == "conj"
            and token.pos_ == "VERB"
            and not any(c.dep_ == "aux" or c.dep_ in SUBJECTS for c in children)
        ):
            return self.modality(head)
        return ""

    def is_over(self, verb: Token) -> bool:
        """Whether what the verb tells was done before and is no more ("no longer demands")."""
        tokens = verb.parse.tokens
        return any(
            f"{tokens[c.i - 1].lower_} {c.lower_}" in self._words["over"]
            for c in self._tree.children[verb.i]
            if c.i
        )

    def is_pending(self, verb: Token) -> bool:
        """Whether what is negated may still come about ("has not signed", "has yet to sign")."""
        return self._is_perfect(verb) or (verb.dep_ == "xcomp" and self._is_yet_to(verb))

    def _is_perfect(self, verb: Token) -> bool:
        return any(c.dep_ == "aux" and c.lemma_ == "have" for c in self._tree.children[verb.i])

    def _opens(self, verb: Token) -> bool:
        """Whether a verb stands before its subject at the head of its clause."""
        subjects = [c.i for c in self._tree.children[verb.i] if c.dep_ in SUBJECTS]
        return bool(subjects) and verb.left_edge == verb and verb.tag_ in ("VBD", "VBZ")

    def conditions(self, verb: Token) -> list[Token]:
        """Return the verbs of the if-clauses on which a clause depends."""
        return [
            child
            for child in self._tree.children[verb.i]
            if child.dep_ in ("advcl", "ccomp") and self._is_condition(child)
        ]

    def has_condition(self, token: Token) -> bool:
        """Whether the clause depends on an if-clause, or stands in one."""
        verbs = [token, *[a for a in token.ancestors if a.pos_ in VERBAL][:2]]
        if any(self._is_marked(verb) for verb in verbs):
            return True
        raised = token.dep_ == "xcomp" and token.head.lemma_ in self._words["obligation"]
        return any(
            self.conditions(verb)
            or any(
                child.dep_ == "prep" and self._is_case(child)
                for child in self._tree.children[verb.i]
            )
            for verb in ((token, token.head) if raised else (token,))
        )

    def _is_case(self, preposition: Token) -> bool:
        """Whether a phrase tells of a case that may come ("in the event of an attack")."""
        if not next(iter(preposition.subtree)).lower_.startswith(self._openings):
            return False
        return " ".join(t.lower_ for t in preposition.subtree).startswith(self._in_case)

    def _is_marked(self, verb: Token) -> bool:
        return any(
            c.dep_ == "mark" and c.lower_ in self._words["condition"]
            for c in self._tree.children[verb.i]
        )

    def _is_condition(self, clause: Token) -> bool:
        """Whether the clause begins with *if* or is inverted ("should the junta refuse")."""
        if self._is_marked(clause) or (
            clause.dep_ == "advcl" and clause.lower_ in self._words["condition"]
        ):
            return True
        if clause.lower_ in self._words["inversion"]:
            return self._opens(clause)  # "*were* Israel to bomb Iran"
        first = next(iter(clause.subtree))
        return first.dep_ == "aux" and first.lower_ in self._words["inversion"]

    def is_history(self, token: Token, time: FoundTime | None, published: date | None) -> bool:
        """Whether the event is background long before the report."""
        if time is not None and time.last is not None:
            if published is None:
                return False
            # "in the last century" may be reckoned up to today; its name still tells of history.
            ends = time.last < published - HISTORY_AFTER
            return ends or (
                time.first is not None
                and time.first < published - HISTORY_AFTER
                and any(self._is_historic(phrase) for phrase in self._adjuncts(token))
            )
        return any(self._is_historic(phrase) for phrase in self._adjuncts(token))

    def _hangs_on_history(self, verb: Token) -> bool:
        """Whether the parser hung a clause on the age before it ("in *the era* they jailed")."""
        head = verb.head
        return (
            verb.dep_ == "relcl"
            and self._tree.lemmas[head.i] in self._words["history"]
            and head.head.lower_ in self._words["history_preposition"]
        )

    def _adjuncts(self, token: Token) -> Iterator[Token]:
        """Yield the adverbials of a verb, and of the verb it is coordinated with."""
        verbs = [token]
        while verbs[-1].dep_ == "conj" and verbs[-1].head.pos_ in VERBAL:
            verbs.append(verbs[-1].head)
        for verb in verbs:
            for child in self._tree.children[verb.i]:
                if child.dep_ in _ADJUNCTS:
                    yield child
                if child.dep_ == "prep" and child.lower_ == "for" and child.i > verb.i:
                    break  # "apologised for the killings *during the war*" dates the killings
            if self._hangs_on_history(verb):
                yield verb.head.head

    def _is_historic(self, phrase: Token) -> bool:
        history = self._words["history"]
        if (
            phrase.lower_ not in self._words["history_preposition"]
            and self._tree.lemmas[phrase.i] not in history
        ):
            return False
        return any(
            self._tree.lemmas[t.i] in history
            # "in Soviet times"
            or (t.lower_ == "times" and any(c.text.istitle() for c in self._tree.children[t.i]))
            for t in phrase.subtree
        )


def _preposition(token: Token) -> set[str]:
    """Return the names of a preposition: its word, and with the one before it ("short of")."""
    names = {token.lower_}
    if token.i > 0:
        names.add(f"{token.nbor(-1).lower_} {token.lower_}")
    return names


def _is_not_only(token: Token) -> bool:
    following = token.nbor() if token.i + 1 < len(token.parse) else None
    return following is not None and following.lower_ in ("only", "just", "merely")
