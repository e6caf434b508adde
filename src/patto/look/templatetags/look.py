"""Tags of every template: words, and times as the reader's wall shows them."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from patto import __version__
from patto.kernel.instants import Instant, to_datetime

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: template.Context, key: str, **parameters: object) -> str:
    """Return the words of a key; what is put into them is text, whatever it holds."""
    return str(context["words"].say(key, **parameters))


@register.simple_tag(takes_context=True)
def moment(context: template.Context, instant: Instant, form: str = "short") -> SafeString:
    """Return an instant in the reader's zone, with the exact one for programs."""
    told = context["words"].instant(instant, context["zone"], form=form, seconds=False)
    exact = to_datetime(instant).isoformat()
    return format_html('<time datetime="{}">{}</time>', exact, told)


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
