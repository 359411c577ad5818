"""Stores: where the chain sells."""

from shuke.intake.formats.column import Column, Kind

STORES = Kind(
    name="stores",
    zh="门店",
    en="Stores",
    columns=(
        Column(
            "number",
            "门店编号",
            "Store number",
            is_required=True,
            most=40,
            also=("store", "store_id", "store_number", "shop", "门店", "店号", "门店号"),
            example="001",
        ),
        Column(
            "name",
            "门店名称",
            "Store name",
            most=80,
            also=("store_name", "店名", "名称"),
            example="人民广场店",
        ),
        Column(
            "ownership", "经营方式", "Ownership", "ownership", also=("类型", "type"), example="own"
        ),
        Column(
            "is_online", "线上门店", "Online", "flag", also=("online", "是否线上"), example="no"
        ),
        Column(
            "zone",
            "时区",
            "Time zone",
            most=60,
            also=("timezone", "time_zone", "tz"),
            example="Asia/Shanghai",
        ),
        Column("latitude", "纬度", "Latitude", "degrees", also=("lat",), example="31.2304"),
        Column(
            "longitude", "经度", "Longitude", "degrees", also=("lon", "lng"), example="121.4737"
        ),
    ),
)
