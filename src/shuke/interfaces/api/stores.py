"""The stores that a key reaches."""

from typing import Literal

from ninja import Router, Schema

from shuke.interfaces.api.door import Call, operation
from shuke.interfaces.api.paging import ListOf
from shuke.stores import queries as stores

router = Router(tags=["stores"])


class StoreOut(Schema):
    """A place of sale."""

    object: Literal["store"] = "store"
    number: str
    name: str
    ownership: str
    is_online: bool
    zone: str


@operation(router, "GET", "/stores", permission="sales.read", answers={200: ListOf[StoreOut]})
def listed(call: Call) -> ListOf[StoreOut]:
    """List the stores in the key's reach."""
    found = [
        StoreOut(
            number=store.number,
            name=store.name,
            ownership=store.ownership,
            is_online=store.is_online,
            zone=store.zone or call.chain.zone,
        )
        for store in stores.stores(call.scope)
    ]
    return ListOf[StoreOut](data=found)
