package dev.openmodal.engine.cell;

import dev.openmodal.HeapHistogram;
import dev.openmodal.Outcomes;
import dev.openmodal.Profile;
import dev.openmodal.RemoteCall;
import dev.openmodal.RemoteCode;
import dev.openmodal.ThreadDump;
import dev.openmodal.engine.output.CallState;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** What a notebook shows of our own objects where they are the value of a cell. */
public final class Cards {
  private final LongFunction<Optional<CallState>> calls;

  /**
   * @param calls how the call of a number stands, as long as that is known
   */
  public Cards(LongFunction<Optional<CallState>> calls) {
    this.calls = calls;
  }

  /** By MIME type; nothing for an object that is none of ours. */
  public Map<String, String> content(Object shown) {
    if (shown instanceof Outcomes<?, ?> outcomes) {
      return Html.content(OutcomesTable.html(outcomes.toList(), "no inputs"), outcomes.toString());
    }
    if (shown instanceof Outcomes.Failed<?, ?> failed) {
      return Html.content(
          OutcomesTable.html(failed.toList(), "no input has failed"), failed.toString());
    }
    if (shown instanceof RemoteCode<?> code) {
      return Html.content(CodeCard.html(code), code.toString());
    }
    if (shown instanceof RemoteCall<?> call) {
      return calls
          .apply(call.id())
          .map(state -> Html.content(CallCard.html(state, call), call.toString()))
          .orElseGet(() -> Html.content(CallCard.html(call), call.toString()));
    }
    if (shown instanceof ThreadDump dump) {
      return Html.content(ThreadDumpCard.html(dump), dump.toString());
    }
    if (shown instanceof Profile profile) {
      return Html.content(ProfileCard.html(profile), profile.toString());
    }
    if (shown instanceof HeapHistogram heap) {
      return Html.content(HeapCard.html(heap), heap.toString());
    }
    if (shown instanceof Throwable thrown) {
      return ThrownCard.content(thrown);
    }
    return Map.of();
  }
}
