"""What a cell of each type must look like and what it becomes, as DuckDB expressions.

Every expression reads `cell`, one of the different texts of a column, and its `value`.
"""

from datetime import datetime

from shuke.intake.formats import Column
from shuke.intake.limits import CELL_CHARACTERS_MAX
from shuke.intake.quoting import literal

_TYPES = {
    "text": "VARCHAR",
    "money": "BIGINT",
    "quantity": "BIGINT",
    "moment": "TIMESTAMP",
    "flag": "BOOLEAN",
    "degrees": "DOUBLE",
    "ownership": "VARCHAR",
}
_WIDE = "０１２３４５６７８９．，＋－：／　（）"
_PLAIN = "0123456789.,+-:/ ()"
_YES = ("true", "1", "yes", "y", "是", "有", "对")
_NO = ("false", "0", "no", "n", "否", "无")
_OWNED = {"own": "own", "直营": "own", "franchise": "franchise", "加盟": "franchise"}
_NUMBER = r"[+-]?[0-9]{1,13}(\.[0-9]{1,6})?"
_GROUPED = r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?"
_OFFSET = r".*[0-9](Z|z|[+-][0-9]{2}:?[0-9]{2})"
_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y%m%d%H%M%S",
    "%Y%m%d %H:%M:%S",
    "%Y%m%d %H:%M",
    "%Y%m%d",
)
_QUANTITY_DIGITS = 3
_CODES = {
    "money": "row.not_money",
    "quantity": "row.not_quantity",
    "moment": "row.not_a_moment",
    "flag": "row.not_a_flag",
    "degrees": "row.not_degrees",
    "ownership": "row.not_ownership",
}
_CONTROLS = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\x{202A}-\x{202E}]"
# Whether the moment in `cell` says its offset from UTC.
OFFSET_GIVEN = f"coalesce(regexp_full_match(cell, {literal(_OFFSET)}), false)"


def trimmed(column: Column, cell: str) -> str:
    """The cell without outer blanks; empty becomes NULL; other than texts in plain signs.

    The apostrophe before a formula's sign is what a file of refused rows adds.
    """
    cell = f"trim({cell}, ' \t\r\n\u3000\ufeff\u00a0')"
    cell = f"regexp_replace({cell}, '^''([=+@＝＋＠-])', '\\1')"
    if column.type != "text":
        cell = f"translate({cell}, {literal(_WIDE)}, {literal(_PLAIN)})"
    return f"nullif({cell}, '')"


def code(column: Column, digits: int) -> str:
    """Why a `cell` with its `value` cannot be: a code, or '' for a sound one."""
    most = column.most if column.type == "text" else CELL_CHARACTERS_MAX
    empty = "'row.empty'" if column.is_required else "''"
    wrong = literal(_CODES.get(column.type, ""))
    return (
        f"CASE WHEN cell IS NULL THEN {empty}"
        f" WHEN length(cell) > {most} THEN 'row.too_long'"
        " WHEN regexp_matches(cell, '^[=＝@＠]') THEN 'row.formula'"
        rf" WHEN regexp_matches(cell, '{_CONTROLS}') THEN 'row.control_characters'"
        f" WHEN value IS NULL THEN {wrong} ELSE '' END"
    )


def demand_range(column: Column, place: int, latest: datetime) -> str:
    """The statement that refuses moments before 1970 or after the latest one that may be."""
    if column.type != "moment":
        return "SELECT 1"
    last = literal(latest.strftime("%Y-%m-%d %H:%M:%S"))
    return (
        f"UPDATE cells_{place} SET code = {literal(_CODES['moment'])} WHERE code = ''"  # noqa: S608
        f" AND value NOT BETWEEN TIMESTAMP '1970-01-02' AND TIMESTAMP {last}"
    )


def message_values(column: Column, digits: int) -> str:
    """The values of the message about a cell; a text is never shown back, it may name somebody."""
    most = column.most if column.type == "text" else CELL_CHARACTERS_MAX
    shown = "'{}'"
    if column.type != "text":
        shown = f"CAST(json_object('value', left(k.cell, 40), 'digits', {digits}) AS VARCHAR)"
    return (
        "CASE k.code WHEN 'row.too_long'"
        f" THEN CAST(json_object('most', {most}) AS VARCHAR)"
        f" WHEN {literal(_CODES.get(column.type, '-'))} THEN {shown} ELSE '{{}}' END"
    )


def value(column: Column, digits: int) -> str:
    """The typed value of `cell`, NULL where it is none."""
    return _parsed(column, digits)


def missing(column: Column) -> str:
    """NULL of the column's type."""
    return f"CAST(NULL AS {_TYPES[column.type]})"


def _parsed(column: Column, digits: int) -> str:
    cell = "cell"
    if column.type == "money":
        return _units(cell, digits)
    if column.type == "quantity":
        return _units(cell, _QUANTITY_DIGITS)
    if column.type == "moment":
        return _moment(cell)
    if column.type == "flag":
        return _choice(cell, {**dict.fromkeys(_YES, "true"), **dict.fromkeys(_NO, "false")})
    if column.type == "degrees":
        most = 90 if column.name == "latitude" else 180
        number = f"try_cast({cell} AS DOUBLE)"
        return f"CASE WHEN {number} BETWEEN -{most} AND {most} THEN {number} END"
    if column.type == "ownership":
        return _choice(cell, {name: literal(kind) for name, kind in _OWNED.items()})
    return cell


def _units(cell: str, digits: int) -> str:
    """Exact units of 10^-digits, NULL where the text is no such number or has more decimals."""
    bare = f"regexp_replace({cell}, '^([+-]?)[¥￥$€£]\\s*', '\\1')"
    plain = (
        f"CASE WHEN regexp_full_match({bare}, {literal(_GROUPED)})"
        f" THEN replace({bare}, ',', '') ELSE {bare} END"
    )
    scaled = f"try_cast(({plain}) AS DECIMAL(20, 6)) * {10**digits}"
    return (
        f"CASE WHEN regexp_full_match({plain}, {literal(_NUMBER)})"
        f" THEN CASE WHEN {scaled} = round({scaled}, 0) THEN CAST({scaled} AS BIGINT) END END"
    )


def _moment(cell: str) -> str:
    """A moment as it is written: UTC where an offset is given, else the wall clock's."""
    iso = (
        f"regexp_replace(replace(regexp_replace({cell}, '([0-9]{{4}})[年/.]([0-9]{{1,2}})[月/.]"
        f"([0-9]{{1,2}})日?', '\\1-\\2-\\3'), 'T', ' '), '\\s+', ' ', 'g')"
    )
    formats = ", ".join(map(literal, _FORMATS))
    return (
        f"CASE WHEN regexp_full_match({cell}, {literal(_OFFSET)})"
        f" THEN date_trunc('second', timezone('UTC', try_cast({cell} AS TIMESTAMPTZ)))"
        f" ELSE date_trunc('second', try_strptime({iso}, [{formats}])) END"
    )


def _choice(cell: str, values: dict[str, str]) -> str:
    cases = " ".join(f"WHEN {literal(name)} THEN {result}" for name, result in values.items())
    return f"CASE lower({cell}) {cases} END"
