"""Write down how characters sound (messaging/replies/by_ear/sounds.txt), from pypinyin.

    python -m scripts.make_sounds

One line a syllable without its tone, then its characters: those of GB 2312, each by its usual
reading. A table is read in a few milliseconds; the library takes seconds and fifty megabytes.
"""

from collections import defaultdict
from collections.abc import Iterator

from pypinyin import Style, lazy_pinyin

from messaging.replies.by_ear.sounds import FILE

# Where replies use another reading than the most frequent one.
USUAL = {
    "还": "huan", "了": "le", "都": "dou", "得": "de", "着": "zhe", "没": "mei", "行": "xing",
    "重": "zhong", "长": "chang", "发": "fa", "不": "bu", "律": "lv", "绿": "lv", "率": "lv",
    "女": "nv", "略": "lve", "虐": "nve", "掠": "lve",
}  # fmt: skip


def main() -> None:
    sounds = defaultdict[str, list[str]](list)
    for character in characters():
        (sound,) = lazy_pinyin(character, style=Style.NORMAL)
        sound = USUAL.get(character, sound)
        if sound.isascii() and sound.isalpha():
            sounds[sound].append(character)
    lines = (f"{sound} {''.join(sounds[sound])}\n" for sound in sorted(sounds))
    FILE.write_text("".join(lines), encoding="utf-8")


def characters() -> Iterator[str]:
    """The 6,763 of GB 2312, in its order."""
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue


if __name__ == "__main__":
    main()
