"""When a site is open, wherever a page names one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from patto.helpdesk.places import told

register = template.Library()


@register.simple_tag(takes_context=True)
def day(context: template.Context, value: date) -> str:
    """Return a day as the reader writes it."""
    return str(context["words"].date(value))


@register.inclusion_tag("helpdesk/place.html", takes_context=True)
def when_open(context: template.Context, site: Any) -> dict[str, Any]:
    """Return when a site is open, and whether it is now; nothing if nothing is kept of it."""
    at = context["now_ms"] * 1000
    return {"place": told(site.hours, site.closed, site.zone, at, context["words"])}
