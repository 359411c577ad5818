"""The lake's tables as readers see them: SQL over the parts that every engine understands.

Parts keep the member who bought; a merge adds a redirect. Reading through the redirect makes a
merge and its undoing cost nothing but a new list of redirects, whatever the number of sales.
"""

from collections.abc import Iterator, Mapping

HIDDEN = frozenset({"survivors"})
_PARTS = "{name}_parts"

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "members": ("member", "ordinal", "joined_on", "store", "channel", "stage"),
    "sales": (
        "sale",
        "member",
        "store",
        "channel",
        "at",
        "day",
        "amount",
        "gross",
        "line_count",
        "returns_sale",
        "staff",
    ),
    "lines": (
        "sale",
        "member",
        "store",
        "product",
        "at",
        "day",
        "quantity_milli",
        "amount",
        "gross",
        "is_return",
    ),
    "products": (
        "product",
        "number",
        "name",
        "department",
        "category",
        "subcategory",
        "brand",
        "is_counted",
        "is_known",
    ),
    "stores": ("store", "number", "name", "ownership"),
    "attributes": ("member", "name", "value", "basis", "at"),
    "contacts": ("campaign", "campaign_type", "member", "kind", "day"),
    "interactions": ("member", "kind", "channel", "at", "day", "points"),
    "survivors": ("member", "survivor", "store"),
}
TABLES = tuple(name for name in COLUMNS if name not in HIDDEN)
_FOLLOWED = frozenset({"sales", "lines", "contacts", "interactions"})


def parts_view(table: str) -> str:
    """The name under which an engine offers the parts of a table."""
    return _PARTS.format(name=table)


def views(*, with_redirects: bool, mark: str) -> Iterator[tuple[str, str]]:
    """Name and SELECT of every table; the redirects are joined only where there are any.

    `mark` is the engine's quotation mark for names (`at` is a keyword in some).
    """
    for table, names in COLUMNS.items():
        columns = tuple(f"{mark}{name}{mark}" for name in names)
        if with_redirects and table == "members":
            yield table, _survivors(columns)
        elif with_redirects and table in _FOLLOWED:
            yield table, _followed(table, columns)
        elif with_redirects and table == "attributes":
            yield table, _one_answer(columns)
        else:
            yield table, f"SELECT {', '.join(columns)} FROM {parts_view(table)}"


_REDIRECTED = "coalesce(v.survivor, p.member)"


def _survivors(columns: tuple[str, ...]) -> str:
    return (
        f"SELECT {', '.join(columns)} FROM {parts_view('members')} p WHERE NOT EXISTS"
        f" (SELECT 1 FROM {parts_view('survivors')} v WHERE v.member = p.member)"
    )


def _followed(table: str, columns: tuple[str, ...]) -> str:
    written = ", ".join(
        f"{_REDIRECTED} AS member" if "member" in name else f"p.{name}" for name in columns
    )
    return f"SELECT {written} FROM {parts_view(table)} p {_WITH_REDIRECTS}"


_WITH_REDIRECTS = f"LEFT JOIN {parts_view('survivors')} v ON v.member = p.member"


def _one_answer(columns: tuple[str, ...]) -> str:
    """Two merged members may both have said their size: the survivor's word, else the latest."""
    member, name, value, basis, at = columns
    return (
        f"SELECT {', '.join(columns)} FROM ("
        f"SELECT {_REDIRECTED} AS {member}, p.{name}, p.{value}, p.{basis}, p.{at},"
        f" row_number() OVER (PARTITION BY {_REDIRECTED}, p.{name}, p.{basis}"
        f" ORDER BY CASE WHEN v.survivor IS NULL THEN 0 ELSE 1 END, p.{at} DESC, p.{value})"
        f" AS place FROM {parts_view('attributes')} p {_WITH_REDIRECTS}) x WHERE place = 1"
    )
