"""Direct speech: which cue a quotation belongs to, and which quotations go on from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from dateline.record import Span
from dateline.statements.attribution import Attribution
from dateline.statements.cues import Cue, Cues
from dateline.statements.indirect import cue_words, particle_of
from dateline.statements.quotations import Quotation
from dateline.statements.sources import phrase, source_of_verb
from dateline.statements.syntax import QUOTATION_MARKS, Syntax

_SENTENCE_END = frozenset(".?!…")
_AFTER = 30
_BEFORE = 16
_SHORT_TAG = 8
_TITLE = 14
"""Longest title and name, in tokens, between a quotation and a verb that has no subject."""


class _Piece(msgspec.Struct):
    """A quotation with the tokens it covers and the paragraph it stands in."""

    quotation: Quotation
    first: int
    last: int
    paragraph: int


def find_direct(
    syntax: Syntax, quotations: Sequence[Quotation], paragraphs: Sequence[Span], cues: Cues
) -> list[Attribution]:
    """Return the quotations that are speech: those with a cue, and whole sentences without one.

    A quotation split by its tag is one attribution; scare quotes and titles are left out.
    """
    pieces = _pieces(syntax, quotations, paragraphs)
    found: list[Attribution] = []
    used: set[int] = set()
    tag_end = -1
    for number, piece in enumerate(pieces):
        rest = pieces[number + 1 :]
        tag = _tag_after(syntax, piece, rest[0] if rest else None, cues, used)
        behind = tag is not None
        if tag is None:
            tag = _tag_before(syntax, piece, cues, used)
        if tag is not None:
            cue, verb, particle = tag
            used.add(verb)
            found.append(
                Attribution(
                    cue=cue,
                    frame="quote",
                    head=verb,
                    cue_tokens=cue_words(syntax, verb, particle),
                    source=_speaker_of(syntax, verb, piece),
                    content=[_with_lead(syntax, piece) if behind else piece.quotation.span],
                    rule=f"cue:{cue.id}:quote",
                    is_quotation=True,
                )
            )
            tag_end = _split_of_tag(syntax, verb, rest[:1]) if behind else -1
        elif found and piece.first == tag_end + 1:
            found[-1].content.append(piece.quotation.span)
            tag_end = -1
        elif _stands_alone(syntax, piece, paragraphs[piece.paragraph]) or (
            number and _goes_on(syntax, pieces[number - 1], found, piece)
        ):
            found.append(
                Attribution(
                    cue=None,
                    frame="quote",
                    head=piece.first,
                    cue_tokens=[],
                    source=_before_colon(syntax, piece),
                    content=[_with_rest(syntax, piece)],
                    rule="quotation:alone",
                    is_quotation=True,
                )
            )
    return found


def _pieces(
    syntax: Syntax, quotations: Sequence[Quotation], paragraphs: Sequence[Span]
) -> list[_Piece]:
    pieces = []
    paragraph = 0
    for quotation in quotations:
        if quotation.depth:
            continue
        while paragraphs[paragraph][1] < quotation.span[1]:
            paragraph += 1
        tokens = syntax.tokens_in(quotation.span)
        if len(tokens):
            pieces.append(_Piece(quotation, tokens[0], tokens[-1], paragraph))
    return pieces


def _tag_after(
    syntax: Syntax, piece: _Piece, following: _Piece | None, cues: Cues, used: set[int]
) -> tuple[Cue, int, int] | None:
    """Return the cue of a tag behind the quotation: `"...," the minister said`."""
    text = syntax.text
    inner = text[piece.quotation.inner[0] : piece.quotation.inner[1]].rstrip()
    first = piece.last + 1
    if first >= len(syntax):
        return None
    if not _is_speech(syntax, piece) and not _opens_sentence(syntax, piece):
        return None
    comma = inner[-1:] in (",", "?", "!", "—", "–", "-", "…") or inner.endswith("...")
    outside = syntax.words[first] in (",", "—", "–", "-", "--")
    if not (comma or outside or piece.quotation.closed):
        return None
    close = not (comma or outside)
    if "\n" in text[piece.quotation.span[1] : syntax.starts[first]]:
        return None
    if close and inner[-1:] == ".":
        # Behind a full stop a tag is short: `"We won." Smith said.`
        start, end = syntax.sentences[syntax.sentence_of[first]]
        if start == first and end - start > _SHORT_TAG:
            return None
    limit = min(len(syntax), first + _AFTER)
    if following is not None:
        limit = min(limit, following.first)
    for token in range(first, limit):
        word = syntax.words[token]
        if "\n" in syntax.words[token] or word in _SENTENCE_END or word in (";", ":"):
            return None
        if syntax.pos[token] == "NOUN":
            # The tagger takes "answers" behind a quotation for a noun, but never "asked".
            if not word.endswith("s") or (
                token + 1 < len(syntax) and syntax.pos[token + 1] == "VERB"
            ):
                continue
        elif syntax.pos[token] not in ("VERB", "AUX"):
            continue
        tag = _cue_of(syntax, token, cues)
        if tag is None:
            if syntax.pos[token] == "VERB" and syntax.deps[token] not in ("relcl", "acl", "amod"):
                return None
            continue
        if token in used or not _starts_tag(syntax, token, first):
            continue
        if syntax.tags[token] == "VBG" and syntax.child(token, "ccomp", "xcomp") is not None:
            # `said that "...," warning that ...`: the participle has words of its own.
            return None
        if close and token != first and syntax.child(token, "nsubj") is None:
            continue
        if close and syntax.child(token, "dobj", "ccomp") is not None:
            continue
        return tag
    return None


def _starts_tag(syntax: Syntax, verb: int, first: int) -> bool:
    """Say whether the clause of the verb begins right behind the quotation."""
    start = verb
    subject = next(
        (c for c in syntax.children[verb] if syntax.deps[c] in ("nsubj", "nsubjpass")), None
    )
    if subject is not None and subject < verb:
        start = min(phrase(syntax, subject)[0], start)
    for token in range(first, start):
        if syntax.pos[token] not in ("PUNCT", "ADV", "AUX", "CCONJ", "SPACE", "SCONJ"):
            return (
                subject is None
                and verb - first < _TITLE
                and all(syntax.pos[t] != "VERB" for t in range(first, verb))
            )
    return True


def _tag_before(
    syntax: Syntax, piece: _Piece, cues: Cues, used: set[int]
) -> tuple[Cue, int, int] | None:
    """Return the cue of a tag before the quotation: `the minister said, "..."`."""
    before = piece.first - 1
    while before >= 0 and syntax.pos[before] == "SPACE":
        before -= 1
    if before < 0:
        return None
    word = syntax.words[before]
    if word != ":" and "\n" in syntax.text[syntax.starts[before] : piece.quotation.span[0]]:
        return None
    capital = syntax.text[piece.quotation.inner[0] : piece.quotation.inner[0] + 1].isupper()
    first_inside = piece.first + 1 if piece.first < piece.last else piece.first
    if not capital and not syntax.text[piece.quotation.inner[0]].isdigit() and word != ":":
        return None
    for token in range(before, max(-1, before - _BEFORE), -1):
        here = syntax.words[token]
        if here in _SENTENCE_END or "\n" in here or (here in (";", ":") and token != before):
            return None
        if syntax.pos[token] not in ("VERB", "AUX"):
            continue
        tag = _cue_of(syntax, token, cues)
        if tag is None or token in used:
            continue
        if word == "that" and not _is_speech(syntax, piece):
            return None  # "said that "D-Day" was near"
        if token == before or word in (",", ":", "that") or before == tag[2]:
            return tag
        if syntax.is_below(first_inside, token) and _is_speech(syntax, piece):
            return tag
    return None


def _opens_sentence(syntax: Syntax, piece: _Piece) -> bool:
    before = syntax.text[: piece.quotation.span[0]][-4:].rstrip(" \t\"”'")
    return not before or before[-1] in "\n.?!…:"


def _is_speech(syntax: Syntax, piece: _Piece) -> bool:
    return any(syntax.pos[t] in ("VERB", "AUX") for t in range(piece.first, piece.last + 1))


def _cue_of(syntax: Syntax, token: int, cues: Cues) -> tuple[Cue, int, int] | None:
    if syntax.is_passive(token) and (
        syntax.child(token, "auxpass") is not None or syntax.deps[token] in ("advcl", "acl")
    ):
        # "when asked": not who speaks, but who is spoken to.
        return None
    for cue in cues.verb(syntax.lemmas[token], syntax.words[token]):
        particle = particle_of(syntax, token, cue)
        if particle is not None and "quote" in cue.frames:
            return cue, token, particle
    return None


def _split_of_tag(syntax: Syntax, verb: int, following: Sequence[_Piece]) -> int:
    """Return the last token of a tag that splits a quotation: `"...," he said, "..."`; else -1."""
    for piece in following:
        last = piece.first - 1
        if syntax.words[last] in (",", ":", "--", "-", "–", "—") and not any(
            syntax.words[t] in _SENTENCE_END or "\n" in syntax.words[t] for t in range(verb, last)
        ):
            return last
    return -1


def _stands_alone(syntax: Syntax, piece: _Piece, paragraph: Span) -> bool:
    """Say whether the quotation is a whole sentence by its marks, so no scare quotes."""
    text = syntax.text
    start, end = piece.quotation.span
    before = text[paragraph[0] : start].rstrip()
    if before and before[-1] not in ".?!…:\"”'":
        return False
    return end > start and _is_speech(syntax, piece)


def _goes_on(syntax: Syntax, before: _Piece, found: Sequence[Attribution], piece: _Piece) -> bool:
    """Say whether a fragment goes on behind its tag: `"We stay," he said. "Not for long."`."""
    if not found or before.paragraph != piece.paragraph:
        return False
    tag = found[-1].head
    between = range(before.last + 1, piece.first)
    ends = [t for t in between if syntax.words[t] in _SENTENCE_END]
    return found[-1].is_quotation and tag in between and ends == [between[-1]]


def _before_colon(syntax: Syntax, piece: _Piece) -> int | None:
    """Return a name right before the colon that opens the quotation: `From Ivan Petrov: "..."`."""
    name = piece.first - 2
    if name < 0 or syntax.words[name + 1] != ":" or syntax.tags[name] not in ("NNP", "NNPS"):
        return None
    return name


def _with_lead(syntax: Syntax, piece: _Piece) -> Span:
    """Return the quotation with what leads to it in its sentence: `It was "a farce," he said`."""
    start, end = piece.quotation.span
    if _opens_sentence(syntax, piece):
        return start, end
    token = piece.first
    while (
        token > 0
        and syntax.words[token - 1] not in _SENTENCE_END
        and ("\n" not in syntax.words[token - 1])
    ):
        token -= 1
        if syntax.words[token] in QUOTATION_MARKS:
            return start, end
    lead = syntax.trim((syntax.starts[token], start))
    return (lead[0] if lead[0] < lead[1] else start), end


def _with_rest(syntax: Syntax, piece: _Piece) -> Span:
    """Return the quotation with the words behind it in its sentence: `"We won" the war.`."""
    start, end = piece.quotation.span
    inside = syntax.text[: piece.quotation.inner[1]].rstrip()
    if inside[-1] in ".?!…" or not piece.quotation.closed:
        return start, end
    token = piece.last
    while token + 1 < len(syntax) and syntax.words[token + 1] not in _SENTENCE_END:
        if "\n" in syntax.words[token + 1] or syntax.words[token + 1] in QUOTATION_MARKS:
            break
        token += 1
    return start, max(end, syntax.trim((start, syntax.ends[token]))[1])


def _speaker_of(syntax: Syntax, verb: int, piece: _Piece) -> int | None:
    source = source_of_verb(syntax, verb)
    if source is not None and not piece.first <= source <= piece.last:
        return source
    return None if syntax.is_passive(verb) else _neighbour(syntax, verb, piece)


def _neighbour(syntax: Syntax, verb: int, piece: _Piece) -> int | None:
    """Return the noun next to the verb where the parser did not see that it is the speaker."""
    if verb < piece.first:
        between = range(max(0, verb - 1), verb)
    elif verb == piece.last + 1:
        between = range(verb + 1, min(verb + 5, len(syntax)))
    else:
        between = range(piece.last + 1, verb)
    for token in between:
        outside = syntax.heads[token] not in between or syntax.heads[token] == token
        if outside and syntax.pos[token] in ("PROPN", "NOUN", "PRON", "ADJ", "NUM"):
            return None if syntax.tags[token] in ("WP", "WDT") else token
    return None


def cue_heads(attributions: Sequence[Attribution]) -> Iterator[int]:
    """Yield the tokens that are already cues of quotations."""
    for attribution in attributions:
        if attribution.cue is not None:
            yield attribution.head
