"""Runs the mutation check; ./run starts it. The format of the list is at its head.

Maven builds the checkout once, in a copy. A mutation is one file: javac alone compiles it, and its
classes replace the module's own, and those in the one jar.
"""

import datetime
import io
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIST = ROOT / "tests/mutations/mutations.txt"
TABLE = ROOT / "docs/mutations.md"
WORK = ROOT / "build/mutations"
TREE = WORK / "tree"
LOGS = WORK / "logs"
MUTATED = WORK / "classes"
BEFORE = WORK / "before"
RUNNER = WORK / "runner"
BUILD_SECONDS = 900
TEST_SECONDS = 150
NEEDED = 22 / 24
GREEN, RED, NONE_RAN = 0, 1, 3
SKIPPED = 77


class Mutation:
    """One entry of the list."""

    def __init__(self, fields, old, new):
        self.id = fields["id"]
        self.breaks = fields["breaks"]
        self.file = fields["file"]
        self.script = fields.get("check")
        words = fields.get("tests", "kernel-extension").split()
        self.tested = words[0]
        self.tests = [w for w in words[1:] if not w.startswith("-D")]
        self.options = [w for w in words[1:] if w.startswith("-D")]
        self.old = old
        self.new = new

    def module(self):
        return self.file.split("/src/")[0]

    def looks(self):
        names = [t.split(".")[-1].split("@")[0].replace("#", ".") for t in self.tests]
        return self.script or ", ".join(names)


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
        count = (ROOT / m.file).read_text().count(m.old) if (ROOT / m.file).is_file() else 0
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
            content = build_file(content.decode()).encode()
        copy = TREE / name
        if not copy.is_file() or copy.read_bytes() != content:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)
            shutil.copymode(ROOT / name, copy)
    for copy in TREE.rglob("src/**/*.java"):
        if "target" not in copy.parts and str(copy.relative_to(TREE)) not in wanted:
            copy.unlink()


def build_file(pom):
    """Without Error Prone, which takes half of the time, and with what starts tests."""
    pom, plugins = re.subn(r"\s*<arg>-Xplugin:ErrorProne[^<]*</arg>", "", pom)
    jupiter = re.search("<junit.version>5.([^<]*)<", (ROOT / "bom/pom.xml").read_text())
    launcher = (
        "<dependency><groupId>org.junit.platform</groupId><artifactId>junit-platform-launcher"
        f"</artifactId><version>1.{jupiter.group(1)}</version><scope>test</scope></dependency>")
    pom, lists = re.subn(r"(</dependencyManagement>\s*<dependencies>)", r"\1" + launcher, pom)
    if plugins != 1 or lists != 1:
        fail("pom.xml names Error Prone or its dependencies in another way than expected")
    return pom


def run(command, log, seconds, folder=TREE):
    """Its exit code, or None if it did not end in time. What it started ends with it."""
    environment = dict(os.environ, OPENMODAL_HOME=str(WORK / "home"), LC_ALL="C.UTF-8", LANGUAGE="")
    with open(log, "ab") as out:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
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
            end_workers()


def end_workers():
    """Of the copy, in sessions of their own: a mutated one does not end with its client."""
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            arguments = (entry / "cmdline").read_bytes().split(b"\0")
            if arguments[-2:-1] == [b"dev.openmodal.bridge.WorkerMain"] and any(
                    argument.startswith(bytes(TREE)) for argument in arguments):
                os.kill(int(entry.name), signal.SIGKILL)
        except (OSError, ProcessLookupError):
            pass  # it has ended by itself


def java(program):
    return str(pathlib.Path(os.environ["JAVA_HOME"]) / "bin" / program)


def build(log):
    plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"
    built = run(
        ["mvn", "-q", "-B", "-ntp", "-Dstyle.color=never", "-Dspotless.check.skip=true",
         "-DskipTests", *MAVEN_HOME, "package", plugin, "-Dmdep.outputFile=target/test.classpath"],
        log, BUILD_SECONDS)
    if built != 0:
        fail(f"the checkout does not build; see {log}")
    source = ROOT / "tests/mutations/RunTests.java"
    if run([java("javac"), "-d", str(RUNNER), "-cp", class_path("tests"), str(source)], log, 60):
        fail(f"{source} does not compile; see {log}")


def class_path(module):
    """With the class folders of our other modules, in which a mutation of theirs is."""
    target = TREE / module / "target"
    entries = (target / "test.classpath").read_text().strip().split(os.pathsep)
    return os.pathsep.join(
        [str(target / "test-classes"), str(target / "classes"), *map(unpacked, entries)])


def unpacked(entry):
    jar = pathlib.Path(entry)
    is_ours = TREE in jar.parents and jar.parent.name == "target" and jar.parent.parent.name != "kernel-extension"
    return str(jar.parent / "classes") if is_ours else entry


def run_tests(module, tests, options, log, seconds):
    """GREEN, RED or NONE_RAN."""
    path = os.pathsep.join([str(RUNNER), class_path(module)])
    named = [full_name(module, t) for t in tests]
    command = [java("java"), "-cp", path, *options, "RunTests", *named]
    ended = run(command, log, seconds, TREE / module)
    return RED if ended is None else ended


def full_name(module, test):
    name, hash_mark, method = test.partition("#")
    if "." not in name:
        classes = TREE / module / "target/test-classes"
        found = [c.relative_to(classes) for c in classes.rglob(name + ".class")]
        if len(found) != 1:
            fail(f"{test} names {len(found)} test classes of {module}")
        name = ".".join(found[0].with_suffix("").parts)
    return name + hash_mark + method


def run_script(script, log):
    ended = run(["bash", script], log, BUILD_SECONDS)
    return {0: GREEN, SKIPPED: NONE_RAN}.get(ended, RED)


def check_green(mutations):
    """Without a mutation all that is selected has to be green, else red means nothing."""
    log = fresh_log("without-a-mutation")
    build(log)
    for script in sorted({m.script for m in mutations if m.script}):
        if run_script(script, log) == RED:
            fail(f"{script} is red without a mutation; see {log}")
    together = {}
    for m in mutations:
        if m.tests:
            together.setdefault((m.tested, tuple(m.options)), set()).update(m.tests)
    for (module, options), tests in together.items():
        if run_tests(module, sorted(tests), options, log, BUILD_SECONDS) not in (GREEN, NONE_RAN):
            fail(f"tests of {module} are red without a mutation; see {log}")


def fresh_log(name):
    log = LOGS / (name + ".log")
    log.write_bytes(b"")
    return log


def outcome(mutation):
    log = fresh_log(mutation.id)
    if not compile_mutated(mutation, log):
        return "did not build"
    jar = one_jar()
    classes = TREE / mutation.module() / "target/classes"
    shutil.rmtree(BEFORE, ignore_errors=True)
    shutil.copytree(classes, BEFORE / "classes")
    shutil.copy2(jar, BEFORE / jar.name)
    try:
        shutil.copytree(MUTATED, classes, dirs_exist_ok=True)
        jar.write_bytes(patched(jar.read_bytes(), mutation.module()))
        if mutation.script:
            result = run_script(mutation.script, log)
        else:
            result = run_tests(mutation.tested, mutation.tests, mutation.options, log, TEST_SECONDS)
    finally:
        shutil.copy2(BEFORE / jar.name, jar)
        shutil.rmtree(classes)
        shutil.copytree(BEFORE / "classes", classes)
        (TREE / mutation.file).write_bytes((ROOT / mutation.file).read_bytes())
        for left in (WORK / "home", TREE / "tests/target/home"):
            shutil.rmtree(left, ignore_errors=True)
    return {GREEN: "survived", NONE_RAN: "not tested"}.get(result, "caught")


def compile_mutated(mutation, log):
    """In the copy, where tests that read sources find it, too."""
    source = TREE / mutation.file
    source.write_text(source.read_text().replace(mutation.old, mutation.new))
    shutil.rmtree(MUTATED, ignore_errors=True)
    return run(
        [java("javac"), "-d", str(MUTATED), "--release", "17", "-g", "-parameters", "-proc:none",
         "-nowarn", "-cp", class_path(mutation.module()), str(source)], log, 120) == 0


def one_jar():
    return next((TREE / "kernel-extension/target").glob("openmodal-[0-9]*.jar"))


def patched(jar, module):
    """The one jar with the classes that were compiled: at its root, or in the module's jar in it."""
    nested = next((TREE / module / "target").glob("openmodal-*.jar")).name
    names = [n for n in zipfile.ZipFile(io.BytesIO(jar)).namelist() if n.endswith("/" + nested)]
    changed = {c.relative_to(MUTATED).as_posix(): c.read_bytes() for c in MUTATED.rglob("*.class")}
    if names:
        with zipfile.ZipFile(io.BytesIO(jar)) as outer:
            changed = {names[0]: replaced(outer.read(names[0]), changed)}
    return replaced(jar, changed)


def replaced(jar, changed):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(jar)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, changed.get(entry.filename, old.read(entry)), entry.compress_type)
        for name in changed.keys() - set(old.namelist()):
            new.writestr(name, changed[name])
    return out.getvalue()


def write_table(mutations, outcomes, now):
    """Rows of mutations that were not run now stay as they were."""
    rows = {}
    if TABLE.is_file():
        for row in re.findall(r"^\| (\S+) \|.*\| ([^|]*) \| ([^|]*) \|$", TABLE.read_text(), re.M):
            rows[row[0]] = row[1:]
    rows.update({name: (result, now) for name, result in outcomes.items()})
    caught = sum(rows.get(m.id, ("", ""))[0] == "caught" for m in mutations)
    lines = [
        "# Seeded mutations",
        "",
        "Bugs as a tired developer could commit them. `tests/mutations/run` applies each alone and runs the tests named beside it, which have to turn red; the",
        f"code of each is in `tests/mutations/mutations.txt`. {caught} of {len(mutations)} are caught.",
        "",
        "| mutation | what breaks | what looks | outcome | last run |",
        "|---|---|---|---|---|",
    ]
    for m in mutations:
        result, when = rows.get(m.id, ("not run", ""))
        lines.append(f"| {m.id} | {m.breaks} | {m.looks()} | {result} | {when} |")
    TABLE.write_text("\n".join(lines) + "\n")


def version():
    commit = git("rev-parse", "--short", "HEAD")
    if git("status", "--porcelain", "--", ".", ":!docs/mutations.md"):
        commit += " with changes"
    return f"{commit}, {datetime.date.today()}"


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
    copied = version()
    copy_checkout()
    check_green(mutations)
    print(f"{'without a mutation':32} green         {time.monotonic() - started:4.0f} s", flush=True)
    outcomes = {}
    for m in mutations:
        begun = time.monotonic()
        outcomes[m.id] = outcome(m)
        print(f"{m.id:32} {outcomes[m.id]:13} {time.monotonic() - begun:4.0f} s", flush=True)
    seconds = int(time.monotonic() - started)
    counts = {o: list(outcomes.values()).count(o) for o in
              ("caught", "survived", "not tested", "did not build")}
    write_table(all_of_them, outcomes, copied)
    print("mutations: " + ", ".join(f"{n} {o}" for o, n in counts.items() if n or o == "caught")
          + f" of {len(mutations)}; took {seconds // 60} min {seconds % 60} s")
    sys.exit(counts["did not build"] > 0 or counts["caught"] < NEEDED * len(mutations))


MAVEN_HOME = [a for a in sys.argv[1:] if a.startswith("-D")]
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
main([a for a in sys.argv[1:] if not a.startswith("-D")])
