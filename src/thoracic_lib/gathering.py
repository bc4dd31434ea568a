"""A path → the files of a catalog, by name, as bytes: no link leads out of the folder, and nothing is read without end.

A file that the caller names may be a link. In a folder, links to files inside it are read; links that lead out of it,
and links to folders, are faults, since what they hold would be read from elsewhere or passed over.
"""

from collections.abc import Iterator
from os import PathLike, fspath
from os.path import realpath
from pathlib import Path

from thoracic_lib.errors import Fault
from thoracic_lib.limits import MAX_BYTES, MAX_FILES, MAX_TOTAL_BYTES

__all__ = ["gathered"]

Gathered = tuple[dict[str, bytes], list[Fault]]


def gathered(source: str | PathLike[str]) -> Gathered:
    """The files at a path by their names inside it, and what is wrong with those that cannot be read.

    A folder gives every .toml and .json file and `VERSION` in it and its folders; another path itself.
    """
    if not fspath(source):
        return {}, [Fault("", "", "is empty, so it names no file")]
    if "\0" in fspath(source):
        return {}, [Fault(fspath(source).replace("\0", "\\0"), "", "holds a NUL, so it names no file")]
    path = Path(source)
    try:
        if not path.is_dir():
            return {path.name: _bytes(path)}, []
        return _folder(path)
    except OSError as error:
        return {}, [_unread(error, path)]


def _folder(path: Path) -> Gathered:
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    root, size = realpath(path), 0
    for count, file in enumerate(_files(path, root, faults), 1):
        if count > MAX_FILES:
            faults.append(Fault(str(path), "", f"holds more than {MAX_FILES} files"))
            break
        try:
            raw = _bytes(file)
        except OSError as error:
            faults.append(_unread(error, file))
            continue
        size += len(raw)
        if size > MAX_TOTAL_BYTES:
            faults.append(Fault(str(path), "", f"holds more than {MAX_TOTAL_BYTES} bytes in all"))
            break
        files[file.relative_to(path).as_posix()] = raw
    if not files and not faults:
        faults.append(Fault(str(path), "", "holds no .toml or .json file"))
    return files, faults


def _files(path: Path, root: str, faults: list[Fault]) -> Iterator[Path]:
    """The files to read in a folder and its folders; links that are not followed become faults."""
    folders = [path]
    while folders:
        for entry in sorted(folders.pop().iterdir()):
            if entry.is_dir():
                if entry.is_symlink():
                    faults.append(Fault(str(entry), "", "is a link to a folder, which is not followed"))
                else:
                    folders.append(entry)
            elif not _is_data(entry):
                continue
            elif entry.is_symlink() and not Path(realpath(entry)).is_relative_to(root):
                faults.append(Fault(str(entry), "", "is a link that leads out of the folder"))
            else:
                yield entry


def _is_data(file: Path) -> bool:
    return file.suffix in {".toml", ".json"} or file.name == "VERSION"


def _bytes(file: Path) -> bytes:
    """The bytes of a regular file; of one that is too large, one more than is read, so that it is refused for it."""
    file.stat()
    if not file.is_file():
        raise OSError(0, "it is no regular file", str(file))
    with file.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def _unread(error: OSError, file: Path) -> Fault:
    return Fault(str(error.filename or file), "", f"cannot be read: {error.strerror}")
