"""Sees every call by which the store changes a folder, before and after it is made."""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch


class Call(NamedTuple):
    """One change: ``mkdir``, ``create``, ``fsync``, ``replace``, ``link``, ``unlink``, ``rmdir``.

    Paths are relative to the folder that is watched; ``target`` is the new name of a replace or a
    link, ``data`` what a file holds when it is flushed.
    """

    name: str
    path: Path
    target: Path | None = None
    data: bytes | None = None


Hook = Callable[[Call], None]


def nothing(_: Call) -> None:
    """Where nobody looks."""


@contextmanager
def watched(root: Path, before: Hook = nothing, after: Hook = nothing) -> Iterator[None]:
    """Within this, both hooks see each change below the folder; ``before`` may raise instead."""
    real = {n: getattr(os, n) for n in ("mkdir", "replace", "link", "unlink", "rmdir", "fsync")}

    def wrapped(name: str) -> Callable[..., Any]:
        def change(first: Any, *more: Any, **options: Any) -> Any:
            call = _call(root, name, first, more, options.get("dir_fd"))
            if call is None:
                return real[name](first, *more, **options)
            before(call)
            done = real[name](first, *more, **options)
            after(call)
            return done

        return change

    open_ = io.open

    def opening(file: Any, mode: str = "r", *more: Any, **options: Any) -> Any:
        call = None
        if isinstance(file, (str, os.PathLike)) and set(mode) & set("wax+"):
            call = _call(root, "create", file, (), None)
        if call is None:
            return open_(file, mode, *more, **options)
        before(call)
        opened = open_(file, mode, *more, **options)
        after(call)
        return opened

    with patch.multiple(os, **{name: wrapped(name) for name in real}), patch("io.open", opening):
        yield


def _call(root: Path, name: str, first: Any, more: tuple[Any, ...], within: Any) -> Call | None:
    path = Path(f"/proc/self/fd/{first}").readlink() if name == "fsync" else Path(first)
    if within is not None:
        path = Path(f"/proc/self/fd/{within}").readlink() / path
    if not path.is_relative_to(root):
        return None
    target = Path(more[0]).relative_to(root) if name in {"replace", "link"} else None
    data = path.read_bytes() if name == "fsync" and path.is_file() else None
    return Call(name, path.relative_to(root), target, data)
