"""Characters written in one Chinese script only, from OpenCC: `python -m scripts.han_scripts`.

A character is of Simplified script only when OpenCC has other forms for it in Traditional and it
is none of them (贷, but not 后, which 皇后 keeps); and the other way round. Run it after a new
version of opencc was pinned. OpenCC is under the Apache License 2.0.
"""

import subprocess
import tempfile
from pathlib import Path

import opencc

TARGET = Path(__file__).resolve().parent.parent / "messaging/content/han_scripts"
PER_LINE = 60
# 通用规范汉字表 (2013) gives these back their place in Simplified script, mostly for names.
RESTORED = frozenset("仝甦邨氾堃犇龢迺昇陞淼喆祕頫濬釐晳瞋噘蹚凓勠鍾乾徵")

# A word of its own in written Cantonese: 傾吓, 等吓.
CANTONESE = frozenset("吓")


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    regional = {form for name in ("HKVariants", "TWVariants") for form in _forms(name)}
    _write("simplified_only", _without_themselves("STCharacters") - regional - CANTONESE)
    _write("traditional_only", _without_themselves("TSCharacters") - RESTORED)


def _without_themselves(dictionary: str) -> set[str]:
    return {
        character
        for character, *forms in map(str.split, _entries(dictionary))
        if len(character) == 1 and "\u3400" <= character <= "\u9fff" and character not in forms
    }


def _forms(dictionary: str) -> set[str]:
    """What Hong Kong or Taiwan writes: 户 is Traditional there."""
    return {form for line in _entries(dictionary) for form in line.split()[1:]}


def _entries(dictionary: str) -> list[str]:
    """Lines of a dictionary: a character, then its forms, set apart by blanks."""
    home = Path(opencc.__file__).parent / "clib"
    tool = home / "bin/opencc_dict"
    tool.chmod(0o755)
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "entries.txt")
        source = home / f"share/opencc/{dictionary}.ocd2"
        command = [tool, "-i", source, "-o", text, "-f", "ocd2", "-t", "text"]
        subprocess.run(list(map(str, command)), check=True)  # noqa: S603
        return text.read_text(encoding="utf-8").splitlines()


def _write(name: str, characters: set[str]) -> None:
    row = "".join(sorted(characters))
    lines = [row[at : at + PER_LINE] for at in range(0, len(row), PER_LINE)]
    (TARGET / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
