"""Where the embedded servers keep their files: within reach, and for their owner alone."""

import os
from pathlib import Path

import pytest

from config.embedded.errors import EmbeddedError
from config.embedded.paths import (
    LONGEST_SOCKET_NAME,
    SOCKET_PATH_LIMIT,
    Layout,
    digest,
    private_folder,
)


def test_sockets_lie_beside_the_data_or_where_their_path_is_short_enough():
    near, far = Path("/srv/huancui"), Path("/srv") / ("x" * 120)
    assert Layout(near, near).sockets == near / "sockets"
    moved = Layout(far, far)
    assert moved.sockets.parent == Path("/tmp")
    assert len(os.fsencode(moved.sockets / LONGEST_SOCKET_NAME)) <= SOCKET_PATH_LIMIT
    assert moved.valkey_socket.parent == moved.sockets


def test_two_folders_never_share_sockets():
    one, other = (Path("/srv") / (sign * 120) for sign in "xy")
    assert Layout(one, one).sockets != Layout(other, other).sockets
    assert digest(one) == digest(Path("/srv") / ("x" * 120))


def test_the_servers_own_files_lie_in_their_home_and_ours_in_the_data():
    layout = Layout(Path("/data"), Path("/home"))
    assert (layout.postgres, layout.valkey) == (Path("/home/postgres"), Path("/home/valkey"))
    assert (layout.logs, layout.passwords) == (Path("/data/logs"), Path("/data/passwords.json"))


def test_a_folder_is_made_for_its_owner_alone(tmp_path):
    made = private_folder(tmp_path / "a" / "b")
    assert made.stat().st_mode & 0o777 == 0o700
    made.chmod(0o755)
    assert private_folder(made).stat().st_mode & 0o777 == 0o700


def test_what_is_no_folder_or_somebody_elses_is_refused(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    for taken in (file, link):
        with pytest.raises(EmbeddedError, match="belongs to somebody else"):
            private_folder(taken)
    with pytest.raises(EmbeddedError, match="cannot be made"):
        private_folder(file / "below")
