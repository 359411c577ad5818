"""Shuke's figures as plain functions over tables: `import shuke.analytics as sa`.

    sales = sa.sales_of(frame, member="customer", at="date", amount="dollars")
    sa.rfm(sales, as_of=date(1998, 7, 1)).to_pandas()

Every function takes Ibis tables, Parquet paths, DataFrames or Arrow tables and answers an Ibis
table; nothing is computed before its rows are asked for. The console, the CLI and the API show
the rows of these functions.
"""

from shuke.analytics import (
    baskets,
    behaviour,
    cells,
    chances,
    engagement,
    firsts,
    habits,
    layers,
    movements,
    periods,
    redeeming,
    repurchasing,
    seven,
    shares,
    soundness,
    states,
    tastes,
    totals,
)
from shuke.analytics import visits as _visits
from shuke.analytics.engagement import Points
from shuke.analytics.habits import GroupRule
from shuke.analytics.opening import accepting, as_table, sales_of
from shuke.analytics.presets import PRESETS, Preset, Segment
from shuke.analytics.scoring import Thresholds
from shuke.analytics.seven import INDICATORS, Board, Given
from shuke.analytics.states import BY_CYCLE, BY_DAYS, ByCycle, ByDays

rfm = accepting(behaviour.rfm)
segments_rfm = accepting(behaviour.segments_rfm)
rfm_cells = accepting(cells.rfm_cells)
buying = accepting(behaviour.buying)
concentration = accepting(shares.concentration)
gini = accepting(shares.gini)
pareto = accepting(shares.pareto)
members_by_amount = accepting(shares.members_by_amount)
cohorts = accepting(firsts.cohorts)
cohort_members = accepting(firsts.cohort_members)
active_members = accepting(firsts.active_members)
active_member_months = accepting(firsts.active_member_months)
summary = accepting(totals.summary)
descriptive = accepting(totals.descriptive)
spending_members = accepting(totals.spending_members)
calendar = accepting(totals.calendar)
sales_by_day = accepting(totals.sales_by_day)
buyers_on = accepting(totals.buyers_on)
period = accepting(periods.period)
period_members = accepting(periods.period_members)
sales_quality = accepting(soundness.sales_quality)
member_quality = accepting(soundness.member_quality)
repurchase = accepting(repurchasing.repurchase)
repurchase_members = accepting(repurchasing.repurchase_members)
intervals = accepting(repurchasing.intervals)
purchase_gaps = accepting(repurchasing.purchase_gaps)
pairs = accepting(baskets.pairs)
pair_sales = accepting(baskets.pair_sales)
redemption = accepting(redeeming.redemption)
redemption_members = accepting(redeeming.redemption_members)
lifecycle = accepting(states.lifecycle)
lifecycle_members = accepting(states.lifecycle_members)
lifecycle_transitions = accepting(states.lifecycle_transitions)
lifecycle_transitions_members = accepting(states.lifecycle_transitions_members)
purchase_cycles = accepting(states.purchase_cycles)
bucket = accepting(movements.bucket)
bucket_members = accepting(movements.bucket_members)
pyramid = accepting(layers.pyramid)
pyramid_members = accepting(layers.pyramid_members)
migration = accepting(layers.migration)
migration_members = accepting(layers.migration_members)
activity = accepting(engagement.activity)
activity_members = accepting(engagement.activity_members)
rhythm = accepting(habits.rhythm)
rhythm_members = accepting(habits.rhythm_members)
groups = accepting(habits.groups)
groups_members = accepting(habits.groups_members)
preferences = accepting(tastes.preferences)
preferences_members = accepting(tastes.preferences_members)
price_bands = accepting(tastes.price_bands)
cross_sell = accepting(chances.cross_sell)
cross_sell_members = accepting(chances.cross_sell_members)
acceptance = accepting(chances.acceptance)
items_per_member = accepting(chances.items_per_member)
visits = accepting(_visits.visits)
indicators = seven.indicators
indicators_members = seven.indicators_members

__all__ = [
    "BY_CYCLE",
    "BY_DAYS",
    "INDICATORS",
    "PRESETS",
    "Board",
    "ByCycle",
    "ByDays",
    "Given",
    "GroupRule",
    "Points",
    "Preset",
    "Segment",
    "Thresholds",
    "acceptance",
    "active_member_months",
    "active_members",
    "activity",
    "activity_members",
    "as_table",
    "bucket",
    "bucket_members",
    "buyers_on",
    "buying",
    "calendar",
    "cohort_members",
    "cohorts",
    "concentration",
    "cross_sell",
    "cross_sell_members",
    "descriptive",
    "gini",
    "groups",
    "groups_members",
    "indicators",
    "indicators_members",
    "intervals",
    "items_per_member",
    "lifecycle",
    "lifecycle_members",
    "lifecycle_transitions",
    "lifecycle_transitions_members",
    "member_quality",
    "members_by_amount",
    "migration",
    "migration_members",
    "pair_sales",
    "pairs",
    "pareto",
    "period",
    "period_members",
    "preferences",
    "preferences_members",
    "price_bands",
    "purchase_cycles",
    "purchase_gaps",
    "pyramid",
    "pyramid_members",
    "redemption",
    "redemption_members",
    "repurchase",
    "repurchase_members",
    "rfm",
    "rfm_cells",
    "rhythm",
    "rhythm_members",
    "sales_by_day",
    "sales_of",
    "sales_quality",
    "segments_rfm",
    "spending_members",
    "summary",
    "visits",
]
