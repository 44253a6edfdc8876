package dev.openmodal.notebook.rapaio;

import dev.openmodal.bridge.Engines;
import dev.openmodal.notebook.CardTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;

/** Shows our objects in a rapaio kernel as more than text where they are the value of a cell. */
final class RapaioCards implements DisplayRenderer {
  private final Class<?> type;

  private RapaioCards(Class<?> type) {
    this.type = type;
  }

  static List<DisplayRenderer> all() {
    return CardTypes.ALL.stream().<DisplayRenderer>map(RapaioCards::new).toList();
  }

  @Override
  public Class<?> rendererClass() {
    return type;
  }

  /** The kernel asks with no type at all where none is wanted more than another. */
  @Override
  public boolean canRender(@Nullable String mime) {
    return mime == null || mime.equals("text/html") || mime.equals("text/plain");
  }

  @Override
  public DisplayData render(@Nullable String mime, Object shown) {
    DisplayData data = DisplayData.fromText(shown.toString());
    Engines.current().content(shown).forEach(data::putData);
    return data;
  }
}
