"""Runs the mutation check; ./run starts it. The format of the list is at its head."""

import datetime
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIST = ROOT / "tests/mutations/mutations.txt"
TABLE = ROOT / "docs/mutations.md"
WORK = ROOT / "build/mutations"
TREE = WORK / "tree"
LOGS = WORK / "logs"
BUILD_SECONDS = 600
TEST_SECONDS = 240
NEEDED = 22 / 24


class Mutation:
    """One entry of the list."""

    def __init__(self, fields, old, new):
        self.id = fields["id"]
        self.breaks = fields["breaks"]
        self.file = fields["file"]
        self.modules, self.tests, self.options, self.script = selection(fields)
        self.old = old
        self.new = new

    def noticed_by(self):
        return self.script or ", ".join(t.split(".")[-1].replace("#", ".") for t in self.tests)


def selection(fields):
    if "check" in fields:
        return "kernel-extension", [], [], fields["check"]
    words = fields["tests"].split()
    options = [w for w in words[1:] if w.startswith("-D")]
    return words[0], [w for w in words[1:] if not w.startswith("-D")], options, None


def read_list():
    mutations, fields, parts, part = [], {}, {}, None
    for number, line in enumerate(LIST.read_text().splitlines(keepends=True), 1):
        mark = line.strip()
        if mark == "<<<<":
            part = parts.setdefault("old", [])
        elif mark == "====" and part is not None:
            part = parts.setdefault("new", [])
        elif mark == ">>>>" and part is not None:
            mutations.append(Mutation(fields, "".join(parts["old"]), "".join(parts["new"])))
            fields, parts, part = {}, {}, None
        elif part is not None:
            part.append(line)
        elif mark and not mark.startswith("#"):
            name, _, value = mark.partition(": ")
            if name not in ("id", "breaks", "file", "tests", "check"):
                fail(f"{LIST}:{number}: '{name}' is no field of a mutation")
            fields[name] = value.strip()
    ids = [m.id for m in mutations]
    if len(set(ids)) != len(ids):
        fail("two mutations have one id: " + " ".join(i for i in ids if ids.count(i) > 1))
    for m in mutations:
        count = (ROOT / m.file).read_text().count(m.old) if (ROOT / m.file).is_file() else -1
        if count != 1:
            fail(f"{m.id}: the text to replace must occur once in {m.file}, not {count} times")
    return mutations


def fail(message):
    sys.exit("mutations: " + message)


def copy_checkout():
    """Copies what changed, so that what was built of the rest is still good."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout.decode().split("\0")
    wanted = {name for name in listed if name and (ROOT / name).is_file()}
    for name in wanted:
        content = (ROOT / name).read_bytes()
        if name == "pom.xml":
            content = without_error_prone(content.decode()).encode()
        copy = TREE / name
        if not copy.is_file() or copy.read_bytes() != content:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)
            shutil.copymode(ROOT / name, copy)
    for copy in TREE.rglob("src/**/*.java"):
        if "target" not in copy.parts and str(copy.relative_to(TREE)) not in wanted:
            copy.unlink()


def without_error_prone(pom):
    """A mutation has to compile, not to please; and it builds in half the time."""
    pom, plugins = re.subn(r"\s*<arg>-Xplugin:ErrorProne[^<]*</arg>", "", pom)
    pom, warnings = re.subn("<failOnWarning>true<", "<failOnWarning>false<", pom)
    if plugins != 1 or warnings != 1:
        fail("pom.xml names Error Prone in another way than expected")
    return pom


def run(command, log, seconds):
    """Its exit code, or None if it did not end in time. What it started ends with it."""
    environment = dict(os.environ, OPENMODAL_HOME=str(WORK / "home"), LC_ALL="C.UTF-8", LANGUAGE="")
    with open(log, "ab") as out:
        process = subprocess.Popen(
            command, cwd=TREE, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            env=environment, start_new_session=True)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            out.write(b"\nmutations: it did not end in time\n")
            return None
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()


def maven(*arguments):
    return ["mvn", "-B", "-ntp", "-Dstyle.color=never", "-Dspotless.check.skip=true",
            "-Denforcer.skip=true", *MAVEN_HOME, *arguments]


def build(modules, log):
    return run(maven("-q", "-pl", modules, "-am", "-DskipTests", "package"), log, BUILD_SECONDS)


def test(mutation, log, seconds=TEST_SECONDS):
    """True if all is well, False if a test is red."""
    if mutation.script:
        return run(["bash", mutation.script], log, seconds) in (0, 77)
    for report in TREE.rglob("target/surefire-reports/*.xml"):
        report.unlink()
    ended = run(
        maven("-pl", mutation.modules, "-am", "-Dtest=" + ",".join(mutation.tests),
              "-Dsurefire.failIfNoSpecifiedTests=false", *mutation.options, "package"), log, seconds)
    ran = skipped = 0
    for report in TREE.rglob("target/surefire-reports/TEST-*.xml"):
        suite = ElementTree.parse(report).getroot()
        ran += int(suite.get("tests", 0))
        skipped += int(suite.get("skipped", 0))
    if ended == 0 and ran == skipped:
        print(f"  none of its tests ran: {' '.join(mutation.tests)}", flush=True)
    return ended == 0


def are_green(mutations):
    """Without a mutation all selected tests have to be green, else red means nothing."""
    log = fresh_log("without-a-mutation")
    chosen = [m for m in mutations if not m.script]
    if build("tests", log) != 0:
        fail(f"the checkout does not build; see {log}")
    for script in sorted({m.script for m in mutations if m.script}):
        if run(["bash", script], log, 600) not in (0, 77):
            fail(f"{script} is red without a mutation; see {log}")
    if not chosen:
        return
    options = {}
    for option in {o for m in chosen for o in m.options}:
        name, _, value = option.partition("=")
        options[name] = options[name] + "|" + value if name in options else value
    together = Mutation({"id": "", "breaks": "", "file": "", "tests": "-"}, "", "")
    together.modules = ",".join(sorted({m.modules for m in chosen}))
    together.tests = sorted({t for m in chosen for t in m.tests})
    together.options = [f"{name}={value}" for name, value in options.items()]
    if not test(together, log, 1200):
        fail(f"tests are red without a mutation; see {log}")


def fresh_log(name):
    log = LOGS / (name + ".log")
    log.write_bytes(b"")
    return log


def outcome(mutation):
    path = TREE / mutation.file
    whole = path.read_text()
    log = fresh_log(mutation.id)
    path.write_text(whole.replace(mutation.old, mutation.new))
    try:
        if build(mutation.modules, log) != 0:
            return "did not build"
        return "survived" if test(mutation, log) else "caught"
    finally:
        path.write_text(whole)
        for left in (WORK / "home", TREE / "tests/target/home"):
            shutil.rmtree(left, ignore_errors=True)


def write_table(mutations, outcomes, seconds):
    commit = git("rev-parse", "--short", "HEAD")
    if git("status", "--porcelain", "--", ".", ":!docs/mutations.md"):
        commit += " with changes"
    caught = sum(o == "caught" for o in outcomes.values())
    lines = [
        "# Seeded mutations",
        "",
        "Bugs as a tired developer could commit them, each applied alone by `tests/mutations/run`; the tests named must turn red. The code of each is in",
        "`tests/mutations/mutations.txt`.",
        "",
        f"{datetime.date.today()}, commit {commit}: {caught} of {len(mutations)} caught, in {seconds // 60} min {seconds % 60} s.",
        "",
        "| mutation | what breaks | tests that look | outcome |",
        "|---|---|---|---|",
    ]
    for m in mutations:
        lines.append(f"| {m.id} | {m.breaks} | {m.noticed_by()} | {outcomes[m.id]} |")
    TABLE.write_text("\n".join(lines) + "\n")


def git(*arguments):
    return subprocess.run(
        ["git", *arguments], cwd=ROOT, stdout=subprocess.PIPE).stdout.decode().strip()


def main(wanted):
    all_of_them = read_list()
    mutations = [m for m in all_of_them if not wanted or m.id in wanted]
    unknown = set(wanted) - {m.id for m in mutations}
    if unknown:
        fail("no such mutation: " + " ".join(sorted(unknown)))
    started = time.monotonic()
    LOGS.mkdir(parents=True, exist_ok=True)
    copy_checkout()
    are_green(mutations)
    print(f"{'without a mutation':34} green      {time.monotonic() - started:4.0f} s", flush=True)
    outcomes = {}
    for m in mutations:
        begun = time.monotonic()
        outcomes[m.id] = outcome(m)
        print(f"{m.id:34} {outcomes[m.id]:10} {time.monotonic() - begun:4.0f} s", flush=True)
    seconds = int(time.monotonic() - started)
    caught = sum(o == "caught" for o in outcomes.values())
    unbuilt = sum(o == "did not build" for o in outcomes.values())
    if not wanted:
        write_table(mutations, outcomes, seconds)
    print(f"mutations: {caught} of {len(mutations)} caught, {len(mutations) - caught - unbuilt} survived,"
          f" {unbuilt} did not build; took {seconds // 60} min {seconds % 60} s")
    sys.exit(unbuilt > 0 or caught < NEEDED * len(mutations))


MAVEN_HOME = [a for a in sys.argv[1:] if a.startswith("-D")]
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
main([a for a in sys.argv[1:] if not a.startswith("-D")])
