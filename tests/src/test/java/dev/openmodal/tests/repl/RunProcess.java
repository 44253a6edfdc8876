package dev.openmodal.tests.repl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One process of a program, {@code java FILE.java} or {@code openmodal run FILE.java}. */
final class RunProcess implements AutoCloseable {
  private static final int MOST_SECONDS = 120;

  /** What it has left when it has ended. */
  record Ended(int exitCode, byte[] out, String err) {
    String text() {
      return new String(out, StandardCharsets.UTF_8);
    }
  }

  private final Process process;
  private final CompletableFuture<byte[]> out;
  private final CompletableFuture<byte[]> err;
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  private RunProcess(Process process) {
    this.process = process;
    out = CompletableFuture.supplyAsync(this::readOut);
    err = CompletableFuture.supplyAsync(() -> readAll(process.getErrorStream()));
  }

  /** The command {@code openmodal run} of that Java; its arguments follow. */
  static List<String> openmodalRun(int java, String... jvmOptions) {
    List<String> command = new ArrayList<>();
    command.add(java(java));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of(jvmOptions));
    command.addAll(List.of("-jar", TestMachine.oneJar().toString(), "run"));
    return command;
  }

  static String java(int version) {
    return TestMachine.jdk(version).orElseThrow().resolve("bin/java").toString();
  }

  static RunProcess start(Path folder, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    TestMachine.UNWANTED.forEach(builder.environment()::remove);
    builder.environment().put("OPENMODAL_HOME", TestMachine.target("home").toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    try {
      return new RunProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it to its end with that input. */
  static Ended run(Path folder, List<String> command, byte[] input) {
    try (RunProcess running = start(folder, command)) {
      running.write(input);
      running.closeInput();
      return running.await();
    }
  }

  /** Writes to its standard input; whoever does not read it is not told. */
  void write(byte[] bytes) {
    try {
      OutputStream in = process.getOutputStream();
      in.write(bytes);
      in.flush();
    } catch (IOException e) {
      // it has ended, or reads no more
    }
  }

  void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // it has ended
    }
  }

  /** Waits until it has printed that. */
  void awaitOutput(String text) {
    synchronized (seen) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
      while (!seen.toString(StandardCharsets.UTF_8).contains(text)) {
        if (System.nanoTime() > end || out.isDone()) {
          throw new AssertionError(
              "it has not printed " + text + " but " + seen.toString(StandardCharsets.UTF_8));
        }
        try {
          seen.wait(100);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** What it has started, its worker among them. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-s", name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Ended await() {
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("it has not ended; it printed " + seen);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new Ended(
        process.exitValue(), out.join(), new String(err.join(), StandardCharsets.UTF_8));
  }

  private byte[] readOut() {
    byte[] buffer = new byte[64 * 1024];
    try (InputStream from = process.getInputStream()) {
      for (int count; (count = from.read(buffer)) >= 0; ) {
        synchronized (seen) {
          seen.write(buffer, 0, count);
          seen.notifyAll();
        }
      }
    } catch (IOException e) {
      // it was ended
    }
    return seen.toByteArray();
  }

  private static byte[] readAll(InputStream from) {
    try (from) {
      return from.readAllBytes();
    } catch (IOException e) {
      return new byte[0];
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
