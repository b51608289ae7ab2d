"""One window for each data folder: a second start asks the first to come to the front (local socket only)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QLockFile, QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from shiboken6 import isValid

WAIT_MS = 1000
LONGEST = 10_000  # bytes; no system knows longer names
LOOK_MS = 150
PATIENCE_MS = 6000
"""How long a later start waits for a first one that is still opening, or is just closing."""


def server_name(data: Path) -> str:
    """A short name that two starts on the same folder share."""
    return "tutorapp-" + hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]


def raise_first(data: Path, file: str | None = None) -> bool:
    """Ask the TutorApp that has ``data`` open to come to the front with ``file``; False when none answers."""
    socket = QLocalSocket()
    socket.connectToServer(server_name(data))
    if not socket.waitForConnected(WAIT_MS):
        return False
    socket.write(f"open {Path(file).absolute()}\n".encode() if file else b"raise\n")
    answered = socket.waitForBytesWritten(WAIT_MS)
    socket.disconnectFromServer()
    return bool(answered)


def wait_for_first(
    lock: QLockFile, data: Path, file: str | None = None, patience_ms: int = PATIENCE_MS
) -> Literal["raised", "ours", "silent"]:
    """What became of a start on a folder that is in use.

    "raised": the first TutorApp is in front. "ours": it ended meanwhile, and ``lock`` is held now. "silent": it holds
    the folder and has not answered for ``patience_ms``.
    """
    for _ in range(max(patience_ms // LOOK_MS, 1)):
        if raise_first(data, file):
            return "raised"
        if lock.tryLock(LOOK_MS):  # this is the waiting
            return "ours"
    return "silent"


class RaiseServer(QObject):
    """Listens for later starts on the same folder; calls ``bring_up`` for each, and ``open_file`` when it had one."""

    def __init__(
        self,
        data: Path,
        bring_up: Callable[[], None],
        parent: QObject,
        open_file: Callable[[Path], None] = lambda _file: None,
    ) -> None:
        super().__init__(parent)
        self._bring_up = bring_up
        self._open_file = open_file
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        name = server_name(data)
        # We hold the folder's lock, so a socket file that is there was left by a crash.
        QLocalServer.removeServer(name)
        self._server.listen(name)

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            self._bring_up()
            self._listen(socket)

    def _listen(self, socket: QLocalSocket) -> None:
        """Read what the other start asks for once it has said everything, which may be so already."""

        def ended() -> None:
            if not isValid(socket):  # it says that it ends a last time while it is taken away with the server
                return
            verb, _, file = bytes(socket.read(LONGEST).data()).decode(errors="replace").strip().partition(" ")
            socket.deleteLater()
            if verb == "open" and file:
                self._open_file(Path(file))

        if socket.state() == QLocalSocket.LocalSocketState.UnconnectedState:
            ended()
        else:
            socket.disconnected.connect(ended)
