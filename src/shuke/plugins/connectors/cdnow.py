"""CDNOW: 18 months of a music shop's customers, carried by the package `lifetimes`.

One row is one sale (of several discs); dollars become cents; the files know days, not hours, so a
sale stands at noon of its day on the shop's wall clock.
"""

from pathlib import Path

import duckdb

from shuke.plugins.connectors.packages import digest_of, folder_of

_PACKAGE = "lifetimes"
_PRODUCT = "CDs"
# The files are columns between blanks, one of them with a heading and a blank last line.
_LINES = r"""
CREATE OR REPLACE TEMP TABLE in_lines AS
SELECT line, 'online' AS store_number, 'cdnow-' || line AS sale_number,
       strptime(parts[{day}], '%Y%m%d') + INTERVAL 12 HOUR AS sold_at, true AS is_local,
       CAST(CAST(parts[{member}] AS BIGINT) AS VARCHAR) AS member_number,
       '{product}' AS product_number,
       CAST(parts[{day} + 1] AS BIGINT) * 1000 AS quantity_milli, cents AS gross, cents AS amount,
       CAST(NULL AS VARCHAR) AS discounts, 'online' AS channel, '' AS till, '' AS staff,
       CAST(NULL AS VARCHAR) AS returns_number, '' AS payment
FROM (
    SELECT line, parts, CAST(CAST(parts[{day} + 2] AS DECIMAL(12, 2)) * 100 AS BIGINT) AS cents
    FROM (
        SELECT row_number() OVER () AS line, string_split_regex(trim(raw, ' \r\n'), '\s+') AS parts
        FROM read_csv('{file}', header = false, delim = '|', quote = '', escape = '',
                      columns = {{'raw': 'VARCHAR'}}, auto_detect = false)
    )
    WHERE regexp_full_match(parts[1], '[0-9]+')
)
"""
_OTHERS = f"""
CREATE OR REPLACE TEMP TABLE in_products AS
SELECT '{_PRODUCT}' AS number, 'CDs' AS name, 'Music' AS department, 'CDs' AS category,
       CAST(NULL AS VARCHAR) AS subcategory, CAST(NULL AS VARCHAR) AS brand,
       CAST(NULL AS VARCHAR) AS maker, CAST(NULL AS VARCHAR) AS package_size, true AS is_counted;
CREATE OR REPLACE TEMP TABLE in_stores AS
SELECT 'online' AS number, 'CDNOW' AS name, 'own' AS ownership, true AS is_online, '' AS zone,
       CAST(NULL AS DOUBLE) AS latitude, CAST(NULL AS DOUBLE) AS longitude;
CREATE OR REPLACE TEMP TABLE in_members AS SELECT DISTINCT member_number AS number FROM in_lines
"""  # noqa: S608 - a constant


class Cdnow:
    """One of the two files: all 23,570 customers, or the tenth that papers compute with."""

    def __init__(self, *, name: str, file: str, member: int, zh: str, en: str) -> None:
        self.name, self.zh, self.en = name, zh, en
        self._file, self._member = file, member

    def digest(self) -> str:
        """The package, its version and the file."""
        self._folder()
        return f"{digest_of(_PACKAGE)}/{self._file}"

    def stage(self, duck: duckdb.DuckDBPyConnection) -> None:
        """Read the package's text file."""
        file = str(self._folder() / "datasets" / self._file).replace("'", "''")
        duck.execute(
            _LINES.format(file=file, member=self._member, day=self._member + 1, product=_PRODUCT)
        )
        duck.execute(_OTHERS)

    def _folder(self) -> Path:
        return folder_of(_PACKAGE, package=_PACKAGE, install="lifetimes==0.11.3")


CONNECTOR = Cdnow(
    name="cdnow",
    file="CDNOW_master.txt",
    member=1,
    zh="CDNOW（全部 23,570 位顾客）",
    en="CDNOW (all 23,570 customers)",
)
SAMPLE = Cdnow(
    name="cdnow-sample",
    file="CDNOW_sample.txt",
    member=2,
    zh="CDNOW（十分之一样本）",
    en="CDNOW (the one-tenth sample)",
)
