"""The pictures of one view on one sheet."""

import base64
import html
import io

from PIL import Image

STYLE = """
body { margin: 0; padding: 12px; width: max-content; font-family: sans-serif; font-size: 13px; background: #e8eaed; color: #202124 }
main { display: flex; gap: 12px; align-items: flex-start }
figure { margin: 0 0 12px 0; background: #fff; border: 1px solid #c4c7cc }
figcaption { padding: 4px 8px; font-weight: bold; background: #fff; border-bottom: 1px solid #c4c7cc }
img { display: block; padding: 8px }
"""


def write(browser, file, pictures, columns):
    """pictures: triples of a title, a PNG and its height, in the order of the scenes."""
    total = sum(height + 40 for _, _, height in pictures)
    stacks, filled = [[]], 0
    for title, png, height in pictures:
        # As a column of a newspaper: the next one begins where this one has its share.
        if stacks[-1] and filled + (height + 40) / 2 > total / columns and len(stacks) < columns:
            stacks.append([])
            filled = 0
        filled += height + 40
        stacks[-1].append(figure(title, png))
    page = browser.new_page(viewport={"width": 400, "height": 400})
    page.set_content(
        f"<style>{STYLE}</style><main>{''.join(f'<div>{''.join(stack)}</div>' for stack in stacks)}</main>"
    )
    sheet = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    page.close()
    # A picture of text needs few colours, and a repository keeps each version of it.
    sheet.convert("RGB").quantize(128, method=Image.Quantize.MAXCOVERAGE).save(file, optimize=True)


def figure(title, png):
    data = base64.b64encode(png).decode()
    return f"<figure><figcaption>{html.escape(title)}</figcaption><img src='data:image/png;base64,{data}'></figure>"
