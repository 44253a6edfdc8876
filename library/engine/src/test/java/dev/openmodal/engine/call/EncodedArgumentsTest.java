package dev.openmodal.engine.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.wire.codec.ValueCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodedArgumentsTest {
  @TempDir private Path folder;

  @Test
  void aDiskThatTakesNoMoreIsNamedWithWhatToDo() throws Exception {
    Path noFolder = Files.writeString(folder.resolve("file"), "in the way");
    ValueCodec codec = new ValueCodec(getClass().getClassLoader(), type -> null);

    Throwable thrown =
        catchThrowable(
            () -> new EncodedArguments(codec, new Object[] {new byte[3 << 20]}, noFolder).close());

    assertThat(thrown)
        .isInstanceOfSatisfying(
            OpenModalException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ARGUMENT_REFUSED))
        .hasMessageContaining("cannot be kept in " + noFolder)
        .hasMessageContaining("Make room there");
  }
}
