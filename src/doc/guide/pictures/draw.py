#!/usr/bin/env python3
"""Makes the guide's pictures, `../src/pictures/*.svg`, of the texts beside this file.

In a text, the characters of boxes and arrows are drawn as lines, and all else is set as it is, in
a font of fixed width. A `░`, `▒` or `▓` tints the box that it stands in. With `--check` nothing is
written, and the exit code says whether the pictures are those of the texts.
"""

import sys
from html import escape
from pathlib import Path

TEXTS = Path(__file__).resolve().parent
PICTURES = TEXTS.parent / "src" / "pictures"

# The size of a character, and the room around all of them.
WIDTH, HEIGHT, MARGIN = 8, 18, 12

# To which sides of its cell a character has a line from the middle.
LINES = {
    "─": "lr", "│": "ud", "┌": "dr", "┐": "dl", "└": "ur", "┘": "ul", "├": "udr", "┤": "udl",
    "┬": "lrd", "┴": "lru", "┼": "lrud",
}
DASHED = {"┄": "lr", "┆": "ud"}
SIDES = {"l": (-0.5, 0), "r": (0.5, 0), "u": (0, -0.5), "d": (0, 0.5)}

# Where an arrow's head points to. Its line comes from the other side.
HEADS = {"▶": "r", "◀": "l", "▲": "u", "▼": "d"}

TINTS = {"░": "first", "▒": "second", "▓": "third"}

# A panel of its own in either scheme, as a picture does not know the page that it is on.
STYLE = """
text { font: 13px monospace; fill: #1b1f24; white-space: pre }
path { stroke: #57606a; stroke-width: 1.3; fill: none }
.dashed { stroke-dasharray: 4 3 }
.head { fill: #57606a; stroke: none }
.panel { fill: #fbfbf9; stroke: #d8dadd }
.first { fill: #cfe3fb }
.second { fill: #ffd9a8 }
.third { fill: #d5ecd0 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6e8ea }
  path { stroke: #9aa4ae }
  .head { fill: #9aa4ae; stroke: none }
  .panel { fill: #1d2126; stroke: #3a4048 }
  .first { fill: #1f4468 }
  .second { fill: #6b4515 }
  .third { fill: #2b5230 }
}
"""


def place(row, column):
    """The middle of a cell: how far it is from the left, and from the top."""
    return MARGIN + (column + 0.5) * WIDTH, MARGIN + (row + 0.5) * HEIGHT


def inside(rows, row, column):
    """The cells of the box that a cell is in."""
    found, todo = set(), [(row, column)]
    while todo:
        row, column = todo.pop()
        is_there = 0 <= row < len(rows) and 0 <= column < len(rows[row])
        if is_there and (row, column) not in found and rows[row][column] not in LINES:
            found.add((row, column))
            todo += [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
    return found


def tints(rows):
    for row, line in enumerate(rows):
        for column, character in enumerate(line):
            if character in TINTS:
                cells = inside(rows, row, column)
                left, top = place(min(r for r, _ in cells) - 1, min(c for _, c in cells) - 1)
                right, bottom = place(max(r for r, _ in cells) + 1, max(c for _, c in cells) + 1)
                yield (
                    f'<rect class="{TINTS[character]}" x="{left:g}" y="{top:g}" '
                    f'width="{right - left:g}" height="{bottom - top:g}"/>'
                )


def strokes(rows, kinds):
    """The lines of all characters of a kind, those that go on in the next cell in one."""
    spans = set()
    for row, line in enumerate(rows):
        for column, character in enumerate(line):
            x, y = place(row, column)
            for side in kinds.get(character, ""):
                across, down = SIDES[side]
                end = (x + across * WIDTH, y + down * HEIGHT)
                spans.add(tuple(sorted([(x, y), end])))
    for down in (False, True):
        straight = sorted(
            ((a, b) for a, b in spans if (a[0] == b[0]) == down),
            key=lambda span: (span[0][0], span[0][1]) if down else (span[0][1], span[0][0]),
        )
        joined = []
        for a, b in straight:
            if joined and joined[-1][1] == a:
                joined[-1] = (joined[-1][0], b)
            else:
                joined.append((a, b))
        yield from (f"M{a[0]:g} {a[1]:g}L{b[0]:g} {b[1]:g}" for a, b in joined)


def heads(rows):
    for row, line in enumerate(rows):
        for column, character in enumerate(line):
            if character in HEADS:
                x, y = place(row, column)
                across, down = SIDES[HEADS[character]]
                tip = (x + across * WIDTH, y + down * HEIGHT)
                back = (tip[0] - across * 16, tip[1] - down * 16)
                wings = [(back[0] + s * down * 9, back[1] + s * across * 9) for s in (1, -1)]
                points = " ".join(f"{x:g},{y:g}" for x, y in [tip, *wings])
                yield f'<polygon class="head" points="{points}"/>'
                start = (x - across * WIDTH, y - down * HEIGHT)
                yield f'<path d="M{start[0]:g} {start[1]:g}L{back[0]:g} {back[1]:g}"/>'


def texts(rows):
    drawn = {*LINES, *DASHED, *HEADS, *TINTS}
    for row, line in enumerate(rows):
        plain = "".join(" " if character in drawn else character for character in line)
        column = 0
        # Each run of words by itself, so that another font does not move what follows.
        for run in plain.split("  "):
            word = run.strip()
            if word:
                at = column + len(run) - len(run.lstrip())
                x, y = place(row, at)
                yield (
                    f'<text x="{x - WIDTH / 2:g}" y="{y + 4.5:g}" '
                    f'textLength="{len(word) * WIDTH}">{escape(word)}</text>'
                )
            column += len(run) + 2


def picture(text):
    rows = text.rstrip().split("\n")
    width = 2 * MARGIN + WIDTH * max(len(row) for row in rows)
    height = 2 * MARGIN + HEIGHT * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">',
        f"<style>{STYLE}</style>",
        f'<rect class="panel" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="6"/>',
        *tints(rows),
        f'<path d="{"".join(strokes(rows, LINES))}"/>',
        f'<path class="dashed" d="{"".join(strokes(rows, DASHED))}"/>',
        *heads(rows),
        *texts(rows),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def main():
    made = {
        PICTURES / source.with_suffix(".svg").name: picture(source.read_text(encoding="utf-8"))
        for source in sorted(TEXTS.glob("*.txt"))
    }
    if sys.argv[1:] == ["--check"]:
        there = {path: path.read_text(encoding="utf-8") for path in PICTURES.glob("*.svg")}
        wrong = [path for path in sorted({*made, *there}) if made.get(path) != there.get(path)]
        for path in wrong:
            print(f"not what its text makes: {path.name} (python3 {Path(__file__).name})")
        sys.exit(bool(wrong) or not made)
    PICTURES.mkdir(exist_ok=True)
    for path, svg in made.items():
        path.write_text(svg, encoding="utf-8")


main()
