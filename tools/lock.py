"""Renew the hashed locks under requirements/ from pyproject.toml; no address of an index is written."""

import subprocess
import sys

GROUPS = ("test", "dev", "docs", "mutate", "browser", "interop")
LOCKS = {"run": [], **{group: ["--group", group] for group in GROUPS}}
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header", "-q"]


def main() -> int:
    """Write one lock for each set of dependencies, and one for the locker itself."""
    for name, extra in LOCKS.items():
        _compile(["pyproject.toml", *extra], name, None)
    _compile(["-"], "uv", b"uv >=0.9\n")
    return 0


def _compile(sources: list[str], name: str, text: bytes | None) -> None:
    command = [sys.executable, "-m", "uv", "pip", "compile", *sources, *OPTIONS, "--upgrade"]
    command += ["--output-file", f"requirements/{name}.txt"]
    subprocess.run(command, input=text, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - a fixed command


if __name__ == "__main__":
    sys.exit(main())
