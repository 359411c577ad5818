"""The named limits of what comes in (design section 11)."""

BYTES_MAX = 200 * 1_048_576
ROWS_MAX = 5_000_000
COLUMNS_MAX = 200
CELL_CHARACTERS_MAX = 2_000
HEADER_CHARACTERS_MAX = 80
# A workbook may unpack to this many times its size; real ones stay below thirty.
UNPACKED_RATIO_MAX = 120
UNPACKED_BYTES_MAX = 1_073_741_824
LINES_PER_CHUNK = 50_000
MEMBERS_PER_CHUNK = 5_000
LINES_PER_SALE_MAX = 500
XLSX_UNPACKED_BYTES_MAX = 400 * 1_048_576
XLSX_CELLS_MAX = 20_000_000
# A dry run lands the rows and takes them back, in one transaction: only so many.
TRIAL_ROWS_MAX = 100_000
