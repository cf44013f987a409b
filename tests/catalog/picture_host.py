"""A host of pictures on this machine, good ones and bad ones; and what it was asked."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Event, Thread
from typing import Any

from PIL import Image

Answer = tuple[int, dict[str, str], bytes]


def a_picture(kind: str = "PNG", *, size: tuple[int, int] = (640, 480), **options: Any) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **options)
    return file.getvalue()


def a_moving_picture() -> bytes:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("teal", "plum")]
    return a_saved(frames[0], "GIF", save_all=True, append_images=frames[1:])


def a_photograph_on_its_side() -> bytes:
    notes = Image.Exif()
    notes[0x0112] = 6
    return a_picture("JPEG", exif=notes)


def a_saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def a_bomb(side: int = 60_000) -> bytes:
    """A small file that says it unfolds to a picture of so many pixels a side."""
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(1000)))


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


class PictureHost:
    """`show("/a.png", …)` puts something there; `asked` are the paths that were asked for."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[str] = []
        self.hosts: list[str] = []
        self.done = Event()
        self._answers: dict[str, Answer] = {}
        self._stuck: dict[str, bytes] = {}

    def show(
        self, path: str, content: bytes, *, kind: str = "image/png", status: int = 200, **headers: str
    ) -> str:
        said = {"Content-Type": kind, "Content-Length": str(len(content))}
        self._answers[path] = status, said | headers, content
        return self.url + path

    def get_stuck(self, path: str, *, after: bytes) -> str:
        """Say this much there, and then nothing more."""
        self._stuck[path] = after
        return self.url + path

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        self.asked.append(asked.path)
        self.hosts.append(asked.headers.get("Host", ""))
        if asked.path in self._stuck:
            asked.wfile.write(self._stuck[asked.path])
            asked.wfile.flush()
            self.done.wait(30)
            return
        status, headers, content = self._answers.get(asked.path, (404, {}, b""))
        asked.send_response(status)
        for name, value in headers.items():
            asked.send_header(name, value)
        asked.end_headers()
        asked.wfile.write(content)


@contextmanager
def a_host() -> Iterator[PictureHost]:
    class Asked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.answer(self)

        def log_message(self, *arguments: object) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    server.handle_error = lambda *arguments: None  # type: ignore[method-assign]  # who asked may hang up
    host = PictureHost(f"http://127.0.0.1:{server.server_address[1]}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.done.set()
        server.shutdown()
        server.server_close()
        thread.join()
