"""`make run`: from nothing to a desk in the browser."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from pathlib import Path

from desk.test_serve import free_port, until_it_answers

ROOT = Path(__file__).parents[2]


def test_make_run_opens_the_desk_and_prints_one_address_and_the_link_to_begin_with(tmp_path):
    port = free_port()
    environ = {
        **os.environ, "PATTO_HOME": str(tmp_path / "home"), "DATABASE_URL": "", "LC_ALL": "it_IT",
    }  # fmt: skip
    # What is installed stays as it is: installing needs the network, and is not what is asked here.
    command = ["make", "-C", str(ROOT), "-o", ".venv/.installed", "-s", "run", f"PORT={port}"]
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as server:  # fmt: skip
        try:
            said = until_it_answers(server, port, lines=3)
        finally:
            os.killpg(server.pid, signal.SIGINT)
            server.wait(20)
    assert len(set(re.findall(rf"http://127\.0\.0\.1:{port}\b", said))) == 1
    assert re.search(rf"http://127\.0\.0\.1:{port}/start/\S+", said), said
    assert "Il desk è aperto" in said
