"""The page that `doc_url` of an error opens: every code, what it means, what to do."""

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join

from shuke.interfaces.api.errors import TYPES
from shuke.kernel.refusal import all_refusals


def errors(_: HttpRequest) -> HttpResponse:
    """Every code the API may answer, in both languages; no script, no style, no other file."""
    entries = format_html_join(
        "\n",
        '<h2 id="{}"><code>{}</code></h2><p>{} · {}</p>'
        '<p lang="en">{}<br>{}</p><p lang="zh">{}<br>{}</p>',
        (
            (
                one.code,
                one.code,
                one.kind.value,
                TYPES[one.kind],
                one.en,
                one.next_en,
                one.zh,
                one.next_zh,
            )
            for one in all_refusals()
        ),
    )
    page = format_html(
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Errors · 错误代码</title></head>'
        "<body><main><h1>Errors · 错误代码</h1>{}</main></body></html>",
        entries,
    )
    return HttpResponse(page)
