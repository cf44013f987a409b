"""nginx on this machine: the shop's balancer, by the file of production; and a line that can be cut."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from string import Template

from rehearsal.environment import free_port, process_environment
from rehearsal.programs import ROOT, Program
from tests.services import ServiceMissing, listens

CONFIGURATION = ROOT / "deploy" / "nginx" / "shop.conf.template"
AROUND = Template("""
$user daemon off; master_process on; worker_processes 1;
pid $folder/nginx.pid; error_log $folder/error.log notice;
events { worker_connections 512; }
http {
    client_body_temp_path $folder/body; proxy_temp_path $folder/proxy;
    fastcgi_temp_path $folder/fastcgi; uwsgi_temp_path $folder/uwsgi; scgi_temp_path $folder/scgi;
    access_log off;
    include $folder/conf.d/*.conf;
}
""")
LINE = Template("""
server {
    listen 127.0.0.1:$port;
    location / {
        proxy_pass $to; proxy_http_version 1.1; proxy_set_header Connection "";
        proxy_set_header Host $$http_host; proxy_read_timeout 400s; proxy_next_upstream off;
        client_max_body_size 32m; proxy_request_buffering off; proxy_buffering off;
    }
}
""")


def a_balancer(ports: Iterable[int], *, folder: Path) -> tuple[Program, int]:
    """The program, not yet started, and its port. Its log has a line for each request."""
    port = free_port()
    words = {
        "LISTEN": f"127.0.0.1:{port}",
        "SHOP_SERVERS": "".join(f"server 127.0.0.1:{one} max_fails=0;\n" for one in ports),
        "SCHEME": "$scheme",
    }
    text = CONFIGURATION.read_text()
    for name, value in words.items():
        text = text.replace(f"${{{name}}}", value)
    return _nginx("balancer", text, folder=folder), port


def a_line(to: str, *, folder: Path) -> tuple[Program, int]:
    """Between the shop and the box office: stopped, nobody gets through, and the box office goes on."""
    port = free_port()
    return _nginx("line", LINE.substitute(port=port, to=to), folder=folder), port


def started(program: Program, port: int) -> None:
    program.start()
    program.wait_until(lambda: listens(port), what=f"listen on {port}")


def _nginx(name: str, server: str, *, folder: Path) -> Program:
    path = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if path is None:
        raise ServiceMissing("nginx is not installed.")
    (folder / "conf.d").mkdir(parents=True)
    (folder / "conf.d" / "shop.conf").write_text(server)
    user = "user root;" if os.geteuid() == 0 else ""  # else its workers could not read this folder
    (folder / "nginx.conf").write_text(AROUND.substitute(folder=folder, user=user))
    command = [path, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    return Program(name, command=command, environment=process_environment({}), log=folder / "log")
