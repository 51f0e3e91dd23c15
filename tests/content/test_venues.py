"""Names of spots that tell of a home, a hotel or a car are refused, what may be one is asked about (H7)."""

import pytest

from bot.content.venues import Venue, judge


@pytest.mark.parametrize(
    ("name", "venue"),
    [
        ("My place", Venue.HOME),
        ("Ada's house", Venue.HOME),
        ("Ben’s flat, second floor", Venue.HOME),  # noqa: RUF001 - as phones type it
        ("at home with Kim", Venue.HOME),
        ("Zu Hause", Venue.HOME),
        ("chez moi", Venue.HOME),
        ("Apartment 12", Venue.HOME),
        ("Hotel Astoria", Venue.HOTEL),
        ("Hôtel de Ville lobby", Venue.HOTEL),
        ("City Hostel", Venue.HOTEL),
        ("B&B De Roos", Venue.HOTEL),
        ("Car park south", Venue.CAR),
        ("in my car", Venue.CAR),
        ("Parkhaus Mitte", Venue.CAR),
    ],
)
def test_what_is_no_public_place_is_refused(name, venue):
    verdict = judge(name)
    assert (verdict.venue, verdict.refused) == (venue, True)


@pytest.mark.parametrize(
    ("name", "venue"),
    [
        ("The Anchor Pub", Venue.BAR),
        ("Bar Centraal", Venue.BAR),
        ("Forest edge", Venue.REMOTE),
        ("North cliff", Venue.REMOTE),
        ("Home Café", Venue.HOME),
        ("Holiday Inn café", Venue.HOTEL),
    ],
)
def test_what_may_be_no_public_place_is_asked_about(name, venue):
    verdict = judge(name)
    assert (verdict.venue, verdict.refused) == (venue, False)


@pytest.mark.parametrize(
    "name",
    [
        "Library café, ground floor",
        "Carpe Diem tea room",
        "Salad Bar",
        "Juice bar at the market",
        "Barbican Centre",
        "Public library",
        "Car-free square",
        "Flat White",
        "Homerton library",
        "Town hall, main entrance",
        "St. Mary's hall",
        "Museum garden",
        "Station hall, by the clock",
        "Woodland Road community centre",
    ],
)
def test_public_places_pass(name):
    assert judge(name) is None
