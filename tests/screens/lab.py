"""One page of JupyterLab, driven by its own commands."""


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

    def is_running(self):
        return self.page.evaluate("() => window.isRunning")

    def await_end(self, seconds=60):
        self.page.wait_for_function("() => !window.isRunning", timeout=seconds * 1000)

    def await_texts(self, cell, texts, seconds=60):
        """Until what that cell shows has all of them."""
        self.page.wait_for_function(
            """([cell, texts]) => {
              const shown = panel.content.widgets[cell].outputArea.node.innerText.replace(/\\s+/g, ' ');
              return texts.every(text => shown.includes(text));
            }""",
            arg=[cell, texts],
            timeout=seconds * 1000,
        )

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
        self.page.wait_for_function("name => document.body.dataset.jpThemeName === name", arg=name)
