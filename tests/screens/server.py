"""A JupyterLab on this machine alone, with everything that it keeps in one folder."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path

# What would ask something of the network, or hides cells that are out of sight.
SETTINGS = {
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none", "recordTiming": False},
}


class Server:
    """Started when it is entered, and ended with its kernels when it is left."""

    def __init__(self, folder, notebooks, kernels):
        """folder: its own; notebooks: the folder that it serves; kernels: where the kernelspecs' folder is."""
        self.folder = Path(folder)
        self.notebooks = Path(notebooks)
        self.kernels = kernels
        self.token = secrets.token_hex(16)
        self.process = None
        self.url = None

    def environment(self):
        home = self.folder / "home"
        home.mkdir(parents=True, exist_ok=True)
        return dict(
            os.environ,
            HOME=str(home),
            IPYTHONDIR=str(self.folder / "ipython"),
            JUPYTER_PATH=str(self.kernels),
            JUPYTER_CONFIG_DIR=str(self.folder / "config"),
            JUPYTER_DATA_DIR=str(self.folder / "data"),
            JUPYTER_RUNTIME_DIR=str(self.folder / "runtime"),
            JUPYTERLAB_SETTINGS_DIR=str(self.folder / "settings"),
            JUPYTERLAB_WORKSPACES_DIR=str(self.folder / "workspaces"),
            JUPYTER_PREFER_ENV_PATH="0",
        )

    def __enter__(self):
        for name, settings in SETTINGS.items():
            file = self.folder / "settings" / (name + ".jupyterlab-settings")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(settings))
        command = [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--expose-app-in-browser", "--allow-root",
            "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={free_port()}", f"--ServerApp.root_dir={self.notebooks}",
            f"--IdentityProvider.token={self.token}", "--LabApp.extension_manager=readonly",
            "--KernelSpecManager.ensure_native_kernel=False",
        ]  # fmt: skip
        self.log = open(self.folder / "server.log", "w")
        self.process = subprocess.Popen(
            command, env=self.environment(), stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log
        )
        try:
            self.url = self.await_url()
        except BaseException:
            self.__exit__()
            raise
        return self

    def await_url(self):
        """What it says itself once it listens: where the port was taken meanwhile, it has taken another one."""
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            for file in (self.folder / "runtime").glob("jpserver-*.json"):
                try:
                    url = json.loads(file.read_text())["url"].rstrip("/")
                    port = int(url.rsplit(":", 1)[1])
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    return f"http://127.0.0.1:{port}"
                except (OSError, ValueError):
                    pass
            time.sleep(0.1)
        raise SystemExit("JupyterLab does not start:\n" + (self.folder / "server.log").read_text()[-3000:])

    def __exit__(self, *_):
        self.process.terminate()  # it ends its kernels first
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
