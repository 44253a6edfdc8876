"""What must be so of each picture, whatever it looks like."""

from pathlib import Path

LOOK = (Path(__file__).parent / "facts.js").read_text()


class Facts:
    def __init__(self):
        self.looked = 0
        self.problems = []

    def problem(self, view, scene, text):
        self.problems.append(f"{view}: {scene.name or scene.code.splitlines()[0]}: {text}")

    def look(self, view, scene, area, scrolling=True):
        """area: the element that shows what the cell of that scene has shown."""
        seen = area.evaluate(LOOK)
        self.looked += 1
        for text in scene.sees:
            if " ".join(text.split()) not in seen["text"]:
                self.problem(view, scene, f"'{text}' cannot be read in '{seen['text'][:600]}'")
        if seen["scripts"]:
            self.problem(view, scene, "it has a script")
        if seen["pale"]:
            self.problem(view, scene, "hard to read on its background: " + ", ".join(seen["pale"]))
        if seen["outside"]:
            self.problem(view, scene, "beside its cell: " + ", ".join(seen["outside"]))
        if not scrolling and not scene.wide and seen["scrolled"]:
            self.problem(view, scene, "wider than its cell: " + ", ".join(seen["scrolled"]))

    def outputs(self, scene, outputs):
        """outputs: as the notebook holds them."""
        failed = any(output["output_type"] == "error" for output in outputs)
        if failed != scene.fails:
            what = next((o["evalue"] for o in outputs if o["output_type"] == "error"), "nothing failed")
            self.problem("outputs", scene, what)
        for output in outputs:
            if "<script" in "".join(output.get("data", {}).get("text/html", "")).lower():
                self.problem("outputs", scene, "its HTML has a script")
