package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.openmodal.RemoteException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Throwable: as itself by Java's serialization where all of it can travel and its class is there,
 * else as a {@link RemoteException} with its class name, message, trace, causes and what was
 * suppressed. Each Throwable of a chain is decided for itself.
 */
final class ThrowableRule extends Rule {
  @Override
  void write(Graph graph, Output out, Object value) {
    if (graph.isTrial()) {
      return; // one form or the other always works
    }
    Throwable thrown = (Throwable) value;
    graph.references().begin(thrown);
    ThrowableText.of(thrown).write(out);
    writeRelated(graph, out, ThrowableText.ask(thrown::getCause));
    @Nullable Throwable[] suppressed = thrown.getSuppressed();
    out.writeVarInt(suppressed.length, true);
    for (Throwable related : suppressed) {
      writeRelated(graph, out, related);
    }
    IslandOutput.@Nullable Written island = island(graph, thrown);
    out.writeBoolean(island != null);
    if (island != null) {
      IslandRule.writeParts(graph, out, thrown, island);
    }
    graph.references().finish(thrown);
  }

  /** A Throwable that leads back to itself loses that link. */
  private static void writeRelated(Graph graph, Output out, @Nullable Throwable related) {
    graph.write(out, related == null || graph.references().isUnfinished(related) ? null : related);
  }

  private static IslandOutput.@Nullable Written island(Graph graph, Throwable thrown) {
    Graph trial = graph.codec().borrow();
    trial.makeTrial();
    try (Output nowhere = new Output(OutputStream.nullOutputStream(), 4096)) {
      IslandOutput.Written island = IslandOutput.write(graph, thrown);
      for (Object part : island.diverted()) {
        trial.write(nowhere, part);
      }
      return island;
    } catch (RuntimeException | StackOverflowError e) {
      return null;
    } finally {
      trial.surface();
      graph.codec().giveBack(trial);
    }
  }

  @Override
  Object read(Graph graph, Input in, Class<?> type) {
    ThrowableText text = ThrowableText.read(in);
    @Nullable Throwable cause = (Throwable) graph.read(in);
    List<Throwable> suppressed = new ArrayList<>();
    for (Object related : CollectionRules.readElements(graph, in)) {
      if (related instanceof Throwable throwable) {
        suppressed.add(throwable);
      }
    }
    if (!in.readBoolean()) {
      return text.toException(cause, suppressed);
    }
    @Nullable Object[] diverted = CollectionRules.readElements(graph, in);
    byte[] bytes = in.readBytes(Sizes.read(in, 1));
    try {
      Object value = IslandInput.read(graph, bytes, diverted);
      if (value instanceof NullPointerException thrown) {
        return explained(thrown, text);
      } else if (value instanceof Throwable throwable) {
        return throwable;
      }
    } catch (RuntimeException | LinkageError e) {
      // its class cannot be had here, or its own code fails: the text is left
    }
    return text.toException(cause, suppressed);
  }

  /**
   * Java finds out what was null only when asked, from what the JVM keeps of the place where it was
   * thrown: the text has the words, the exception itself has lost them.
   */
  private static NullPointerException explained(NullPointerException thrown, ThrowableText text) {
    if (thrown.getClass() != NullPointerException.class
        || text.message() == null
        || text.message().equals(thrown.getMessage())) {
      return thrown;
    }
    NullPointerException explained = new NullPointerException(text.message());
    explained.setStackTrace(thrown.getStackTrace());
    if (thrown.getCause() != null) {
      explained.initCause(thrown.getCause());
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      explained.addSuppressed(suppressed);
    }
    return explained;
  }
}
