"""The balancer's configuration, by nginx itself, in front of two copies that are replaced under load."""

import shutil
import signal
import threading
from string import Template

import pytest
import requests

from rehearsal.environment import free_port, process_environment
from rehearsal.programs import Program
from tests.production.deployed import ROOT
from tests.production.test_serving import Web

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
AROUND = Template("""
daemon off; master_process off; pid $folder/nginx.pid; error_log $folder/error.log;
events { worker_connections 512; }
http {
    access_log off;
    client_body_temp_path $folder/a; proxy_temp_path $folder/b; fastcgi_temp_path $folder/c;
    uwsgi_temp_path $folder/d; scgi_temp_path $folder/e;
    include $folder/shop.conf;
}
""")
VISITORS = 4


@pytest.fixture
def copies(tmp_path):
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(Web(tmp_path / name, WEB_CONCURRENCY="1"))
        made[-1].start()
    yield made
    for web in made:
        web.stop()


@pytest.fixture
def balancer(copies, tmp_path):
    """Its address."""
    port = free_port()
    servers = "".join(f"server 127.0.0.1:{web.port} max_fails=0;" for web in copies)
    said = {"LISTEN": f"127.0.0.1:{port}", "SCHEME": "$scheme", "SHOP_SERVERS": servers}
    text = Template((ROOT / "deploy/nginx/shop.conf.template").read_text()).safe_substitute(said)
    (tmp_path / "shop.conf").write_text(text)
    (tmp_path / "nginx.conf").write_text(AROUND.substitute(folder=tmp_path))
    command = [
        NGINX,
        "-p",
        str(tmp_path),
        "-e",
        str(tmp_path / "error.log"),
        "-c",
        str(tmp_path / "nginx.conf"),
    ]
    program = Program("nginx", command=command, environment=process_environment({}), log=tmp_path / "log")
    program.start()
    program.wait_until_it_answers(f"http://127.0.0.1:{port}/")
    yield f"http://127.0.0.1:{port}"
    program.stop(with_signal=signal.SIGQUIT)


def test_figures_are_not_for_visitors(balancer):
    assert requests.get(f"{balancer}/metrics", timeout=10).status_code == 404


def test_the_shop_is_asked_by_the_name_that_visitors_use(balancer):
    said = requests.get(balancer, headers={"Host": "shop.example"}, timeout=10).text
    assert said == "http '' shop.example"


def test_copies_are_replaced_and_nobody_notices(balancer, copies):
    """Visitors ask without a pause, half of them with what may not be asked twice."""
    answers, is_over = [], threading.Event()

    def visit(method):
        with requests.Session() as session:
            while not is_over.is_set():
                answers.append((method, session.request(method, balancer, timeout=30).status_code))

    visitors = [threading.Thread(target=visit, args=("GET" if n % 2 else "POST",)) for n in range(VISITORS)]
    for one in visitors:
        one.start()
    try:
        for web in copies:
            web.program.ask_to_stop()
            assert web.ended() == 0
            web.start()
    finally:
        is_over.set()
        for one in visitors:
            one.join()
    assert {method for method, _status in answers} == {"GET", "POST"}
    assert len(answers) > 100
    assert {status for _method, status in answers} == {200}
