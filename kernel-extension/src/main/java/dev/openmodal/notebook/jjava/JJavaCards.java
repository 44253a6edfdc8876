package dev.openmodal.notebook.jjava;

import dev.openmodal.bridge.Engines;
import dev.openmodal.notebook.CardTypes;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Lets a JJava kernel show our objects as more than text where they are the value of a cell. */
final class JJavaCards {
  private JJavaCards() {}

  static void register(BaseKernel kernel) {
    for (Class<?> type : CardTypes.ALL) {
      kernel
          .getRenderer()
          .createRegistration(type)
          .preferring(MIMEType.TEXT_HTML)
          .supporting(MIMEType.TEXT_PLAIN)
          .register(JJavaCards::render);
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
