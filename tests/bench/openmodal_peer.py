"""openmodal 0.3.13, as it comes from PyPI, with --local: one function that is edited for each round."""
import json, os, re, subprocess, tempfile

from ray_peer import python_312
from shell import ROOT

PROGRAM = """
import json, time
import openmodal

app = openmodal.App("openmodal-bench-peer")
image = openmodal.Image.from_registry("%(image)s")

@app.function(image=image)
def plus(n):
    return n + %(round)d

@app.function(image=image)
def rest(n):
    time.sleep(0.5)
    return n

@app.local_entrypoint()
def main():
    start = time.perf_counter()
    assert plus.remote(1) == 1 + %(round)d
    first = time.perf_counter() - start
    times = []
    for i in range(2000):
        start = time.perf_counter()
        plus.remote(i)
        times.append(time.perf_counter() - start)
    times.sort()
    rest.remote(0)
    start = time.perf_counter()
    assert sorted(rest.map(range(8))) == list(range(8))
    sleeps = time.perf_counter() - start
    print("PEER " + json.dumps({"first": first, "warm": times[1000], "slow": times[1980], "sleeps": sleeps}))
"""


class OpenModalPeer:
    """Its command, and an image that has its package, so that a build need not fetch it."""

    def __init__(self):
        python = python_312()
        if python is None:
            raise FileNotFoundError("no Python 3.12")
        set_up = subprocess.run(
            [os.path.join(ROOT, "tests/bench/openmodal_peer.sh")],
            env={**os.environ, "PYTHON_3_12": python}, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.command, self.image = set_up.stdout.split()

    def round(self, number):
        """Seconds: from the first call of an edited function to its result, of a warm call (p50, p99), of eight sleeps."""
        with tempfile.TemporaryDirectory() as folder:
            program = os.path.join(folder, "bench_peer.py")
            with open(program, "w") as file:
                file.write(PROGRAM % {"image": self.image, "round": number})
            printed = subprocess.run([self.command, "--local", "run", program], check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
        images = subprocess.run(["docker", "images", "-q", "openmodal-openmodal-bench-peer-*"], stdout=subprocess.PIPE, text=True).stdout.split()
        subprocess.run(["docker", "rmi", "-f", *images], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return json.loads(re.search(r"PEER (\{.*\})", printed).group(1))
