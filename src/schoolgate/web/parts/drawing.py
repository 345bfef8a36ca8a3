"""Where the marks of a chart go. Charts are SVG with no style and no script, so that they pass the page's policy."""

from collections.abc import Sequence

WIDTH, HEIGHT = 600, 180


def bars(points: Sequence[tuple[str, float]]) -> list[tuple[str, float, str]]:
    """(label, value, width) for each point; the width is a percentage, the largest value 100%."""
    top = max((value for _, value in points), default=0)
    return [(label, value, f"{100 * value / top if top else 0:.1f}%") for label, value in points]


def line(values: Sequence[float]) -> dict[str, object]:
    """The polyline of the values in a box of WIDTH by HEIGHT, and the highest value, for the axis."""
    top = max(values, default=0)
    step = WIDTH / max(len(values) - 1, 1)
    coordinates = " ".join(
        f"{i * step:.1f},{HEIGHT - (HEIGHT * value / top if top else 0):.1f}" for i, value in enumerate(values)
    )
    return {"points": coordinates, "top": top, "width": WIDTH, "height": HEIGHT}
