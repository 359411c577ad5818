"""Chinese texts of the pages: compile them, or check that none is missing or left over.

    python tools/messages.py           write a .mo beside each .po (Babel; no gettext needed)
    python tools/messages.py --check   fail on a text without translation, or one nobody uses
    python tools/messages.py --missing print the missing texts of each catalogue, ready to paste

Each area keeps its own catalogue: a text belongs to the nearest folder above it that has
`locale/zh_Hans/LC_MESSAGES/django.po`.
"""

import ast
import os
import re
import sys
from collections import defaultdict
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.project.settings")
ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/shuke"
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "gettext_noop"}
# Texts that stand as they are in both languages.
SAME = re.compile(r"^[\W\d_]*$")


def catalogues() -> list[Path]:
    return sorted(SOURCE.glob(f"**/{CATALOGUE}"))


def texts_of_template(path: Path) -> set[str]:
    """Ids of {% translate %}, {% blocktranslate %} and _("") as Django itself reads them."""
    body = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    found = re.findall(r"gettext\((u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")", body)
    found += re.findall(r"_\((u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")\)", body)
    return {ast.literal_eval(text.lstrip("u")) for text in found}


def texts_of_module(path: Path) -> set[str]:
    """Literal first arguments of the gettext functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id in CALLS and node.args and isinstance(node.args[0], ast.Constant):
            found.add(str(node.args[0].value))
    return found


def catalogue_of(path: Path) -> Path | None:
    for folder in path.parents:
        if (folder / CATALOGUE).exists():
            return folder / CATALOGUE
        if folder == SOURCE:
            return None
    return None


def texts() -> dict[Path | None, dict[str, Path]]:
    """Catalogue -> text -> the file that uses it, over every template and module of the faces."""
    used: dict[Path | None, dict[str, Path]] = defaultdict(dict)
    for path in sorted((SOURCE / "interfaces").rglob("*.html")):
        for text in texts_of_template(path):
            used[catalogue_of(path)][text] = path
    for path in sorted((SOURCE / "interfaces").rglob("*.py")):
        for text in texts_of_module(path):
            used[catalogue_of(path)][text] = path
    return used


def ids(path: Path) -> dict[str, bool]:
    """Text -> whether it is translated."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale="zh_Hans")
    answer = {}
    for message in catalogue:
        if message.id:
            text = message.id if isinstance(message.id, str) else message.id[0]
            strings = [message.string] if isinstance(message.string, str) else message.string
            answer[text] = all(strings) and not message.fuzzy
    return answer


def broken_formats(path: Path) -> list[str]:
    """Translations whose %(names)s or {names} differ from the text's, or that do not fill in."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale="zh_Hans")
    found = []
    for message in catalogue:
        text = message.id if isinstance(message.id, str) else message.id[0]
        string = message.string if isinstance(message.string, str) else message.string[0]
        if not text or not string:
            continue
        names = dict.fromkeys(re.findall(r"%\((\w+)\)s", text), 0)
        braces = set(re.findall(r"\{(\w+)\}", text))
        if set(re.findall(r"\{(\w+)\}", string)) != braces:
            found.append(text)
        elif names:
            try:
                filled = string % names
            except (ValueError, KeyError, TypeError):
                filled = ""
            if not filled or set(re.findall(r"%\((\w+)\)s", string)) != set(names):
                found.append(text)
    return found


def compile_all() -> None:
    for path in catalogues():
        with path.open("rb") as file:
            catalogue = read_po(file, locale="zh_Hans")
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


def problems() -> list[str]:
    used = texts()
    found = [f"{path}: no catalogue for “{text}”" for text, path in used.pop(None, {}).items()]
    for path in catalogues():
        known = ids(path)
        place = path.relative_to(ROOT)
        wanted = used.get(path, {})
        for text, where in sorted(wanted.items()):
            if SAME.match(text):
                continue
            if not known.get(text):
                found.append(f"{place}: no translation of “{text}” ({where.relative_to(ROOT)})")
        found += [f"{place}: placeholders of “{text}” differ" for text in broken_formats(path)]
        found += [f"{place}: “{text}” is used nowhere" for text in sorted(set(known) - set(wanted))]
    return found


def missing() -> None:
    used = texts()
    for path in catalogues():
        known = ids(path)
        new = [t for t in sorted(used.get(path, {})) if not known.get(t) and not SAME.match(t)]
        if new:
            print(f"# {path.relative_to(ROOT)}")
            for text in new:
                print(f'msgid {quoted(text)}\nmsgstr ""\n')


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def main() -> None:
    sys.path.insert(0, str(ROOT / "src"))
    if "--missing" in sys.argv[1:]:
        missing()
    elif "--check" in sys.argv[1:]:
        found = problems()
        print("\n".join(found) or "messages: every text is translated and used")
        sys.exit(1 if found else 0)
    else:
        compile_all()
        print(f"messages: {len(catalogues())} catalogues compiled")


if __name__ == "__main__":
    main()
