"""The register of figures, filled by the modules of `lake.catalogue` when they are imported."""

from shuke.kernel.refusal import Kind, Refusal
from shuke.lake.figures.definition import Entry, Figure


class UnknownFigure(Refusal):
    """No figure has that name."""

    code = "figure.unknown"
    kind = Kind.NOT_FOUND
    en = "There is no figure “{name}”."
    zh = "没有名为“{name}”的指标。"
    next_en = "Choose one of: {known}."
    next_zh = "可选指标：{known}。"


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Register a figure; a second one of the same name is a bug."""
    name = entry.figure.name
    if name in _entries:
        raise ValueError(f"figure registered twice: {name}")
    if entry.figure.has_members != bool(entry.lists):
        raise ValueError(f"has_members of {name} must say whether it has lists")
    _entries[name] = entry


def entry_of(name: str) -> Entry:
    """The entry of that name, or the refusal `figure.unknown`."""
    if name not in _entries:
        raise UnknownFigure(param="figure", name=name[:60], known=", ".join(sorted(_entries)))
    return _entries[name]


def all_figures() -> tuple[Figure, ...]:
    """Every figure, ordered by name."""
    return tuple(_entries[name].figure for name in sorted(_entries))


def figure_of(name: str) -> Figure:
    """The definition of that name, or the refusal `figure.unknown`."""
    return entry_of(name).figure
