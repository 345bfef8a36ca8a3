"""The `schoolgate` command."""


def main() -> int:
    return 0
