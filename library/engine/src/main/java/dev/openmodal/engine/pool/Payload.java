package dev.openmodal.engine.pool;

import dev.openmodal.bridge.OwnThreads;
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
 * Encoded arguments or an encoded result: in memory while small, in a temporary file beyond 1 MiB,
 * as long as 256 MiB of its disk stay free. Written once, read as often as needed, and closed by
 * its owner, which deletes the file.
 */
public final class Payload implements AutoCloseable {
  private static final int LARGEST_IN_MEMORY = 1024 * 1024;

  private static final long LEFT_FREE = 256L * 1024 * 1024;

  /** The system takes some 0.3 s for 1 GiB, for which no caller is to wait. */
  private static final long LARGEST_DELETED_AT_ONCE = 16L * 1024 * 1024;

  /** How often the disk is asked. */
  private static final long STEP = 64L * 1024 * 1024;

  private final Path folder;
  private final FreeSpace freeSpace;
  private volatile ByteArrayOutputStream memory = new ByteArrayOutputStream(256);
  private @Nullable Path file;
  private long size;

  /**
   * @param folder where the temporary file is made, if it is needed
   */
  public Payload(Path folder) {
    this(folder, in -> Files.getFileStore(in).getUsableSpace());
  }

  Payload(Path folder, FreeSpace freeSpace) {
    this.folder = folder;
    this.freeSpace = freeSpace;
  }

  /** How many bytes the disk of a folder still takes. */
  interface FreeSpace {
    long in(Path folder) throws IOException;
  }

  /** Takes the bytes; to be closed before they are read. */
  public OutputStream writer() {
    return new Writer();
  }

  /** How many bytes were written. */
  public long size() {
    return size;
  }

  /** How many of them take memory here. */
  public long sizeInMemory() {
    return file == null ? size : 0;
  }

  /** The bytes, if they are in memory. */
  byte[] inMemory() {
    return memory.toByteArray();
  }

  /** The file that holds them, if they are not in memory. */
  @Nullable Path file() {
    return file;
  }

  /** Reads all bytes from the start. */
  public InputStream open() throws IOException {
    return file == null
        ? new ByteArrayInputStream(memory.toByteArray())
        : Files.newInputStream(file);
  }

  @Override
  public void close() {
    memory = new ByteArrayOutputStream(0);
    Path written = file;
    if (written == null) {
      return;
    }
    if (size > LARGEST_DELETED_AT_ONCE) {
      OwnThreads.daemon("openmodal-delete", () -> delete(written)).start();
    } else {
      delete(written);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }

  private final class Writer extends OutputStream {
    private @Nullable OutputStream toFile;
    private long nextCheck = STEP;

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
      if (size + length >= nextCheck) {
        nextCheck += STEP;
        if (freeSpace.in(folder) < LEFT_FREE) {
          throw new IOException(
              "less than 256 MiB are free in "
                  + folder
                  + " after "
                  + size / STEP * 64
                  + " MiB of it");
        }
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
