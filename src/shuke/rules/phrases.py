"""The words of the sentences, language beside language: a missing pair shows at once."""

from collections.abc import Mapping

from shuke.kernel.refusal import Language

Words = Mapping[Language, Mapping[str, str]]

TREE: Words = {
    "zh": {
        "all": "，且",
        "any": "，或",
        "not": "不满足（{part}）",
        "group": "（{part}）",
        "all_empty": "全部会员",
        "any_empty": "没有会员",
    },
    "en": {
        "all": ", and ",
        "any": ", or ",
        "not": "not ({part})",
        "group": "({part})",
        "all_empty": "all members",
        "any_empty": "no members",
    },
}
OPERATORS: Words = {
    "zh": {
        "equals": "{fact}为 {value}",
        "not_equals": "{fact}已知且不为 {value}",
        "in": "{fact}是以下之一：{value}",
        "not_in": "{fact}已知且不是：{value}",
        "at_least": "{fact}不低于 {value}",
        "at_most": "{fact}不超过 {value}",
        "above": "{fact}高于 {value}",
        "below": "{fact}低于 {value}",
        "between": "{fact}在 {low} 至 {high} 之间",
        "contains": "{fact}包含文字“{value}”",
        "set_contains": "{fact}中有 {value}",
        "starts_with": "{fact}以“{value}”开头",
        "contains_any": "{fact}中有以下任意一项：{value}",
        "contains_all": "{fact}中同时有：{value}",
        "within_last_days": "{fact}在最近 {value} 天内",
        "more_than_days_ago": "{fact}在 {value} 天以前",
        "within_next_days": "{fact}在未来 {value} 天内",
        "is_known": "{fact}已知",
        "is_unknown": "{fact}未知",
        "date_at_least": "{fact}不早于 {value}",
        "date_at_most": "{fact}不晚于 {value}",
        "date_above": "{fact}晚于 {value}",
        "date_below": "{fact}早于 {value}",
    },
    "en": {
        "equals": "{fact} is {value}",
        "not_equals": "{fact} is known and not {value}",
        "in": "{fact} is one of {value}",
        "not_in": "{fact} is known and none of {value}",
        "at_least": "{fact} is at least {value}",
        "at_most": "{fact} is at most {value}",
        "above": "{fact} is above {value}",
        "below": "{fact} is below {value}",
        "between": "{fact} is between {low} and {high}",
        "contains": "{fact} contains the text “{value}”",
        "set_contains": "{fact} include {value}",
        "starts_with": "{fact} starts with “{value}”",
        "contains_any": "{fact} include any of {value}",
        "contains_all": "{fact} include all of {value}",
        "within_last_days": "{fact} is within the last {value} days",
        "more_than_days_ago": "{fact} is more than {value} days ago",
        "within_next_days": "{fact} is within the next {value} days",
        "is_known": "{fact} is known",
        "is_unknown": "{fact} is unknown",
        "date_at_least": "{fact} is on or after {value}",
        "date_at_most": "{fact} is on or before {value}",
        "date_above": "{fact} is after {value}",
        "date_below": "{fact} is before {value}",
    },
}
NUMBERS: Words = {
    "zh": {
        "equals": "等于 {value}",
        "not_equals": "不等于 {value}",
        "at_least": "至少 {value}",
        "at_most": "至多 {value}",
        "above": "超过 {value}",
        "below": "不到 {value}",
        "between": "{low} 至 {high}",
    },
    "en": {
        "equals": "exactly {value}",
        "not_equals": "other than {value}",
        "at_least": "at least {value}",
        "at_most": "at most {value}",
        "above": "more than {value}",
        "below": "less than {value}",
        "between": "{low} to {high}",
    },
}
BOUGHT: Words = {
    "zh": {
        "did_not": "{when}没有购买{what}",
        "times": "{when}购买{what} {number} 次",
        "days": "{when}购买{what}的日子有 {number} 天",
        "quantity": "{when}购买{what} {number} 件",
        "amount": "{when}购买{what}金额 {number}",
    },
    "en": {
        "did_not": "did not buy {what} {when}",
        "times": "bought {what} {number} times {when}",
        "days": "bought {what} on {number} days {when}",
        "quantity": "bought {number} units {what} {when}",
        "amount": "spent {number} {what} {when}",
    },
}
LEVELS: Words = {
    "zh": {
        "department": "部门“{values}”",
        "category": "品类“{values}”",
        "subcategory": "子类“{values}”",
        "brand": "品牌“{values}”",
        "product": "商品“{values}”",
        "store": "门店“{values}”",
        "channel": "渠道“{values}”",
    },
    "en": {
        "department": "from department {values}",
        "category": "from category {values}",
        "subcategory": "from subcategory {values}",
        "brand": "of brand {values}",
        "product": "product {values}",
        "store": "in store {values}",
        "channel": "through {values}",
    },
}
WINDOWS: Words = {
    "zh": {
        "ever": "至今",
        "last_days": "最近 {n} 天内",
        "between": "{first} 至 {last} 期间",
        "from": "自 {first} 起",
        "to": "截至 {last}",
    },
    "en": {
        "ever": "ever",
        "last_days": "in the last {n} days",
        "between": "from {first} to {last}",
        "from": "since {first}",
        "to": "up to {last}",
    },
}
LISTS: Words = {
    "zh": {"comma": "、", "and": "、", "more": " 等 {all} 项"},
    "en": {"comma": ", ", "and": " ", "more": " and {n} more"},
}
CELLS: Words = {
    "zh": {
        "segment": "属于人群“{name}”",
        "figure": "在“{name}”中属于 {where}",
        "figure_whole": "计入“{name}”",
    },
    "en": {
        "segment": "is in the segment “{name}”",
        "figure": "stands in “{name}” at {where}",
        "figure_whole": "is counted in “{name}”",
    },
}
REASON: Words = {
    "zh": {
        "seen": "{clause}：实际为 {seen}，{verdict}",
        "cell": "{clause}：{verdict}",
        "unknown": "未知",
        "yes": "符合",
        "no": "不符合",
    },
    "en": {
        "seen": "{clause}: it is {seen}, {verdict}",
        "cell": "{clause}: {verdict}",
        "unknown": "unknown",
        "yes": "fits",
        "no": "does not fit",
    },
}
TRUTH: Mapping[Language, Mapping[bool, str]] = {
    "zh": {True: "是", False: "否"},
    "en": {True: "yes", False: "no"},
}
