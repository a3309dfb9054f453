"""Which functions read a figure of the policy or give a reason, and which tests name it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).parent.parent
APPS = ("messaging", "feedback", "accounts", "config")
FORM = ("messaging/admin/policies", "messaging/policy/model.py", "messaging/policy/document.py")
"""What only carries a policy from a form to its document and back reads no figure."""
POLICIES = {"policy", "policy_of"}
"""What a policy is called where one of its figures is read."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Named(NamedTuple):
    path: str
    name: str

    def __str__(self) -> str:
        return f"{self.path}::{self.name}"


def read_by(figure: str) -> list[Named]:
    """Functions that read a figure of a policy, itself or by a property made of it."""
    ways = {figure, *_derived().get(figure, ())}
    return sorted({at for way in ways for at in _figures_read().get(way, ())})


def given_by(*constants: str) -> list[Named]:
    """Functions that give a reason, by the names of its constant or of a table it stands in."""
    return sorted({at for name in constants for at in _reasons_given().get(name, ())})


def where_said(*words: str) -> list[Named]:
    """Tests that name one of the words: as an argument, an attribute or a text."""
    return sorted({at for word in words for at in _said_in_tests().get(word, ())})


@cache
def _figures_read() -> dict[str, set[Named]]:
    found: dict[str, set[Named]] = defaultdict(set)
    for at, function in _functions(*APPS):
        for node in ast.walk(function):
            if isinstance(node, ast.Attribute) and _is_policy(node.value):
                found[node.attr].add(at)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found[node.value].add(at)  # read by its name, as a deadline's is
    return found


def _is_policy(value: ast.expr) -> bool:
    called = ast.unparse(value.func if isinstance(value, ast.Call) else value).rsplit(".", 1)[-1]
    return called in POLICIES or called.endswith("_policy")


@cache
def _derived() -> dict[str, set[str]]:
    """Figure → the properties of a policy that are made of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for _at, function in _functions("messaging/policy/model.py"):
        for node in ast.walk(function):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "self":
                found[node.attr].add(function.name)
    return found


@cache
def _reasons_given() -> dict[str, set[Named]]:
    found: dict[str, set[Named]] = defaultdict(set)
    for at, giver in [*_functions("messaging"), *_tables("messaging/policy/rules")]:
        for node in ast.walk(giver):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "reasons":
                found[node.attr].add(at)
            elif isinstance(node, ast.Name) and node.id.isupper():
                found[node.id].add(at)
    return found


@cache
def _said_in_tests() -> dict[str, set[Named]]:
    found: dict[str, set[Named]] = defaultdict(set)
    for at, function in _functions("tests/messaging", "tests/feedback"):
        if at.name.startswith("test_"):
            for word in _words(function):
                found[word].add(at)
    return found


def _words(function: Function) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _tables(place: str) -> Iterator[tuple[Named, ast.AST]]:
    """What modules say outside of functions, by its name."""
    for shown, module in _modules(place):
        for node in module.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                yield Named(shown, node.targets[0].id), node


def _functions(*places: str) -> Iterator[tuple[Named, Function]]:
    for shown, module in _modules(*places):
        for node in ast.walk(module):
            if isinstance(node, Function):
                yield Named(shown, node.name), node


def _modules(*places: str) -> Iterator[tuple[str, ast.Module]]:
    """Of files and folders below the top; migrations and the policy's form apart."""
    for place in places:
        path = TOP / place
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            shown = file.relative_to(TOP).as_posix()
            if "/migrations/" in shown or (place in APPS and shown.startswith(FORM)):
                continue
            yield shown, ast.parse(file.read_text("utf-8"))
