"""Who asks, and how far he may see."""

from dataclasses import dataclass
from typing import Literal

from typing_extensions import override

from shuke.kernel.permissions import MATRIX, PSEUDONYMOUS, Permission, Role
from shuke.kernel.refusal import Kind, Refusal


class NotAllowed(Refusal):
    """The role may not do this, or not in this store."""

    code = "access.not_allowed"
    kind = Kind.FORBIDDEN
    en = "Your role ({role}) may not do this ({permission})."
    zh = "您的角色（{role}）无权执行此操作（{permission}）。"
    next_en = "Ask the owner of the system for the right, or sign in with another account."
    next_zh = "请联系系统管理员开通权限，或更换账号登录。"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: recorded with every event."""

    kind: Literal["staff", "key", "system"]
    name: str

    @override
    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a reader sees: a role, and the stores it is limited to (None: the whole chain)."""

    role: Role
    stores: frozenset[int] | None = None
    permissions: frozenset[Permission] | None = None

    @classmethod
    def everything(cls) -> "Scope":
        """The scope of system work: imports, the lake, the demo."""
        return cls(role="owner")

    @property
    def is_pseudonymous(self) -> bool:
        """Whether members appear under a pseudonym only."""
        return self.role in PSEUDONYMOUS

    def can(self, permission: Permission) -> bool:
        """Whether the role (and, for a key, its own narrower set) holds the permission."""
        if self.permissions is not None and permission not in self.permissions:
            return False
        return permission in MATRIX[self.role]

    def allows(self, store: int | None) -> bool:
        """Whether rows of this store may be seen; rows without a store belong to the chain."""
        return self.stores is None or (store is not None and store in self.stores)

    def demand(self, permission: Permission) -> None:
        """Refuse with `access.not_allowed` unless the permission is held."""
        if not self.can(permission):
            raise NotAllowed(role=self.role, permission=permission)
