"""Kinds of file and their columns, with names in both languages and the headings of other systems.

Money is written in major units ("12.50"), a quantity with up to three decimals, a moment as the
store's wall clock ("2026-05-01 18:30") or with an offset ("2026-05-01T10:30Z").
"""

from dataclasses import dataclass
from typing import Literal, get_args

from shuke.intake.refusals import UnknownFileKind

KindName = Literal["members", "products", "stores", "sales"]
ColumnType = Literal["text", "money", "quantity", "moment", "flag", "degrees", "ownership"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the Shuke format; `most` is the most characters a text may have."""

    name: str
    zh: str
    en: str
    type: ColumnType = "text"
    is_required: bool = False
    most: int = 120
    also: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file. `open_prefix`: further columns of that prefix, e.g. `discount.coupon`."""

    name: KindName
    zh: str
    en: str
    columns: tuple[Column, ...]
    open_prefix: str = ""
    one_of: tuple[str, ...] = ()

    def column_of(self, name: str) -> Column | None:
        """The column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)


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
PRODUCTS = Kind(
    name="products",
    zh="商品",
    en="Products",
    columns=(
        Column(
            "number",
            "商品编号",
            "Product number",
            is_required=True,
            most=60,
            also=(
                "product",
                "product_id",
                "product_number",
                "sku",
                "item",
                "barcode",
                "商品",
                "货号",
                "商品编码",
                "条码",
            ),
            example="690001",
        ),
        Column(
            "name",
            "商品名称",
            "Product name",
            also=("product_name", "title", "品名", "名称"),
            example="纯牛奶 1L",
        ),
        Column("department", "部门", "Department", most=60, also=("dept", "大类"), example="食品"),
        Column(
            "category",
            "品类",
            "Category",
            most=80,
            also=("product_category", "类别", "中类"),
            example="牛奶",
        ),
        Column(
            "subcategory",
            "子类",
            "Subcategory",
            most=80,
            also=("product_type", "小类"),
            example="常温奶",
        ),
        Column("brand", "品牌", "Brand", most=60, example="光明"),
        Column(
            "maker",
            "生产商",
            "Maker",
            most=60,
            also=("manufacturer", "manufacturer_id", "厂家"),
            example="光明乳业",
        ),
        Column("package_size", "规格", "Package size", most=40, also=("size",), example="1 L"),
        Column(
            "is_counted",
            "按件计数",
            "Sold by the piece",
            "flag",
            also=("counted", "计件"),
            example="yes",
        ),
    ),
)
MEMBERS = Kind(
    name="members",
    zh="会员",
    en="Members",
    one_of=("number", "phone", "card", "open_id"),
    columns=(
        Column(
            "number",
            "会员号",
            "Member number",
            most=40,
            also=(
                "member",
                "member_id",
                "member_number",
                "member_no",
                "customer_id",
                "会员编号",
                "会员id",
                "编号",
            ),
            example="10001",
        ),
        Column(
            "name",
            "姓名",
            "Name",
            most=60,
            also=("full_name", "member_name", "会员姓名", "名字"),
            example="王芳",
        ),
        Column(
            "phone",
            "手机号",
            "Phone",
            most=60,
            also=(
                "mobile",
                "phone_number",
                "tel",
                "telephone",
                "cell",
                "手机",
                "电话",
                "手机号码",
                "联系电话",
            ),
            example="13800138000",
        ),
        Column(
            "card",
            "卡号",
            "Card",
            most=60,
            also=("card_number", "card_no", "会员卡号", "会员卡"),
            example="88001234",
        ),
        Column(
            "email",
            "邮箱",
            "E-mail",
            most=120,
            also=("mail", "e_mail", "email_address", "电子邮箱"),
            example="wang@example.com",
        ),
        Column(
            "open_id",
            "微信 OpenID",
            "Open id",
            also=("openid", "wechat", "微信"),
            example="o6_bmjrPTlm6_2sgVt7hMZOPfL2M",
        ),
        Column(
            "joined_at",
            "入会时间",
            "Joined at",
            "moment",
            also=(
                "joined_on",
                "joined",
                "join_date",
                "enrolled_at",
                "registered_at",
                "created_at",
                "入会日期",
                "注册时间",
                "注册日期",
                "开卡日期",
            ),
            example="2025-03-01 10:00",
        ),
        Column(
            "store",
            "归属门店",
            "Home store",
            most=40,
            also=("store_number", "store_id", "home_store", "门店", "开卡门店", "入会门店"),
            example="001",
        ),
        Column(
            "channel",
            "入会渠道",
            "Channel",
            most=20,
            also=("source", "渠道", "来源"),
            example="store",
        ),
        Column(
            "staff",
            "导购",
            "Staff",
            most=60,
            also=("employee", "专属导购", "员工"),
            example="zhang",
        ),
        Column("campaign", "入会活动", "Campaign", most=60, also=("活动",), example="spring"),
    ),
)
SALES = Kind(
    name="sales",
    zh="销售明细",
    en="Sales",
    open_prefix="discount.",
    columns=(
        Column(
            "sale_number",
            "单号",
            "Sale number",
            is_required=True,
            most=60,
            also=(
                "sale",
                "sale_id",
                "order",
                "order_id",
                "order_number",
                "order_no",
                "ticket",
                "receipt",
                "basket_id",
                "invoice",
                "订单号",
                "小票号",
                "销售单号",
                "流水号",
            ),
            example="S-20260501-0001",
        ),
        Column(
            "store",
            "门店编号",
            "Store",
            is_required=True,
            most=40,
            also=("store_number", "store_id", "shop", "门店", "店号"),
            example="001",
        ),
        Column(
            "sold_at",
            "销售时间",
            "Sold at",
            "moment",
            is_required=True,
            also=(
                "time",
                "date",
                "datetime",
                "timestamp",
                "sale_date",
                "sale_time",
                "order_date",
                "transaction_timestamp",
                "交易时间",
                "下单时间",
                "日期",
                "时间",
                "销售日期",
            ),
            example="2026-05-01 18:30:00",
        ),
        Column(
            "member",
            "会员号",
            "Member",
            most=40,
            also=(
                "member_number",
                "member_id",
                "member_no",
                "customer_id",
                "household_id",
                "会员编号",
                "会员",
            ),
            example="10001",
        ),
        Column(
            "product",
            "商品编号",
            "Product",
            most=60,
            also=(
                "product_number",
                "product_id",
                "sku",
                "item",
                "barcode",
                "商品",
                "货号",
                "商品编码",
            ),
            example="690001",
        ),
        Column(
            "quantity", "数量", "Quantity", "quantity", also=("qty", "units", "件数"), example="2"
        ),
        Column(
            "amount",
            "实付金额",
            "Amount paid",
            "money",
            is_required=True,
            also=(
                "net",
                "net_amount",
                "paid",
                "total",
                "line_total",
                "sales_value",
                "实收",
                "金额",
                "成交金额",
                "实付",
            ),
            example="19.80",
        ),
        Column(
            "gross",
            "原价金额",
            "Gross",
            "money",
            also=("gross_amount", "list_amount", "original_amount", "原价", "应收"),
            example="23.80",
        ),
        Column("channel", "渠道", "Channel", most=20, also=("sales_channel",), example="store"),
        Column(
            "till",
            "收银台",
            "Till",
            most=40,
            also=("pos", "register", "款台", "收银机"),
            example="1",
        ),
        Column(
            "staff",
            "收银员",
            "Staff",
            most=60,
            also=("cashier", "employee", "员工", "导购"),
            example="zhang",
        ),
        Column(
            "payment",
            "支付方式",
            "Payment",
            most=30,
            also=("payment_method", "tender", "付款方式"),
            example="wechat",
        ),
        Column(
            "returns",
            "退货原单号",
            "Returns sale",
            most=60,
            also=("returned_sale", "original_sale", "original_order", "原单号", "退货单号"),
            example="",
        ),
    ),
)
_KINDS: dict[str, Kind] = {kind.name: kind for kind in (MEMBERS, PRODUCTS, STORES, SALES)}


def kinds() -> tuple[Kind, ...]:
    """Every kind of file."""
    return tuple(_KINDS[name] for name in get_args(KindName))


def kind_of(name: str) -> Kind:
    """The kind of that name.

    Raises:
        UnknownFileKind: there is none.
    """
    if name not in _KINDS:
        raise UnknownFileKind(param="kind", name=name[:40], names=", ".join(_KINDS))
    return _KINDS[name]
