"""Write the generated reference pages of the documentation, or check that they are current.

python tools/reference.py           write the pages in docs/reference
python tools/reference.py --check   exit 1 if a page would change
"""

import ast
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "shuke"
TARGET = ROOT / "docs" / "reference"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.project.settings")
os.environ.setdefault("SHUKE_HOME", str(ROOT / "build" / "home"))
sys.path.insert(0, str(ROOT / "src"))


def _load_everything() -> None:
    """Import every module, so that all registers are full."""
    import django

    django.setup()
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" in path.parts or path.name == "__main__.py":
            continue
        parts = path.relative_to(ROOT / "src").with_suffix("").parts
        import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    names = list(heads)
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    lines += [
        "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def figures() -> str:
    from shuke.lake.figures import all_figures

    head = (
        "# Figures\n\nEvery figure has one definition, used by the console, `shuke figure NAME`, "
        "`/api/v1/figures/NAME` and `shuke.analytics`. 每个指标只有一个定义，各处一致。\n"
    )
    parts = [head]
    for one in all_figures():
        parts.append(f"## {one.name}\n\n**{one.en}** · {one.zh} · version {one.version}\n")
        parts.append(f"{one.about_en}\n\n{one.about_zh}\n")
        parts.append(_table(("column", "unit"), one.columns.items()))
        if one.parameters:
            rows = (
                (p.name, p.type, p.default, ", ".join(map(str, p.choices or ())), p.en)
                for p in one.parameters
            )
            parts.append(_table(("parameter", "type", "default", "choices", "meaning"), rows))
    return "\n".join(parts)


def facts() -> str:
    from shuke.rules.facts import FACTS

    rows = ((f.name, f.type.value, f.unit, f.zh, f.en, f.package) for f in FACTS.facts())
    families = ((f.pattern, f.zh, f.en, f.package) for f in FACTS.families())
    return (
        "# Facts\n\nWhat a condition may ask. A fact added here is at once in the builder, the "
        "API and this page.\n\n"
        + _table(("fact", "type", "unit", "中文", "English", "package"), rows)
        + "\nFamilies: one entry stands for many facts.\n\n"
        + _table(("pattern", "中文", "English", "package"), families)
    )


def events() -> str:
    from shuke.events.names import declared

    rows = ((f"`{one.name}`", one.en, one.zh) for one in declared())
    return "# Events\n\nThe append-only book of what happened.\n\n" + _table(
        ("name", "English", "中文"), rows
    )


def codes() -> str:
    from shuke.kernel.refusal import all_refusals

    rows = (
        (f"`{one.code}`", one.kind.value, one.en, one.zh, one.next_en, one.next_zh)
        for one in all_refusals()
    )
    heads = ("code", "HTTP", "message", "信息", "next step", "下一步")
    return "# Refusal codes\n\nA code never changes once published.\n\n" + _table(heads, rows)


def _readings(path: Path) -> Iterator[tuple[str, str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (
            isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        ):
            continue
        name = node.args[0].value
        if isinstance(name, str) and name.isupper() and name.startswith(("SHUKE_", "DATABASE_")):
            default = ast.unparse(node.args[1]) if len(node.args) > 1 else ""
            yield name, default, path.stem


MEANINGS = {
    "DATABASE_URL": "PostgreSQL as `postgresql://user:password@host/db`; without it SQLite.",
    "SHUKE_HOME": "The data directory; `~/.shuke` without it.",
    "SHUKE_SECRET_KEY": "The master secret; made once in the data directory without it.",
    "SHUKE_THREADS": "Threads of the analytic engine.",
    "SHUKE_ENGINE": "`duckdb`, or `pyspark://local[2]` and the like (extra `[spark]`).",
    "SHUKE_HOSTS": "Host names the server answers to, separated by commas.",
    "SHUKE_HTTPS": "Whether the server stands behind HTTPS: secure cookies, HSTS.",
}


def settings() -> str:
    found: dict[str, str] = {"SHUKE_HOME": ""}
    for path in sorted((SOURCE / "project").glob("*.py")):
        for name, default, _ in _readings(path):
            found[name] = found.get(name) or default
    unknown = sorted(set(found) - set(MEANINGS))
    if unknown:
        raise SystemExit(f"settings without a meaning in tools/reference.py: {unknown}")
    rows = ((f"`{name}`", f"`{found[name]}`", MEANINGS[name]) for name in sorted(found))
    text = (
        "# Settings\n\nEnvironment variables; a bad value stops the start with a message. "
        "Secrets may come from a file: `NAME_FILE`. Business policy is data, never a setting.\n\n"
    )
    return text + _table(("variable", "default", "meaning"), rows)


def commands() -> str:
    import typer.main

    from shuke.interfaces.commands.app import app

    def described(command: object, name: str) -> Iterator[str]:
        inner = getattr(command, "commands", None)
        if inner is not None:
            for key, one in inner.items():
                yield from described(one, f"{name} {key}")
            return
        yield f"## `{name}`\n\n{(getattr(command, 'help', '') or '').strip()}\n"
        rows = [
            (
                " ".join(p.opts) if p.param_type_name == "option" else p.name,
                getattr(p, "help", "") or "",
            )
            for p in getattr(command, "params", [])
            if p.name != "help"
        ]
        if rows:
            yield _table(("argument", "meaning"), rows)

    head = (
        "# Commands\n\nData goes to stdout, messages to stderr; `--json` gives a stable shape. "
        "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 conflict, 5 refused input, "
        "6 ran and found problems.\n"
    )
    return "\n".join([head, *described(typer.main.get_command(app), "shuke")])


PAGES: dict[str, Callable[[], str]] = {
    "figures": figures,
    "facts": facts,
    "events": events,
    "codes": codes,
    "settings": settings,
    "commands": commands,
}


def main(arguments: list[str]) -> int:
    _load_everything()
    TARGET.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, page in PAGES.items():
        path = TARGET / f"{name}.md"
        text = page().rstrip() + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            changed.append(path.name)
            if "--check" not in arguments:
                path.write_text(text, encoding="utf-8")
    print("\n".join(changed) or "reference: every page is current")
    return 1 if changed and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
