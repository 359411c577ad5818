"""Products: what the chain sells."""

from shuke.intake.formats.column import Column, Kind

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
