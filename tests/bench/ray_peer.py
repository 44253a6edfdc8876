"""Ray, as it comes from PyPI, in a process of its own: answers the rate of tiny tasks each time it is asked."""
import os, subprocess, sys

from shell import ROOT

FOLDER = os.path.join(ROOT, "build/bench/ray")

PROGRAM = """
import ray, sys, time
ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)

@ray.remote
def successor(i):
    return i + 1

print("ready", flush=True)
for line in sys.stdin:
    n = int(line)
    start = time.perf_counter()
    total = 0
    for first in range(0, n, 1000):
        total += sum(ray.get([successor.remote(i) for i in range(first, first + 1000)]))
    assert total == n * (n + 1) // 2
    print(n / (time.perf_counter() - start), flush=True)
"""


def python_312():
    """A Python 3.12, as Ray has no wheels for every other one; None if there is none."""
    for command in ("python3.12", os.path.expanduser("~/.pyenv/versions/3.12.1/bin/python3.12")):
        try:
            subprocess.run([command, "-c", ""], check=True, capture_output=True)
            return command
        except (OSError, subprocess.CalledProcessError):
            continue
    return None


class Ray:
    """Two worker processes on this machine, fed by one driver."""

    def __init__(self):
        python = os.path.join(FOLDER, "bin/python")
        if not os.path.exists(os.path.join(FOLDER, "done")):
            base = python_312()
            if base is None:
                raise FileNotFoundError("no Python 3.12")
            subprocess.run([base, "-m", "venv", FOLDER], check=True)
            subprocess.run([python, "-m", "pip", "install", "-q", "ray"], check=True)
            open(os.path.join(FOLDER, "done"), "w").close()
        self.process = subprocess.Popen([python, "-u", "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise OSError("Ray does not start")
            if line.strip() == "ready":
                break

    def rate(self, tasks):
        self.process.stdin.write("%d\n" % tasks)
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()
