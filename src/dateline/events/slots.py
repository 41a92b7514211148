"""Where the participants of a trigger stand in syntax, independent of voice.

The parser's labels are spaCy's English ones (ClearNLP). A *filler* is the token that heads the
phrase in a slot.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

_SUBJECT = {"nsubj", "csubj", "expl"}
_PASSIVE_SUBJECT = {"nsubjpass", "csubjpass"}
_OBJECT = {"dobj"}
_RELATIVE = {"who", "whom", "which", "that", "whose"}
_MODIFIER = {"amod", "compound", "nmod", "nummod"}
_VERBAL = {"VERB", "AUX"}
# A clause with one of these tells what somebody ought to do: the slot "should".
_OBLIGATION = {"should", "must", "ought"}
# First words of prepositions whose second means nothing by itself ("according *to* two diplomats").
_COMPOUND = {"according", "ahead", "as", "because", "due", "instead", "owing", "prior", "thanks"}
# Prepositions that may belong to an event noun though they hang on its verb.
_SHARED = {"on", "against", "with", "between", "at", "over", "into", "for", "to", "from"}
# Prepositions before what something is about: a gerund behind them may be anybody's.
_MATTER = {"over", "about", "amid", "despite", "during", "following", "against", "on"}
# How many phrases deep a preposition is looked for, and through which slots never.
_REACH = 2
_NOT_REACHED = {"subj", "poss", "mod", "ccomp", "after", "before", "during", "over", "amid"}
_NOT_REACHED |= {"since", "until", "despite", "following", "because of", "as", "without"}


class Syntax:
    """Slots of verbs, nouns and adjectives in one document, worked out once each.

    ``subject_control`` are the verbs whose subject, not object, does what the infinitive says
    ("promised them to leave").
    """

    def __init__(self, subject_control: frozenset[str] = frozenset()) -> None:
        self._subject_control = subject_control
        self._slots: dict[int, dict[str, list[Token]]] = {}

    def slots(self, token: Token) -> dict[str, list[Token]]:
        """Return the fillers of each slot of a trigger, nearest first."""
        found = self._slots.get(token.i)
        if found is None:
            self._slots[token.i] = found = {}  # stops cycles in broken parses
            if token.pos_ in _VERBAL:
                self._fill_verb(token, found)
            elif token.pos_ in ("NOUN", "PROPN"):
                self._fill_noun(token, found)
            else:
                self._fill_adjective(token, found)
        return found

    def fillers(self, token: Token, slot: str) -> list[Token]:
        """Return the fillers of a slot; ``obj.of`` goes one step further, into the filler."""
        if "." not in slot:
            return self.slots(token).get(slot, [])
        first, _, second = slot.partition(".")
        fillers = self.slots(token).get(first, [])
        return [deeper for filler in fillers for deeper in self.slots(filler).get(second, [])]

    def reach(self, token: Token, preposition: str) -> list[Token]:
        """Return fillers of a preposition that the parser hung deeper in the complements.

        "committed to a process *with* Kinshasa": the phrase may belong to verb or noun alike.
        """
        found: list[Token] = []
        level = [token]
        for _ in range(_REACH):
            level = [
                filler
                for upper in level
                for slot, fillers in self.slots(upper).items()
                if slot not in _NOT_REACHED
                for filler in fillers
                if filler.i > token.i
            ]
            for filler in level:
                found += [f for f in self.slots(filler).get(preposition, []) if f not in found]
            if found:
                break
        return found

    def subjects(self, verb: Token) -> list[Token]:
        """Return who does what the verb says, through relatives, control and coordination."""
        return self.slots(verb).get("subj", [])

    def _fill_verb(self, verb: Token, found: dict[str, list[Token]]) -> None:
        passive = is_passive(verb)
        surface: list[Token] = []
        for child in verb.children:
            label = child.dep_
            if label in _SUBJECT or label in _PASSIVE_SUBJECT:
                surface.append(_antecedent(child, verb))
            elif label in _OBJECT:
                _add(found, "obj", _antecedent(child, verb))
            elif label == "dative":
                if child.pos_ == "ADP":
                    _add_preposition(found, child)
                else:
                    _add(found, "iobj", child)
            elif label in ("attr", "oprd", "acomp"):
                _add(found, "attr", child)
            elif label in ("npadvmod", "intj") and _is_object_like(child, verb):
                _add(found, "obj", child)
            elif label == "xcomp" or (label in ("advcl", "ccomp") and _is_infinitive(child)):
                _add(found, "xcomp", child)
                lower = [c for c in child.children if c.dep_ in ("nsubj", "nsubjpass")]
                if lower and label != "advcl" and not any(c.dep_ in _OBJECT for c in verb.children):
                    _add(found, "obj", lower[0])
            elif label == "ccomp" and _is_small_clause(child):
                _add(found, "attr" if child.pos_ == "ADJ" else "xcomp", child)
                for subject in (c for c in child.children if c.dep_ in ("nsubj", "nsubjpass")):
                    _add(found, "obj", subject)
            elif label == "ccomp":
                _add(found, "ccomp", child)
                if _is_obliged(child):
                    _add(found, "should", child)
            elif label in ("prep", "agent"):
                _add_preposition(found, child)
            elif label in ("prt", "advmod") and child.i > verb.i:
                for preposition in child.children:
                    if preposition.dep_ == "prep":  # "backed away from"
                        _add_preposition(found, preposition)
        if len(surface) > 1 and _after_with(surface[0]):
            # "With four deputies against, the parliament ratified": the last is the subject
            surface = [surface[-1]]
        if passive:
            for by in found.get("by", []) or _lower_agents(verb):
                _add(found, "subj", by)
        inherited = not surface
        if inherited:
            surface = self._inherited_subject(verb) or _misplaced_subject(verb)
        if passive:
            for subject in surface:
                _add(found, "obj", subject)
        else:
            for subject in surface:
                _add(found, "subj", subject)
        gap = not passive and not inherited and "obj" not in found and verb.dep_ == "relcl"
        if gap and verb.head not in surface:
            # "the man whom police arrested": the antecedent is the object
            _add(found, "obj", verb.head)
        for child in [t for t in verb.children if t.dep_ == "conj" and t.pos_ == "VERB"]:
            if "obj" not in found and not passive and _adjacent_conjunct(verb, child):
                for shared in (c for c in child.children if c.dep_ in _OBJECT):
                    _add(found, "obj", shared)
        for filler in [*found.get("obj", [])]:
            # The parser often hangs the verb's preposition on its object.
            if filler.i > verb.i or passive:
                for child in filler.children:
                    if child.dep_ == "prep" and child.i > verb.i and child.lower_ != "of":
                        _add_preposition(found, child)
        for filler in found.get("attr", []):
            if filler.pos_ == "ADJ":
                continue  # "is interested in": the adjective has its own slots
            for child in filler.children:
                if child.dep_ == "prep":
                    _add_preposition(found, child)

    def _inherited_subject(self, verb: Token) -> list[Token]:
        head = verb.head
        if verb.dep_ == "relcl" and not any(c.dep_ in _OBJECT for c in verb.children):
            return [head]
        if verb.dep_ == "acl":
            return [head]
        if head.pos_ not in _VERBAL or head == verb:
            if verb.dep_ in ("xcomp", "acl", "ccomp") and head.pos_ in ("ADJ", "NOUN"):
                return self.slots(head).get("subj", []) or self.slots(head).get("poss", [])
            if verb.dep_ == "pcomp":
                return self._governor_subject(head)
            return []
        if verb.dep_ == "conj":
            if not _is_joined(head, verb):
                return []
            upper = self.slots(head)
            return upper.get("obj" if is_passive(head) else "subj", [])
        if verb.dep_ in ("xcomp", "ccomp", "advcl"):
            upper = self.slots(head)
            own_subject = upper.get("subj", [])
            if verb.dep_ == "advcl" and not _is_infinitive(verb):
                return upper.get("obj", []) if is_passive(head) else own_subject
            if verb.dep_ == "ccomp" and not _is_infinitive(verb):
                return []
            lower = upper.get("obj", []) or upper.get("iobj", [])
            if head.lemma_ in self._subject_control and not is_passive(head):
                return own_subject
            if lower and _people_like(lower[0]):
                return lower
            for preposition in ("on", "to", "for"):
                # "called on Iran to stop", "appealed to Iran to stop"
                fillers = upper.get(preposition, [])
                if fillers and head.i < fillers[0].i < verb.i and _is_infinitive(verb):
                    return fillers
            return own_subject or lower
        return []

    def _governor_subject(self, preposition: Token) -> list[Token]:
        governor = preposition.head
        upper = self.slots(governor)
        if governor.pos_ in _VERBAL:
            if preposition.lower_ in _MATTER and not any(
                c.dep_ in _OBJECT for g in preposition.children for c in g.children
            ):
                return []  # "called in over *shelling* in the hills"
            lower = upper.get("obj", [])
            if lower and preposition.lower_ in ("of", "for", "from", "into", "over"):
                return lower
            return upper.get("obj", []) if is_passive(governor) else upper.get("subj", [])
        return upper.get("subj", []) or upper.get("poss", [])

    def _fill_noun(self, noun: Token, found: dict[str, list[Token]]) -> None:
        for child in noun.children:
            if child.dep_ == "poss":
                _add(found, "poss", child)
            elif child.dep_ in _MODIFIER and child.i < noun.i:
                _add(found, "mod", child)
                _add(found, "poss", child)
            elif child.dep_ in ("prep", "agent"):
                _add_preposition(found, child)
            elif child.dep_ in ("acl", "relcl") and _is_infinitive(child):
                _add(found, "xcomp", child)
            elif child.dep_ == "acl":
                _add(found, "acl", child)
                if child.pos_ == "VERB" and is_passive(child):
                    for by in self.slots(child).get("by", []):
                        _add(found, "by", by)
            elif child.dep_ in ("ccomp", "relcl"):
                _add(found, "ccomp", child)
        if noun.dep_ in ("dobj", "nsubjpass") and noun.head.pos_ in _VERBAL:
            # The parser may hang the noun's phrase on the verb that carries it ("carried out
            # strikes on Friday against the camp").
            for child in noun.head.children:
                if child.dep_ == "prep" and child.i > noun.i and child.lower_ in _SHARED:
                    _add_preposition(found, child)

    def _fill_adjective(self, adjective: Token, found: dict[str, list[Token]]) -> None:
        head = adjective.head
        if adjective.dep_ in ("acomp", "attr", "oprd", "conj") and head.pos_ in _VERBAL:
            upper = self.slots(head)
            for subject in upper.get("obj" if is_passive(head) else "subj", []):
                _add(found, "subj", subject)
        elif adjective.dep_ == "conj" and head.pos_ == "ADJ":
            for subject in self.slots(head).get("subj", []):
                _add(found, "subj", subject)
        elif adjective.dep_ in ("amod", "acl", "relcl", "appos", "advcl"):
            if head.pos_ in ("NOUN", "PROPN", "PRON"):
                _add(found, "subj", head)
            elif head.pos_ in _VERBAL:
                for subject in self.subjects(head):
                    _add(found, "subj", subject)
        for child in adjective.children:
            if child.dep_ == "prep":
                _add_preposition(found, child)
            elif child.dep_ in ("xcomp", "advcl", "ccomp") and child.pos_ in _VERBAL:
                _add(found, "xcomp" if _is_infinitive(child) else "ccomp", child)


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive, also a bare participle ("the village bombed by ...")."""
    if verb.tag_ not in ("VBN", "VBD"):
        return False
    labels = {child.dep_ for child in verb.children}
    if labels & {"auxpass", "nsubjpass", "csubjpass"}:
        return True
    if verb.tag_ != "VBN" or labels & {"aux", "nsubj"}:
        return False
    if verb.dep_ == "acl" or "agent" in labels:
        return not labels & _OBJECT
    if verb.dep_ == "conj" and verb.head.pos_ in _VERBAL:
        return is_passive(verb.head)
    return verb.dep_ in ("xcomp", "advcl", "amod") and not labels & _OBJECT


def particle(verb: Token) -> str:
    """Return the verb's particle ("carry *out*"), or an empty string."""
    for child in verb.children:
        if child.dep_ == "prt":
            return child.lower_
    return ""


def adverbs(verb: Token) -> list[str]:
    """Return the adverbs behind a verb, which the parser may have taken a particle for."""
    return [c.lower_ for c in verb.children if c.dep_ == "advmod" and c.i > verb.i]


def conjuncts(token: Token) -> list[Token]:
    """Return the token and what is coordinated with it, in order of the text."""
    found = [token]
    for member in found:
        found += [c for c in member.children if c.dep_ == "conj" and c not in found]
    return found


def governing_verb(token: Token) -> Token | None:
    """Return the nearest verb above the token, or None in a verbless fragment."""
    for above in token.ancestors:
        if above.pos_ in _VERBAL:
            return above
    return None


def clause_tokens(verb: Token) -> Iterator[Token]:
    """Yield the tokens of the clause the token heads, without quoted or reported clauses above."""
    yield from verb.subtree


def _is_infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _is_obliged(verb: Token) -> bool:
    """Whether a clause tells what ought to be: by its auxiliary, or as "insisted that he *go*"."""
    if any(c.dep_ == "aux" and c.lower_ in _OBLIGATION for c in verb.children):
        return True
    labels = {c.dep_ for c in verb.children}
    return verb.tag_ == "VB" and "mark" in labels and "aux" not in labels


def _is_small_clause(verb: Token) -> bool:
    """Whether a clause has a subject and no finite verb ("found him guilty", "saw them fire")."""
    labels = {child.dep_ for child in verb.children}
    if "mark" in labels or not labels & {"nsubj", "nsubjpass"}:
        return False
    if verb.left_edge.i > 0 and verb.left_edge.nbor(-1).lower_ == ",":
        return False  # "..., the daily reported": who says so
    return verb.pos_ == "ADJ" or (
        verb.tag_ in ("VB", "VBG", "VBN") and not labels & {"aux", "auxpass"}
    )


def _antecedent(token: Token, verb: Token) -> Token:
    if token.lower_ in _RELATIVE and token.tag_ in ("WP", "WDT", "IN", "DT", "WP$"):
        for above in (verb, *verb.ancestors):
            if above.dep_ == "relcl":
                return above.head
    return token


def _people_like(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "PRON")


def _after_with(token: Token) -> bool:
    first = token.left_edge
    return first.lower_ == "with" or (first.i > 0 and first.nbor(-1).lower_ == "with")


def _misplaced_subject(verb: Token) -> list[Token]:
    """Return a subject the parser coordinated with a phrase before it.

    "After talks in Sochi, *Armenia* and Azerbaijan settled ...": it reads three names in a row.
    """
    if verb.dep_ not in ("ROOT", "ccomp"):
        return []
    start = min(c.i for c in (verb, *verb.children) if c == verb or c.dep_ in ("aux", "auxpass"))
    for phrase in verb.children:
        if phrase.dep_ != "prep" or phrase.i > start:
            continue
        for token in phrase.subtree:
            if (
                token.dep_ == "conj"
                and token.pos_ in ("NOUN", "PROPN")
                and token.right_edge.i == start - 1
                and token.left_edge.nbor(-1).lower_ == ","
            ):
                return [token]
    return []


def _is_object_like(token: Token, verb: Token) -> bool:
    """Whether the parser took an object for a measure ("wound up *a week of* talks", "said *no*").

    Only behind a verb without an object of its own.
    """
    if token.i < verb.i or any(c.dep_ in _OBJECT or c.dep_ == "nsubjpass" for c in verb.children):
        return False
    return token.dep_ == "intj" or any(
        c.dep_ == "prep" and c.lower_ == "of" for c in token.children
    )


def _lower_agents(verb: Token) -> list[Token]:
    """Return the agents of a passive that the parser hung lower ("were let *go* by rebels")."""
    lower = [
        c for c in verb.children if c.dep_ in ("xcomp", "oprd", "prt", "advmod") and c.i > verb.i
    ]
    return [
        filler
        for word in lower
        if not (word.pos_ == "VERB" and word.tag_ == "VBN")
        for preposition in word.children
        if preposition.lower_ == "by" and preposition.dep_ in ("agent", "prep")
        for filler in preposition.children
        if filler.dep_ == "pobj"
    ]


def _is_joined(first: Token, second: Token) -> bool:
    """Whether a conjunction or mark stands between two verbs the parser coordinated.

    Where none does ("summoned the envoy after shells fired from afar *killed* two"), it erred.
    """
    return any(token.dep_ == "cc" or token.is_punct for token in first.doc[first.i + 1 : second.i])


def _adjacent_conjunct(first: Token, second: Token) -> bool:
    between = first.doc[first.i + 1 : second.i]
    return len(between) <= 3 and not any(t.pos_ in ("NOUN", "PROPN") for t in between)


def _add(found: dict[str, list[Token]], slot: str, filler: Token) -> None:
    fillers = found.setdefault(slot, [])
    if filler not in fillers:
        fillers.append(filler)


def _add_preposition(found: dict[str, list[Token]], preposition: Token) -> None:
    name = preposition.lower_
    for child in preposition.children:
        if child.dep_ in ("pobj", "pcomp"):
            _add(found, name, child)
        elif child.dep_ == "prep":  # "out of", "along with"
            for grandchild in child.children:
                if grandchild.dep_ in ("pobj", "pcomp"):
                    _add(found, f"{name} {child.lower_}", grandchild)
                    if name not in _COMPOUND:
                        _add(found, child.lower_, grandchild)
        elif child.dep_ == "amod" and child.pos_ == "ADJ":
            _add(found, name, child)
