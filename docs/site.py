"""What the site has beside the pages of docs/: README.md as its home, CONTRIBUTING.md, CHANGELOG.md, the decisions in
its menu, and the javadoc that ./docs/site has made."""

import os
import pathlib
import re

from mkdocs.structure.files import File

ROOT = pathlib.Path(__file__).resolve().parent.parent
JAVADOC = ROOT / "build" / "javadoc"
PAGES = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)#\s]*)(#[^)\s]*)?\)")
TYPE = re.compile(r"^public (?:abstract |final |sealed |non-sealed )*(?:class|interface|record|enum) (\w+)", re.M)


def on_config(config):
    decisions = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    config["nav"][-1]["Design"].append({"Decisions": ["decisions/" + each.name for each in decisions]})
    return config


def on_files(files, config):
    for source, page in PAGES.items():
        files.append(File.generated(config, page, content=(ROOT / source).read_text(encoding="utf-8")))
    files.append(File.generated(config, "reference.md", content=reference()))
    for each in sorted(JAVADOC.rglob("*")):
        if each.is_file() and each.suffix != ".md":  # licences, which are no pages
            name = "javadoc/" + each.relative_to(JAVADOC).as_posix()
            files.append(File.generated(config, name, abs_src_path=str(each)))
    return files


def reference():
    """One line of each public type, from the first sentence of its comment."""
    lines = ["# API", "", "All of the package `dev.openmodal`: [javadoc](javadoc/dev/openmodal/package-summary.html).", ""]
    lines += ["| type | what it is |", "|---|---|"]
    for file in sorted((ROOT / "library/api/src/main/java/dev/openmodal").glob("*.java")):
        text = file.read_text(encoding="utf-8")
        found = TYPE.search(text)
        if found:
            comment = text[text.index("/**") + 3 : text.index("*/")]
            comment = re.sub(r"\n \*( |$)", "\n", comment, flags=re.M).strip()
            first = re.split(r"(?<=[.:])\s|\n\n", re.sub(r"\{@\w+ ([^}]*)\}", r"`\1`", comment))[0]
            first = " ".join(first.split()).replace("#", ".").replace("|", "\\|").rstrip(":.")
            lines.append(f"| [`{found[1]}`](javadoc/dev/openmodal/{found[1]}.html) | {first} |")
    return "\n".join(lines) + "\n"


def on_page_markdown(markdown, page, config, files):
    """Links as they are on a code host become those of the site; what is only in the checkout becomes text."""
    name = page.file.src_uri
    source = next((ROOT / each for each, to in PAGES.items() if to == name), ROOT / "docs" / name)

    def moved(link):
        image, text, target, anchor = link.groups()
        if not target or "://" in target or name == "reference.md":
            return link[0]
        there = pathlib.Path(os.path.normpath(source.parent / target))
        if not there.exists():
            return link[0]  # whoever checks links says so
        inside = there.relative_to(ROOT).as_posix()
        if inside in PAGES:
            to = PAGES[inside]
        elif inside.startswith("docs/") and there.is_file():
            to = inside.removeprefix("docs/")
        elif inside == "docs/decisions":
            to = "decisions/" + sorted(each.name for each in there.glob("[0-9]*.md"))[0]
        else:
            return text
        return f"{image}[{text}]({os.path.relpath(to, os.path.dirname(name) or '.')}{anchor or ''})"

    parts = re.split(r"(^```.*?^```)", markdown, flags=re.S | re.M)
    return "".join(part if part.startswith("```") else LINK.sub(moved, part) for part in parts)
