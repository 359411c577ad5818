"""Money in integer minor units: exact on the way in, never a float on the way through."""

from decimal import Decimal, InvalidOperation

from shuke.kernel.refusal import Refusal

MINOR_UNITS_MAX = 10**15


class NotMoney(Refusal):
    """The text is not an amount of the currency."""

    code = "money.not_an_amount"
    en = "“{text}” is not an amount of money with at most {digits} decimals."
    zh = "“{text}”不是有效金额（最多 {digits} 位小数）。"
    next_en = "Write the amount like 12.50, without a currency sign."
    next_zh = "请按 12.50 的格式填写金额，不带货币符号。"


def minor_units(amount: str | Decimal, *, digits: int = 2) -> int:
    """Turn an amount of major units ("12.50") into minor units (1250), exactly.

    Raises:
        NotMoney: not a number, more decimals than the currency has, or beyond 10^15.
    """
    try:
        value = Decimal(amount).scaleb(digits)
        whole = value.to_integral_exact() if value.is_finite() else Decimal("NaN")
    except InvalidOperation:
        raise NotMoney(text=str(amount)[:40], digits=digits) from None
    if not whole.is_finite() or whole != value or abs(whole) > MINOR_UNITS_MAX:
        raise NotMoney(text=str(amount)[:40], digits=digits)
    return int(whole)


def major_text(amount: int, *, digits: int = 2) -> str:
    """Write minor units as a plain decimal text: 1250 -> "12.50"."""
    sign = "-" if amount < 0 else ""
    if digits == 0:
        return f"{amount}"
    whole, rest = divmod(abs(amount), 10**digits)
    return f"{sign}{whole}.{rest:0{digits}d}"
