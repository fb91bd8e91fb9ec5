"""The chart's colours by their role, for a light page, and what each becomes on a dark one."""

INK = "#1f2328"
MUTED = "#57606a"
LINE = "#d0d7de"
SURE = "#0a5dab"
MAYBE = "#a8c9ea"
NONE = "#8c959f"
HOLLOW = "#6b747e"
PAPER = "#ffffff"

DARK = {
    INK: "#e6edf3",
    MUTED: "#a3adb8",
    LINE: "#3a424b",
    SURE: "#5aa9f8",
    MAYBE: "#2c527c",
    NONE: "#717a84",
    HOLLOW: "#98a2ad",
    PAPER: "#0d1117",
}
"""Each role's colour keeps its contrast to the page: text at least 4.5 to 1, marks 3 to 1 but
for the pale end of an interval, whose numbers stand beside it."""


def darkened(text: str) -> str:
    """A specification or drawing with every colour of ours in its dark form."""
    for light, dark in DARK.items():
        text = text.replace(light, dark)
    return text


def dark_rules(inside: str = "") -> str:
    """CSS that turns a drawing dark where the reader's device is.

    Rules of style sheets win over the attributes that a drawing's colours stand in.

    Args:
        inside: A selector that the rules keep to.
    """
    rules = "".join(
        f'{inside} [{attribute}="{light}"]{{{attribute}:{dark}}}'
        for light, dark in DARK.items()
        for attribute in ("fill", "stroke")
    )
    return f"@media screen and (prefers-color-scheme:dark){{{rules}}}"
