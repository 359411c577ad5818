"""The places of the console: sidebar, phone dock, and search over both.

A place whose area is not installed, or which the role may not open, is not shown.
"""

from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shuke.kernel.permissions import Permission, Role
from shuke.kernel.scope import Scope

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Place:
    """A page that can be gone to: its words, icon (Lucide), address name and `g` letter."""

    label: Text
    icon: str
    address: str
    permission: Permission
    key: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A place as one reader sees it."""

    label: str
    icon: str
    href: str
    key: str
    also: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Places under one heading; the first has none."""

    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    label: str
    href: str
    icon: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class HitGroup:
    """Things found, of one kind; `is_data` marks names that are not ours to translate."""

    label: str
    hits: tuple[Hit, ...]
    is_data: bool = False


# `also` holds words of the other language and synonyms, so that search finds a page by them.
PLACES: tuple[tuple[Text, tuple[Place, ...]], ...] = (
    (
        "",
        (
            Place(
                _("Overview"),
                "layout-dashboard",
                "overview:home",
                "figures.read",
                "o",
                "概览 首页 dashboard home",
            ),
        ),
    ),
    (
        _("Members"),
        (
            Place(_("Members"), "users", "members:list", "members.read", "m", "会员 客户 member"),
            Place(_("Segments"), "layers", "segments:list", "segments.read", "s", "人群 分群"),
        ),
    ),
    (
        _("Who they are"),
        (
            Place(_("RFM"), "grid-3x3", "analysis:rfm", "figures.read", "r", "价值 分层 segments"),
            Place(
                _("Lifecycle"),
                "activity",
                "analysis:lifecycle",
                "figures.read",
                "l",
                "生命周期 流失 churn active",
            ),
            Place(
                _("Activity"),
                "zap",
                "analysis:activity",
                "figures.read",
                "a",
                "活跃度 节奏 渠道 rhythm channel groups redemption 核销",
            ),
            Place(
                _("Concentration"),
                "triangle",
                "analysis:concentration",
                "figures.read",
                "n",
                "集中度 金字塔 pyramid pareto gini 二八",
            ),
        ),
    ),
    (
        _("How they buy"),
        (
            Place(
                _("Cohorts"),
                "chart-no-axes-gantt",
                "analysis:cohorts",
                "figures.read",
                "c",
                "同期群 留存 retention repurchase 复购",
            ),
            Place(
                _("Baskets"),
                "shopping-basket",
                "analysis:baskets",
                "figures.read",
                "b",
                "购物篮 关联 pairs lift",
            ),
            Place(
                _("Preferences"),
                "heart",
                "analysis:preferences",
                "figures.read",
                "p",
                "偏好 品类 品牌 category brand",
            ),
            Place(
                _("Sales calendar"),
                "calendar-days",
                "analysis:calendar",
                "figures.read",
                "d",
                "日历 销售 sales by day",
            ),
            Place(
                _("Indicators"),
                "gauge",
                "analysis:indicators",
                "figures.read",
                "i",
                "指标 七项 kpi",
            ),
        ),
    ),
    (
        _("Data"),
        (
            Place(_("Imports"), "upload", "imports:list", "imports.read", "u", "导入 文件 upload"),
            Place(
                _("Data quality"),
                "shield-check",
                "analysis:quality",
                "quality.read",
                "q",
                "数据质量 完整度 completeness",
            ),
            Place(
                _("Figures and formulas"),
                "sigma",
                "figures:all",
                "figures.read",
                "f",
                "公式 定义 口径 definition",
            ),
        ),
    ),
)
_DOCK = ("overview:home", "members:list", "segments:list", "analysis:rfm", "analysis:cohorts")
_DOCK_SIZE = 4

_ROLES: dict[Role, Text] = {
    "owner": _("Owner"),
    "marketer": _("Marketer"),
    "manager": _("Store manager"),
    "cashier": _("Cashier"),
    "assistant": _("Sales assistant"),
    "service": _("Member service"),
    "analyst": _("Analyst"),
    "finance": _("Finance"),
}


def role_label(role: Role) -> str:
    """The role's name in the reader's language."""
    return str(_ROLES[role])


def menu(scope: Scope, path: str) -> tuple[Group, ...]:
    """The groups of places that the scope may open; the one that holds `path` is current."""
    groups = []
    for label, places in PLACES:
        items = tuple(
            item
            for place in places
            if scope.can(place.permission) and (item := _item(place)) is not None
        )
        if items:
            groups.append(Group(str(label), items))
    return _with_current(tuple(groups), path)


def _item(place: Place) -> Item | None:
    try:
        href = reverse(place.address)
    except NoReverseMatch:
        # The area is not part of this installation.
        return None
    return Item(str(place.label), place.icon, href, place.key, place.also, is_current=False)


def _with_current(groups: tuple[Group, ...], path: str) -> tuple[Group, ...]:
    # The longest address that begins the path: the overview's begins every path.
    home = reverse("overview:home")
    hrefs = [item.href for group in groups for item in group.items]
    fitting = [href for href in hrefs if path == href or (href != home and path.startswith(href))]
    current = max(fitting, key=len, default="")
    return tuple(
        replace(
            group,
            items=tuple(replace(item, is_current=item.href == current) for item in group.items),
        )
        for group in groups
    )


def dock(groups: tuple[Group, ...]) -> tuple[Item, ...]:
    """The places at the foot of a phone, at most four."""
    wanted = []
    for address in _DOCK:
        try:
            wanted.append(reverse(address))
        except NoReverseMatch:
            continue
    items = {item.href: item for group in groups for item in group.items}
    return tuple(items[href] for href in wanted if href in items)[:_DOCK_SIZE]


def found_places(groups: tuple[Group, ...], words: str) -> tuple[HitGroup, ...]:
    """The places whose label or other words hold what was typed."""
    wanted = words.strip().lower()
    hits = tuple(
        Hit(item.label, item.href, item.icon, f"g {item.key}" if item.key else "")
        for group in groups
        for item in group.items
        if wanted in f"{item.label} {item.also}".lower()
    )
    return (HitGroup(gettext("Pages"), hits),) if hits else ()
