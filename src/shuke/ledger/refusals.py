"""What the book says no to."""

from shuke.kernel.refusal import Kind, Refusal


class BadEntry(Refusal):
    """Entries that no book may hold: a mistake of the caller, not of a customer."""

    code = "ledger.bad_entry"
    en = "These entries cannot be booked: {why_en}."
    zh = "该组分录无法入账：{why_zh}。"
    next_en = "Correct the entries; nothing was booked."
    next_zh = "请更正分录；本次未入账。"


class NotEnough(Refusal):
    """The place holds less than is asked for."""

    code = "ledger.not_enough"
    kind = Kind.CONFLICT
    en = "{asked} {unit} are asked for, {free} are free."
    zh = "需要 {asked}（{unit}），可用 {free}。"
    next_en = "Ask for at most what is free."
    next_zh = "请不要超过可用数额。"


class PostingKeyReused(Refusal):
    """The key of a posting came with other entries."""

    code = "ledger.key_reused"
    kind = Kind.CONFLICT
    en = "The key “{key}” was used for other entries."
    zh = "键“{key}”已用于其他分录。"
    next_en = "Use a new key for new entries."
    next_zh = "新分录请使用新的键。"


class UnknownPosting(Refusal):
    """The holder has no such posting."""

    code = "ledger.unknown_posting"
    kind = Kind.NOT_FOUND
    en = "There is no such posting in this member's books."
    zh = "该会员的账本中没有这笔记账。"
    next_en = "Look the posting up in the statement again."
    next_zh = "请在对账单中重新查找。"


class TakesBackTooMuch(Refusal):
    """More is given back to lots than the posting took from them."""

    code = "ledger.takes_back_too_much"
    kind = Kind.CONFLICT
    en = "{asked} {unit} would be given back, {left} are left of what was taken."
    zh = "拟退回 {asked}（{unit}），原扣减中仅余 {left}。"
    next_en = "Give back at most what is left."
    next_zh = "退回数额不得超过剩余部分。"


class HoldEnded(Refusal):
    """The hold was used, released or has run out."""

    code = "ledger.hold_ended"
    kind = Kind.CONFLICT
    en = "The hold has ended ({state})."
    zh = "该冻结已结束（{state}）。"
    next_en = "Open a new hold."
    next_zh = "请重新冻结。"


class UnknownHold(Refusal):
    """The holder has no such hold."""

    code = "ledger.unknown_hold"
    kind = Kind.NOT_FOUND
    en = "There is no such hold in this member's books."
    zh = "该会员的账本中没有这笔冻结。"
    next_en = "Use the id that opening the hold answered."
    next_zh = "请使用开立冻结时返回的编号。"
