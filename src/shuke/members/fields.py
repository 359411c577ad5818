"""Profile fields: their types, labels, checks and weights (requirements A09, A11, E12).

Built-in fields are listed here; a chain adds its own at run time as rows, which have the same
shape. A field with a weight counts towards completeness.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from shuke.kernel.refusal import Language
from shuke.members.refusals import BadFieldName, BadValue

VALUE_CHARACTERS_MAX = 500
NAME_CHARACTERS_MAX = 80
_NAME = re.compile(r"[^\W\d_][\w.]*")
_EARLIEST_YEAR = 1900
_EXPONENT_MAX = 30  # 1E999999 would be written out as a million digits


class FieldType(StrEnum):
    """What the values of a field are; all are kept as text."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a closed list, with its names."""

    value: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Field:
    """One profile field. A personal field is sealed at rest and never reaches the lake."""

    name: str
    zh: str
    en: str
    type: FieldType = FieldType.TEXT
    choices: tuple[Choice, ...] = ()
    is_personal: bool = False
    weight: int = 0
    is_custom: bool = False

    def label(self, language: Language) -> str:
        """Return the field's name in the reader's language."""
        return self.zh if language == "zh" else self.en


_SEXES = (Choice("female", "女", "Female"), Choice("male", "男", "Male"))

BUILT_IN: tuple[Field, ...] = (
    Field("birthday", "生日", "Birthday", FieldType.DATE, is_personal=True, weight=1),
    Field("sex", "性别", "Sex", FieldType.CHOICE, _SEXES, weight=1),
    Field("region", "地区", "Region", weight=1),
    Field("occupation", "职业", "Occupation", weight=1),
    Field("address", "地址", "Address", is_personal=True, weight=1),
    Field("sizes", "尺码", "Sizes", weight=1),
    Field("tastes", "口味与喜好", "Tastes", weight=1),
    Field("occasions", "消费场合", "Occasions"),
    Field("family_dates", "家庭纪念日", "Family dates", is_personal=True),
    Field("age", "年龄段", "Age band"),
    Field("income", "收入", "Income"),
    Field("home_ownership", "住房", "Home ownership"),
    Field("marital_status", "婚姻状况", "Marital status"),
    Field("household_size", "家庭人数", "Household size"),
    Field("household_comp", "家庭构成", "Household composition"),
    Field("kids_count", "子女数", "Children"),
    Field("birth_year", "出生年份", "Year of birth", FieldType.NUMBER),
    Field("birth_month", "出生月份", "Month of birth", FieldType.NUMBER),
    Field("home_latitude", "住址纬度", "Home latitude", FieldType.NUMBER, is_personal=True),
    Field("home_longitude", "住址经度", "Home longitude", FieldType.NUMBER, is_personal=True),
    Field("nearest_store", "最近门店", "Nearest store"),
    Field("distance_band", "距最近门店", "Distance to the nearest store"),
)
BY_NAME = {field.name: field for field in BUILT_IN}
# What a complete file holds besides weighted fields: a name and two ways to reach the member.
IDENTITY_WEIGHTS = {"name": 1, "phone": 1, "email": 1}


def checked_name(name: str) -> str:
    """Return the name of a field, preference or trait.

    Raises:
        BadFieldName: it is empty, too long, or has signs other than letters, digits, _ and dots.
    """
    if len(name) > NAME_CHARACTERS_MAX or not _NAME.fullmatch(name):
        raise BadFieldName(param="name", name=name[:40])
    return name


def checked(field: Field, text: str) -> str:
    """Return the value as it is kept.

    Raises:
        BadValue: 1990-02-29 is no birthday, a choice is not in the list, a number is no number.
    """
    value = text.strip()
    if not value or len(value) > VALUE_CHARACTERS_MAX:
        raise _bad(field, value)
    if field.type is FieldType.DATE:
        return _date(field, value)
    if field.type is FieldType.NUMBER:
        return _number(field, value)
    if field.type is FieldType.BOOLEAN and value.lower() not in {"true", "false"}:
        raise _bad(field, value)
    if field.type is FieldType.CHOICE and value not in {choice.value for choice in field.choices}:
        raise _bad(field, value)
    return value.lower() if field.type is FieldType.BOOLEAN else value


def _bad(field: Field, value: str) -> BadValue:
    # A personal value stays out of the message: refusals reach logs and files of refused rows.
    shown = "…" if field.is_personal else value[:40]
    return BadValue(
        param=field.name,
        value=shown,
        en_name=field.en,
        zh_name=field.zh,
        type=str(field.type),
    )


def _date(field: Field, value: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise _bad(field, value) from None
    if day.year < _EARLIEST_YEAR:
        raise _bad(field, value)
    return day.isoformat()


def _number(field: Field, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise _bad(field, value) from None
    if not number.is_finite() or abs(number.adjusted()) > _EXPONENT_MAX:
        raise _bad(field, value)
    return format(number.normalize(), "f")


def age_on(birthday: date, day: date) -> int:
    """Return completed years: born 1992-02-29, one is 33 on 2026-02-28 and 34 on 2026-03-01."""
    before = (day.month, day.day) < (birthday.month, birthday.day)
    return day.year - birthday.year - int(before)
