package dev.openmodal.engine.program;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The source of a program.
 *
 * @param path where it is
 * @param text what is compiled: without the words of a first line that begins with {@code #!}
 */
public record SourceFile(Path path, String text) {
  /** How source is named that comes from standard input. */
  private static final Path STANDARD_INPUT = Path.of("stdin.java");

  /** Where it is, from the root on. */
  public String absolute() {
    return path.toAbsolutePath().toString();
  }

  /**
   * Reads it, in the charset of this JVM.
   *
   * @throws OpenModalException with {@code INVALID_NAME} if it cannot be read
   */
  public static SourceFile read(Path path) {
    if (Files.isDirectory(path)) {
      throw unreadable(path + " is a folder. Name the file of the program.");
    }
    if (!Files.exists(path)) {
      throw unreadable("There is no file " + path + ". Name the file of the program.");
    }
    try {
      String text = text(Files.readAllBytes(path));
      return new SourceFile(path, path.toString().endsWith(".java") ? text : behindShebang(text));
    } catch (CharacterCodingException e) {
      throw unreadable(
          path
              + " is no text in "
              + Charset.defaultCharset()
              + ", the charset of this JVM. Save it so.");
    } catch (AccessDeniedException e) {
      throw unreadable(path + " may not be read by this user. Change its permissions.");
    } catch (IOException e) {
      throw unreadable(path + " cannot be read: " + e.getMessage() + ".");
    }
  }

  /** Reads all of standard input. */
  public static SourceFile read(InputStream in) {
    try {
      return new SourceFile(STANDARD_INPUT, text(in.readAllBytes()));
    } catch (IOException e) {
      throw unreadable("The source cannot be read from standard input: " + e.getMessage() + ".");
    }
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    return Charset.defaultCharset()
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(bytes))
        .toString();
  }

  /** A file that the system starts is not named FILE.java. */
  private static String behindShebang(String text) {
    if (!text.startsWith("#!")) {
      return text;
    }
    int end = text.indexOf('\n'); // which stays, as lines are counted
    return end < 0 ? "" : text.substring(end);
  }

  private static OpenModalException unreadable(String what) {
    return new OpenModalException(ErrorCode.INVALID_NAME, what);
  }
}
