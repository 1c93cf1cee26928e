"""Only whole files on disk: several together or none, links followed, pipes left alone."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from excel_tools.errors import InputError
from excel_tools.workbook.files import write_atomically, write_together


def test_several_files_take_their_names_together(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.json"
    first.write_bytes(b"avant")
    write_together([(first, [b"un, ", b"deux"]), (second, [])])
    assert (first.read_bytes(), second.read_bytes()) == (b"un, deux", b"")
    assert sorted(os.listdir(tmp_path)) == ["a.csv", "b.json"]


def test_one_that_fails_leaves_all_of_them_as_they_were(tmp_path: Path) -> None:
    first = tmp_path / "a.csv"
    first.write_bytes(b"avant")

    def pieces() -> Iterator[bytes]:
        yield b"un"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_together([(first, [b"plein"]), (tmp_path / "b.csv", pieces())])
    with pytest.raises(FileNotFoundError) as told:
        write_together([(first, [b"plein"]), (tmp_path / "absent" / "b.csv", [b"un"])])
    # the file asked for is named, not the temporary one
    assert told.value.filename == str(tmp_path / "absent" / "b.csv")
    assert first.read_bytes() == b"avant"
    assert os.listdir(tmp_path) == ["a.csv"]


def test_a_link_goes_on_leading_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "ailleurs").mkdir()
    target, link = tmp_path / "ailleurs" / "vrai.csv", tmp_path / "lien.csv"
    target.write_bytes(b"avant")
    link.symlink_to(target)
    write_atomically(link, "après".encode())
    assert link.is_symlink()
    assert target.read_text("utf-8") == "après"
    assert os.listdir(target.parent) == ["vrai.csv"]
    # a link to nothing yet makes the file it names
    (tmp_path / "neuf.csv").symlink_to(tmp_path / "ailleurs" / "neuf.csv")
    write_atomically(tmp_path / "neuf.csv", b"un")
    assert (tmp_path / "ailleurs" / "neuf.csv").read_bytes() == b"un"


def test_a_pipe_is_never_replaced(tmp_path: Path) -> None:
    pipe, link = tmp_path / "tube", tmp_path / "lien"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for name in (pipe, link):
        with pytest.raises(InputError, match="n'est pas un fichier ordinaire"):
            write_atomically(name, b"un")
    assert pipe.is_fifo()
    assert sorted(os.listdir(tmp_path)) == ["lien", "tube"]
