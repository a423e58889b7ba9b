"""Words that go with a number."""


def counted(count: int, noun: str) -> str:
    """A number with its noun: `1 patch`, `2 patches`."""
    ending = "" if count == 1 else "es" if noun.endswith("ch") else "s"
    return f"{count} {noun}{ending}"
