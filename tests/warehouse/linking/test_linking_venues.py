"""Venue ids of OpenReview beside the names that Semantic Scholar files records under."""

import pytest

from warehouse.linking.venues import short_name, venue_fit, venue_year

SHORT = {
    "ICLR.cc/2022/Conference": "iclr",
    "colmweb.org/COLM/2024/Conference": "colm",
    "robot-learning.org/CoRL/2022/Conference": "corl",
    "NeurIPS.cc/2023/Track/Datasets_and_Benchmarks": "neurips",
    "ICLR.cc/2022/Workshop/Tides": "iclr",
    "TMLR": "tmlr",
}


@pytest.mark.parametrize(("venue_id", "name"), SHORT.items())
def test_short_names_are_read_from_venue_ids(venue_id, name):
    assert short_name(venue_id) == name


FITS = [
    ("ICLR.cc/2022/Conference", "International Conference on Learning Representations", "same"),
    ("ICLR.cc/2022/Conference", "ICLR", "same"),
    ("ICML.cc/2022/Conference", "International Conference on Machine Learning", "same"),
    ("NeurIPS.cc/2022/Conference", "Neural Information Processing Systems", "same"),
    ("colmweb.org/COLM/2024/Conference", "COLM", "same"),
    ("quiet.org/SQM/2024/Conference", "Symposium on Quiet Machines", "same"),
    ("ICLR.cc/2022/Conference", "arXiv.org", "open"),
    ("ICLR.cc/2022/Conference", "", "open"),
    ("ICLR.cc/2022/Conference", None, "open"),
    ("ICLR.cc/2022/Conference", "bioRxiv", "open"),
    ("ICLR.cc/2022/Conference", "International Conference on Machine Learning", "other"),
    ("ICLR.cc/2022/Workshop/Tides", "International Conference on Machine Learning", "open"),
]


@pytest.mark.parametrize(("venue_id", "venue", "fit"), FITS)
def test_venues_fit_clash_or_say_nothing(venue_id, venue, fit):
    assert venue_fit(venue_id, venue) == fit


def test_the_year_of_a_venue_is_in_its_id():
    assert venue_year("ICLR.cc/2022/Conference") == 2022
    assert venue_year("TMLR") is None
