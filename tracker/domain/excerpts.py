"""The beginning of a long text, for one line of a list."""

READ = 300  # letters that a query fetches, so that a list never carries whole texts
SHOWN = 200


def excerpt(text: str | None, letters: int = SHOWN) -> str:
    """The beginning on one line, cut at a word with an ellipsis where the text is longer."""
    line = " ".join((text or "").split())
    if len(line) <= letters:
        return line
    return line[:letters].rsplit(" ", 1)[0].rstrip(" ,.;:–-") + "…"
