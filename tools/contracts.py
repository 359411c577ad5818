"""Write the import contracts from the packages on disk into build/importlinter.toml.

The one list of layers stands here, from top to bottom (design: a modular monolith). A package on
disk that is missing from the list, or one in a wrong place, fails `make check`: the contract is
exhaustive. Packages not yet born stand in parentheses.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "shuke"

LAYERS = (
    ("__main__",),
    ("project",),
    ("plugins",),
    ("interfaces",),
    ("playbooks",),
    ("care", "partners", "surveys", "community", "key_accounts", "team"),
    ("campaigns",),
    ("segments", "messaging"),
    ("intake", "lake"),
    ("till",),
    ("offers", "loyalty"),
    ("wallets", "sales"),
    ("members",),
    ("catalog",),
    ("stores",),
    ("ledger", "jobs"),
    ("analytics",),
    ("events", "rules"),
    ("storage",),
    ("kernel", "till_client"),
)
# The command line starts the others; those do not know each other.
DOORS = (("commands",), ("api", "console", "till_screen", "portal", "worker"), ("ui",))
PLAIN = ("kernel", "rules")
NOT_IN_PLAIN = ("django", "ninja", "ibis", "duckdb")
WITH_IBIS = ("analytics", "lake", "segments", "intake", "storage", "plugins")


def born() -> set[str]:
    return {path.parent.name for path in SOURCE.glob("*/__init__.py")} | {"__main__"}


def _layer(names: tuple[str, ...], known: set[str]) -> str:
    return " | ".join(name if name in known else f"({name})" for name in names)


def _quoted(values: list[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


def _contract(name: str, kind: str, **settings: list[str] | bool) -> str:
    rows = [f'[[tool.importlinter.contracts]]\nname = "{name}"\ntype = "{kind}"']
    for key, value in settings.items():
        rows.append(f"{key} = {str(value).lower() if isinstance(value, bool) else _quoted(value)}")
    return "\n".join(rows) + "\n"


def written() -> str:
    known = born()
    with_tables = [name for name in sorted(known) if (SOURCE / name / "models.py").exists()]
    without_ibis = sorted(known - set(WITH_IBIS) - set(PLAIN) - {"__main__"})
    doors = {path.parent.name for path in (SOURCE / "interfaces").glob("*/__init__.py")}
    parts = [
        '[tool.importlinter]\nroot_packages = ["shuke"]\ninclude_external_packages = true\n',
        _contract(
            "The loop runs one way",
            "layers",
            containers=["shuke"],
            layers=[_layer(names, known) for names in LAYERS],
            exhaustive=True,
        ),
        _contract("No cycles at any depth", "acyclic_siblings", ancestors=["shuke"]),
        _contract(
            "Inside a package: actions over queries over tables",
            "layers",
            containers=[f"shuke.{name}" for name in with_tables],
            layers=["(actions)", "(queries)", "(models)"],
        ),
        _contract(
            "Doors do not know each other, and stand over the shared parts",
            "layers",
            containers=["shuke.interfaces"],
            layers=[_layer(names, doors) for names in DOORS],
            exhaustive=True,
        ),
        _contract(
            "Values and rules are plain Python",
            "forbidden",
            source_modules=[f"shuke.{name}" for name in PLAIN],
            forbidden_modules=list(NOT_IN_PLAIN),
            allow_indirect_imports=True,
        ),
        _contract(
            "Analytics works in a notebook without Django",
            "forbidden",
            source_modules=["shuke.analytics"],
            forbidden_modules=["django", "ninja"],
            allow_indirect_imports=True,
        ),
        _contract(
            "Only the analytic packages speak Ibis and DuckDB",
            "forbidden",
            source_modules=[f"shuke.{name}" for name in without_ibis],
            forbidden_modules=["ibis", "duckdb"],
            allow_indirect_imports=True,
        ),
    ]
    parts += [
        _contract(
            f"Only {name} touches the tables of {name}",
            "protected",
            protected_modules=[f"shuke.{name}.models"],
            allowed_importers=[f"shuke.{name}"],
        )
        for name in with_tables
    ]
    return "\n".join(parts)


if __name__ == "__main__":
    target = ROOT / "build" / "importlinter.toml"
    target.parent.mkdir(exist_ok=True)
    target.write_text(written(), encoding="utf-8")
