package dev.openmodal.engine.pool;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Encoded arguments or an encoded result: in memory while small, in a temporary file beyond 1 MiB.
 * Written once, read as often as needed, and closed by its owner, which deletes the file.
 */
public final class Payload implements AutoCloseable {
  private static final int LARGEST_IN_MEMORY = 1024 * 1024;

  private final Path folder;
  private ByteArrayOutputStream memory = new ByteArrayOutputStream(256);
  private @Nullable Path file;
  private long size;

  /**
   * @param folder where the temporary file is made, if it is needed
   */
  public Payload(Path folder) {
    this.folder = folder;
  }

  /** Takes the bytes; to be closed before they are read. */
  public OutputStream writer() {
    return new Writer();
  }

  /** How many bytes were written. */
  public long size() {
    return size;
  }

  /** The bytes, if they are in memory. */
  byte[] inMemory() {
    return memory.toByteArray();
  }

  /** Reads all bytes from the start. */
  public InputStream open() throws IOException {
    return file == null
        ? new ByteArrayInputStream(memory.toByteArray())
        : Files.newInputStream(file);
  }

  @Override
  public void close() {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        file.toFile().deleteOnExit();
      }
    }
  }

  private final class Writer extends OutputStream {
    private @Nullable OutputStream toFile;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (toFile == null && size + length > LARGEST_IN_MEMORY) {
        Files.createDirectories(folder);
        Path spilled = Files.createTempFile(folder, "payload-", ".bin");
        file = spilled;
        toFile = new BufferedOutputStream(Files.newOutputStream(spilled), 128 * 1024);
        memory.writeTo(toFile);
        memory = new ByteArrayOutputStream(0);
      }
      if (toFile == null) {
        memory.write(bytes, offset, length);
      } else {
        toFile.write(bytes, offset, length);
      }
      size += length;
    }

    @Override
    public void close() throws IOException {
      if (toFile != null) {
        toFile.close();
      }
    }
  }
}
