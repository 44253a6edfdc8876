package dev.openmodal.notebook;

import dev.openmodal.HeapHistogram;
import dev.openmodal.Outcomes;
import dev.openmodal.Profile;
import dev.openmodal.RemoteCall;
import dev.openmodal.RemoteCode;
import dev.openmodal.ThreadDump;
import java.util.List;

/** Of what objects cells show more than their text. */
public final class CardTypes {
  /** They and their subclasses. */
  public static final List<Class<?>> ALL =
      List.of(
          Outcomes.class,
          Outcomes.Failed.class,
          RemoteCode.class,
          ThreadDump.class,
          Profile.class,
          HeapHistogram.class,
          RemoteCall.class,
          Throwable.class);

  private CardTypes() {}
}
