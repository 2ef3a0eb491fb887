"""Real processes: started in a folder and an environment of their own, all that they say kept in a file."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
PATIENCE = 25.0
"""Seconds; far more than anything here takes on a machine that has other work too."""

_INHERITED = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")


def until(look: Callable[[], T], what: Callable[[], str] = lambda: "something") -> T:
    """What `look` sees, as soon as it is true."""
    deadline = time.monotonic() + PATIENCE
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {PATIENCE:g} s in vain for {what()}")
        time.sleep(0.03)


class Process:
    """`arguments` go to Python. What it writes to both outputs is in `output`, and stays there when it is over."""

    def __init__(
        self,
        arguments: tuple[str, ...],
        folder: Path,
        environment: Mapping[str, str] | None = None,
        name: str = "process",
    ) -> None:
        own = {each: os.environ[each] for each in _INHERITED if each in os.environ}
        self._log = folder / f"{name}.log"
        self.name = name
        self._file: IO[bytes] = self._log.open("wb")
        self._process = subprocess.Popen(  # noqa: S603 - the tests' own words
            [sys.executable, "-W", "always::ResourceWarning", *arguments],
            cwd=folder,
            env={**own, "PYTHONPATH": str(ROOT), **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=self._file,
            stderr=subprocess.STDOUT,
        )

    @property
    def output(self) -> str:
        return self._log.read_text("utf-8")

    @property
    def code(self) -> int | None:
        return self._process.poll()

    def go(self) -> None:
        """What it reads before it begins."""
        pipe = self._process.stdin
        if pipe is None:
            raise ValueError("this process reads nothing")
        pipe.write(b"\n")
        pipe.flush()

    def said(self, words: str) -> str:
        """Waits until it has said so; all it said."""

        def look() -> bool:
            return words in self.output or self.code is not None

        until(look, lambda: f"“{words}” in what {self.name} says:\n{self.output}")
        output = self.output
        assert words in output, f"{self.name} ended with {self.code}, and said:\n{output}"
        return output

    def tell(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def ended(self) -> int:
        """Waits for its end; its exit code."""
        try:
            return self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} goes on and on:\n{self.output}") from None
        finally:
            self.close()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.tell(number)
        return self.ended()

    def close(self) -> None:
        """However it goes, it doesn't go on."""
        if self.code is None:
            self._process.kill()
            self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._file.close()


class Http:
    """Asks one server, in JSON."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._place = urlsplit(url).netloc

    def get(self, path: str) -> Any:
        status, answer = self.ask("GET", path)
        assert status == 200, (path, status, answer)
        return answer

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        status, answer = self.ask("POST", path, body)
        assert status == 200, (path, body, status, answer)
        return answer

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> tuple[int, Any]:
        connection = http.client.HTTPConnection(self._place, timeout=PATIENCE)
        try:
            connection.request(method, path, None if body is None else json.dumps(body))
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
