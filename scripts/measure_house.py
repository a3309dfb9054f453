"""How the house stands: sizes, rooms, arrows, circles, tests; the folder may be named.

Of the Python files git tracks under accounts/, config/, feedback/ and messaging/, without
migrations. A room is a folder, or a module at an app's root. Needs nothing but Python and git.
"""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

APPS = ("accounts", "config", "feedback", "messaging")


def main(top: Path) -> None:
    files = _tracked(top)
    app = [f for f in files if f.parts[0] in APPS and "migrations" not in f.parts]
    tests = [f for f in files if f.parts[0] == "tests"]
    trees = {f: ast.parse((top / f).read_text()) for f in app}
    lines = {f: _lines(top / f) for f in [*app, *tests]}
    functions = [(n.end_lineno or 0) - n.lineno + 1 for t in trees.values() for n in _functions(t)]
    arrows = _arrows(trees)
    print("files", len(app), "lines", sum(lines[f] for f in app))
    print("file lines median / p90 / max:", _spread(lines[f] for f in app if lines[f] > 1))
    print("function lines median / p90 / max:", _spread(functions))
    for name in ("messaging", "feedback"):
        rooms = {_room(f) for f in app if f.parts[0] == name} - {""}
        among = {(a, b) for a, b in _room_arrows(arrows) if a != b and {a, b} <= rooms}
        print(f"{name}: rooms {len(rooms)}, arrows {len(among)}, rings {_rings(among)}")
    print("circles of files:", _rings({(str(a), str(b)) for a, b in arrows}))
    print("loose modules at an app's root:", {name: _loose(app, name) for name in APPS})
    print("screens flat in messaging/admin:", sum(f.parent == Path("messaging/admin") for f in app))
    ratio = sum(lines[f] for f in tests) / sum(lines[f] for f in app)
    print("test lines per line:", f"{ratio:.2f}")
    modules = [f for f in app if f.name != "__init__.py"]
    mirrored = sum((top / "tests" / f.parent / f"test_{f.name}").exists() for f in modules)
    print("modules with a test of their name:", mirrored, "of", len(modules))
    print("tests:", sum(_tests(top / f) for f in tests))


def _tracked(top: Path) -> list[Path]:
    found = subprocess.check_output(["git", "ls-files", "*.py"], cwd=top, text=True)  # noqa: S607
    return [Path(line) for line in found.splitlines() if (top / line).exists()]


def _lines(file: Path) -> int:
    return len(file.read_text().splitlines())


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def _tests(file: Path) -> int:
    return sum(f.name.startswith("test") for f in _functions(ast.parse(file.read_text())))


def _spread(sizes: Iterable[int]) -> str:
    ordered = sorted(sizes)
    return f"{statistics.median(ordered):.0f} / {ordered[len(ordered) * 9 // 10]} / {ordered[-1]}"


def _arrows(trees: dict[Path, ast.Module]) -> set[tuple[Path, Path]]:
    """Which file imports which, at any place but under TYPE_CHECKING."""
    by_name = {_name(f): f for f in trees}
    found = set()
    for file, tree in trees.items():
        for name in _imported(file, tree):
            target = by_name.get(name) or by_name.get(name.rpartition(".")[0])
            if target and target != file:
                found.add((file, target))
    return found


def _name(file: Path) -> str:
    return ".".join(file.with_suffix("").parts).removesuffix(".__init__")


def _imported(file: Path, tree: ast.Module) -> Iterator[str]:
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = file.with_suffix("").parts[: -node.level]
                base = ".".join([*package, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _room(file: Path) -> str:
    """Folder of a file below its app; at the root, the module itself."""
    inner = file.parent.parts[1:]
    if inner:
        return "/".join([file.parts[0], *inner])
    return "" if file.name == "__init__.py" else _name(file)


def _room_arrows(arrows: set[tuple[Path, Path]]) -> set[tuple[str, str]]:
    return {(_room(a), _room(b)) for a, b in arrows}


def _rings(arrows: set[tuple[str, str]]) -> list[int]:
    """Sizes of the groups that reach each other (Tarjan)."""
    after: dict[str, list[str]] = {}
    for a, b in arrows:
        after.setdefault(a, []).append(b)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[int] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in after.get(node, ()):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            group = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(group) > 1:
                found.append(len(group))

    sys.setrecursionlimit(10_000)
    for node in sorted(after):
        if node not in index:
            visit(node)
    return sorted(found, reverse=True)


def _loose(files: list[Path], app: str) -> int:
    return sum(f.parent == Path(app) and f.name != "__init__.py" for f in files)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
