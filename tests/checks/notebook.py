"""Runs a cell in the Java kernel of a JupyterLab: notebook.py LOG TOKEN, the log of its server."""

import json
import re
import sys
import time
import urllib.request
import uuid

import websocket


def main(log, token):
    url = wait_for(lambda: address(log), 60, "the server's address in its log")
    specs = ask(url, token, "kernelspecs")
    name = specs["kernelspecs"]["java"]["spec"]["display_name"]
    assert name == "Java (OpenModal)", name
    kernel = ask(url, token, "kernels", {"name": "java"})["id"]
    channel = websocket.create_connection(
        f"{url.replace('http', 'ws', 1)}api/kernels/{kernel}/channels?token={token}",
        timeout=120,
        http_no_proxy=["127.0.0.1"],
    )
    said = run(channel, "%openmodal version")
    assert "openmodal " in said, said
    said = run(channel, 'app("notebook").function((Integer n) -> n + 1).remote(41)')
    assert "42" in said, said
    print("a cell of", name, "answered 42 from a worker")


def address(log):
    with open(log, encoding="utf-8") as text:
        found = re.search(r"http://127\.0\.0\.1:\d+/", text.read())
    return found and found.group()


def ask(url, token, what, body=None):
    request = urllib.request.Request(
        f"{url}api/{what}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"token {token}"},
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # it is on this machine
    return wait_for(lambda: json.load(direct.open(request)), 60, what)


def run(channel, code):
    """What the cell shows, as text."""
    request = uuid.uuid4().hex
    channel.send(
        json.dumps(
            {
                "header": {
                    "msg_id": request,
                    "msg_type": "execute_request",
                    "username": "",
                    "session": request,
                    "version": "5.3",
                },
                "parent_header": {},
                "metadata": {},
                "content": {"code": code, "silent": False, "store_history": False},
                "channel": "shell",
            }
        )
    )
    shown = []
    while True:
        message = json.loads(channel.recv())
        if message["parent_header"].get("msg_id") != request:
            continue
        content = message["content"]
        shown.append(json.dumps(content))
        if message["msg_type"] == "error":
            raise AssertionError(content)
        if message["msg_type"] == "status" and content["execution_state"] == "idle":
            return "\n".join(shown)


def wait_for(look, seconds, what):
    end = time.time() + seconds
    while True:
        try:
            found = look()
            if found:
                return found
        except OSError:
            pass  # it is starting
        if time.time() > end:
            raise AssertionError(f"there was no {what} within {seconds} s")
        time.sleep(0.2)


main(*sys.argv[1:])
