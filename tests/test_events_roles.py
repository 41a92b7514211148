"""What types of events are besides: read from a table that is checked."""

from pathlib import Path

import pytest

from dateline.events.ontology import DEFAULT_DIRECTORY, Ontology
from dateline.tables import TableError

_TYPES = (
    "type\tquad_class\tscore\trecipient_required\tcameo\tdefinition\n"
    "MARCH\tmaterial conflict\t-5\tno\t14\tPeople march.\n"
)


def test_a_role_holds_for_a_type_or_only_for_a_mode() -> None:
    ontology = Ontology.load(DEFAULT_DIRECTORY)
    assert ontology.is_a("mutual", "CONSULT", "visit")
    assert ontology.is_a("authority", "COERCE", "arrest")
    assert not ontology.is_a("authority", "COERCE", "seize")
    assert not ontology.is_a("authority", "COERCE")


@pytest.mark.parametrize(
    "row", ["nobody\tMARCH\t", "mutual\tWALK\t", "mutual\tMARCH\tslow", "mutual\tMARCH\t\n" * 2]
)
def test_a_wrong_row_is_refused(tmp_path: Path, row: str) -> None:
    (tmp_path / "types.tsv").write_text(_TYPES, encoding="utf-8")
    (tmp_path / "type_roles.tsv").write_text(f"role\ttype\tmode\n{row}\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"type_roles\.tsv:"):
        Ontology.load(tmp_path)
