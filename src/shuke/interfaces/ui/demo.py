"""The accounts of a demo: one per role, the same on the sign-in page and in `shuke demo`.

Shown only where the chain says that it is a demo; `shuke demo` makes the accounts.
"""

from shuke.kernel.permissions import ROLES, Role

PASSWORD = "regular-guest"  # noqa: S105  # of the demo's accounts, printed on its sign-in page

ACCOUNTS: tuple[tuple[str, Role], ...] = tuple((role, role) for role in ROLES)
