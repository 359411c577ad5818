"""The analytic store: Parquet partitions of one snapshot, and the figures computed over them."""
