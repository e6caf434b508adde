"""The zone that was probably meant: by its city, since zones share the names of their areas."""

from __future__ import annotations

import pytest

from patto.kernel.agreement.nearest import nearest_zone
from patto.kernel.zones import zone_names


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Europe/Roma", "Europe/Rome"),
        ("Europa/Rome", "Europe/Rome"),
        ("europe/Rome", "Europe/Rome"),
        ("Rome", "Europe/Rome"),
        ("Europe Rome", "Europe/Rome"),
        ("Europe/Padova", None),
        ("Atlantis", None),
        ("Europe/", None),
        ("", None),
    ],
)
def test_an_unknown_zone_is_held_against_the_cities(name: str, meant: str | None):
    assert nearest_zone(name, zone_names()) == meant
