package dev.openmodal.tests.remote;

import dev.openmodal.OpenModal;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

/**
 * A client that makes a call on a new worker for each line of its standard input, which holds JVM
 * options, and says what the call has seen there.
 */
final class ArchiveClient {
  private static final List<String> OURS =
      List.of(
          "io.grpc.netty.shaded.io.netty.buffer.ByteBuf",
          "com.esotericsoftware.kryo.Kryo",
          "com.google.protobuf.MessageLite",
          "dev.openmodal.agent.Agent",
          "dev.openmodal.wire.Build");

  private ArchiveClient() {}

  public static void main(String[] arguments) throws Exception {
    var app = OpenModal.app("archive");
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int number = 0;
    for (String line; (line = in.readLine()) != null; number++) {
      String[] options =
          Arrays.stream(line.split(" ")).filter(option -> !option.isEmpty()).toArray(String[]::new);
      System.out.println(
          app.function(() -> seen()).env("N", "" + number).jvmOptions(options).remote());
    }
  }

  private static String seen() throws Exception {
    ClassLoader inPool =
        ForkJoinPool.commonPool()
            .submit(() -> Thread.currentThread().getContextClassLoader())
            .get();
    List<ClassLoader> loaders =
        new ArrayList<>(
            List.of(
                ClassLoader.getSystemClassLoader(),
                ClassLoader.getPlatformClassLoader(),
                Thread.currentThread().getContextClassLoader(),
                ArchiveClient.class.getClassLoader(),
                OpenModal.class.getClassLoader(),
                inPool));
    loaders.add(null); // the JVM's own
    List<String> visible = new ArrayList<>();
    for (ClassLoader loader : loaders) {
      for (String name : OURS) {
        try {
          visible.add(Class.forName(name, false, loader) + " by " + loader);
        } catch (ClassNotFoundException asItShouldBe) {
          // out of sight
        }
      }
    }
    boolean hasArchive =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(argument -> argument.startsWith("-XX:SharedArchiveFile="));
    return "archive=" + hasArchive + " visible=" + visible;
  }
}
