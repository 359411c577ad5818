"""What this package says no to; each refusal has a stable code and a next step."""

from shuke.kernel.refusal import Kind, Refusal


class UnknownSale(Refusal):
    """No such sale, or none that the reader may see."""

    code = "sale.unknown"
    kind = Kind.NOT_FOUND
    en = "There is no sale “{text}” among those you may see."
    zh = "在您可查看的范围内找不到销售单“{text}”。"
    next_en = "Copy the id from the list of sales again."
    next_zh = "请从销售列表重新复制编号。"


class ParkedReturn(Refusal):
    """The return came before its sale and still waits for it."""

    code = "sale.return_parked"
    kind = Kind.CONFLICT
    en = "This return waits for its sale “{number}”, which has not arrived yet."
    zh = "该退货正在等待原销售单“{number}”到达。"
    next_en = "Send the sale; the return joins it by itself."
    next_zh = "请补传原销售单，系统会自动关联退货。"


class NumberTaken(Refusal):
    """The store has another sale of that number."""

    code = "sale.number_taken"
    kind = Kind.CONFLICT
    en = "Store {store} has a different sale with the number “{number}”."
    zh = "门店 {store} 已有单号为“{number}”的另一笔销售。"
    next_en = "Repeat a sale only unchanged; a correction is a return and a new sale."
    next_zh = "重发时内容必须不变；更正请先退货再重新开单。"


class BadSale(Refusal):
    """A text, number or time of the sale is out of its bounds."""

    code = "sale.bad_value"
    en = "{what} must be {rule}."
    zh = "{what} 必须为 {rule}。"
    next_en = "Correct this value and send the sale again."
    next_zh = "请修改该值后重新发送。"


class TooManyLines(Refusal):
    """A sale has 1 to 500 lines."""

    code = "sale.too_many_lines"
    en = "A sale has 1 to {most} lines; this one has {count}."
    zh = "一笔销售须有 1 至 {most} 行；当前为 {count} 行。"
    next_en = "Split the sale."
    next_zh = "请拆分该销售单。"


class SumsDiffer(Refusal):
    """Discounts or payments do not add up."""

    code = "sale.sums_differ"
    en = "{what} add up to {sum}, not to {wanted} (minor units)."
    zh = "{what} 合计为 {sum}，应为 {wanted}（最小货币单位）。"
    next_en = "gross minus discounts is the amount of a line; payments add up to the sale."
    next_zh = "行金额 = 原价 - 各项优惠；付款合计 = 销售金额。"


class SignWrong(Refusal):
    """A sale is positive, a return negative and names its sale."""

    code = "sale.wrong_sign"
    en = "Quantities and amounts of a sale are positive, those of a return negative."
    zh = "销售的数量与金额须为正，退货须为负。"
    next_en = "Send goods taken back as a return that names its sale."
    next_zh = "退回的商品请作为退货单发送，并注明原销售单。"


class ReturnsTooMuch(Refusal):
    """More would come back than was sold."""

    code = "sale.returns_too_much"
    kind = Kind.CONFLICT
    en = "More of “{product}” would come back than sale {number} still holds."
    zh = "“{product}”的退货超出了销售单 {number} 的剩余可退数量或金额。"
    next_en = "Look at the sale's earlier returns; return what is left of it."
    next_zh = "请查看该销售单已有的退货，仅退剩余部分。"


class NotASale(Refusal):
    """A return names another return."""

    code = "sale.returns_a_return"
    kind = Kind.CONFLICT
    en = "“{number}” is a return; only a sale can be taken back."
    zh = "“{number}”是退货单，只能对销售单退货。"
    next_en = "Name the sale itself."
    next_zh = "请填写原销售单号。"


class OtherMember(Refusal):
    """A return names a member who is not the buyer."""

    code = "sale.other_member"
    kind = Kind.CONFLICT
    en = "The sale that comes back belongs to another member."
    zh = "被退销售单属于另一位会员。"
    next_en = "Leave the member out: a return always belongs to the buyer."
    next_zh = "请不要填写会员：退货始终归属原购买会员。"


class TooManySales(Refusal):
    """A batch has at most 500 sales."""

    code = "sale.batch_too_large"
    en = "A batch has 1 to {most} sales; this one has {count}."
    zh = "一批须有 1 至 {most} 笔销售；当前为 {count} 笔。"
    next_en = "Split the batch, or import a file."
    next_zh = "请拆分批次，或使用文件导入。"
