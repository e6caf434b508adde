"""What a column of a file means, known by its heading in either language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args

from patto.customers.folding import folded

Noun: TypeAlias = Literal["customer", "contact", "site", "system", "supplier"]
NOUNS: Final[tuple[Noun, ...]] = get_args(Noun)

_WHOSE: Final = (
    "customer", "customer name", "company", "client", "account", "organization", "organisation",
    "cliente", "azienda", "ragione sociale", "ditta", "societa", "organizzazione", "intestatario",
)  # fmt: skip
_TELEPHONE: Final = (
    "telephone", "phone", "phone number", "tel", "business phone", "telefono", "tel fisso",
    "telefono fisso", "numero di telefono", "telefono ufficio",
)  # fmt: skip
_MOBILE: Final = ("mobile", "mobile phone", "cell", "cellulare", "telefono cellulare")
_EMAIL: Final = (
    "email", "e mail", "mail", "email address", "e mail address", "posta elettronica",
    "indirizzo email", "indirizzo e mail",
)  # fmt: skip
_NOTE: Final = (
    "note",
    "notes",
    "comment",
    "comments",
    "remarks",
    "nota",
    "annotazioni",
    "commenti",
)
_ADDRESS: Final = ("address", "street", "street address", "indirizzo", "via", "indirizzo sede")
_PLACED: Final = {
    "address": _ADDRESS,
    "postcode": ("postcode", "postal code", "zip", "zip code", "cap"),
    "city": ("city", "town", "citta", "comune", "localita"),
    "province": ("province", "state", "county", "provincia", "prov", "pr"),
}
_SITE: Final = ("site", "location", "office", "branch", "sede", "luogo", "ubicazione", "filiale")

COLUMNS: Final[Mapping[Noun, Mapping[str, tuple[str, ...]]]] = MappingProxyType({
    "customer": {
        "name": ("name", *_WHOSE, "nome", "denominazione", "nome azienda"),
        "language": ("language", "lingua"),
        "zone": ("time zone", "timezone", "zone", "fuso orario", "fuso"),
        "note": _NOTE,
        "contact": ("contact", "contact name", "contact person", "referente", "contatto"),
        "telephone": _TELEPHONE,
        "mobile": _MOBILE,
        "email": _EMAIL,
        "site": _SITE,
        **_PLACED,
    },
    "contact": {
        "customer": _WHOSE,
        "name": ("name", "full name", "contact", "display name", "nome completo", "referente",
                 "contatto", "nominativo", "nome e cognome", "cognome e nome"),
        "first": ("first name", "given name", "firstname", "nome"),
        "last": ("last name", "surname", "family name", "lastname", "cognome"),
        "telephone": _TELEPHONE,
        "mobile": _MOBILE,
        "email": _EMAIL,
        "site_id": _SITE,
        "may_report": ("may report", "can report", "puo segnalare", "segnala"),
        "may_decide": ("may decide", "can decide", "decision maker", "puo decidere", "decide"),
        "known_as": ("group", "known as", "gruppo", "nome nell accordo"),
    },
    "site": {
        "customer": _WHOSE,
        "name": ("name", "site", "site name", "location", "nome", "sede", "nome sede", "filiale"),
        **_PLACED,
        "hours": ("hours", "opening hours", "access hours", "orari", "orario", "orari di accesso",
                  "orario di apertura", "orari di apertura"),
        "closed": ("closed", "closed days", "holidays", "closures", "chiusure", "chiusura",
                   "giorni di chiusura", "ferie", "festivita"),
        "access": ("access", "accesso", "come entrare"),
        "note": _NOTE,
    },
    "system": {
        "customer": _WHOSE,
        "name": ("name", "system", "system name", "asset", "device", "hostname", "computer name",
                 "nome", "sistema", "dispositivo", "apparato", "nome dispositivo"),
        "kind": ("kind", "type", "asset type", "device type", "category", "tipo", "tipologia",
                 "categoria"),
        "criticality": ("criticality", "importance", "priority", "criticita", "importanza",
                        "priorita"),
        "site_id": _SITE,
        "supplier_id": ("supplier", "supported by", "vendor", "fornitore", "assistenza di",
                        "chi lo segue"),
        "contract": ("contract", "contract number", "contratto", "numero contratto",
                     "numero di contratto", "n contratto"),
        "item": ("item", "agreement item", "voce", "voce dell accordo"),
        "in_scope_since": ("in scope since", "covered since", "compreso dal", "dal"),
        "in_scope_until": ("in scope until", "out of scope from", "covered until",
                           "non piu compreso dal", "compreso fino al"),
        "serial": ("serial", "serial number", "s n", "sn", "numero di serie", "seriale",
                   "matricola", "service tag"),
        "warranty_until": ("warranty until", "warranty", "warranty expiry", "warranty expires",
                           "garanzia", "garanzia fino al", "scadenza garanzia", "fine garanzia"),
        "warranty_by": ("warranty by", "manufacturer", "maker", "garanzia di", "produttore",
                        "marca", "costruttore"),
        "parts_within": ("parts within", "spare parts", "ricambi entro", "ricambi"),
        "note": _NOTE,
    },
    "supplier": {
        "name": ("name", "supplier", "supplier name", "vendor", "nome", "fornitore",
                 "ragione sociale", "denominazione"),
        "customer": ("customer", "for customer", "cliente", "per il cliente"),
        "telephone": _TELEPHONE,
        "email": _EMAIL,
        "contract": ("contract", "contract number", "customer number", "contratto",
                     "numero contratto", "codice cliente", "numero di contratto"),
        "hours": ("hours", "reached", "support hours", "orari", "orario", "reperibilita"),
    },
})  # fmt: skip
"""The headings of every column of a file of each noun, folded, the usual ones first."""

NEEDED: Final[Mapping[Noun, tuple[tuple[str, ...], ...]]] = MappingProxyType({
    "customer": (("name",),),
    "contact": (("customer",), ("name", "first", "last")),
    "site": (("customer",), ("name",)),
    "system": (("customer",), ("name",)),
    "supplier": (("name",),),
})  # fmt: skip
"""The columns without which a file says nothing: one of each group has to be there."""


def recognised(noun: Noun, headings: Sequence[str], own: Mapping[str, str]) -> tuple[str, ...]:
    """Return which column each heading names, empty where none is; each column is named once.

    `own` maps what the columns are called in the reader's language, folded, to the columns.
    """
    known = {told: name for name, some in COLUMNS[noun].items() for told in reversed(some)}
    first = {told: name for name, some in COLUMNS[noun].items() for told in some[:1]}
    known |= {told: name for told, name in own.items() if told not in known} | first
    taken: set[str] = set()
    found = []
    for heading in map(plain, headings):
        name = known.get(heading, "")
        if name == "first" and not _names_last(headings):
            name = "name"
        name = "" if name in taken else name
        taken.add(name)
        found.append(name)
    return tuple(found)


def lacking(noun: Noun, columns: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that a file needs and does not have."""
    there = set(columns)
    return tuple(group[0] for group in NEEDED[noun] if not there & set(group))


def plain(heading: str) -> str:
    """Return a heading without accents, capitals and what is no letter or digit."""
    return " ".join(re.findall(r"[a-z0-9]+", folded(heading)))


def _names_last(headings: Iterable[str]) -> bool:
    last = set(COLUMNS["contact"]["last"])
    return any(plain(one) in last for one in headings)
