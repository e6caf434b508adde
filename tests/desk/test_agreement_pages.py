"""The pages of agreements: begun or uploaded, agreed, in force, and what changes after that."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk.customers import MONTH, customer, put_in_force
from desk.people import AT, BY, another, desk
from patto.accounts.roles import Role
from patto.agreements import actions, queries
from patto.customers import actions as customers
from patto.customers import queries as known
from patto.customers.drafts import ContactDraft, SystemDraft
from patto.ledger.queries import of_thing

pytestmark = pytest.mark.django_db

SIGNED = {
    "on": "2026-01-02",
    "provider_name_0": "Marta Zanella", "provider_role_0": "sole director",
    "customer_name_0": "Ada Ferri", "customer_role_0": "owner",
    "customer_name_1": "Ugo Ferri", "customer_role_1": "partner",
}  # fmt: skip


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(desk(), settings.AUTHENTICATION_BACKENDS[0])
    return client


def text(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.content.decode()))


def uploaded(browser: Client, key: int, content: str = MONTH) -> str:
    """Return the address of a draft that was uploaded."""
    page = browser.post(f"/customers/{key}/agreement/", {"text": content})
    return str(page.headers["Location"])


def agreed(browser: Client, key: int, content: str = MONTH) -> str:
    """Return the address of a version that both sides agreed to."""
    at = uploaded(browser, key, content)
    browser.post(f"{at}agree/", SIGNED)
    return at


def in_force(browser: Client, key: int, content: str = MONTH) -> str:
    at = agreed(browser, key, content)
    browser.post(f"{at}in-force/")
    return at


def test_an_agreement_goes_from_its_file_to_being_in_force_for_good(browser):
    key = customer()
    file = SimpleUploadedFile("agreement.yaml", MONTH.encode())
    page = browser.post(f"/customers/{key}/agreement/", {"file": file}, follow=True)
    at = page.redirect_chain[-1][0]
    assert "it promises nothing yet" in text(page)
    page = browser.post(f"{at}agree/", SIGNED, follow=True)
    assert "Now it can be put in force" in text(page)
    page = browser.post(f"{at}in-force/", follow=True)
    told = text(page)
    for one in ("never changes", "Marta Zanella , sole director", "Ugo Ferri , partner"):
        assert one in told
    (row,) = queries.versions(key)
    assert row.state == "in-force"
    assert row.digest in told
    assert "agree/" not in page.content.decode()
    assert browser.get(f"{at}file.yaml").content.decode() == MONTH
    again = browser.post(f"/customers/{key}/agreement/", {"text": MONTH})
    assert "new version number" in text(again)
    late = browser.post(f"{at}take-back/", follow=True)
    assert "can no longer be done" in text(late)


def test_a_file_with_errors_is_shown_again_with_each_of_them_at_its_line(browser):
    key = customer()
    wrong = MONTH.replace("within: 30 min", "within: 30", 1)
    page = browser.post(f"/customers/{key}/agreement/", {"text": wrong})
    assert page.status_code == 422
    assert re.search(r"line \d+:\d+", text(page))
    assert "within: 30}" in page.content.decode()
    assert queries.versions(key) == ()
    binary = SimpleUploadedFile("x.yaml", b"\xff\xfe\x00")
    page = browser.post(f"/customers/{key}/agreement/", {"file": binary})
    assert "not a text in UTF-8" in text(page)


def test_somebody_signs_for_each_side_and_what_was_typed_stays_until_then(browser):
    key = customer()
    customers.add(ContactDraft(name="Ada Neri", may_decide=True), customer=key, by=BY, at=AT)
    at = uploaded(browser, key)
    draft = browser.get(at).content.decode()
    assert 'value="Marta Zanella"' in draft
    assert 'value="Ada Neri"' in draft
    page = browser.post(f"{at}agree/", {**SIGNED, "customer_name_0": "", "customer_name_1": ""})
    assert page.status_code == 422
    assert "Somebody signs for each side" in text(page)
    assert "sole director" in page.content.decode()
    assert queries.versions(key)[0].state == "draft"


def test_what_changed_while_the_page_was_open_is_not_agreed_to_unseen(browser):
    key = customer()
    at = uploaded(browser, key)
    seen = {"seen": queries.versions(key)[0].digest}
    uploaded(
        browser, key, MONTH.replace("{share: 100 %, within: 2 h}", "{share: 100 %, within: 1 h}", 1)
    )
    page = browser.post(f"{at}agree/", {**SIGNED, **seen})
    assert page.status_code == 422
    assert "changed the text in the meantime" in text(page)
    assert "sole director" in page.content.decode()
    fresh = {"seen": queries.versions(key)[0].digest}
    browser.post(f"{at}agree/", {**SIGNED, **fresh})
    assert "changed the text" in text(browser.post(f"{at}in-force/", seen, follow=True))
    browser.post(f"{at}in-force/", fresh)
    assert queries.versions(key)[0].state == "in-force"


def test_as_many_sign_as_the_file_names(browser):
    key = customer()
    at = uploaded(browser, key)
    third = {
        "provider_name_2": "Ivo Serra", "provider_role_2": "partner",
        "customer_name_2": "Eva Ferri", "customer_role_2": "partner",
    }  # fmt: skip
    told = text(
        browser.post(f"{at}agree/", {**SIGNED, "provider_name_1": "", **third}, follow=True)
    )
    assert "Ivo Serra" in told
    assert "Eva Ferri" in told


def test_a_scan_comes_back_as_bytes_that_no_browser_shows(browser):
    key = customer()
    at = uploaded(browser, key)
    content = b"%PDF-1.7<script>alert(1)</script>"
    scan = SimpleUploadedFile("firmato.html", content, "text/html")
    page = browser.post(f"{at}agree/", {**SIGNED, "scan": scan}, follow=True)
    assert sha256(content).hexdigest() in text(page)
    (link,) = re.findall(r'href="([^"]*/scan/\d+/)"', page.content.decode())
    answer = browser.get(link)
    assert b"".join(answer.streaming_content) == content
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert browser.get(re.sub(r"\d+/$", "99999/", link)).status_code == 404
    assert "Choose a file first" in text(browser.post(f"{at}scan/", follow=True))
    other = customer("Other")
    assert browser.get(link.replace(f"/{key}/agreement", f"/{other}/agreement")).status_code == 404


def test_the_contract_can_be_read_in_the_browser_which_runs_and_loads_nothing(browser):
    at = uploaded(browser, customer())
    answer = browser.get(f"{at}contract.html")
    assert "<style>" in answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'sha256-" in policy
    assert "unsafe" not in policy
    assert browser.get(f"{at}contract.pdf").content.startswith(b"%PDF")


def test_the_page_says_what_is_to_settle_first_with_a_wording_and_folds_the_rest(browser):
    vague = MONTH.replace(
        "both sides settle it within two working days",
        "the provider settles it as soon as possible, at its sole discretion, etc.",
    )
    page = browser.get(uploaded(browser, customer(), vague)).content.decode()
    first = page.index("to settle before you sign")
    assert "wording" in page[first:]
    assert page[first:].index("list-group-item") < page[first:].index("<details")


def test_every_day_of_the_year_is_drawn_and_those_that_differ_are_listed_with_hours(browser):
    page = browser.get(uploaded(browser, customer())).content.decode()
    year = page[page.index('id="days"') : page.index('class="col-lg-4"', page.index('id="days"'))]
    first = year[: year.index("lets technicians in")]
    days = re.findall(r'<span class="day-(\w+)"(?: title="([^"]*)")?>(\d+)', first)
    assert len(days) == 365
    assert ("closed", "Christmas Day", "25") in days
    short = [one for one in days if one[0] == "short"]
    assert short
    assert all(re.match(r"\d\d:\d\d–\d\d:\d\d", told) for _, told, _ in short)
    assert sum(kind in {"open", "short", "other"} for kind, _, _ in days) == int(
        re.search(r"(\d+) open days", first)[1]  # type: ignore[index]  # the page has one
    )
    assert "Fri 25 Dec 2026: Christmas Day" in first


def test_a_new_version_begins_as_the_old_one_and_says_what_it_changes_before_it_counts(browser):
    key = customer()
    at = in_force(browser, key)
    number = at.rstrip("/").rpartition("/")[2]
    way = f"/customers/{key}/agreement/?after={number}&from=2026-07-01"
    page = browser.get(way).content.decode()
    assert "version: 2" in page
    assert "supersedes: 1" in page
    given = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    assert given is not None
    following = given[1].replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")
    harder = "{share: 100 %, within: 1 h}"
    changed = following.replace("{share: 100 %, within: 2 h}", harder, 1)
    draft = browser.post(way, {"text": changed}, follow=True)
    told = text(draft)
    assert "What changes against version 1" in told
    assert told.index("Harder for us to keep") < told.index("2 h becomes 1 h")
    # Its number and dates are no terms, and not among those that are counted.
    assert "1 term changes" in told
    assert "Neither harder nor easier" not in told
    assert "Number, dates and examples" in told
    at = draft.redirect_chain[-1][0]
    browser.post(f"{at}agree/", SIGNED)
    page = browser.post(f"{at}in-force/", follow=True)
    told = text(page)
    assert "What changes against version 1" in told
    assert "until Tue 30 Jun 2026" in told
    assert [one.state for one in queries.versions(key)] == ["in-force", "in-force"]
    # Nothing follows on from a version that has been followed already.
    assert "after=" not in browser.get(f"/customers/{key}/agreement/{number}/").content.decode()


def test_a_version_that_does_not_follow_on_is_refused_in_words_and_stays_agreed(browser):
    key = customer()
    in_force(browser, key, MONTH.replace("end: 2027-01-01", "end: 2026-06-01"))
    odd = MONTH.replace("version: 1", "version: 2").replace(
        "start: 2026-01-01", "start: 2026-07-01"
    )
    at = uploaded(browser, key, odd)
    # It is told before anybody tries, and refused when somebody does.
    assert "does not say that it replaces it" in text(browser.get(at))
    page = browser.post(f"{at}agree/", SIGNED)
    assert page.status_code == 422
    assert "does not say that it replaces it" in text(page)
    other = uploaded(browser, key, MONTH.replace("FERRI-2026", "FERRI-NEW"))
    assert "FERRI-2026 1 of this customer holds" in text(browser.get(other))
    page = browser.post(f"{other}agree/", SIGNED)
    assert "FERRI-2026 1 of this customer holds until Sun 31 May 2026" in text(page)
    assert {one.state for one in queries.versions(key)} == {"draft", "in-force"}


def test_what_was_agreed_before_another_was_put_in_force_is_refused_then_and_can_go_back(browser):
    key = customer()
    late = agreed(browser, key, MONTH.replace("FERRI-2026", "FERRI-NEW"))
    in_force(browser, key)
    page = browser.post(f"{late}in-force/", follow=True)
    assert "FERRI-2026 1 of this customer holds until Thu 31 Dec 2026" in text(page)
    back = browser.post(f"{late}take-back/", follow=True)
    assert "It is a draft again" in text(back)


def test_a_new_version_begins_after_the_one_that_it_replaces(browser):
    key = customer()
    at = in_force(browser, key)
    number = at.rstrip("/").rpartition("/")[2]
    for day in ("2025-12-01", "2026-01-01"):
        page = browser.get(f"/customers/{key}/agreement/?after={number}&from={day}", follow=True)
        assert "must start after the one that it replaces" in text(page)
        begun = browser.post(f"/customers/{key}/agreement/begin/", {**ANSWERS, "start": day})
        assert begun.status_code == 422
        assert "must start after the one that it replaces" in text(begun)
    early = MONTH.replace("version: 1", "version: 2").replace(
        "start: 2026-01-01", "start: 2025-12-01"
    )
    draft = uploaded(browser, key, early)
    told = text(browser.post(f"{draft}agree/", SIGNED))
    assert "version 1 holds from Thu 1 Jan 2026" in told
    assert "supersedes: " not in told[: told.index("What is promised")]


def test_values_of_the_template_are_agreed_to_only_by_whoever_says_that_they_are_true(browser):
    key = customer()
    at = browser.post(f"/customers/{key}/agreement/begin/", ANSWERS).headers["Location"]
    page = browser.get(at).content.decode()
    ours = re.findall(r'name="ours" value="([^"]+)"', page)
    assert ours
    refused = f"{len(ours)} values are still what the template made up"
    for given in ({}, {"ours": ours}, {"all-ours": "yes"}, {"ours": ours[1:], "all-ours": "yes"}):
        page = browser.post(f"{at}agree/", {**SIGNED, **given})
        assert page.status_code == 422
        assert re.search(r"template made up\. Replace (it|them), or confirm", text(page))
        assert "sole director" in page.content.decode()
    true = {"ours": ours, "all-ours": "yes"}
    assert "Now it can be put in force" in text(
        browser.post(f"{at}agree/", {**SIGNED, **true}, follow=True)
    )
    assert refused in text(browser.post(f"{at}in-force/", follow=True))
    assert queries.versions(key)[0].state == "agreed"
    page = browser.post(f"{at}in-force/", true, follow=True)
    # What was confirmed does not vanish: it takes a new version to mend it.
    assert f"{len(ours)} values are still the template" in text(page)
    put, agreed_to = of_thing("agreement", queries.versions(key)[0].id)[:2]
    assert put.told["ours"] == agreed_to.told["ours"] == ours


def test_who_signs_is_asked_for_a_role_and_a_difference_from_the_contract_is_told(browser):
    key = customer()
    at = browser.post(f"/customers/{key}/agreement/begin/", ANSWERS).headers["Location"]
    row = queries.versions(key)[0]
    actions.upload(
        re.sub(r"name: Mary Murphy", "name: Marta Bruni", row.text), customer=key, by=BY, at=AT
    )
    page = browser.get(at)
    assert 'value="Marta Bruni"' in page.content.decode()
    assert "The contract names: Marta Bruni" in text(page)
    ours = re.findall(r'name="ours" value="([^"]+)"', page.content.decode())
    true = {**SIGNED, "ours": ours, "all-ours": "yes"}
    page = browser.post(f"{at}agree/", {**true, "provider_role_0": " "})
    assert page.status_code == 422
    assert "in which role they sign" in text(page)
    told = text(browser.post(f"{at}agree/", true, follow=True))
    assert "For us somebody signed whom the contract does not name" in told
    assert "The contract names: Marta Bruni" in told
    assert "Signed by: Marta Zanella, sole director" in told


def test_nobody_agreed_on_a_day_that_is_still_to_come(browser):
    at = uploaded(browser, customer())
    page = browser.post(f"{at}agree/", {**SIGNED, "on": "2999-01-01"})
    assert page.status_code == 422
    assert "still to come" in text(page)


def test_a_wrong_scan_is_refused_or_taken_away_and_once_in_force_withdrawn_with_a_reason(browser):
    at = agreed(browser, customer())
    wrong = SimpleUploadedFile("foto.txt", b"ciao")
    assert "is no scan" in text(browser.post(f"{at}scan/", {"scan": wrong}, follow=True))

    def kept() -> str:
        scan = SimpleUploadedFile("foto.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100)
        page = browser.post(f"{at}scan/", {"scan": scan}, follow=True).content.decode()
        return str(re.findall(r'action="([^"]*/scan/\d+/away/)"', page)[-1])

    away = kept()
    assert "foto.png" not in browser.post(away, follow=True).content.decode()
    assert browser.post(away).status_code == 404
    # One of what was taken back is seen on the draft, whose text may change now.
    away = kept()
    taken_back = text(browser.post(f"{at}take-back/", follow=True))
    assert "foto.png" in taken_back
    assert "If the text changes, take them away" in taken_back
    browser.post(away)
    browser.post(f"{at}agree/", SIGNED)
    browser.post(f"{at}in-force/")
    away = kept()
    assert "Say why" in text(browser.post(away, {"why": " "}, follow=True))
    told = text(browser.post(away, {"why": "Another customer's"}, follow=True))
    assert "withdrawn Another customer" in told.replace("&#x27;", "'")
    assert "foto.png" in told


def test_the_page_begins_with_what_is_promised_and_a_version_in_force_with_the_next(browser):
    key = customer()
    at = in_force(browser, key)
    page = browser.get(at)
    told = text(page)
    line = "P1 Urgent: 95 % within 30 minutes; 100 % within 2 hours of"
    assert told.index("What is promised") < told.index(line)
    content = page.content.decode()
    order = [content.index(f'id="{one}"') for one in ("promised", "new-version", "items", "days")]
    assert order == sorted(order)
    assert "its text can no longer be changed" in told
    # The list of a customer says of each version when it holds.
    assert "from Thu 1 Jan 2026, until Thu 31 Dec 2026" in text(browser.get(f"/customers/{key}/"))


def test_a_draft_is_changed_in_its_text(browser):
    key = customer()
    at = uploaded(browser, key)
    number = at.rstrip("/").rpartition("/")[2]
    page = browser.get(f"/customers/{key}/agreement/?draft={number}").content.decode()
    assert "FERRI-2026" in page
    assert browser.get(f"/customers/{key}/agreement/?draft=99999").status_code == 404
    for day in ("x", "", "9999-12-31"):
        page = browser.get(f"/customers/{key}/agreement/?after={number}&from={day}", follow=True)
        assert "from which day" in text(page)


ANSWERS = {
    "profile": "standard", "start": "2027-02-01", "fee": "950,50", "country": "IT",
    "patron_day": "2027-06-13", "patron_name": "Sant'Antonio",
}  # fmt: skip


def test_a_draft_is_written_from_a_template_and_a_few_answers(browser):
    key = customer("Rossi & Figli <b>")
    page = browser.post(f"/customers/{key}/agreement/begin/", ANSWERS, follow=True)
    assert "Nothing is promised until" in text(page)
    (row,) = queries.versions(key)
    assert (row.state, row.number) == ("draft", 1)
    for told in ("Rossi & Figli <b>", "Nordest Informatica", "950.50 EUR", "2027-06-13"):
        assert told in row.text
    assert "Rossi &amp; Figli &lt;b&gt;" in page.content.decode()


def test_a_template_asks_only_what_it_has_a_place_for(browser):
    at = f"/customers/{customer()}/agreement/begin/"
    assert '<option value="IT" selected>' in browser.get(at).content.decode()
    page = browser.get(at, {"profile": "informal"}, headers={"HX-Request": "true"})
    assert "id_start" in page.content.decode()
    assert "id_fee" not in page.content.decode()
    page = browser.post(at, {**ANSWERS, "profile": "informal"})
    assert page.status_code == 302
    wrong = browser.post(at, {**ANSWERS, "fee": "a lot", "start": "1999-01-01"})
    assert wrong.status_code == 422
    assert "is not an amount" in text(wrong)
    assert 'value="a lot"' in wrong.content.decode()


def test_a_template_never_writes_over_a_draft_and_follows_on_from_what_is_in_force(browser):
    key = customer()
    at = f"/customers/{key}/agreement/begin/"
    first = browser.post(at, ANSWERS).headers["Location"]
    again = browser.post(at, {**ANSWERS, "profile": "simple"})
    assert again.status_code == 422
    assert first in again.content.decode()
    ours = re.findall(r'name="ours" value="([^"]+)"', browser.get(first).content.decode())
    browser.post(f"{first}agree/", {**SIGNED, "ours": ours, "all-ours": "yes"})
    browser.post(f"{first}in-force/", {"ours": ours, "all-ours": "yes"})
    assert "its version 2" in text(browser.get(at))
    browser.post(at, {**ANSWERS, "start": "2027-05-01"})
    rows = queries.versions(key)
    assert [(one.identity, one.number) for one in rows] == [
        (rows[0].identity, 2), (rows[0].identity, 1),
    ]  # fmt: skip
    assert "supersedes: 1" in rows[0].text


def test_items_and_systems_are_one_list_with_the_date_from_which_each_is_in_scope(browser):
    key = customer()
    browser.post(f"/customers/{key}/agreement/begin/", ANSWERS)
    at = f"/customers/{key}/agreement/{queries.versions(key)[0].id}/"
    server = customers.add(SystemDraft(name="The old server"), customer=key, by=BY, at=AT)
    page = browser.get(at)
    items = re.findall(r'name="item" value="([^"]+)"', page.content.decode())
    assert items
    given = {"item": items[0], "system": server, "since": "2026-05-04"}
    told = text(browser.post(f"{at}items/link/", given, follow=True))
    assert re.search(r"The old server in scope (since|from) Mon 4 May 2026", told)
    told = text(browser.post(f"{at}items/make/", follow=True))
    assert "not linked" not in told
    systems = {one.item: one for one in known.systems(key)}
    assert set(systems) == set(items)
    assert str(systems[items[1]].in_scope_since) == "2027-02-01"
    # A warranty that the template made up is nobody's.
    assert all(one.warranty_until is None for one in systems.values())
    forged = customers.add(SystemDraft(name="X"), customer=customer("Other"), by=BY, at=AT)
    for wrong in ({"system": forged}, {"item": "nothing"}, {"since": "soon"}):
        page = browser.post(f"{at}items/link/", {**given, **wrong}, follow=True)
        assert "Look at the list again" in text(page)
    assert len(known.systems(key)) == len(items)


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.AUDITOR])
def test_who_may_only_see_is_offered_nothing_to_do(role):
    desk()
    key = customer()
    version = put_in_force(key, MONTH)
    draft = actions.upload(MONTH.replace("version: 1", "version: 2"), customer=key, by=BY, at=AT)
    client = Client()
    client.force_login(another(role), settings.AUTHENTICATION_BACKENDS[0])
    for one in (version, draft):
        page = client.get(f"/customers/{key}/agreement/{one}/").content.decode()
        main = page[page.index("<main") :]
        assert 'method="post"' not in main
        assert "?draft=" not in main


def test_a_warranty_that_is_true_stands_in_the_list_of_systems_in_the_contract_s_language(browser):
    key = customer()
    at = browser.post(f"/customers/{key}/agreement/begin/", ANSWERS).headers["Location"]
    row = queries.versions(key)[0]
    true = re.sub(r'given_by: ".*"', "given_by: Padana Server", row.text)
    assert true != row.text
    actions.upload(true, customer=key, by=BY, at=AT)
    browser.post(f"{at}items/make/")
    told = text(browser.get(f"/customers/{key}/"))
    found = re.search(r"(.{3})warranty until Thu 31 Jan 2030 \((.*?)\)", told)
    assert found is not None
    assert "·" not in found[1]
    assert found[2].startswith("parts within 1 business day of “")
