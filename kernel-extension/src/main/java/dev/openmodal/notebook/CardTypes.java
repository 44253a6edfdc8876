package dev.openmodal.notebook;

import dev.openmodal.Outcomes;
import dev.openmodal.RemoteCall;
import dev.openmodal.RemoteCode;
import java.util.List;

/** Of what objects cells show more than their text. */
public final class CardTypes {
  /** They and their subclasses. */
  public static final List<Class<?>> ALL =
      List.of(
          Outcomes.class,
          Outcomes.Failed.class,
          RemoteCode.class,
          RemoteCall.class,
          Throwable.class);

  private CardTypes() {}
}
