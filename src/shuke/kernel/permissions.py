"""Who may do what: the roles, the operations and the matrix between them (promise F4)."""

from types import MappingProxyType
from typing import Literal, get_args

Role = Literal[
    "owner", "marketer", "manager", "cashier", "assistant", "service", "analyst", "finance"
]
ROLES: tuple[Role, ...] = get_args(Role)

Permission = Literal[
    "figures.read",
    "members.read",
    "members.browse",
    "members.write",
    "members.manage",
    "members.unmask",
    "members.merge",
    "sales.read",
    "sales.write",
    "imports.read",
    "imports.write",
    "segments.read",
    "segments.write",
    "exports.read",
    "quality.read",
    "system.manage",
]
PERMISSIONS: tuple[Permission, ...] = get_args(Permission)

_READING: frozenset[Permission] = frozenset(
    {"figures.read", "members.read", "members.browse", "sales.read", "segments.read"}
)
# Least privilege: a cashier sees the member before him and cannot browse, an analyst sees
# pseudonyms (scope), an auditor reads everything and changes nothing.
MATRIX: MappingProxyType[Role, frozenset[Permission]] = MappingProxyType(
    {
        "owner": frozenset(PERMISSIONS),
        "marketer": _READING
        | {
            "members.manage",
            "segments.write",
            "exports.read",
            "imports.read",
            "imports.write",
            "quality.read",
        },
        "manager": _READING | {"members.write", "members.unmask", "exports.read", "quality.read"},
        "cashier": frozenset({"members.read", "members.write", "sales.read", "sales.write"}),
        "assistant": frozenset({"members.read", "members.browse", "members.write", "sales.read"}),
        "service": frozenset(
            {
                "members.read",
                "members.browse",
                "members.write",
                "members.unmask",
                "members.merge",
                "sales.read",
            }
        ),
        "analyst": _READING | {"segments.write", "exports.read", "quality.read"},
        "finance": _READING | {"imports.read", "exports.read", "quality.read"},
    }
)

# These roles work for the whole chain; the others see only the stores they belong to.
CHAIN_WIDE: frozenset[Role] = frozenset({"owner", "marketer", "analyst", "finance", "service"})
# Roles that never learn who a member is: figures and lists carry a pseudonym.
PSEUDONYMOUS: frozenset[Role] = frozenset({"analyst"})
