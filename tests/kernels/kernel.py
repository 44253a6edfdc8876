"""Drives one Jupyter kernel: a JSON object a line on stdin, one a line on stdout.

usage: kernel.py KERNELSPEC_DIR JAVA_HOME

  {"do": "execute", "code": "1 + 1", "timeout": 60}
      -> {"event": "stream", "name": "stdout", "text": …}, {"event": "result", "data": …},
         {"event": "display", …}, {"event": "update", …}, {"event": "error", …} as they come, and
         {"event": "done", "status": "ok" | "error" | "timeout"}; with "cell": N what comes for the Nth
         cell, from 0, after that has ended
  {"do": "listen", "timeout": 1}   waits so long for what comes for cells that have ended, then says it is done
  {"do": "complete", "code": "%openmodal "}   says what can follow: {"event": "matches", "words": […], "start": …,
                                              "end": …}, then that it is done
  {"do": "restart"}     restarts the kernel, then says it is done
  {"do": "interrupt"}   interrupts what is running; no answer of its own
  {"do": "shutdown"}    ends the kernel and this program

The first line on stdout is {"event": "ready", "pid": PID of the kernel's launcher}.
"""

import json
import os
import queue
import socket
import sys
import threading
import time

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

writing = threading.Lock()


def say(event, **more):
    with writing:
        sys.stdout.write(json.dumps({"event": event, **more}) + "\n")
        sys.stdout.flush()


def await_port(manager):
    """Until the kernel listens, and a moment longer: rapaio's shell dies of what comes before it has its handlers."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            socket.create_connection((manager.ip, manager.shell_port), 1).close()
            time.sleep(0.5)
            return
        except OSError:
            time.sleep(0.05)


def await_control(client):
    """A thread of rapaio 3.0.1 ends at once where it runs before start() has returned: that of either channel."""
    request = client.session.msg("kernel_info_request")
    client.control_channel.send(request)
    end = time.monotonic() + 5
    while time.monotonic() < end:
        for get in (client.get_control_msg, client.get_shell_msg):  # some answer on the other one
            try:
                if get(timeout=0.1)["parent_header"].get("msg_id") == request["header"]["msg_id"]:
                    return
            except queue.Empty:
                pass
    raise RuntimeError("it does not answer on its control channel")


def start(spec_dir, java_home):
    # The launcher takes `java` from the PATH, whatever the kernelspec says.
    env = dict(os.environ, JAVA_HOME=java_home)
    env["PATH"] = os.path.join(java_home, "bin") + os.pathsep + env["PATH"]
    parent, name = os.path.split(os.path.abspath(spec_dir))
    specs = KernelSpecManager(kernel_dirs=[parent])
    for _ in range(8):
        manager = KernelManager(kernel_name=name, kernel_spec_manager=specs)
        manager.start_kernel(env=env, stdout=sys.stderr, stderr=sys.stderr)
        await_port(manager)
        client = manager.blocking_client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=15)
            await_control(client)
            return manager, client
        except RuntimeError:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    sys.exit("the kernel does not answer")


def report(kind, content, **more):
    if kind == "stream":
        say("stream", name=content["name"], text=content["text"], **more)
    elif kind == "execute_result":
        say("result", data=content["data"], **more)
    elif kind == "display_data":
        say("display", data=content["data"], transient=content.get("transient", {}), **more)
    elif kind == "update_display_data":
        say("update", data=content["data"], transient=content.get("transient", {}), **more)
    elif kind == "error":
        say("error", name=content["ename"], value=content["evalue"], trace=content["traceback"], **more)


def report_late(message, ended):
    """Of a message for a cell that has ended."""
    of = message["parent_header"].get("msg_id")
    if of in ended and message["msg_type"] != "status":
        report(message["msg_type"], message["content"], cell=ended.index(of))


def listen(client, timeout, ended):
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        try:
            report_late(client.get_iopub_msg(timeout=0.05), ended)
        except queue.Empty:
            pass
    say("done", status="ok")


def execute(client, code, timeout, ended):
    """Runs one cell; done when both its reply and the kernel's idle status are here."""
    sent = client.execute(code)
    end = time.monotonic() + timeout
    idle, status = False, None
    while not (idle and status):
        if time.monotonic() > end:
            say("done", status="timeout")
            break
        try:
            message = client.get_iopub_msg(timeout=0.05 if not idle else 0.01)
            if message["parent_header"].get("msg_id") == sent:
                if message["msg_type"] == "status":
                    idle = message["content"]["execution_state"] == "idle"
                else:
                    report(message["msg_type"], message["content"])
            else:
                report_late(message, ended)
        except queue.Empty:
            pass
        if status is None:
            try:
                reply = client.get_shell_msg(timeout=0.01 if not idle else 1)
                if reply["parent_header"].get("msg_id") == sent:
                    status = reply["content"]["status"]
            except queue.Empty:
                pass
    else:
        say("done", status=status)
    ended.append(sent)


def complete(client, code, timeout=20):
    sent = client.complete(code, len(code))
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        try:
            reply = client.get_shell_msg(timeout=1)
        except queue.Empty:
            continue
        if reply["parent_header"].get("msg_id") == sent:
            content = reply["content"]
            say("matches", words=content["matches"], start=content["cursor_start"], end=content["cursor_end"])
            break
    say("done", status="ok")


def restart(manager, client):
    """As the button of a notebook does."""
    for _ in range(8):
        manager.restart_kernel()
        await_port(manager)
        try:
            client.wait_for_ready(timeout=15)
            await_control(client)
            say("done", status="ok")
            return
        except RuntimeError:
            pass
    sys.exit("the kernel does not answer")


def main():
    manager, client = start(sys.argv[1], sys.argv[2])
    say("ready", pid=getattr(manager.provisioner, "pid", None))
    cells = queue.Queue()
    ended = []

    def read_orders():
        # Interrupts must get through while a cell runs.
        for line in sys.stdin:
            order = json.loads(line)
            if order["do"] == "interrupt":
                manager.interrupt_kernel()
            else:
                cells.put(order)
        cells.put({"do": "shutdown"})

    threading.Thread(target=read_orders, daemon=True).start()
    try:
        while True:
            order = cells.get()
            if order["do"] == "shutdown":
                break
            if order["do"] == "listen":
                listen(client, order.get("timeout", 1), ended)
            elif order["do"] == "complete":
                complete(client, order["code"])
            elif order["do"] == "restart":
                restart(manager, client)
            else:
                execute(client, order["code"], order.get("timeout", 60), ended)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=False)


main()
