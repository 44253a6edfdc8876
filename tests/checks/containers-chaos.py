"""A map of 2,000 inputs in containers, of which 15 are killed and 15 paused for 5 s, while the Engine restarts once.

Any of them may be hit, one that starts too, while at least two run inputs. Each input has to come back once. Usage:
containers-chaos.py ROOT SEED ENGINE_PID_FILE -- COMMAND…, which starts the Engine again and prints nothing.
"""
import collections, os, pathlib, random, signal, subprocess, sys, tempfile, time

INPUTS, HITS, PAUSED_SECONDS, LIMIT_SECONDS = 2000, 15, 5, 400
LEAST_AT_WORK = 2
LABEL = "label=dev.openmodal.app=containers-chaos"

CLIENT = """
var work = app("containers-chaos").function((Integer n) -> { Thread.sleep(20 + n * 7919L %% 181); return "token-" + n; }).maxContainers(4);
for (var outcome : work.map(IntStream.range(0, %(inputs)d).boxed()).outcomes())
  System.out.println("RESULT " + outcome.index() + " " + (outcome.isSuccess() ? outcome.value() : outcome.error().get().getMessage().replace("\\n", " ")));
System.out.println("END");
/exit
"""


def docker(*words):
    return subprocess.run(["docker", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def running():
    listed = docker("ps", "-q", "--filter", LABEL, "--filter", "status=running")
    return listed.stdout.split() if listed.returncode == 0 else []


def restart(pid_file, command):
    pid = int(pathlib.Path(pid_file).read_text())
    os.kill(pid, signal.SIGTERM)
    while pathlib.Path("/proc/%d" % pid).exists():
        time.sleep(0.1)
    time.sleep(2)
    subprocess.run(command, check=True)


def hit(client, rng, ends, counts, pid_file, command):
    paused = {}
    restart_at = time.monotonic() + rng.uniform(15, 30)
    while client.poll() is None and time.monotonic() < ends:
        now = time.monotonic()
        for name in [name for name, until in paused.items() if until <= now]:
            del paused[name]
            docker("unpause", name)
        if now > restart_at and not counts["restart"]:
            counts["restart"] += 1
            restart(pid_file, command)
            paused.clear()
            continue
        wanted = [kind for kind in ("kill", "pause") if counts[kind] < HITS]
        if not wanted and not paused and counts["restart"]:
            return
        there = [name for name in running() if name not in paused]
        if wanted and len(there) >= LEAST_AT_WORK and len(paused) < 2:
            kind, name = rng.choice(wanted), rng.choice(there)
            if docker(kind, name).returncode == 0:
                counts[kind] += 1
                if kind == "pause":
                    paused[name] = now + PAUSED_SECONDS
        time.sleep(rng.uniform(0.3, 1.2))


def main():
    root, seed, pid_file, command = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[5:]
    rng, counts = random.Random(seed), collections.Counter()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="openmodal-chaos-"))
    script, output = folder / "client.jsh", folder / "output"
    script.write_text(CLIENT % {"inputs": INPUTS})
    started = time.monotonic()
    with output.open("wb") as out:
        client = subprocess.Popen(
            [root + "/openmodal", "jshell", "--local", "--", "-s", str(script)],
            stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            hit(client, rng, started + LIMIT_SECONDS - 60, counts, pid_file, command)
            client.wait(timeout=max(1, LIMIT_SECONDS - (time.monotonic() - started)))
        except subprocess.TimeoutExpired:
            sys.exit("FAILED: the map has not ended after %d s:\n%s" % (LIMIT_SECONDS, output.read_text()[-2000:]))
        finally:
            try:
                os.killpg(client.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
    lines = [line.split(" ", 2) for line in output.read_text().splitlines() if line.startswith("RESULT ")]
    results = collections.Counter(int(line[1]) for line in lines)
    wrong = [line for line in lines if line[2] != "token-" + line[1]]
    print("seed %d: %d kills, %d pauses, %d restart, %d results, %d without a token, %.0f s" % (
        seed, counts["kill"], counts["pause"], counts["restart"], len(lines), len(wrong), time.monotonic() - started))
    if sorted(results) != list(range(INPUTS)) or set(results.values()) != {1} or wrong:
        sys.exit("FAILED: not each input has come back once: %s\n%s" % (wrong[:3], "\n".join(output.read_text().splitlines()[-15:])))
    if not counts["restart"] or counts["kill"] < HITS // 2 or counts["pause"] < HITS // 2:
        sys.exit("FAILED: too few hits")


main()
