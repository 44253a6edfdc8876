package dev.openmodal.engine.capture;

import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueReader;
import dev.openmodal.wire.codec.ValueUnreadableException;
import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of a capture as they were then, made again from its bytes. A variable that was not
 * captured has the value of now.
 */
final class FrozenValues implements Capturer.Values {
  private final Object code;
  private final Map<CapturedCode.Variable, @Nullable Object> variables;

  private FrozenValues(Object code, Map<CapturedCode.Variable, @Nullable Object> variables) {
    this.code = code;
    this.variables = variables;
  }

  static FrozenValues of(Capture capture, ValueCodec codec) {
    try (ValueReader reader = codec.restoringReader(new ByteArrayInputStream(capture.values()))) {
      Object code = reader.read();
      Map<CapturedCode.Variable, @Nullable Object> variables = new HashMap<>();
      for (CapturedCode.Variable variable : capture.code().variables()) {
        variables.put(variable, reader.read());
      }
      if (code == null) {
        throw new IllegalStateException("a capture begins with its lambda");
      }
      return new FrozenValues(code, variables);
    } catch (ValueUnreadableException e) {
      throw new IllegalStateException("what was written here can be read here: " + e, e);
    }
  }

  @Override
  public Object code() {
    return code;
  }

  @Override
  public @Nullable Object of(Reachability.Variable variable) {
    CapturedCode.Variable name = CapturedCode.named(variable);
    return variables.containsKey(name) ? variables.get(name) : Capturer.valueOf(variable);
  }

  @Override
  public boolean areLive() {
    return false;
  }
}
