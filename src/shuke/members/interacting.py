"""Kinds of interaction and their limit (requirements E18, E19, A20)."""

from typing import Literal, get_args

from shuke.members.refusals import UnknownInteraction

InteractionKind = Literal["sign_in", "comment", "share", "like", "view", "participate"]
KINDS: tuple[InteractionKind, ...] = get_args(InteractionKind)
PER_MINUTE_MAX = 10
# Of one browser before sign-in: a person reads, a script does not.
VIEWS_PER_MINUTE_MAX = 60
LABELS: dict[str, tuple[str, str]] = {
    "sign_in": ("Sign-in", "签到"),
    "comment": ("Comment", "评论"),
    "share": ("Share", "分享"),
    "like": ("Like", "点赞"),
    "view": ("Page view", "浏览"),
    "participate": ("Took part", "参与活动"),
}


def checked_kind(kind: str) -> InteractionKind:
    """Return the kind.

    Raises:
        UnknownInteraction: not one of the list.
    """
    for known in KINDS:
        if kind == known:
            return known
    raise UnknownInteraction(param="kind", kind=kind[:40], kinds=", ".join(KINDS))
