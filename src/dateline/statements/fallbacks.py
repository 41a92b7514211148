"""What to take for the content of a speech verb where the parser found no clause for it."""

from __future__ import annotations

from dateline.statements.syntax import SUBJECTS, Syntax

_STOPS = frozenset(".?!;")
_TAG_ENDS = frozenset({",", ".", "?", "!", ";", "--", "-", "–", "—"})
_CLAUSE = 4
"""Fewest tokens of a clause before a tag that closes the sentence."""
_CIRCUMSTANCE = frozenset(("ADV", "ADP", "DET", "NOUN", "PROPN", "NUM", "ADJ", "SPACE", "PUNCT"))
_NAME = frozenset(("PROPN", "NOUN", "ADJ", "DET", "ADP", "PART", "NUM"))
_TAG = 10
"""Longest parenthetical tag in tokens: "a senior official in the foreign ministry said"."""


def parenthesised(syntax: Syntax, verb: int) -> list[int] | None:
    """Return the sentence around a tag between commas: "the army, he said, has left"."""
    subject = syntax.child(verb, "nsubj")
    if subject is None or abs(subject - verb) > _TAG or syntax.tags[subject] in ("WP", "WDT"):
        return None
    tag = [verb, *syntax.subtree(subject)]
    for child in syntax.children[verb]:
        if syntax.deps[child] in ("aux", "neg", "advmod", "npadvmod", "prep", "dative"):
            tag.extend(syntax.subtree(child))
    first, last = min(tag), max(tag)
    if last - first > 2 * _TAG or first == 0 or last + 1 >= len(syntax):
        return None
    if syntax.words[first - 1] != "," or syntax.words[last + 1] not in _TAG_ENDS:
        return None
    start, end = _sentence(syntax, verb)
    content = [*range(start, first - 1), *range(last + 1, end)]
    while content and syntax.pos[content[-1]] in ("PUNCT", "SPACE"):
        content.pop()
    while content and syntax.pos[content[0]] in ("PUNCT", "SPACE", "CCONJ"):
        content.pop(0)
    return content if _has_verb(syntax, content) and start < first - 1 else None


def unparsed_clause(syntax: Syntax, verb: int) -> list[int] | None:
    """Return what stands behind the verb, as far as it holds a tensed verb of its own."""
    if syntax.is_passive(verb) or syntax.child(verb, *SUBJECTS) is None:
        return None
    right = [
        c
        for c in syntax.children[verb]
        if c > verb
        and syntax.deps[c] in ("ccomp", "xcomp", "dobj", "csubj", "advcl", "attr", "dep", "relcl")
    ]
    if not right:
        return None
    tokens = syntax.subtree(right[0])
    first = tokens[0]
    if first > verb + 2 and syntax.words[first] != "that":
        return None
    last = max(t for c in right for t in syntax.subtree(c))
    content = list(range(first, last + 1))
    return content if _has_tense(syntax, content) else None


def speaker_at_end(syntax: Syntax, verb: int, content: list[int]) -> list[int]:
    """Return the noun phrase between the last comma of the content and the verb behind it.

    "The port is shut, the union Solidarity said": the parser took the speaker for a part of what
    was said. Empty where nothing there can be a speaker.
    """
    if content[-1] + 1 != verb:
        return []
    first = verb
    while first - 1 in content and syntax.words[first - 1] not in (",", "--", "–", "—"):
        first -= 1
        if verb - first > _TAG:
            return []
    speaker = list(range(first, verb))
    rest = content[: content.index(first)] if first in content else []
    if not speaker or not rest or not _has_verb(syntax, rest):
        return []
    heads = [t for t in speaker if syntax.heads[t] not in speaker]
    named = bool(heads) and syntax.pos[heads[0]] in ("NOUN", "PROPN", "PRON")
    return speaker if named and not _has_tense(syntax, speaker) else []


def closing_tag(syntax: Syntax, verb: int) -> tuple[list[int], list[int]] | None:
    """Return content and speaker of a tag that closes its sentence, by the look of the words.

    "..., Foreign Minister Ana Ruiz said late on Tuesday(, a first ...).": behind a long sentence
    the parser often hangs the name and the verb on something else. Between the last comma and the
    verb stands nothing but a name or noun, behind the verb nothing but when, where and how it was
    said, and before the comma a whole clause.
    """
    if syntax.tags[verb] not in ("VBD", "VBZ", "VBP"):
        return None
    start, end = _sentence(syntax, verb)
    behind = range(verb + 1, next((t for t in range(verb + 1, end) if syntax.words[t] == ","), end))
    if any(syntax.pos[t] not in _CIRCUMSTANCE for t in behind) or len(behind) > _TAG:
        return None
    comma = verb - 1
    while comma > start and syntax.words[comma] != ",":
        comma -= 1
    speaker = list(range(comma + 1, verb))
    if not 1 <= len(speaker) <= _TAG or comma - start < _CLAUSE:
        return None
    if any(syntax.pos[t] not in _NAME for t in speaker):
        return None
    if syntax.pos[speaker[-1]] not in ("NOUN", "PROPN"):
        return None
    content = list(range(start, comma))
    return (content, speaker) if _has_tense(syntax, content) else None


def _sentence(syntax: Syntax, token: int) -> tuple[int, int]:
    start, end = syntax.sentences[syntax.sentence_of[token]]
    for here in range(token - 1, start - 1, -1):
        if syntax.words[here] in _STOPS or "\n" in syntax.words[here]:
            start = here + 1
            break
    for here in range(token + 1, end):
        if syntax.words[here] in _STOPS or "\n" in syntax.words[here]:
            end = here
            break
    return start, end


def _has_verb(syntax: Syntax, tokens: list[int]) -> bool:
    return any(syntax.pos[t] in ("VERB", "AUX") for t in tokens)


def _has_tense(syntax: Syntax, tokens: list[int]) -> bool:
    return any(
        syntax.tags[t] in ("VBD", "VBZ", "VBP", "MD") and syntax.deps[t] not in ("relcl",)
        for t in tokens
    )
