#!/usr/bin/env python3
"""Checks an evidence pack, offline: python3 -I verify.py (Python 3.8 or newer, nothing else).

核验证据包，无需联网：python3 -I verify.py（Python 3.8 或更新，不需要其他软件）。

What is checked: every file is the one in the manifest; the manifest and each link of the sealed
chain are signed by the key; each sealed row is in the link it names; each text is the one its
hand-over was sealed with; each text is of the template as it was approved. Ends with 0 when all of
it holds, else with 1.

The key in keys.json is what the lender says it is: compare it with a copy from elsewhere.
"""

import hashlib
import json
import sys
from pathlib import Path

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


# ---- Ed25519 (RFC 8032), verification only ----


def recover_x(y, sign):
    """The point's other coordinate; None for no point."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def point(data):
    """32 bytes as (X, Y, Z, T); None for no point."""
    number = int.from_bytes(data, "little")
    y = number & ((1 << 255) - 1)
    x = recover_x(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, base):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = add(result, base)
        base = add(base, base)
        n >>= 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)


def signed_by(key, message, signature):
    """Whether the key (32 bytes) signed the message; all are bytes."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, commitment = point(key), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or s >= L:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    h = int.from_bytes(digest, "little") % L
    left, right = times(s, BASE), add(commitment, times(h, public))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % P == 0


# ---- The sealed chain, as docs/sealed-chain.md of the product says ----


def sha256(data):
    return hashlib.sha256(data).digest()


def is_emptied(value):
    """What an erasure leaves of a value: nothing, a mark, or the keys of JSON."""
    if value in ("", "erased"):
        return True
    try:
        told = json.loads(value)
    except ValueError:
        return False
    return isinstance(told, dict) and all(each == "•••" for each in told.values())


def leaf(table, columns, erasable, values, salt, erased):
    """The hash of a row; `erased`: what is kept of values that were erased."""
    told = []
    for column in columns:
        value = values[column]
        if value is not None and column in erased and is_emptied(value):
            value = erased[column]
        elif value is not None and column in erasable:
            own = sha256(salt + column.encode())
            value = sha256(own + value.encode()).hex()
        told.append(value)
    lengths = ",".join("-" if value is None else str(len(value)) for value in told)
    text = "".join(value for value in told if value is not None)
    return sha256(b"\x00" + (table + "\n" + lengths + "\n" + text).encode())


def climb(at, path):
    for side, beside in path:
        other = bytes.fromhex(beside)
        at = sha256(b"\x01" + (other + at if side == "left" else at + other))
    return at


# ---- What it says ----


class Told:
    """Counts what held, prints what did not."""

    def __init__(self):
        self.broken = 0

    def wrong(self, english, chinese):
        self.broken += 1
        print("✗ " + chinese + "\n  " + english)

    def right(self, english, chinese):
        print("✓ " + chinese + "\n  " + english)

    def note(self, english, chinese):
        print("· " + chinese + "\n  " + english)


def read(folder, name):
    return json.loads((folder / name).read_bytes().decode())


def check_files(folder, told):
    """Every file is the one the manifest names, and there is no other."""
    raw = (folder / "manifest.json").read_bytes()
    keys, before = read(folder, "keys.json"), told.broken
    seal = read(folder, "manifest.sig")
    if hashlib.sha256(raw).hexdigest() != seal["sha256"]:
        told.wrong("manifest.json was changed.", "manifest.json 被改动。")
    if seal["signature"]:
        key = bytes.fromhex(keys.get(seal["key"], ""))
        message = b"huancui-evidence/1 " + hashlib.sha256(raw).hexdigest().encode()
        if not signed_by(key, message, bytes.fromhex(seal["signature"])):
            told.wrong(
                "manifest.json or manifest.sig was changed: the signature does not hold.",
                "manifest.json 或 manifest.sig 被改动：签名不成立。",
            )
    else:
        told.note("The manifest is not signed.", "清单没有签名。")
    named = json.loads(raw.decode())["files"]
    for name, kept in sorted(named.items()):
        path = folder / name
        if not path.is_file():
            told.wrong(f"{name} is missing.", f"{name} 缺失。")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != kept["sha256"]:
            told.wrong(f"{name} was changed.", f"{name} 被改动。")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name in sorted(there - set(named) - {"manifest.json", "manifest.sig"}):
        told.wrong(
            f"{name} was added; the manifest does not name it.",
            f"{name} 是后加的，不在清单中。",
        )
    if told.broken == before:
        told.right(
            f"{len(named)} files are those of the manifest.", f"{len(named)} 个文件与清单一致。"
        )


def check_links(folder, told):
    """Each link is what was signed; gives the headers by number."""
    keys, headers, before = read(folder, "keys.json"), {}, told.broken
    for link in read(folder, "links.json"):
        number, head = link["number"], sha256(link["header"].encode())
        header = json.loads(link["header"])
        key = bytes.fromhex(keys.get(link["key"], ""))
        message = b"huancui-chain/1 head " + head.hex().encode()
        if head.hex() != link["head"] or header["number"] != number or header["key"] != link["key"]:
            told.wrong(f"Link {number} was changed.", f"第 {number} 环被改动。")
        elif not signed_by(key, message, bytes.fromhex(link["signature"])):
            told.wrong(f"Link {number} is not signed by its key.", f"第 {number} 环的签名不成立。")
        else:
            headers[number] = header
    if told.broken == before:
        told.right(
            f"{len(headers)} links of the sealed chain are signed.",
            f"存证链的 {len(headers)} 环签名成立。",
        )
    return headers


def check_rows(folder, headers, told):
    """Each sealed row is in its link; gives the values of those that are, by table and id."""
    held, waiting, before = {}, 0, told.broken
    for path in sorted((folder / "rows").glob("*.json")):
        table = path.stem
        for row in read(folder, "rows/" + path.name):
            name = "{} #{}".format(table, row["values"]["id"])
            if row["link"] is None:
                waiting += 1
                continue
            header = headers.get(row["link"])
            part = next(
                (p for p in (header or {"parts": []})["parts"] if p["table"] == table), None
            )
            if part is None:
                told.wrong(f"{name} names a link that does not hold.", f"{name} 所属的环不成立。")
                continue
            try:
                at = leaf(
                    table,
                    part["columns"],
                    part["erasable"],
                    row["values"],
                    bytes.fromhex(row["salt"]),
                    row.get("erased", {}),
                )
            except KeyError:
                at = b""
            if climb(at, row["path"]).hex() != part["root"]:
                told.wrong(
                    "{} is not what was sealed on {}.".format(name, header["at"]),
                    "{} 与 {} 存证的内容不符。".format(name, header["at"]),
                )
            else:
                held[table, row["values"]["id"]] = row["values"]
    if told.broken == before:
        told.right(f"{len(held)} rows are as they were sealed.", f"{len(held)} 条记录与存证一致。")
    if waiting:
        told.note(
            f"{waiting} rows were not sealed yet when the pack was made.",
            f"制作证据包时有 {waiting} 条记录尚未存证。",
        )
    return held


def check_texts(folder, held, told):
    """Each text is the one its hand-overs were sealed with."""
    sealed, proved, before = {}, 0, told.broken
    for (table, _row), values in held.items():
        if table == "messaging_attempt" and values.get("text_digest"):
            sealed.setdefault(values["message_id"], set()).add(values["text_digest"])
    for message in read(folder, "messages.json"):
        digests = sealed.get(str(message["id"]))
        if not digests or message["text"] is None or not message["text_salt"]:
            continue
        own = sha256(bytes.fromhex(message["text_salt"]) + message["text"].encode()).hex()
        if "\\x" + own not in digests:
            told.wrong(
                "The text of message #{} is not the one that was handed over.".format(
                    message["id"]
                ),
                "短信 #{} 的文字与提交通道时存证的不符。".format(message["id"]),
            )
        else:
            proved += 1
    if told.broken == before:
        told.right(
            f"{proved} texts are those that were handed over.",
            f"{proved} 条短信的文字与提交通道时一致。",
        )


def check_approved(folder, held, told):
    """Each version is as it was approved."""
    proved, before = 0, told.broken
    approved = {
        (values["table"], values["version_id"]): json.loads(values["content"])
        for (table, _row), values in held.items()
        if table == "messaging_approvedcontent"
    }
    for version in read(folder, "template_versions.json"):
        content = approved.get(("messaging_templateversion", str(version["id"])))
        if content is None:
            continue
        if content["body"] != version["body"]:
            told.wrong(
                "Template version #{} is not what was approved.".format(version["id"]),
                "模板版本 #{} 与批准时的内容不符。".format(version["id"]),
            )
        else:
            proved += 1
    if told.broken == before and proved:
        told.right(
            f"{proved} texts of templates are as approved.",
            f"{proved} 个模板版本与批准时一致。",
        )


def main(folder):
    told = Told()
    try:
        check_files(folder, told)
        headers = check_links(folder, told)
        held = check_rows(folder, headers, told)
        check_texts(folder, held, told)
        check_approved(folder, held, told)
    except (OSError, ValueError, KeyError, TypeError) as error:
        told.wrong(f"A file cannot be read: {error}", f"有文件无法读取：{error}")
    for number, key in read_keys(folder):
        told.note(f"Public key {number}: {key}", f"公钥 {number}：{key}")
    if told.broken:
        print(
            f"\n证据包不完整：{told.broken} 处不符。\nThe pack does not hold: {told.broken} breaks."
        )
        return 1
    print("\n证据包完好。\nThe pack holds.")
    return 0


def read_keys(folder):
    try:
        return sorted(read(folder, "keys.json").items())
    except (OSError, ValueError, AttributeError):
        return []


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent))
