"""The page of the ontology: types, modes and contexts, from the tables that the coder reads."""

from __future__ import annotations

from dateline.events.ontology import QUAD_CLASSES, Ontology
from reference_pages.writing import code, table

_INTRODUCTION = """# Event types

Events are coded in PLOVER, the ontology of the Open Event Data Alliance (codebook draft 2.0).
Definitions here are ours. A type says what was done, a **mode** how, a **context** what it was
about. The **score** runs from -10 (conflict) to +10 (cooperation); a mode has its own. **CAMEO** is
the nearest code of the older ontology CAMEO, for export.

The types fall into four classes, which many studies count: words or deeds, cooperation or
conflict. A request is PLOVER's *verbal conflict*: it wants something that is not so.

This page is made from the tables that the coder reads. [Your own ontology](../how-to-ontology.md)
takes their place.

"""
_NOTE = "The codebook prints +3 for ACCUSE where its modes are negative; dateline reads -3.\n"


def page() -> str:
    """Return the page."""
    ontology = Ontology.load()
    types = [
        t for class_ in QUAD_CLASSES for t in ontology.types.values() if t.quad_class == class_
    ]
    parts = [_INTRODUCTION, "## Types\n"]
    parts.append(
        table(
            ("type", "class", "score", "recipient", "CAMEO", "what somebody does"),
            (
                (
                    f"[{t.name}](#{t.name.lower()})" if t.modes else t.name,
                    t.quad_class,
                    f"{t.score:+g}",
                    "needed" if t.recipient_required else "may be missing",
                    t.cameo,
                    t.definition,
                )
                for t in types
            ),
        )
    )
    parts += [_NOTE, "## Modes\n"]
    for type_ in types:
        if type_.modes:
            parts.append(f"### {type_.name}\n")
            rows = (
                (code(m.name), f"{m.score:+g}", m.cameo, m.definition) for m in type_.modes.values()
            )
            parts.append(table(("mode", "score", "CAMEO", "meaning"), rows))
    parts.append("## Contexts\n\nAn event may have any number of them.\n")
    contexts = ((code(name), meaning) for name, meaning in ontology.contexts.items())
    parts.append(table(("context", "what it is about"), contexts))
    parts.append(_CROSSWALK)
    parts.append(
        table(
            ("scheme", "type", "mode", "words", "effect", "label"),
            (
                (c.scheme, c.type, c.mode, ", ".join(c.triggers), ", ".join(c.effects), c.label)
                for c in ontology.crosswalk
            ),
        )
    )
    return "\n".join(parts)


_CROSSWALK = """## Other schemes

What an event is called in the labels of other gold, for `dateline evaluate pairs --scheme`. The
first row that fits decides; an empty cell fits all; what no row fits keeps its name. An *effect* is
what a governing verb makes of an event, as "refused to" does of a meeting.

"""
