"""Template tags: numbers in the reader's language, addresses that keep the reader's choices."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.http import QueryDict
from django.urls import translate_url
from django.utils.translation import get_language

from shuke.interfaces.ui.formats import Formats, Language

register = template.Library()

Number = float | Decimal | None


def language() -> Language:
    """The reader's language, as the formats name it."""
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def _formats(context: Mapping[str, Any]) -> Formats:
    visit = context.get("visit")
    return visit.formats if visit else Formats(language=language())


@register.filter
def count(value: Number, decimals: int = 0) -> str:
    """128406 -> 128,406."""
    return Formats(language=language()).count(value, decimals)


@register.filter
def short(value: Number) -> str:
    """1863000 -> 186.3 万 / 1.9M."""
    return Formats(language=language()).short(value)


@register.filter
def percent(ratio: Number, decimals: int = 1) -> str:
    """0.382 -> 38.2%."""
    return Formats(language=language()).percent(ratio, decimals)


@register.filter
def days(value: Number, decimals: int = 0) -> str:
    """12 -> 12 天 / 12 days."""
    return Formats(language=language()).days(value, decimals)


@register.filter
def day(value: date | None) -> str:
    """2017-12-31 -> 2017年12月31日 / 31 Dec 2017."""
    return Formats(language=language()).day(value)


@register.filter
def day_short(value: date | None) -> str:
    """2017-12-31 -> 12月31日 / 31 Dec."""
    return Formats(language=language()).day_short(value)


@register.simple_tag(takes_context=True)
def money(context: Mapping[str, Any], minor: Number) -> str:
    """Minor units in the chain's currency, in full."""
    return _formats(context).money(minor)


@register.simple_tag(takes_context=True)
def money_short(context: Mapping[str, Any], minor: Number) -> str:
    """Minor units in the chain's currency, briefly."""
    return _formats(context).money_short(minor)


@register.simple_tag(takes_context=True)
def address(context: Mapping[str, Any], **changes: object) -> str:
    """The query string of this page with some values changed; an empty value drops its name."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def in_language(context: Mapping[str, Any], code: str) -> str:
    """This page's address in the other language."""
    return translate_url(context["request"].get_full_path(), code)
