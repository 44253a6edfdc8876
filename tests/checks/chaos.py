"""A map of 2,000 inputs in jshell, of which 20 workers are killed and 20 stopped for 10 s.

Any of them may be hit, one that starts too, while at least three run inputs. The inputs leave a
trace: a line at each start, and a file that is open while they run, which shows from outside, in
/proc, which worker runs which input when it is hit.
"""
import collections, os, pathlib, random, shutil, signal, subprocess, sys, tempfile, time

INPUTS, HITS, LEAST_HITS, STOPPED_SECONDS, LIMIT_SECONDS = 2000, 20, 15, 10, 240
# Where workers start more slowly than they are hit, none would ever run an input.
LEAST_AT_WORK = 3

CLIENT = """
import java.nio.file.*;
String trace = "%(trace)s";
var work = app("chaos").function((Integer n) -> {
  Files.writeString(Path.of(trace, "starts"), n + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  try (var open = Files.newOutputStream(Path.of(trace, "run-" + n))) { Thread.sleep(20 + n * 7919L %% 181); }
  return "token-" + n; }).maxContainers(8)%(option)s;
for (var outcome : work.map(IntStream.range(0, %(inputs)d).boxed()).outcomes())
  System.out.println("RESULT " + outcome.index() + " " + (outcome.isSuccess() ? outcome.value() : outcome.error().get().getMessage().replace("\\n", " ")));
System.out.println("END");
/exit
"""


def parents():
    found = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            found[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            pass
    return found


def workers(client):
    above = parents()
    found = []
    for pid in above:
        up = pid
        while up not in (0, 1, client):
            up = above.get(up, 0)
        try:
            command = pathlib.Path("/proc/%d/cmdline" % pid).read_bytes()
            java = os.readlink("/proc/%d/exe" % pid).endswith("/java")
        except OSError:
            continue
        if up == client and java and b"WorkerMain" in command:
            found.append(pid)
    return found


def runs(pid, trace):
    """Whether an input runs there now."""
    try:
        return any(
            os.readlink("/proc/%d/fd/%s" % (pid, fd)).startswith(trace + "/run-")
            for fd in os.listdir("/proc/%d/fd" % pid)
        )
    except OSError:
        return False


def hit(client, trace, rng, ends, counts):
    """Kills and stops workers until each was done often enough, or the map is over."""
    stopped = {}
    while client.poll() is None:
        now = time.monotonic()
        for pid in [pid for pid, until in stopped.items() if until <= now]:
            del stopped[pid]
            send(pid, signal.SIGCONT)
        wanted = [kind for kind in ("kill", "stop") if counts[kind] < HITS or counts[kind, "running"] < LEAST_HITS]
        if wanted and now < ends:
            kind = rng.choice(wanted)
            victims = [pid for pid in workers(client.pid) if pid not in stopped]
            at_work = [pid for pid in victims if runs(pid, trace)]
            if len(at_work) >= LEAST_AT_WORK and len(stopped) < 5:
                pid = rng.choice(victims)
                running = pid in at_work
                if send(pid, signal.SIGKILL if kind == "kill" else signal.SIGSTOP):
                    counts[kind] += 1
                    counts[kind, "running"] += running
                    if kind == "stop":
                        stopped[pid] = now + STOPPED_SECONDS
        elif not stopped:
            return
        time.sleep(rng.uniform(0.2, 0.9))


def send(pid, which):
    try:
        os.kill(pid, which)
        return True
    except ProcessLookupError:
        return False


def run(root, seed, option, trace):
    rng = random.Random(seed)
    script = pathlib.Path(trace, "client.jsh")
    script.write_text(CLIENT % {"trace": trace, "inputs": INPUTS, "option": ".%s()" % option if option else ""})
    output = pathlib.Path(trace, "output")
    counts = collections.Counter()
    with output.open("wb") as out:
        client = subprocess.Popen(
            [root + "/openmodal", "jshell", "--", "-s", str(script)],
            stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        started = time.monotonic()
        try:
            hit(client, trace, rng, started + LIMIT_SECONDS - 30, counts)
            client.wait(timeout=max(1, LIMIT_SECONDS - (time.monotonic() - started)))
        except subprocess.TimeoutExpired:
            sys.exit("FAILED: the map has not ended after %d s:\n%s" % (LIMIT_SECONDS, output.read_text()[-2000:]))
        finally:
            try:
                os.killpg(client.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
    return output.read_text(), counts, time.monotonic() - started


def check(text, option, trace):
    lines = [line.split(" ", 2) for line in text.splitlines() if line.startswith("RESULT ")]
    results = collections.Counter(int(line[1]) for line in lines)
    problems = []
    if "END" not in text.splitlines():
        problems.append("the client did not come to its end")
    if sorted(results) != list(range(INPUTS)) or set(results.values()) != {1}:
        problems.append("not every input has one outcome: %d of %d" % (len(results), INPUTS))
    wrong = [line for line in lines if line[2] != "token-" + line[1]]
    started = pathlib.Path(trace, "starts")
    starts = collections.Counter(started.read_text().split() if started.exists() else [])
    if option:
        twice = [n for n, count in starts.items() if count > 1]
        if twice:
            problems.append("ran twice: %s" % twice)
        wrong = [line for line in wrong if not line[2].endswith("[WORKER_LOST]")]
    if wrong:
        problems.append("%d inputs have no result: %s" % (len(wrong), wrong[:3]))
    return problems, len([line for line in lines if line[2] != "token-" + line[1]]), sum(starts.values())


def main():
    root, seed = sys.argv[1], int(sys.argv[2])
    option = sys.argv[3] if len(sys.argv) > 3 else ""
    for attempt in range(3):
        trace = tempfile.mkdtemp(prefix="openmodal-chaos-")
        try:
            text, counts, seconds = run(root, seed + 100 * attempt, option, trace)
            problems, failed, starts = check(text, option, trace)
        finally:
            shutil.rmtree(trace, ignore_errors=True)
        print("seed %d %s: %d kills (%d of a worker that ran an input), %d stops (%d), %d starts, %d without result, %.0f s" % (
            seed + 100 * attempt, option, counts["kill"], counts["kill", "running"], counts["stop"],
            counts["stop", "running"], starts, failed, seconds), flush=True)
        if problems:
            sys.exit("FAILED: " + "; ".join(problems) + "\n" + "\n".join(text.splitlines()[-15:]))
        if min(counts["kill", "running"], counts["stop", "running"]) >= LEAST_HITS:
            return
    sys.exit("FAILED: too few of the hits met a worker that ran an input, three times")


main()
