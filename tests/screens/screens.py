"""Takes pictures of cells in a JupyterLab, and says of each whether it can be read.

usage: screens.py CHROMIUM JAR KERNELS WORK PICTURES

CHROMIUM is the browser, JAR the one jar, KERNELS the folder of the folder of kernelspecs, WORK a folder for all that
is kept meanwhile, PICTURES the one for the sheets.
"""

import os
import signal
import sys
import time
from pathlib import Path

import busy
import notebook
import sanitized
import sheets
from facts import Facts
from lab import Lab
from playwright.sync_api import TimeoutError, sync_playwright
from scenes import SCENES, Scene
from server import Server

# So high that each cell fits whole.
WIDE = {"width": 900, "height": 1600}
NARROW = {"width": 480, "height": 1600}
PICTURED = [scene for scene in SCENES if scene.name]


class Screens:
    def __init__(self, browser, work, pictures):
        self.browser = browser
        self.work = work
        self.pictures = pictures
        self.facts = Facts()
        self.started = time.monotonic()

    def say(self, text):
        print(f"{time.monotonic() - self.started:5.1f} s  {text}", flush=True)

    def page(self):
        return self.browser.new_page(viewport=WIDE)

    # The cells as they run.

    def live(self, lab, jar):
        """Runs all scenes; returns what each has shown when its picture was taken."""
        scenes = [Scene("", f"%classpath {jar}")] + SCENES
        cells = [scene.code for scene in scenes] + [busy.CODE]
        notebook.write(self.work / "notebooks" / "live.ipynb", [(code, []) for code in cells])
        lab.open("live.ipynb")
        lab.await_kernel()
        self.say("the kernel is there")
        shown, pictures = [], []
        for cell, scene in enumerate(scenes):
            self.play(lab, cell, scene)
            outputs = lab.outputs(cell)
            self.facts.outputs(scene, outputs)
            if scene.name:
                shown.append((scene, outputs))
                pictures.append(self.look("light", scene, lab.area(cell)))
            if lab.is_running():
                lab.stop()
                lab.await_end()
        self.sheet("light", pictures, 2)
        self.say(busy.look(lab, len(scenes), self.facts))
        return shown

    def play(self, lab, cell, scene):
        """Until the moment of its picture."""
        lab.start(cell)
        try:
            if scene.stop is not None:
                self.await_moment(lab, cell, scene.stop)
                lab.stop()
            self.await_moment(lab, cell, scene.when)
            lab.await_texts(cell, scene.sees, 5)  # a stopped map is drawn once more after the end of its cell
        except TimeoutError:
            pass  # what it shows instead is looked at

    def await_moment(self, lab, cell, moment):
        if moment is None:
            lab.await_end(45)
        elif isinstance(moment, str):
            lab.await_texts(cell, [moment], 30)
        else:
            lab.page.wait_for_timeout(moment * 1000)

    # The same cells in a notebook that was saved.

    def saved(self, view, areas, columns, **facts):
        self.sheet(view, [self.look(view, scene, area, **facts) for scene, area in zip(PICTURED, areas)], columns)

    def look(self, view, scene, area, **facts):
        self.facts.look(view, scene, area, **facts)
        return scene.name, area.screenshot(), area.bounding_box()["height"]

    def sheet(self, view, pictures, columns):
        file = self.pictures / f"{view}.png"
        sheets.write(self.browser, file, pictures, columns)
        self.say(f"{view}: {len(pictures)} pictures, {file.stat().st_size // 1024} KiB")


def main(chromium, jar, kernels, work, pictures):
    work, pictures = Path(work), Path(pictures)
    (work / "notebooks").mkdir(parents=True)
    saved = work / "notebooks" / "saved.ipynb"
    options = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # no network but this machine
    if os.geteuid() == 0:
        options.append("--no-sandbox")  # its sandbox is for other users
    with sync_playwright() as playwright:
        home = dict(os.environ, HOME=str(work), XDG_CONFIG_HOME=str(work / "config"), XDG_CACHE_HOME=str(work / "cache"))
        browser = playwright.chromium.launch(executable_path=chromium, args=options, env=home)
        screens = Screens(browser, work, pictures)
        with Server(work / "lab", work / "notebooks", kernels) as server:
            screens.say("JupyterLab listens")
            lab = Lab(screens.page(), server)
            shown = screens.live(lab, jar)
            notebook.write(saved, [(scene.code, outputs) for scene, outputs in shown])
            notebook.trust(saved, server)

            lab.open("saved.ipynb", kernel=False)
            lab.theme("JupyterLab Dark")
            screens.saved("dark", lab.areas(), 2)
            lab.theme("JupyterLab Light")
            lab.page.set_viewport_size(NARROW)
            screens.saved("narrow", lab.areas(), 4, scrolling=False)

            page = screens.page()
            page.goto(f"{server.url}/nbconvert/html/saved.ipynb?token={server.token}")
            screens.saved("nbconvert", page.query_selector_all(".jp-CodeCell .jp-OutputArea"), 2)
            page.close()

        page = screens.page()
        page.set_content(sanitized.page(shown))
        screens.saved("sanitized", page.query_selector_all("section"), 2)
        page.close()

        with Server(work / "other", work / "notebooks", kernels) as server:
            lab = Lab(screens.page(), server)
            lab.open("saved.ipynb", kernel=False)
            if lab.is_trusted():
                screens.facts.problems.append("untrusted: another server trusts the notebook")
            screens.saved("untrusted", lab.areas(), 2)
        browser.close()
    screens.say(f"{screens.facts.looked} pictures looked at")
    for problem in screens.facts.problems:
        print("FAILED: " + problem)
    return 1 if screens.facts.problems else 0


# As an exception, so that what was started is ended.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
sys.exit(main(*sys.argv[1:]))
