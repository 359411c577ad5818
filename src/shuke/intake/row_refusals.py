"""What intake says no to row by row: the row is listed with its line, the others go on."""

from shuke.kernel.refusal import Refusal


class RowRefusal(Refusal):
    """A reason for one row; `code` is what the table of refused rows keeps."""

    code = "row.refused"
    next_en = "Correct the row in the file of refused rows and import that file."
    next_zh = "请在拒收文件中修正该行后重新导入。"


class Ragged(RowRefusal):
    """More or fewer cells than headings."""

    code = "row.ragged"
    en = "The row has another number of cells than the headings ({count} instead of {wanted})."
    zh = "该行单元格数与标题不一致（{count}，应为 {wanted}）。"


class CellTooLong(RowRefusal):
    """A text beyond its limit."""

    code = "row.too_long"
    en = "The cell is longer than {most} characters."
    zh = "单元格超过 {most} 个字符。"


class CellEmpty(RowRefusal):
    """A required cell is empty."""

    code = "row.empty"
    en = "The cell must not be empty."
    zh = "该单元格不能为空。"


class CellFormula(RowRefusal):
    """A formula where a value is wanted."""

    code = "row.formula"
    en = "The cell holds a formula, not a value."
    zh = "单元格为公式，不是值。"
    next_en = "Paste the values instead of the formulas and import again."
    next_zh = "请将公式粘贴为数值后重新导入。"


class CellControl(RowRefusal):
    """Invisible control characters."""

    code = "row.control_characters"
    en = "The cell holds control characters."
    zh = "单元格含有控制字符。"


class NotMoney(RowRefusal):
    """Not an amount of the currency."""

    code = "row.not_money"
    en = "“{value}” is not an amount with at most {digits} decimals below 10^13."
    zh = "“{value}”不是有效金额（最多 {digits} 位小数）。"


class NotQuantity(RowRefusal):
    """Not a quantity."""

    code = "row.not_quantity"
    en = "“{value}” is not a quantity with at most three decimals."
    zh = "“{value}”不是有效数量（最多三位小数）。"


class NotMoment(RowRefusal):
    """Not a date and time."""

    code = "row.not_a_moment"
    en = "“{value}” is not a date and time between 1970 and tomorrow."
    zh = "“{value}”不是有效的日期时间（1970 年至明天）。"
    next_en = "Write it like 2026-05-01 18:30, in the store's time, or with an offset."
    next_zh = "请写成 2026-05-01 18:30（门店当地时间），或带时区偏移。"


class NotFlag(RowRefusal):
    """Neither yes nor no."""

    code = "row.not_a_flag"
    en = "“{value}” is neither yes nor no."
    zh = "“{value}”既不是“是”也不是“否”。"


class NotDegrees(RowRefusal):
    """Not a place on earth."""

    code = "row.not_degrees"
    en = "“{value}” is not a number of degrees."
    zh = "“{value}”不是有效的经纬度。"


class NotOwnership(RowRefusal):
    """Neither own nor franchise."""

    code = "row.not_ownership"
    en = "“{value}” is neither own nor franchise."
    zh = "“{value}”既不是直营也不是加盟。"


class NotZone(RowRefusal):
    """Not a time zone."""

    code = "row.not_a_zone"
    en = "“{value}” is not an IANA time zone."
    zh = "“{value}”不是 IANA 时区名。"


class StoreUnknown(RowRefusal):
    """No store has that number."""

    code = "row.unknown_store"
    en = "There is no store “{value}”."
    zh = "找不到门店“{value}”。"


class MemberUnknown(RowRefusal):
    """No member has that number."""

    code = "row.unknown_member"
    en = "There is no member “{value}”."
    zh = "找不到会员“{value}”。"
    next_en = "Import the members first, then this file of refused rows."
    next_zh = "请先导入会员，再导入此拒收文件。"


class SaleInconsistent(RowRefusal):
    """The lines of one sale disagree about the sale."""

    code = "row.sale_inconsistent"
    en = "Lines of the sale “{value}” name different times, members, tills or staff."
    zh = "单号“{value}”的各行在时间、会员、收银台或员工上不一致。"
    next_en = "Give different sales different numbers."
    next_zh = "不同的销售请使用不同的单号。"


class SaleBroken(RowRefusal):
    """Another line of the same sale was refused."""

    code = "row.sale_broken"
    en = "Another line of the sale “{value}” was refused (line {other}); a sale comes whole."
    zh = "单号“{value}”的另一行（第 {other} 行）被拒收；一笔销售须完整导入。"


class SaleTooLong(RowRefusal):
    """More lines than a sale has."""

    code = "row.sale_too_long"
    en = "The sale “{value}” has more than {most} lines."
    zh = "单号“{value}”超过 {most} 行。"


class WrongSign(RowRefusal):
    """A negative line without the sale that it takes back."""

    code = "row.wrong_sign"
    en = "A negative line must name the sale it takes back; a positive one must not."
    zh = "负数行须填写退货原单号；正数行不得填写。"


class SumsDiffer(RowRefusal):
    """Gross, discounts and amount do not add up."""

    code = "row.sums_differ"
    en = "Gross less discounts is not the amount."
    zh = "原价减优惠不等于实付金额。"
