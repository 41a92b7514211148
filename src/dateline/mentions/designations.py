"""What a description stands for."""

from __future__ import annotations

import msgspec

from dateline.record import Actor, Form


class Designation(msgspec.Struct, frozen=True, gc=False):
    """What a description stands for. Several actors where it names several owners at once."""

    actors: tuple[Actor, ...]
    rule: str
    form: Form
    plural: bool
