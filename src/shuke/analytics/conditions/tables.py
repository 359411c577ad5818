"""The lake tables a condition is asked of, by the names of the notebook contract."""

from dataclasses import dataclass, fields

import ibis


@dataclass(frozen=True, slots=True)
class Tables:
    """Members, and whichever other lake tables the condition needs.

    Columns used: members(member, joined_on, store, channel); sales(sale, member, store, channel,
    at, day, amount, returns_sale); lines(sale, member, store, product, at, day, quantity_milli,
    amount, is_return); products(product, number, department, category, subcategory, brand,
    is_counted); stores(store, number); attributes(member, name, value, basis); contacts(campaign,
    member, kind, day); interactions(member, kind, day, points); referrals(member, referred, day);
    reach(member, phone, email). Amounts in minor units, `at` in the store's wall clock.
    """

    members: ibis.Table
    sales: ibis.Table | None = None
    lines: ibis.Table | None = None
    products: ibis.Table | None = None
    stores: ibis.Table | None = None
    attributes: ibis.Table | None = None
    contacts: ibis.Table | None = None
    interactions: ibis.Table | None = None
    referrals: ibis.Table | None = None
    reach: ibis.Table | None = None

    def given(self, name: str) -> ibis.Table:
        """Return a table by name.

        Raises:
            LookupError: the condition needs it and the caller did not hand it in.
        """
        if name not in {field.name for field in fields(self)}:
            message = f"{name} is no lake table"
            raise LookupError(message)
        table: ibis.Table | None = getattr(self, name)
        if table is None:
            message = f"this condition needs the table {name!r}"
            raise LookupError(message)
        return table
