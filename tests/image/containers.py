"""Builds the image and starts containers of it, with podman or docker, where one is installed.

IMAGE_TOOL names the tool, with options that come before its commands. IMAGE_BUILD has options
for building, where a machine needs any. IMAGE names one that is built already.
"""

import json
import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BASE = "python:3.13-slim"
NAME = "boxoffice-under-test"
PATIENCE = 900


class Missing(Exception):
    """What is needed to build is not here; the message says what."""


@dataclass(frozen=True)
class Tool:
    command: list[str]

    def say(self, *arguments: str, patience: float = PATIENCE) -> subprocess.CompletedProcess[str]:
        """Run it; what came of it is for the caller to judge."""
        return subprocess.run(
            [*self.command, *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=patience,
            check=False,
        )

    def ask(self, *arguments: str) -> str:
        done = self.say(*arguments)
        assert done.returncode == 0, f"{' '.join(arguments)}: {done.stderr[-2000:]}"
        return done.stdout.strip()

    def inspect(self, image: str) -> dict[str, Any]:
        return json.loads(self.ask("image", "inspect", image))[0]


@dataclass(frozen=True)
class Image:
    tool: Tool
    name: str

    @property
    def facts(self) -> dict[str, Any]:
        return self.tool.inspect(self.name)

    def python(self, script: str) -> str:
        """What a script says inside."""
        return self.tool.ask("run", "--rm", "--network", "none", self.name, "python", "-c", script)


def built() -> Image:
    """The image of this folder. Raises Missing."""
    tool = Tool(shlex.split(os.environ.get("IMAGE_TOOL", "")) or _installed())
    if name := os.environ.get("IMAGE"):
        return Image(tool, name)
    if tool.say("image", "inspect", BASE).returncode and (done := tool.say("pull", BASE)).returncode:
        raise Missing(f"{BASE} cannot be had here: {done.stderr.strip().splitlines()[-1:]}")
    options = ["--build-arg", f"BASE={BASE}", "--tag", NAME]
    more = shlex.split(os.environ.get("IMAGE_BUILD", ""))
    tool.ask("build", *(["--format", "docker"] if "podman" in tool.command[0] else []), *more, *options, ".")
    return Image(tool, NAME)


def _installed() -> list[str]:
    for name in ("podman", "docker"):
        if (
            shutil.which(name)
            and not subprocess.run([name, "info"], capture_output=True, check=False).returncode
        ):
            return [name]
    raise Missing("neither podman nor docker runs here")
