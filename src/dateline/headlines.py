"""What headlines have and prose has not, so that the parser reads them wrong.

They put a comma where prose has *and*: *India, China agree on border patrols*. The parser takes the
first of the two for an adverb or an address. A verb in the plural behind one name in the singular
tells that both are its subject.

They leave out articles: *Chad halts aid to Mali*. The parser takes the verb for a noun in the
plural that tells of what kind the next noun is. English hardly ever puts a plural there: such a
word is the verb, if it is one of those headlines have and the line has no other.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Span, Token

from dateline.tables import read_table

TABLE = Path(__file__).parent / "reading" / "data" / "headline_verbs.tsv"

_LONGEST = 4
_LONGEST_LINE = 16
_STOPS = frozenset(".?!:;…")
_ARTICLES = frozenset(["a", "an", "the"])
_FINITE = frozenset(["VBZ", "VBP", "VBD", "MD"])
_SUBJECTS = frozenset(["NN", "NNS", "NNP", "NNPS"])
_NAMES = ("NNP", "NNPS")
_DAYS = frozenset(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])


@cache
def headline_verbs() -> frozenset[str]:
    """Return verbs, as lemmas, that look like nouns. Raises TableError where a row is wrong."""
    return frozenset(row.required("verb") for row in read_table(TABLE, ("verb",)))


def mend_headlines(doc: Doc) -> Doc:
    """Mend the analysis of the headlines of a text, in place."""
    join_subjects(doc)
    for sentence in doc.sents:
        if _is_headline(sentence):
            _find_verb(sentence)
    return doc


def _find_verb(line: Span) -> None:
    """Make a verb of the noun that must be one."""
    root = line.root
    before = root.nbor(-1) if root.i > line.start else None
    if before is not None and _is_disagreeing(before, root):
        _exchange(before, root)
    elif root.tag_ == "VBZ":
        _mend_arguments(line, root)
    elif not root.tag_.startswith(("V", "MD")):
        for token in line[1:-1]:
            if _is_verb(token, root) and token.nbor(-1).tag_ in _SUBJECTS:
                _make_verb(line, token)
                return


def _is_disagreeing(before: Token, root: Token) -> bool:
    """Whether a plural stands where the subject of a singular does: *Turkey halts talks*."""
    return (
        root.tag_ == "VBZ"
        and before.tag_ == "NNS"
        and before.dep_ in ("nsubj", "compound", "nmod")
        and before.head == root
        and any(child.dep_ in ("compound", "nmod") for child in before.children)
        and _may_be_verb(before)
    )


def _exchange(verb: Token, thing: Token) -> None:
    """Let the one taken for the subject be the verb, and the one taken for the verb its object."""
    names = [child for child in verb.children if child.dep_ in ("compound", "nmod")]
    for child in list(thing.children):
        if child != verb:
            child.head = verb
    verb.head, verb.dep_, verb.tag_ = verb, "ROOT", "VBZ"
    thing.head, thing.dep_, thing.tag_ = verb, "dobj", "NNS"
    subject = names[-1]
    for name in names[:-1]:
        name.head = subject
    subject.head, subject.dep_ = verb, "nsubj"


def _is_verb(token: Token, root: Token) -> bool:
    if token.tag_ not in ("NNS", "NNPS"):
        return False
    behind = token.nbor()
    if token == root:
        # "the bloc fines Hungary": a name behind a plural, with nothing between
        if behind.tag_ not in _NAMES or behind.head != token:
            return False
    elif token.dep_ not in ("compound", "nmod") or token.head.i < token.i:
        return False
    return _may_be_verb(token)


def _may_be_verb(token: Token) -> bool:
    word = token.lower_
    return not headline_verbs().isdisjoint(
        (word.removesuffix("s"), word.removesuffix("es"), f"{word.removesuffix('ies')}y")
    )


def _is_headline(line: Span) -> bool:
    """Whether a line has neither the stop nor the articles of a sentence, nor a finite verb."""
    words = [token for token in line if not token.is_space]
    if not 3 <= len(words) <= _LONGEST_LINE or words[-1].text in _STOPS:
        return False
    return not any(
        (token.tag_ in _FINITE and token.dep_ != "ROOT") or token.lower_ in _ARTICLES
        for token in words
    )


def _mend_arguments(line: Span, verb: Token) -> None:
    """Let a name before the verb be its subject and a bare noun behind it its object."""
    labels = {child.dep_ for child in verb.children}
    before = verb.nbor(-1) if verb.i > line.start else None
    named = before is not None and before.head == verb and before.dep_ in ("compound", "nmod")
    if before is not None and named and "nsubj" not in labels:
        before.dep_ = "nsubj"
    for child in verb.children:
        if child.dep_ == "xcomp" and child.tag_ in ("NN", "NNS") and "dobj" not in labels:
            child.dep_ = "dobj"


def _make_verb(line: Span, verb: Token) -> None:
    """Let a noun be the verb of its line, with what stands before it and behind as arguments."""
    root, subject = line.root, verb.nbor(-1)
    above = verb.head
    thing = root if root != verb else verb.nbor()
    if above not in (root, verb) and above.head != root:
        return
    if thing.i <= verb.i:
        return
    for token in line[: verb.i - line.start]:
        if token.head.i >= verb.i and token != subject:
            token.head = subject
            if token.dep_ not in ("amod", "det", "nummod", "poss"):
                token.dep_ = "compound"
    for child in [c for c in verb.children if c.i > verb.i and c != thing]:
        if child.dep_ in ("compound", "amod", "nmod"):
            child.head = thing
    verb.head, verb.dep_, verb.tag_ = verb, "ROOT", "VBZ"
    subject.head, subject.dep_ = verb, "nsubj"
    thing.head, thing.dep_ = verb, "dobj"


def join_subjects(doc: Doc) -> Doc:
    """Let two names with a comma between them be the subject of a verb in the plural."""
    for sentence in doc.sents:
        start, end = sentence.start, min(sentence.end, sentence.start + 2 * _LONGEST + 4)
        tokens = [token for token in doc[start:end] if not token.is_space]
        first = _names(tokens)
        if not first or len(tokens) <= len(first) + 2 or tokens[len(first)].text != ",":
            continue
        second = _names(tokens[len(first) + 1 :])
        behind = tokens[len(first) + 1 + len(second) :]
        verb = _plural_verb(behind)
        plural = len(second) == 1 and second[0].tag_ == "NNPS"
        if second and not plural and verb is not None:
            _join(first, tokens[len(first)], second, verb)
    return doc


def _names(tokens: list[Token]) -> list[Token]:
    found = []
    for token in tokens[: _LONGEST + 1]:
        if token.tag_ not in _NAMES or token.text in _DAYS:
            break
        found.append(token)
    return found if len(found) <= _LONGEST else []


def _plural_verb(tokens: list[Token]) -> Token | None:
    """Return a verb that a single name cannot have: *agree*, *have agreed*, *to agree*."""
    if not tokens:
        return None
    opening = tokens[0]
    if opening.tag_ == "VBP":
        return opening.head if opening.dep_ in ("aux", "auxpass") else opening
    if opening.lower_ == "to" and len(tokens) > 1 and tokens[1].tag_ == "VB":
        return tokens[1]
    return None


def _join(first: list[Token], comma: Token, second: list[Token], verb: Token) -> None:
    head, other = first[-1], second[-1]
    if other.head != verb or head.sent != verb.sent:
        return
    for token in first[:-1]:
        if token.head not in first:
            token.head, token.dep_ = head, "compound"
    head.head, head.dep_ = verb, "nsubj"
    other.head, other.dep_ = head, "conj"
    comma.head, comma.dep_ = head, "punct"
