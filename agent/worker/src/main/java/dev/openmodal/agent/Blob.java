package dev.openmodal.agent;

import com.google.protobuf.ByteString;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;

/**
 * Bytes too large for a message: a temporary file without a name, so that nothing is left of it
 * however the worker ends. (Where the system cannot remove an open file, it is removed when
 * closed.) Not a FileChannel, which an interrupt of the reading thread would close for all.
 */
final class Blob implements AutoCloseable {
  private final File path;
  private final RandomAccessFile file;
  private final boolean isToDelete;
  private long size;

  Blob() throws IOException {
    path = File.createTempFile("openmodal-", ".blob");
    file = new RandomAccessFile(path, "rw");
    isToDelete = !path.delete();
  }

  private Blob(File path) throws IOException {
    this.path = path;
    file = new RandomAccessFile(path, "r");
    isToDelete = false;
    size = file.length();
  }

  /** A file of the client's, to be read. */
  static Blob of(File file) throws IOException {
    return new Blob(file);
  }

  /**
   * Appends bytes.
   *
   * @throws InterruptedIOException if this thread was interrupted, as that of a cancelled call is
   */
  synchronized void append(byte[] bytes, int offset, int length) throws IOException {
    endIfInterrupted();
    file.seek(size);
    file.write(bytes, offset, length);
    size += length;
  }

  /** Appends bytes, without a copy of them. */
  synchronized void append(ByteString bytes) throws IOException {
    bytes.writeTo(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] from, int offset, int length) throws IOException {
            append(from, offset, length);
          }
        });
  }

  synchronized long size() {
    return size;
  }

  /** Reads it from its start; several may read at a time. */
  InputStream open() {
    return new InputStream() {
      private long position;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int count = readAt(position, into, offset, length);
        position += Math.max(count, 0);
        return count;
      }

      @Override
      public int available() {
        return (int) Math.min(Blob.this.size() - position, Integer.MAX_VALUE);
      }
    };
  }

  private synchronized int readAt(long position, byte[] into, int offset, int length)
      throws IOException {
    endIfInterrupted();
    file.seek(position);
    return file.read(into, offset, length);
  }

  private static void endIfInterrupted() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
    if (isToDelete) {
      path.delete();
    }
  }
}
