"""Events of sales; payloads hold numbers of the chain and amounts, nothing personal."""

from shuke.events.names import declare

RECORDED = declare("sale.recorded", "Sale recorded", "已记录销售")
RETURNED = declare("sale.returned", "Return recorded", "已记录退货")
PARKED = declare("sale.return_parked", "Return waits for its sale", "退货等待原单")
LOADED = declare("sales.loaded", "Sales imported", "已批量导入销售")
