"""A reproducible sample of members, ready for modelling."""

import ibis

from shuke.analytics import sampling
from shuke.lake.figures.definition import Asked, Entry, Figure, Listed, Parameter
from shuke.lake.figures.registry import register


def _percent(asked: Asked) -> int:
    return int(asked.number("percent"))


def _seed(asked: Asked) -> int:
    return int(asked.number("seed"))


def _drawn(asked: Asked) -> ibis.Table:
    return sampling.sample(asked.members, percent=_percent(asked), seed=_seed(asked))


register(
    Entry(
        figure=Figure(
            name="sample",
            zh="会员抽样",
            en="Sample of members",
            version=1,
            columns={
                "member": "member",
                "recency_days": "days",
                "frequency": "count",
                "monetary": "minor",
                "log_frequency": "number",
                "log_monetary": "number",
            },
            about_zh=(
                "可重复的随机样本：按“种子:会员序号”的 MD5 从小到大取 N%（向上取整），同一快照、"
                "同一种子必得同一批会员；种子、定义版本与快照都随结果返回。变换 ln(1+x)，x=0 得 "
                "0。"
            ),
            about_en=(
                "A sample that can be drawn again: the N % (rounded up) of members with the "
                "lowest MD5 of “seed:place of the member number”. Same snapshot and seed, same "
                "members; seed, version and snapshot come with the answer. Transformed by ln(1 "
                "+ x): 0 stays 0 (requirement E16)."
            ),
            parameters=(
                Parameter("percent", "integer", 10, "比例（%）", "Percent", least=1, most=100),
                Parameter("seed", "integer", 7, "种子", "Seed", least=0, most=2_147_483_647),
            ),
        ),
        rows=lambda asked: sampling.prepared(
            asked.sales,
            asked.members,
            as_of=asked.as_of,
            percent=_percent(asked),
            seed=_seed(asked),
        ),
        lists={"member": Listed(_drawn, any_of=("member",))},
    )
)
