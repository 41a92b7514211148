"""Where the participants of a trigger stand in syntax, independent of voice.

The parser's labels are spaCy's English ones (ClearNLP). A *filler* is the token that heads the
phrase in a slot.
"""

from __future__ import annotations

from dateline.events.subjects import Fillers, Subjects, antecedent
from dateline.events.tree import NOMINAL, OBJECTS, SUBJECTS, VERBAL, Tree
from dateline.events.words import words
from dateline.parse import Token

_ACTIVE_SUBJECT = {"nsubj", "csubj", "expl"}
_PASSIVE_SUBJECT = {"nsubjpass", "csubjpass"}
_MODIFIER = {"amod", "compound", "nmod", "nummod"}
_OF_PREPOSITION = {"pobj", "pcomp"}
# Two verbs with so few words between them share an object ("raided and burned *the village*").
_SIDE_BY_SIDE = 3
# How many phrases deep a preposition is looked for.
_REACH = 2


class Syntax(Subjects):
    """Slots of verbs, nouns and adjectives in one document, worked out once each.

    ``subject_control`` are the verbs whose subject, not object, does what the infinitive says
    ("promised them to leave").
    """

    def __init__(self, tree: Tree, subject_control: frozenset[str] = frozenset()) -> None:
        super().__init__(tree, subject_control)
        self._not_reached = words("not_reached")
        self._below: dict[int, list[list[Token]]] = {}
        self._slots: list[Fillers | None] = [None] * len(tree.tokens)

    def slots(self, token: Token) -> Fillers:
        """Return the fillers of each slot of a trigger, nearest first."""
        found = self._slots[token.i]
        if found is None:
            self._slots[token.i] = found = {}  # stops cycles in broken parses
            part = token.pos_
            if part in VERBAL:
                self._fill_verb(token, found)
            elif part in NOMINAL:
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
        for level in self._levels(token):
            for filler in level:
                if preposition == "by" and filler.pos_ in VERBAL:
                    continue  # "a coup condemned *by Peru*"
                found += [f for f in self.slots(filler).get(preposition, []) if f not in found]
            if found:
                break
        return found

    def _levels(self, token: Token) -> list[list[Token]]:
        """Return the phrases below a trigger and behind it, those nearer to it first."""
        levels = self._below.get(token.i)
        if levels is None:
            levels, level = [], [token]
            for _ in range(_REACH):
                level = [
                    filler
                    for upper in level
                    for slot, fillers in self.slots(upper).items()
                    if slot not in self._not_reached
                    for filler in fillers
                    if filler.i > token.i
                ]
                levels.append(level)
            self._below[token.i] = levels
        return levels

    def subjects(self, verb: Token) -> list[Token]:
        """Return who does what the verb says, through relatives, control and coordination."""
        return self.slots(verb).get("subj", [])

    def _fill_verb(self, verb: Token, found: Fillers) -> None:
        passive = self.tree.is_passive(verb)
        children = self.tree.children[verb.i]
        surface: list[Token] = []
        for child in children:
            label = child.dep_
            if label in _ACTIVE_SUBJECT or label in _PASSIVE_SUBJECT:
                surface.append(antecedent(child, verb))
            elif label in OBJECTS:
                _add(found, "obj", antecedent(child, verb))
            elif label in ("prep", "agent"):
                self._add_preposition(found, child)
            elif label == "xcomp" or label in ("ccomp", "advcl"):
                self._add_clause(found, verb, child)
            elif label == "dative":
                if child.pos_ == "ADP":
                    self._add_preposition(found, child)
                else:
                    _add(found, "iobj", child)
            elif label in ("attr", "oprd", "acomp"):
                _add(found, "attr", child)
            elif label in ("npadvmod", "intj"):
                if self._is_object_like(child, verb):
                    _add(found, "obj", child)
                elif child.i > verb.i:
                    # "gave them *a week* to leave"
                    _add(found, "measure", child)
                    for clause in self.tree.children[child.i]:
                        if clause.dep_ == "relcl" and self.tree.is_infinitive(clause):
                            _add(found, "xcomp", clause)
            elif label in ("prt", "advmod") and child.i > verb.i:
                self._add_prepositions(found, child)  # "backed away from"
        if len(surface) > 1 and _after_with(surface[0]):
            # "With four deputies against, the parliament ratified": the last is the subject
            surface = [surface[-1]]
        if passive:
            for by in found.get("by", []) or self.agents_below(verb):
                _add(found, "subj", by)
        inherited = not surface
        for subject in surface or self.shared_subjects(verb):
            _add(found, "obj" if passive else "subj", subject)
        gap = not passive and not inherited and "obj" not in found and verb.dep_ == "relcl"
        if gap and verb.head not in surface:
            # "the man whom police arrested": the antecedent is the object
            _add(found, "obj", verb.head)
        if not passive:
            self._share_object(found, verb)
        for filler in [*found.get("obj", [])]:
            # The parser often hangs the verb's preposition on its object.
            if filler.i > verb.i or passive:
                for child in self.tree.children[filler.i]:
                    if child.dep_ == "prep" and child.i > verb.i and child.lower_ != "of":
                        self._add_preposition(found, child)
        for filler in found.get("attr", []):
            if filler.pos_ != "ADJ":  # "is interested in": the adjective has its own slots
                self._add_prepositions(found, filler)

    def _add_clause(self, found: Fillers, verb: Token, clause: Token) -> None:
        """Fill the slots of infinitives, participles and *that* clauses."""
        label = clause.dep_
        if label == "xcomp" or self.tree.is_infinitive(clause):
            _add(found, "xcomp", clause)
            if any(c.dep_ == "mark" and c.lower_ == "for" for c in self.tree.children[clause.i]):
                _add(found, "for", clause)  # "called *for* Israel to lift"
            lower = [c for c in self.tree.children[clause.i] if c.dep_ in SUBJECTS]
            if lower and label != "advcl" and not self._has_object(verb):
                _add(found, "obj", lower[0])
        elif label == "advcl":
            return
        elif self._is_small_clause(clause):
            _add(found, "attr" if clause.pos_ == "ADJ" else "xcomp", clause)
            for subject in (c for c in self.tree.children[clause.i] if c.dep_ in SUBJECTS):
                _add(found, "obj", subject)
        else:
            _add(found, "ccomp", clause)
            if self._is_obliged(clause):
                _add(found, "should", clause)
            elif self.tree.lemmas[clause.i] == "have":  # "said it *had* to *withdraw*"
                for duty in self.tree.children[clause.i]:
                    if duty.dep_ == "xcomp" and self.tree.is_infinitive(duty):
                        _add(found, "should", duty)

    def _share_object(self, found: Fillers, verb: Token) -> None:
        """Give the first of two verbs side by side the object of the second."""
        for second in self.tree.children[verb.i]:
            if "obj" in found:
                return
            if second.dep_ == "conj" and second.pos_ == "VERB":
                between = self.tree.tokens[verb.i + 1 : second.i]
                if len(between) <= _SIDE_BY_SIDE and not any(t.pos_ in NOMINAL for t in between):
                    for shared in self.tree.children[second.i]:
                        if shared.dep_ in OBJECTS:
                            _add(found, "obj", shared)

    def _fill_noun(self, noun: Token, found: Fillers) -> None:
        if self._is_cause(noun):
            # "signed a statement *in support of* Kyiv": the signer's support, for Kyiv
            for phrase in self.tree.children[noun.i]:
                for filler in self.tree.children[phrase.i]:
                    _add(found, "of", filler)
                    _add(found, "for", filler)
            for subject in self.subjects(noun.head.head):
                _add(found, "poss", subject)
            return
        for child in self.tree.children[noun.i]:
            if child.dep_ == "poss":
                _add(found, "poss", child)
            elif child.dep_ in _MODIFIER and child.i < noun.i:
                _add(found, "mod", child)
                _add(found, "poss", child)
            elif child.dep_ in ("prep", "agent"):
                self._add_preposition(found, child)
            elif child.dep_ in ("acl", "relcl") and self.tree.is_infinitive(child):
                _add(found, "xcomp", child)
            elif child.dep_ == "acl":
                _add(found, "acl", child)
                if self._tells_who_did(child):
                    for by in self.slots(child).get("by", []):
                        _add(found, "by", by)
            elif child.dep_ in ("ccomp", "relcl"):
                _add(found, "ccomp", child)
        if noun.dep_ in ("dobj", "nsubjpass") and noun.head.pos_ in VERBAL:
            # The parser may hang the noun's phrase on the verb that carries it ("carried out
            # strikes on Friday against the camp").
            for child in self.tree.children[noun.head.i]:
                if (
                    child.dep_ == "prep"
                    and child.i > noun.i
                    and child.lower_ in words("shared_preposition")
                ):
                    self._add_preposition(found, child)

    def _tells_who_did(self, participle: Token) -> bool:
        """Whether the *by* of a participle is who did it: "launched by", not "condemned by"."""
        return (
            participle.pos_ == "VERB"
            and self.tree.is_passive(participle)
            and self.tree.lemmas[participle.i] not in words("onlooker")
        )

    def _is_cause(self, noun: Token) -> bool:
        """Whether a bare noun stands in a phrase such as "in support of", hung on a verb."""
        preposition = noun.head
        return (
            noun.dep_ == "pobj"
            and preposition.lower_ == "in"
            and self.tree.lemmas[noun.i] in words("cause")
            and preposition.head.pos_ in VERBAL
            and [c.lower_ for c in self.tree.children[noun.i]] == ["of"]
        )

    def _fill_adjective(self, adjective: Token, found: Fillers) -> None:
        head = adjective.head
        if adjective.dep_ in ("acomp", "attr", "oprd", "conj") and head.pos_ in VERBAL:
            upper = self.slots(head)
            for subject in upper.get("obj" if self.tree.is_passive(head) else "subj", []):
                _add(found, "subj", subject)
        elif adjective.dep_ == "conj" and head.pos_ == "ADJ":
            for subject in self.slots(head).get("subj", []):
                _add(found, "subj", subject)
        elif adjective.dep_ in ("amod", "acl", "relcl", "appos", "advcl"):
            if head.pos_ in ("NOUN", "PROPN", "PRON"):
                _add(found, "subj", head)
            elif head.pos_ in VERBAL:
                for subject in self.subjects(head):
                    _add(found, "subj", subject)
        for child in self.tree.children[adjective.i]:
            if child.dep_ == "prep":
                self._add_preposition(found, child)
            elif child.dep_ in ("xcomp", "advcl", "ccomp") and child.pos_ in VERBAL:
                _add(found, "xcomp" if self.tree.is_infinitive(child) else "ccomp", child)

    def _add_prepositions(self, found: Fillers, word: Token) -> None:
        for child in self.tree.children[word.i]:
            if child.dep_ == "prep":
                self._add_preposition(found, child)

    def _add_preposition(self, found: Fillers, preposition: Token) -> None:
        name = preposition.lower_
        for child in self.tree.children[preposition.i]:
            label = child.dep_
            if label in _OF_PREPOSITION:
                _add(found, name, child)
            elif label == "prep":  # "out of", "along with"
                for grandchild in self.tree.children[child.i]:
                    if grandchild.dep_ in _OF_PREPOSITION:
                        _add(found, f"{name} {child.lower_}", grandchild)
                        if name not in words("compound_preposition"):
                            _add(found, child.lower_, grandchild)
            elif label == "amod" and child.pos_ == "ADJ":
                _add(found, name, child)

    def _has_object(self, verb: Token) -> bool:
        return any(c.dep_ in OBJECTS for c in self.tree.children[verb.i])

    def _is_obliged(self, verb: Token) -> bool:
        """Whether a clause tells what ought to be, as "must go" or "insisted that he *go*"."""
        children = self.tree.children[verb.i]
        if any(c.dep_ == "aux" and c.lower_ in words("obligation") for c in children):
            # "should have gone" tells what was not done, and asks for nothing
            return not any(c.dep_ == "aux" and c.lemma_ == "have" for c in children)
        labels = {c.dep_ for c in children}
        return verb.tag_ == "VB" and "mark" in labels and "aux" not in labels

    def _is_small_clause(self, verb: Token) -> bool:
        """Whether a clause has a subject and no finite verb ("found him guilty")."""
        labels = {child.dep_ for child in self.tree.children[verb.i]}
        if "mark" in labels or labels.isdisjoint(SUBJECTS):
            return False
        if verb.left_edge.i > 0 and verb.left_edge.nbor(-1).lower_ == ",":
            return False  # "..., the daily reported": who says so
        return verb.pos_ == "ADJ" or (
            verb.tag_ in ("VB", "VBG", "VBN") and labels.isdisjoint(("aux", "auxpass"))
        )

    def _is_object_like(self, token: Token, verb: Token) -> bool:
        """Whether the parser took an object for a measure ("wound up *a week of* talks").

        Only behind a verb without an object of its own; "said *no*" is one too.
        """
        if token.i < verb.i or any(
            c.dep_ in OBJECTS or c.dep_ == "nsubjpass" for c in self.tree.children[verb.i]
        ):
            return False
        return token.dep_ == "intj" or any(
            c.dep_ == "prep" and c.lower_ == "of" for c in self.tree.children[token.i]
        )


def _after_with(token: Token) -> bool:
    first = token.left_edge
    return first.lower_ == "with" or (first.i > 0 and first.nbor(-1).lower_ == "with")


def _add(found: Fillers, slot: str, filler: Token) -> None:
    fillers = found.get(slot)
    if fillers is None:
        found[slot] = [filler]
    elif filler not in fillers:
        fillers.append(filler)
