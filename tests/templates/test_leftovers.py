"""What an agreement still has of its template's invented data."""

from __future__ import annotations

import re

import pytest

from patto.kernel.agreement.nodes import Places
from patto.kernel.agreement.yaml import compose
from patto.templates import PROFILES, is_example, leftovers
from patto.templates.filling import leaves
from patto.templates.leftovers import Leftover
from patto.templates.shelf import text_of


def found_in(text: str) -> tuple[Leftover, ...]:
    root = compose(text, "one.yaml").root
    assert root is not None
    return leftovers(Places(root))


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("profile", PROFILES)
def test_a_template_is_full_of_its_own_examples(profile: str, language: str):
    told = {one.told for one in found_in(text_of(profile, language))}
    assert "parties.provider.name" in told
    assert not any(one.endswith((".amount", ".limit", ".cap")) for one in told)


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("profile", PROFILES)
def test_no_address_of_a_template_is_taken_for_somebodys(profile: str, language: str):
    root = compose(text_of(profile, language)).root
    assert root is not None
    places = Places(root)
    stated = {
        places.told(path): str(node.value) for path, node in leaves(root) if node.value != "none"
    }
    reached = [
        value for told, value in stated.items()
        if re.search(r"reached_(at|by)$|\.address$|\.(seat|tax_id|e?mail|postal)$", told)
    ]  # fmt: skip
    assert [one for one in reached if not is_example(one)] == []
    assert not is_example("049 555 0140")
    assert not is_example("privacy@veneto.example")


def test_each_is_told_with_its_line():
    text = text_of("standard", "it")
    line = 1 + text.split("\n").index("      tax_id: IT 00000000000")
    first = next(one for one in found_in(text) if one.value == "IT 00000000000")
    assert (first.told, first.place.line) == ("parties.provider.details.tax_id", line)


def test_invented_customers_of_others_and_true_towns_are_none():
    own = (
        "parties: {provider: {name: Veneto IT, details: {notices: {email: a@veneto.example}}}}\n"
        "legal: {forum: Milano, signing: {place: Milano}}\n"
        "charges: {travel: {start: Milano}}\n"
    )
    assert found_in(own) == ()
    elsewhere = "aims: {provider: [IT 00000000000]}\nlegal: {forum: Milano}\n"
    assert found_in(elsewhere) == ()


def test_a_town_of_the_template_counts_beside_what_nobody_has():
    mixed = "parties: {provider: {details: {tax_id: IT 00000000000}}}\nlegal: {forum: Milano}\n"
    assert [one.told for one in found_in(mixed)] == [
        "parties.provider.details.tax_id",
        "legal.forum",
    ]
