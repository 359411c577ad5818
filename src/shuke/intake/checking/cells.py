"""What a cell of each type must look like and what it becomes, as DuckDB expressions.

Every expression reads a column of `trimmed`, whose name comes from the Shuke format.
"""

from datetime import datetime

from shuke.intake.checking.problems import note
from shuke.intake.formats import Column
from shuke.intake.limits import CELL_CHARACTERS_MAX
from shuke.intake.quoting import literal, quoted

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
# Never shown back: what may be somebody's name or number stays in the file of refused rows.
_SHOWN = "left({cell}, 40)"


def trimmed(column: Column, place: int) -> str:
    """The cell without outer blanks; empty becomes NULL; other than texts in plain signs."""
    cell = f"trim(c{place}, ' \t\r\n\u3000\ufeff\u00a0')"
    cell = f"regexp_replace({cell}, '^''([=+@＝＋＠-])', '\\1')"
    if column.type != "text":
        cell = f"translate({cell}, {literal(_WIDE)}, {literal(_PLAIN)})"
    return f"nullif({cell}, '')"


def problems(column: Column, start: int, digits: int, latest: datetime) -> tuple[str, ...]:
    """The statements that note the cells of this column which cannot be; `start` orders them."""
    cell = quoted(column.name)
    most = column.most if column.type == "text" else CELL_CHARACTERS_MAX
    tests = [("row.empty", f"{cell} IS NULL", "'{}'")] if column.is_required else []
    tests += [
        (
            "row.too_long",
            f"length({cell}) > {most}",
            f"json_object('most', {most})",
        ),
        ("row.formula", f"regexp_matches({cell}, '^[=＝@＠]')", "'{}'"),
        (
            "row.control_characters",
            rf"regexp_matches({cell}, '[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\x{{202A}}-\x{{202E}}]')",
            "'{}'",
        ),
    ]
    if column.type != "text":
        shown = f"json_object('value', {_SHOWN.format(cell=cell)}, 'digits', {digits})"
        bad = f"{cell} IS NOT NULL AND ({_parsed(column, digits)}) IS NULL"
        if column.type == "moment":
            bad += f" OR ({_parsed(column, digits)}) NOT BETWEEN {_between(latest)}"
        tests.append((_CODES[column.type], bad, shown))
    return tuple(
        note(
            code=code,
            column=column.name,
            place=place,
            vals=f"CAST({vals} AS VARCHAR)",
            source=f"trimmed WHERE {test}",
        )
        for place, (code, test, vals) in enumerate(tests, start=start)
    )


def value(column: Column, digits: int) -> str:
    """The typed value of a cell that has no problem."""
    return _parsed(column, digits)


def missing(column: Column) -> str:
    """NULL of the column's type."""
    return f"CAST(NULL AS {_TYPES[column.type]})"


def offset_given(column: str) -> str:
    """Whether the moment in this column of `trimmed` says its offset from UTC."""
    return f"coalesce(regexp_full_match({quoted(column)}, {literal(_OFFSET)}), false)"


def _parsed(column: Column, digits: int) -> str:
    cell = quoted(column.name)
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


def _between(latest: datetime) -> str:
    return f"TIMESTAMP '1970-01-02' AND TIMESTAMP {literal(latest.strftime('%Y-%m-%d %H:%M:%S'))}"
