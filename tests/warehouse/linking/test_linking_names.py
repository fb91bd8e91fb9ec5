"""Names and author lists as people write them and as services change them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.linking.authors import compare_authors, read_authors
from warehouse.linking.names import likeness, parse_name

ONE_PERSON = {
    "same": ("Ada Lindqvist", "Ada Lindqvist", 1.0),
    "capitals": ("ADA LINDQVIST", "Ada Lindqvist", 1.0),
    "accents": ("Séverine Grønvold", "Severine Gronvold", 1.0),
    "initial": ("Ada Lindqvist", "A. Lindqvist", 0.8),
    "middle initial": ("Ada Lindqvist", "Ada M. Lindqvist", 1.0),
    "middle name": ("Ada Maria Lindqvist", "A. M. Lindqvist", 0.8),
    "order": ("Gao Peng", "Peng Gao", 1.0),
    "comma": ("Lindqvist, Ada", "Ada Lindqvist", 1.0),
    "order and initial": ("Peng Gao", "Gao P.", 0.7),
    "hyphen": ("Jun-Da Chen", "Junda Chen", 1.0),
    "hyphen initials": ("Jun-Da Chen", "J.-D. Chen", 0.8),
    "short form": ("Alex Lindqvist", "Alexander Lindqvist", 0.9),
    "second family name": ("Ana Quintero", "Ana Quintero Ibáñez", 0.9),
    "first name left out": ("Osama Khan", "Muhammad Osama Khan", 0.9),
    "nickname": ("Chun-Fu (Richard) Chen", "Richard Chen", 0.9),
    "umlaut": ("Jörg Müller", "Joerg Mueller", 0.8),
    "misspelt": ("Priya Ramaswamy", "Priya Ramaswami", 0.8),
    "run together": ("Huangcaishuang", "Huang Caishuang", 1.0),
    "apostrophe": ("Bo O'Rahilly", "B. ORahilly", 0.8),
    "particle": ("Eva de la Cerda", "Eva de la Cerda", 1.0),
    "suffix": ("John Weatherby Jr.", "John Weatherby", 1.0),
    "footnote": ("Ada Lindqvist*1", "Ada Lindqvist", 1.0),
    "namesake number": ("Yang Liu 0001", "Yang Liu", 1.0),
    "han": ("江海潮", "江海潮", 1.0),
}


@pytest.mark.parametrize(("one", "other", "least"), ONE_PERSON.values(), ids=ONE_PERSON)
def test_spellings_of_one_person_are_alike(one, other, least):
    (a,), (b,) = read_authors([one]), read_authors([other])
    assert likeness(a, b) >= least
    assert likeness(b, a) >= least


TWO_PEOPLE = {
    "given": ("Wei Wang", "Wen Wang"),
    "initials": ("J. Smith", "K. Smith"),
    "middle initials": ("J. A. Smith", "J. B. Smith"),
    "family": ("Yi Li", "Yi Liu"),
    "family initial": ("Xu Li", "X. Liu"),
    "given is family of the other": ("Chen-Yu Quintero", "Wei Chen"),
    "double": ("Chen-Yu Chen", "Chen-Yu Quintero"),
    "look-alike": ("V. Lakshminarayanan", "B. Lakshminarayanan"),
}


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE.values(), ids=TWO_PEOPLE)
def test_other_people_are_told_apart(one, other):
    assert likeness(parse_name(one), parse_name(other)) < 0.4


LISTS = {
    "none": (None, []),
    "placeholder": (["Anonymous"], []),
    "placeholders": (["Put All Your Authors Here", "Separated by Commas"], []),
    "one string": (["Ada Bo, Cy Do, Eve Fo"], ["bo", "do", "fo"]),
    "and": (["Ada Bo and Cy Do"], ["bo", "do"]),
    "ampersand": (["Ada Bo & Cy Do"], ["bo", "do"]),
    "footnotes between": (['Ada Bo "3 Cy Do[2] "3 Eve Fo[1]'], ["bo", "do", "fo"]),
    "affiliations": (
        ["Ada Bo 1", "Cy Do 2 and Eve Fo 1", "1 Institute of Tides", "University of Lakes"],
        ["bo", "do", "fo"],
    ),
    "family first": (["Bo, Ada", "Do, Cy"], ["bo", "do"]),
    "et al": (["Ada Bo", "et al."], ["bo"]),
    "addresses": (["ada@lakes.example", "Ada Bo"], ["bo"]),
    "nulls inside": ([None, "", "Ada Bo"], ["bo"]),
    "marks": (["Ada Bo*", "Cy Do\u2020 \u00b7"], ["bo", "do"]),
    "twice": (["Ada Bo", "Ada Bo"], ["bo"]),
}


@pytest.mark.parametrize(("written", "families"), LISTS.values(), ids=LISTS)
def test_author_lists_are_read(written, families):
    assert [name.tokens[-1] for name in read_authors(written)] == families


def agreement(ours, theirs):
    return compare_authors(read_authors(ours), read_authors(theirs))


TEAM = ["Ada Lindqvist", "Bo Wang", "Chidi Okonkwo", "Dafne Montalbán"]


def test_the_same_list_agrees_in_full():
    found = agreement(TEAM, TEAM)
    assert found.is_same_list
    assert found.share == 1.0
    assert str(found) == "4 of 4 authors agree"


def test_initials_agree_less_than_names():
    found = agreement(TEAM, ["A. Lindqvist", "B. Wang", "C. Okonkwo", "D. Montalban"])
    assert found.agreeing == 4
    assert found.share == pytest.approx(0.8)


def test_a_shuffled_list_agrees_but_is_not_the_same():
    found = agreement(TEAM, TEAM[::-1])
    assert found.agreeing == 4
    assert not found.is_same_list


def test_a_shortened_list_agrees_over_what_it_has():
    found = agreement(TEAM, TEAM[:1])
    assert found.share == 1.0
    assert str(found) == "1 of 4 authors agree (the record lists 1)"


def test_one_person_is_not_matched_twice():
    assert agreement(["Wei Wang", "Wen Wang"], ["W. Wang"]).agreeing == 1


def test_names_in_other_scripts_are_not_held_against_a_list():
    found = agreement([*TEAM, "江海潮"], [*TEAM, "Haichao Jiang"])
    assert found.share >= 0.75
    assert not agreement(["江海潮"], ["Haichao Jiang"]).is_known


def test_unknown_authors_say_so():
    assert str(agreement(None, TEAM)) == "authors of the paper unknown"
    assert str(agreement(TEAM, [])) == "authors of the record unknown"


def test_very_long_lists_are_compared_in_time():
    crowd = [f"{chr(97 + i % 26)}na Nomm{i:04d}y{i}" for i in range(3000)]
    assert agreement(crowd, crowd[::-1]).paper_count == 3000


@given(st.lists(st.one_of(st.none(), st.text(max_size=30)), max_size=6))
def test_any_list_can_be_read_and_compared_with_itself(written):
    names = read_authors(written)
    found = compare_authors(names, names)
    assert found.agreeing == len(names)


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_symmetric_and_bounded(one, other):
    a, b = parse_name(one), parse_name(other)
    if a is not None and b is not None:
        assert likeness(a, b) == likeness(b, a)
        assert 0.0 <= likeness(a, b) <= 1.0
