package dev.openmodal.notebook.ijava;

import dev.openmodal.bridge.Engines;
import dev.openmodal.notebook.CardTypes;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.List;
import java.util.Map;

/** Lets an IJava kernel show our objects as more than text where they are the value of a cell. */
final class IJavaCards {
  private IJavaCards() {}

  static void register(Renderer renderer) {
    for (Class<?> type : CardTypes.ALL) {
      renderer
          .createRegistration(type)
          .preferring(MIMEType.TEXT_HTML)
          .supporting(MIMEType.TEXT_PLAIN)
          .register(IJavaCards::render);
    }
  }

  private static void render(Object shown, RenderContext context) {
    Map<String, String> content = Engines.current().content(shown);
    for (MIMEType type : List.of(MIMEType.TEXT_HTML, MIMEType.TEXT_PLAIN)) {
      String text = content.get(type.toString());
      if (text != null) {
        context.renderIfRequested(type, () -> text);
      }
    }
  }
}
