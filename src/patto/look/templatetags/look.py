"""Tags of every template: words, and times as the reader's wall shows them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from pydantic_core import PydanticCustomError

from patto import __version__
from patto.kernel.agreement.quantities import Budget
from patto.kernel.instants import Instant, to_datetime

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: template.Context, key: str, **parameters: object) -> str:
    """Return the words of a key; what is put into them is text, whatever it holds."""
    return str(context["words"].say(key, **parameters))


@register.simple_tag(takes_context=True)
def moment(context: template.Context, instant: Instant, form: str = "near") -> SafeString:
    """Return an instant in the reader's zone as people say it, or in a form of `Words.instant`.

    The exact one is there for programs, and for whoever points at it.
    """
    words, zone = context["words"], context["zone"]
    full = words.instant(instant, zone)
    if form == "near":
        told = words.near(instant, zone, context["now_ms"] * 1000)
    else:
        told = words.instant(instant, zone, form=form, seconds=False)
    exact = to_datetime(instant).isoformat()
    return format_html('<time datetime="{}" title="{}">{}</time>', exact, full, told)


@register.simple_tag(takes_context=True)
def near(context: template.Context, instant: Instant) -> str:
    """Return an instant in the reader's zone as people say it, to be put into a sentence."""
    return str(context["words"].near(instant, context["zone"], context["now_ms"] * 1000))


@register.simple_tag(takes_context=True)
def on_date(context: template.Context, day: date) -> str:
    """Return a date in words, with its day of the week."""
    return str(context["words"].date(day))


@register.simple_tag(takes_context=True)
def target(context: template.Context, text: str) -> str:
    """Return a target as an agreement writes it, `3 business days`, in the reader's words."""
    try:
        agreed = Budget.parse(text)
    except PydanticCustomError:
        return text
    words, unit = context["words"], agreed.unit.replace(" ", "-")
    told = {"number": words.number(agreed.amount, 6), "count": float(agreed.amount)}
    return str(words.say(f"unit.{unit}", **told))


@register.simple_tag
def version() -> str:
    """Return the version of Patto, by which a browser knows that what it kept is out of date."""
    return __version__


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a static file, another for each version of Patto."""
    return f"{static(f'look/{name}')}?{__version__}"


@register.simple_tag(takes_context=True)
def here(context: template.Context, name: str) -> str:
    """Return the class of a link of the menu: `active` on the page of that name."""
    match: Any = context["request"].resolver_match
    return "active" if match and match.url_name == name else ""


@register.inclusion_tag("look/field.html", takes_context=True)
def field(context: template.Context, bound: Any, hint: str = "") -> dict[str, Any]:
    """Return a field of a form with its label, its hint and what is wrong with it."""
    return {"field": bound, "hint": hint, "words": context["words"]}


@register.simple_tag(takes_context=True)
def term(context: template.Context, section: str, value: str) -> str:
    """Return what a value is called, the value itself where it has no name."""
    return str(context["words"].term(section, value))


@register.simple_tag
def until(instant: Instant) -> SafeString:
    """Return a place in which the page counts down to an instant."""
    return format_html('<span class="number" data-due="{}"></span>', instant // 1000)


@register.simple_tag(takes_context=True)
def say_in(context: template.Context, section: str, name: str) -> str:
    """Return the words of a name in a section."""
    return str(context["words"].say(f"{section}.{name}"))


@register.simple_tag(takes_context=True)
def moment_in(context: template.Context, instant: Instant, zone: str) -> str:
    """Return an instant in a zone that is not the reader's."""
    return str(context["words"].instant(instant, zone, form="short", seconds=False))


@register.filter
def by_name(by: str) -> str:
    """Return the name in `provider:Marta`, the role where no name is known."""
    role, _, name = by.partition(":")
    return name or role
