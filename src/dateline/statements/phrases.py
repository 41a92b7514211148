"""Attribution without a verb: "according to", "reportedly", "Minister: no talks"."""

from __future__ import annotations

from collections.abc import Container, Iterator

from dateline.record import Span
from dateline.statements.attribution import Attribution
from dateline.statements.cues import Cue, Cues
from dateline.statements.quotations import paragraphs
from dateline.statements.sources import relays_of
from dateline.statements.syntax import Syntax

_DASHES = ("-", "–", "—", "--")
_MINIMUM_PARAGRAPH = 3
_MAXIMUM_HEADLINE = 20
_TRANSCRIPT = 3
"""This many labelled paragraphs make a transcript."""
_MAXIMUM_LABEL = 9
"""Longest speaker before a colon, in tokens: "Former Saudi Interior Minister Prince Ahmed"."""


def find_prepositions(syntax: Syntax, cues: Cues) -> Iterator[Attribution]:
    """Yield clauses with a phrase such as "according to the ministry"."""
    prepositions = cues.prepositions
    for token, word in enumerate(syntax.words):
        if word not in prepositions:
            continue
        for cue in prepositions[word]:
            last = _match(syntax, token, cue)
            if last is not None:
                found = _prepositional(syntax, token, last, cue)
                if found is not None:
                    yield found
                break


def _match(syntax: Syntax, token: int, cue: Cue) -> int | None:
    words = cue.lemma.split()
    last = token + len(words) - 1
    if syntax.words[token : last + 1] != words:
        return None
    # "according" is a verb to the tagger.
    if words[0] != "according" and syntax.pos[token] in ("VERB", "NOUN"):
        return None
    return last


def _prepositional(syntax: Syntax, first: int, last: int, cue: Cue) -> Attribution | None:
    source = syntax.child(last, "pobj")
    if source is None:
        source = syntax.child(first, "pobj")
    if source is None or source <= last:
        return None
    top = first
    while first <= syntax.heads[top] <= last and syntax.heads[top] != top:
        top = syntax.heads[top]
    phrase = syntax.subtree(top)
    clause = _clause_around(syntax, top, phrase)
    if clause is None:
        return None
    relays = (*relays_of(syntax, clause), *relays_of(syntax, source))
    content = [t for t in syntax.subtree(clause, (top, *relays)) if t not in phrase]
    content = _this_side_of_semicolons(syntax, content, first)
    if not content:
        return None
    return Attribution(
        cue=cue,
        frame="clause",
        head=first,
        cue_tokens=list(range(first, last + 1)),
        source=source,
        content=syntax.spans(_without_conjunction(syntax, content)),
        rule=f"cue:{cue.id}:clause",
        relays=list(relays),
    )


def _this_side_of_semicolons(syntax: Syntax, content: list[int], phrase: int) -> list[int]:
    """Return the tokens that no semicolon parts from the phrase."""
    marks = [t for t in content if syntax.words[t] == ";"]
    after = max((t for t in marks if t < phrase), default=-1)
    before = min((t for t in marks if t > phrase), default=len(syntax))
    return [t for t in content if after < t < before]


def _clause_around(syntax: Syntax, top: int, phrase: list[int]) -> int | None:
    """Return the head of the clause that the phrase is about."""
    head = syntax.heads[top]
    if head == top:
        return None
    start, end = syntax.sentences[syntax.sentence_of[top]]
    opens = phrase[0] - start <= 2
    closes = all(syntax.pos[t] == "PUNCT" for t in range(phrase[-1] + 1, end))
    here = head
    while syntax.heads[here] != here:
        if syntax.pos[here] in ("VERB", "AUX") and syntax.deps[here] not in (
            "xcomp",
            "acl",
            "pcomp",
            "aux",
            "auxpass",
        ):
            set_off = syntax.words[phrase[0] - 1] == "," if phrase[0] else False
            whole = opens or (closes and set_off)
            if not whole or syntax.deps[here] not in ("conj", "advcl", "ccomp", "dep"):
                return here
        here = syntax.heads[here]
    return here


def _without_conjunction(syntax: Syntax, tokens: list[int]) -> list[int]:
    if tokens and syntax.deps[tokens[0]] in ("cc", "mark"):
        return tokens[1:]
    return tokens


def find_adverbs(syntax: Syntax, cues: Cues, taken: Container[int]) -> Iterator[Attribution]:
    """Yield clauses with a hedging adverb such as "reportedly"; they have no source.

    ``taken`` are the heads of other cues: "reportedly said" only changes the stance of "said".
    """
    for token, word in enumerate(syntax.words):
        if word not in cues.adverbs:
            continue
        cue = cues.adverbs[word]
        head = syntax.heads[token]
        if head == token or head in taken:
            continue
        content = syntax.subtree(head, (token,))
        yield Attribution(
            cue=cue,
            frame="clause",
            head=token,
            cue_tokens=[token],
            source=None,
            content=syntax.spans(_without_conjunction(syntax, content)),
            rule=f"cue:{cue.id}:clause",
        )


def find_labels(
    syntax: Syntax, nouns: Container[str], rubrics: Container[str]
) -> Iterator[Attribution]:
    """Yield paragraphs with a speaker at one end: "Minister: no talks", "No talks - minister".

    ``nouns`` are those for people and bodies that may stand there without a name; ``rubrics`` are
    words of the newspaper that stand there and are nobody ("Update: ..."). A label counts
    for the first sentence of its paragraph; in a transcript, where label follows on label, for all.
    """
    labelled = []
    for start, end in paragraphs(syntax.text):
        tokens = syntax.tokens_in((start, end))
        if len(tokens) < _MINIMUM_PARAGRAPH:
            continue
        found = _opening_label(syntax, tokens, nouns) or _closing_label(syntax, tokens, nouns)
        if found is not None and syntax.words[found[1][-1]] not in rubrics:
            labelled.append((tokens, *found))
    transcript = len(labelled) >= _TRANSCRIPT
    for tokens, mark, label, content in labelled:
        words = [t for t in tokens if t not in label and t != mark]
        if not any(syntax.pos[t] in ("VERB", "AUX", "DET") for t in words):
            continue
        if not transcript and mark == label.stop and mark + 1 < len(syntax):
            last = syntax.sentences[syntax.sentence_of[mark + 1]][1] - 1
            end = syntax.starts[last] if syntax.words[last] == "." else syntax.ends[last]
            content = (content[0], min(content[1], end))
        content = syntax.trim(content)
        if content[0] >= content[1]:
            continue
        yield Attribution(
            cue=None,
            frame="colon" if syntax.words[mark] == ":" else "dash",
            head=mark,
            cue_tokens=[mark],
            source=label[-1],
            source_tokens=list(label),
            content=[content],
            rule="mark:colon" if syntax.words[mark] == ":" else "mark:dash",
        )


def _opening_label(
    syntax: Syntax, tokens: range, nouns: Container[str]
) -> tuple[int, range, Span] | None:
    colon = next((t for t in tokens[: _MAXIMUM_LABEL + 1] if syntax.words[t] == ":"), None)
    if colon is None or colon == tokens[0] or colon + 1 >= tokens.stop:
        return None
    label = range(tokens[0], colon)
    # "Isaiah 2:4" and "http:" have no space behind the colon.
    if syntax.starts[colon + 1] == syntax.ends[colon] or not _is_speaker(syntax, label, nouns):
        return None
    return colon, label, (syntax.ends[colon], syntax.ends[tokens[-1]])


def _closing_label(
    syntax: Syntax, tokens: range, nouns: Container[str]
) -> tuple[int, range, Span] | None:
    """Find the speaker behind the dash of a headline, which has no full stop."""
    if len(tokens) > _MAXIMUM_HEADLINE or syntax.pos[tokens[-1]] == "PUNCT":
        return None
    behind = tokens[-_MAXIMUM_LABEL:]
    dash = next((t for t in reversed(behind) if syntax.words[t] in _DASHES), None)
    if dash is None or dash == tokens[-1] or dash == tokens[0]:
        return None
    label = range(dash + 1, tokens.stop)
    spaced = syntax.starts[dash] > syntax.ends[dash - 1]
    if not spaced or not _is_speaker(syntax, label, nouns):
        return None
    return dash, label, (syntax.starts[tokens[0]], syntax.starts[dash])


def _is_speaker(syntax: Syntax, label: range, nouns: Container[str]) -> bool:
    last = label[-1]
    if not all(syntax.pos[t] in ("PROPN", "NOUN", "ADJ", "DET", "ADP", "PART") for t in label):
        return False
    if syntax.pos[last] not in ("PROPN", "NOUN") or len(syntax.words[last]) < 2:
        return False
    shouted = syntax.text[syntax.starts[label[0]] : syntax.ends[last]].isupper()
    return syntax.pos[last] == "PROPN" or syntax.lemmas[last] in nouns or shouted
