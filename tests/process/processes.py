"""Real processes, started in a folder and an environment of their own; and how to ask servers."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar
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


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """What a process needs to run at all, and these settings; nothing else of ours."""
    own = {each: os.environ[each] for each in _INHERITED if each in os.environ}
    return {**own, "PYTHONPATH": str(ROOT), **settings}


class Process(ABC):
    """What it writes to both outputs is in `output`, and stays there when it is over."""

    def __init__(self, name: str, log: Path, number: int) -> None:
        self.name = name
        self.number = number
        self._log = log

    @property
    def output(self) -> str:
        return self._log.read_text("utf-8") if self._log.exists() else ""

    @property
    @abstractmethod
    def code(self) -> int | None:
        """Its exit code, None while it goes on; minus the signal that killed it."""

    def said(self, words: str) -> str:
        """Waits until it has said so; all it said."""

        def look() -> bool:
            return words in self.output or self.code is not None

        until(look, lambda: f"“{words}” in what {self.name} says:\n{self.output}")
        output = self.output
        assert words in output, f"{self.name} ended with {self.code}, and said:\n{output}"
        return output

    def tell(self, signal_number: signal.Signals) -> None:
        os.kill(self.number, signal_number)

    def ended(self) -> int:
        """Waits for its end; its exit code."""
        until(lambda: self.code is not None, lambda: f"{self.name} to end; it says:\n{self.output}")
        assert self.code is not None
        return self.code

    def stop(self, signal_number: signal.Signals = signal.SIGTERM) -> int:
        self.tell(signal_number)
        return self.ended()

    def close(self) -> None:
        """However it goes, it doesn't go on."""
        if self.code is None:
            self.stop(signal.SIGKILL)


class Command(Process):
    """`python` with these arguments."""

    def __init__(
        self,
        arguments: tuple[str, ...],
        folder: Path,
        settings: Mapping[str, str] | None = None,
        name: str = "command",
    ) -> None:
        log = folder / f"{name}.log"
        with log.open("wb") as file:
            self._process = subprocess.Popen(  # noqa: S603 - the tests' own words
                [sys.executable, "-W", "always::ResourceWarning", *arguments],
                cwd=folder,
                env=environment(settings or {}),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        super().__init__(name, log, self._process.pid)

    @property
    def code(self) -> int | None:
        return self._process.poll()


class QuickBots:
    """Starts quick ones; see `quick_bots`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "always::ResourceWarning", "-m", "tests.process.quick_bots"],
            cwd=ROOT,
            env=environment({}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(
        self, arguments: tuple[str, ...], folder: Path, settings: Mapping[str, str], name: str
    ) -> "QuickBot":
        log = folder / f"{name}.log"
        order = {
            "arguments": arguments,
            "folder": str(folder),
            "environment": environment(settings),
            "log": str(log),
        }
        return QuickBot(self, name, log, self.ask(order))

    def ask(self, order: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(order)}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate()


class QuickBot(Process):
    def __init__(self, bots: QuickBots, name: str, log: Path, number: int) -> None:
        super().__init__(name, log, number)
        self._bots = bots
        self._code: int | None = None

    @property
    def code(self) -> int | None:
        if self._code is None:
            self._code = self._bots.ask(self.number)
        return self._code


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
