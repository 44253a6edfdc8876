"""One page of JupyterLab, driven by its own commands."""

import time

from playwright.sync_api import TimeoutError


class Lab:
    def __init__(self, page, server):
        self.page = page
        self.server = server

    def open(self, notebook, kernel=True):
        """Opens that notebook beside what is open, and waits until it is there."""
        if self.page.url == "about:blank":
            self.page.goto(f"{self.server.url}/lab?reset&token={self.server.token}")
            self.page.wait_for_function("() => window.jupyterapp")
            self.page.evaluate("""async () => {
              await jupyterapp.restored;
              if (!document.querySelector('#jp-left-stack').classList.contains('lm-mod-hidden'))
                await jupyterapp.commands.execute('application:toggle-left-area');
            }""")
        self.page.evaluate(
            """async ([path, kernel]) => {
              window.panel = await jupyterapp.commands.execute('docmanager:open', {path});
              const session = panel.context.sessionContext;
              if (!kernel) session.kernelPreference = {...session.kernelPreference, shouldStart: false};
              await panel.context.ready;
              await panel.revealed;
            }""",
            [notebook, kernel],
        )

    def await_kernel(self):
        self.page.evaluate("() => panel.sessionContext.ready")

    def start(self, cell):
        """Runs that cell, and does not wait for its end."""
        self.page.evaluate(
            """cell => {
              panel.content.activeCellIndex = cell;
              panel.content.deselectAll();
              window.isRunning = true;
              jupyterapp.commands.execute('notebook:run-cell').finally(() => { window.isRunning = false; });
            }""",
            cell,
        )

    def stop(self):
        """What the button for it does."""
        self.page.evaluate("() => { jupyterapp.commands.execute('notebook:interrupt-kernel'); }")

    def await_end(self, seconds=60):
        self.page.wait_for_function("() => !window.isRunning", timeout=seconds * 1000)

    def await_text(self, cell, text, seconds=60):
        """Until what that cell shows has that text."""
        self.page.wait_for_function(
            "([cell, text]) => panel.content.widgets[cell].outputArea.node.innerText.includes(text)",
            arg=[cell, text],
            timeout=seconds * 1000,
        )

    def await_texts(self, cell, texts, seconds=5):
        """The same of all of them; what does not come is for others to say."""
        try:
            for text in texts:
                self.await_text(cell, text, seconds)
        except TimeoutError:
            pass

    def outputs(self, cell):
        """As they would be saved now."""
        return self.page.evaluate("cell => panel.content.widgets[cell].model.toJSON().outputs", cell)

    def area(self, cell):
        """Where that cell shows what it shows."""
        return self.page.evaluate_handle("cell => panel.content.widgets[cell].outputArea.node", cell).as_element()

    def areas(self):
        return [self.area(cell) for cell in range(self.page.evaluate("() => panel.content.widgets.length"))]

    def is_trusted(self):
        return self.page.evaluate("() => panel.content.widgets.some(cell => cell.model.trusted)")

    def theme(self, name):
        self.page.evaluate("name => jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
        time.sleep(0.5)
