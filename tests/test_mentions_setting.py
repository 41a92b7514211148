"""Whose somebody is when the report leaves it to its readers: leaders by surname, home police."""

from __future__ import annotations

from datetime import date

import pytest
from tests.test_facts import facts_of
from tests.test_mentions import code, mentioned, standing


@pytest.mark.parametrize(
    ("text", "words", "day", "actor"),
    [
        ("Merkel cancelled the visit.", "Merkel", date(2011, 1, 17), "person:angela-merkel"),
        ("Talks with Merkel failed.", "Merkel", None, "person:angela-merkel"),
        ("Mr Sarkozy flew home.", "Mr Sarkozy", date(2011, 1, 17), None),
        ("In Paris, Chirac wrote a book.", "Chirac", date(2011, 1, 17), "person:jacques-chirac"),
    ],
)
def test_a_bare_surname_is_the_known_leader(
    text: str, words: str, day: date | None, actor: str | None
) -> None:
    found = mentioned(text, code(text, day), words)
    assert found == ({actor} if actor else {"person:nicolas-sarkozy"})


@pytest.mark.parametrize(
    "text",
    [
        "Chirac wrote a book.",  # out of office, and nothing of France
        "Brown opened the shop.",  # a common name
        "Jürgen Merkel slept. Merkel snored.",  # somebody else of the name
        "The Merkel was a ship.",
        "They dined at Merkel on Friday.",
    ],
)
def test_a_surname_may_be_anybody_s(text: str) -> None:
    actors = code(text, date(2011, 1, 17))
    known = {"person:angela-merkel", "person:jacques-chirac", "person:gordon-brown"}
    assert not known & set(actors.actors)


def test_a_leader_s_name_tells_the_government() -> None:
    text = "Officials of the Merkel government resigned."
    assert "office:DEU/government" in code(text, date(2011, 1, 17)).actors


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("LUSAKA, May 3 - Zambia voted. Police closed a road.", "Police", "ZMB"),
        ("Police in Oslo searched a boat.", "Police", "NOR"),
        ("Norwegian media said the army had left.", "the army", "NOR"),
        ("Norway urged the opposition to talk.", "the opposition", None),
        ("Norway and Chad spoke. Police closed a road.", "Police", None),
        ("GENEVA, May 3 - Chad and Mali spoke. Police closed a road.", "Police", None),
        ("Norway voted. Foreign lawmakers watched.", "Foreign lawmakers", None),
        ("Norway bombed the port and killed villagers.", "villagers", None),
        ("Villagers fled their homes in Norway.", "Villagers", "NOR"),
    ],
)
def test_police_are_those_of_the_state_the_report_is_set_in(
    text: str, words: str, country: str | None
) -> None:
    actors = code(text)
    assert {actors[a].country for a in mentioned(text, actors, words)} == {country}


def test_a_titled_person_belongs_to_the_setting() -> None:
    text = "LUSAKA, May 3 - Zambia voted. Deputy Health Minister Rosa Banda spoke."
    assert code(text)["person:rosa-banda"].country == "ZMB"


def test_a_description_may_stand_before_the_rank() -> None:
    text = "NATO's spokesman, Lieutenant Colonel Ole Brandt, left."
    actor = code(text)["person:ole-brandt"]
    assert (actor.country, actor.sector) == ("IGO", "MIL")


def test_all_headed_gives_every_actor_of_one_phrase() -> None:
    text = "Greek and Turkish troops withdrew."
    actors = code(text)
    head = next(m.head for m in actors.mentions if text[slice(*m.span)].endswith("troops"))
    headed = actors.headed(head)
    assert headed is not None
    assert {m.actor for m in actors.all_headed(head)} == {"group:GRC/troops", "group:TUR/troops"}
    assert actors.all_headed(head)[0] == headed
    assert actors.all_headed(0) == [] or actors.headed(0) is not None


def test_the_tables_tell_whose_president_a_title_means() -> None:
    text = "Officials from Germany met Chancellor Angela Merkel."
    facts = facts_of(text, day=date(2011, 1, 17))
    told = {(f.subject, f.object, f.office) for f in facts}
    assert ("person:angela-merkel", "state:DEU", "Chancellor") in told
    assert not facts_of(text, day=date(1990, 1, 17))
    assert not facts_of("Officials met Chancellor Angela Merkel.", day=date(2011, 1, 17))


def test_a_ministry_s_spokesman_is_the_ministry_s() -> None:
    (fact,) = facts_of("Iranian foreign ministry spokesman Omid Rad spoke.")
    assert (fact.object, fact.office) == ("office:IRN/foreign-ministry", "spokesman")


def test_both_sides_stay_the_same_two() -> None:
    text = "Peru and Chile met. Both countries paid. Japan thanked the two sides."
    actors = code(text)
    assert mentioned(text, actors, "the two sides") == {"state:PER", "state:CHL"}


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        (
            "Norway paid. The Health Ministry paid.",
            "The Health Ministry",
            "office:NOR/health-ministry",
        ),
        (
            "Ghana's health ministry paid. The ministry left.",
            "The ministry",
            "office:GHA/health-ministry",
        ),
        ("Ghana's plan has failed. Its envoy left.", "Its", "state:GHA"),
        ("Ghana, whose army is small, paid.", "whose army", "office:GHA/army"),
        ("Peru summoned Chile's ambassador and told him to go.", "him", "office:CHL/ambassador"),
        ("The Houthi movement fired. The movement was proud.", "The movement", "org:houthis"),
    ],
)
def test_what_only_the_kind_or_possessor_tells(text: str, words: str, actor: str) -> None:
    assert mentioned(text, code(text), words) == {actor}


def test_a_far_alliance_is_meant_where_it_is_the_only_one() -> None:
    filler = "It rained. " * 9
    text = f"NATO met. {filler}The alliance agreed."
    assert mentioned(text, code(text), "The alliance") == {"org:NATO"}
    text = f"NATO and the CSTO met. {filler}The alliance agreed."
    assert not mentioned(text, code(text), "The alliance")


def test_a_western_diplomat_is_no_national_of_his_post() -> None:
    text = "A Western diplomat in Nairobi left."
    actors = code(text)
    assert {actors[a].country for a in mentioned(text, actors, "A Western diplomat")} == {None}


def test_an_office_may_be_told_before_the_rank() -> None:
    facts = facts_of("Ghana's delegate, Brig. Gen. Kofi Mensah, left.")
    assert [(f.subject, f.object, f.office) for f in facts] == [
        ("person:kofi-mensah", "state:GHA", "delegate")
    ]


@pytest.mark.parametrize(
    ("text", "words", "country", "sector"),
    [
        ("Rebels ambushed a convoy in western Nepal.", "Rebels", "NPL", "REB"),
        ("Brazil said rebels had fled.", "rebels", None, "REB"),
        ("Chilean police beat protesters.", "protesters", "CHL", "CVL"),
        ("Chilean soldiers beat villagers.", "villagers", None, "CVL"),
        ("Miners took the mayor hostage in Potosi, Bolivia.", "the mayor", "BOL", "GOV"),
        ("Congolese militiamen burned huts near Goma.", "Congolese militiamen", "COD", "PRM"),
        ("Peruvian police met supporters of the president.", "supporters of the president", "PER",
         "CVL"),
        ("The Defence Ministry in Rome denied it.", "The Defence Ministry", "ITA", "GOV"),
        ("The president of the dockers' union spoke.", "The president of the dockers' union", None,
         "LAB"),
    ],
)  # fmt: skip
def test_a_place_or_a_domestic_power_tells_the_state(
    text: str, words: str, country: str | None, sector: str
) -> None:
    assert standing(text, words) == (country, sector)


def test_the_ministry_is_that_of_the_state_named_last() -> None:
    text = (
        "Mali and Niger closed the border. Peru did nothing. Nobody knew why. "
        "The Interior Ministry denied it."
    )
    assert mentioned(text, code(text), "The Interior Ministry") == {"office:PER/interior-ministry"}
    text = "Peru did nothing. Mali and Niger closed the border. The Interior Ministry denied it."
    assert "office" not in str(mentioned(text, code(text), "The Interior Ministry"))


def test_a_name_of_one_states_body_belongs_to_its_owner() -> None:
    text = "Pakistan's Foreign Office spoke. The Foreign Office in London did not."
    actors = code(text)
    assert "office:PAK/foreign-ministry" in {m.actor for m in actors.mentions}
    assert "office:GBR/foreign-office" in {m.actor for m in actors.mentions}


def test_a_spokesman_is_of_the_body_his_description_refers_to() -> None:
    text = (
        "Fiji's health ministry closed two wards. Ana Tora, a spokeswoman for the ministry, left."
    )
    assert code(text)["person:ana-tora"].country == "FJI"


def test_a_government_called_by_its_leader_is_no_organisation() -> None:
    text = "The Reagan Administration denied it."
    actors = code(text, date(1983, 5, 1))
    assert mentioned(text, actors, "The Reagan Administration") == {"office:USA/government"}


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Pakistan's foreign office said so.", "Pakistan's foreign office",
         "office:PAK/foreign-ministry"),
        ("Pakistan's Foreign Office said so.", "Foreign Office", "office:PAK/foreign-ministry"),
        ("The Foreign Office said so.", "Foreign Office", "office:GBR/foreign-office"),
        ("Peru will wait. The foreign ministry said so.", "The foreign ministry",
         "office:PER/foreign-ministry"),
        ("The foreign ministry in Lima said so.", "The foreign ministry",
         "office:PER/foreign-ministry"),
    ],
)  # fmt: skip
def test_a_foreign_ministry_is_at_home(text: str, words: str, actor: str) -> None:
    assert actor in mentioned(text, code(text), words)


def test_a_foreign_minister_may_speak_in_any_city() -> None:
    text = "Foreign Minister Ali Karim told reporters in Geneva that talks would go on."
    assert code(text).actors["person:ali-karim"].country is None


def test_foreign_fighters_are_not_of_the_state_they_fight_in() -> None:
    actors = code("Syria lost the town. Foreign fighters held it.").actors
    assert {a.country for a in actors.values() if "fighters" in a.id} == {None}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("GENEVA, May 3 - Oslo and Lima said the plan would fail.", {"state:NOR", "state:PER"}),
        (
            "GENEVA, May 3 (Reuters) - Paris and Oslo said the plan would fail.",
            {"state:FRA", "state:NOR"},
        ),
        ("GENEVA (AP) - Oslo and Lima traded prisoners.", {"state:NOR", "state:PER"}),
        ("GENEVA - Oslo said on Monday that it would wait.", {"state:NOR"}),
        ("GENEVA, May 3 - In Oslo and Lima the rain went on.", set()),
        ("OSLO, May 3 - Rain fell on the city.", set()),
    ],
)
def test_a_capital_may_act_behind_a_dateline(text: str, named: set[str]) -> None:
    assert {m.actor for m in code(text).mentions if m.form == "metonym"} == named


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Two drones hit a depot near Basra.", "Two drones", None),
        ("A warship fired warning shots off Yemen.", "A warship", None),
        ("Two Iranian drones hit a depot near Basra.", "Two Iranian drones", "IRN"),
        ("A Chinese warship fired warning shots.", "A Chinese warship", "CHN"),
    ],
)
def test_equipment_acts_for_the_state_that_sent_it(
    text: str, words: str, actor: str | None
) -> None:
    actors = code(text, date(2019, 3, 4))
    countries = {actors[found].country for found in mentioned(text, actors, words)}
    assert countries == ({actor} if actor else set())


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        (
            "Colombia broke off talks with the National Liberation Army.",
            "National Liberation Army",
            "org:eln",
        ),
        (
            "Peru broke off talks with the National Liberation Army.",
            "National Liberation Army",
            "org:national-liberation-army",
        ),
    ],
)
def test_a_group_goes_without_its_state_where_the_report_names_it(
    text: str, words: str, actor: str
) -> None:
    assert mentioned(text, code(text), words) == {actor}


def test_two_known_before_need_not_be_from_the_place_where_they_are() -> None:
    text = "Armenia and Azerbaijan fell out. The chancellor hosted the two leaders in Munich."
    assert standing(text, "the two leaders")[0] is None


def test_the_name_of_a_party_goes_on_behind_for() -> None:
    text = "Members of the United Front for Rural Progress threw stones at shops in Oslo."
    words = "United Front for Rural Progress"
    assert mentioned(text, code(text), words) == {"org:united-front-for-rural-progress"}


def test_an_epithet_without_anybody_before_it_is_nobody() -> None:
    text = "Angela Merkel spoke. It rained for a while. The veteran politician left."
    found = mentioned(text, code(text), "The veteran politician")
    assert found == {"person:unnamed/veteran-politician"}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("NEW DELHI, Oct 21 (PTI) - Modi met MPs. The government must explain it.", "IND"),
        (
            "NEW DELHI, Oct 21 (PTI) - Modi met MPs of India. Russia hosts the summit. "
            "The government must explain it.",
            None,
        ),
    ],
)
def test_a_report_gone_abroad_leaves_whose_government_it_is_open(
    text: str, actor: str | None
) -> None:
    actors = code(text, date(2024, 10, 21))
    found = {actors[a].country for a in mentioned(text, actors, "The government")}
    assert found == {actor}


def test_a_commissioner_is_not_who_heads_the_commission() -> None:
    text = "ECOWAS met. Its commissioner for political affairs, Abdel-Fatau Musah, left."
    assert "person:omar-touray" not in {m.actor for m in code(text, date(2023, 8, 26)).mentions}


def test_the_army_is_not_the_liberation_army_that_it_fights() -> None:
    text = "Colombia broke off talks with the National Liberation Army. It accused the army of it."
    assert "org:eln" not in mentioned(text, code(text), "the army")


def test_what_acts_on_a_bloc_is_another_bloc() -> None:
    text = "ECOWAS met. The European Union said that the bloc would back ECOWAS."
    assert mentioned(text, code(text), "the bloc") == {"org:EU"}


def test_who_has_left_one_office_may_have_another() -> None:
    text = "Special envoy Victoria Nuland spoke. Secretary Hillary Clinton left."
    actors = code(text, date(2023, 8, 25)).actors
    assert actors["person:victoria-nuland"].sector == "GOV"
    assert actors["person:hillary-clinton"].sector == "ELI"


def test_the_ministry_is_not_the_guest_s() -> None:
    text = "TOKYO - Japan protested. He called in the Russian envoy, a ministry official said."
    actors = code(text)
    assert mentioned(text, actors, "a ministry official") == {"person:JPN/ministry-official"}
    text = "TOKYO - Japan protested. In Russia the envoy left, a ministry official said."
    actors = code(text)
    assert mentioned(text, actors, "a ministry official") != {"person:JPN/ministry-official"}


@pytest.mark.parametrize(
    ("words", "sector"),
    [("a company of Canadian peacekeepers", "MIL"), ("a company of the Canadian minister", "BUS")],
)
def test_a_group_has_the_sector_of_its_members(words: str, sector: str) -> None:
    text = f"Peru met {words}."
    actors = code(text)
    (actor,) = mentioned(text, actors, words)
    assert actors.actors[actor].sector == sector
