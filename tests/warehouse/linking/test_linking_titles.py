"""Two spellings of one title are one string; two titles are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.linking.comparison import compare_titles, read_title
from warehouse.linking.titles import compact, normalise_title

SAME = {
    "case": ("Tidal NETWORKS", "tidal networks"),
    "punctuation": ("Tides, Lakes & Rivers!", "tides lakes and rivers"),
    "hyphen": ("Low-Shot Tides", "Low shot tides"),
    "joined": ("Lowshot tides", "Low-shot tides"),
    "dashes": ("Tide\u2013Lake \u2014 a study", "Tide-Lake - a study"),
    "apostrophes": ("Don\u2019t wait for the ferry\u2019s horn", "Dont wait for the ferrys horn"),
    "accents": ("Poincaré Tides of Łódź", "Poincare tides of Lodz"),
    "greek": (r"$\pi$Tide", "\u03c0Tide"),
    "greek spelled": (r"$\alpha$-tides", "alpha tides"),
    "ell": (r"$\ell_2$ tides", "\U0001d4c12 tides"),
    "infinity": (r"$\ell_\infty$-tides", "\u2113\u221e tides"),
    "roman": (r"$\mathrm{SO}(2)$ tides", "SO(2) tides"),
    "rm": (r"$\rm A^2T$: tides", "A2T: tides"),
    "text in math": (r"$\texttt{Tide-Bench}$: a bench", "Tide-Bench: a bench"),
    "glued macro": (r"the $\mathcalO(\sqrtT)$ tide", "the O(\u221at) tide"),
    "script letter": (r"$\mathcal{N}$-tides", "\U0001d4a9-tides"),
    "display math": ("$$Tides of the north$$", "Tides of the north"),
    "cdot": (r"TIDE$\cdot$E", "TIDE-E"),
    "ampersand": (r"Tides $\&$ Lakes", "Tides and Lakes"),
    "accent macro": (r"Schr\"{o}dinger tides", "Schrödinger tides"),
    "braces": ("{T}ides of {W}ales", "Tides of Wales"),
    "spaces": ("  Tides\n of\tWales ", "Tides of Wales"),
    "invisible": ("Ti\u00addes\u200b of Wales", "Tides of Wales"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_spellings_of_one_title_are_identical(one, other):
    assert compact(normalise_title(one)) == compact(normalise_title(other))
    assert compare_titles(read_title(one), read_title(other)).is_identical


@pytest.mark.parametrize("hostile", ["", " ", "$", "\\", "$$", "{", "{}", "\ud800", "\\\\%"])
def test_titles_without_a_word_are_empty_and_never_identical(hostile):
    assert normalise_title(hostile) == ""
    assert not compare_titles(read_title(hostile), read_title(hostile)).is_near


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text):
    once = normalise_title(text)
    assert normalise_title(once) == once


@given(st.text(alphabet="abc\\${}^_ &é∞πİßﬁ", max_size=40))
def test_normalising_latex_twice_changes_nothing(text):
    once = normalise_title(text)
    assert normalise_title(once) == once


NEAR = {
    "plural": ("Tidal Vision Transformer", "Tidal Vision Transformers"),
    "toward": ("Toward Tidal Memory", "Towards Tidal Memory"),
    "small words": ("Learning Tides by Spectral Sieving", "Learning Tides with Spectral Sieving"),
    "one letter": ("Transferable Estuaries of Memory", "Transferrable Estuaries of Memory"),
    "british": ("Modelling Tidal Colour", "Modeling Tidal Color"),
    "ending": ("Molecule Sieving for Tides", "Molecular Sieving for Tides"),
}


@pytest.mark.parametrize(("one", "other"), NEAR.values(), ids=NEAR)
def test_forms_of_words_leave_titles_near(one, other):
    assert compare_titles(read_title(one), read_title(other)).is_near


NOT_NEAR = {
    "order": ("Are Tides Stronger than Rivers?", "Are Rivers Stronger than Tides?"),
    "not": ("Tides are Memory", "Tides are not Memory"),
    "without": ("Learning Tides with Labels", "Learning Tides without Labels"),
    "prefix": ("Supervised Tidal Sieving", "Unsupervised Tidal Sieving"),
    "number": ("Sieving in 2 Dimensions", "Sieving in 3 Dimensions"),
    "version": ("TideNet v2 for Lakes", "TideNet v3 for Lakes"),
    "digits inside": ("Sieving on Tide21k", "Sieving on Tide22k"),
    "look-alike": ("Continual Tides", "Continuous Tides"),
    "one word more": ("Tidal Memory", "Amphibious Tidal Memory"),
}


@pytest.mark.parametrize(("one", "other"), NOT_NEAR.values(), ids=NOT_NEAR)
def test_words_that_matter_keep_titles_apart(one, other):
    assert not compare_titles(read_title(one), read_title(other)).is_near


MARKED = {
    "two": ("Tidal Memory", "Tidal Memory II"),
    "digit": ("Tidal Memory", "Tidal Memory 2"),
    "digit of a name": ("TideNet: Memory of Lakes", "TideNet 2: Memory of Lakes"),
    "digits": ("TideNet 2: Memory of Lakes", "TideNet 3: Memory of Lakes"),
    "part": ("Tidal Memory, Part One", "Tidal Memory"),
    "survey": ("Tidal Memory", "A Survey of Tidal Memory"),
    "re": ("Tidal Memory", "[Re] Tidal Memory"),
}


@pytest.mark.parametrize(("one", "other"), MARKED.values(), ids=MARKED)
def test_parts_and_surveys_are_marked_both_ways(one, other):
    assert compare_titles(read_title(one), read_title(other)).sequel_marks
    assert compare_titles(read_title(other), read_title(one)).sequel_marks


def test_a_formula_that_one_side_dropped_is_no_mark():
    with_formula, without = "Tides in $O(1/n^2)$ Steps for Lakes", "Tides in Steps for Lakes"
    assert not compare_titles(read_title(with_formula), read_title(without)).sequel_marks


@given(st.text(max_size=30), st.text(max_size=30))
def test_comparing_is_symmetric_and_bounded(one, other):
    there = compare_titles(read_title(one), read_title(other))
    back = compare_titles(read_title(other), read_title(one))
    assert there.is_identical == back.is_identical
    assert 0.0 <= there.similarity <= 1.0 + 1e-9
