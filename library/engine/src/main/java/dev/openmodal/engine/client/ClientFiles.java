package dev.openmodal.engine.client;

import dev.openmodal.bridge.TemporaryFolder;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Properties;
import java.util.Set;

/**
 * What a client leaves in its run folder for others of its user: who it is, and where its socket
 * is. All for the owner alone.
 *
 * @param folder {@code ~/.openmodal/run/PID}
 */
record ClientFiles(Path folder) {
  /** A socket's path may have 108 bytes on Linux and 104 elsewhere, the closing zero included. */
  private static final int LONGEST_SOCKET = 103;

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private Path file() {
    return folder.resolve("client.properties");
  }

  /** Makes the folder, and says where in it or elsewhere the socket may be. */
  Path prepareSocket() throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    Path socket = folder.resolve("socket");
    boolean isShort = socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET;
    return isShort ? socket : TemporaryFolder.create("socket").path().resolve("socket");
  }

  /** To be called when the socket answers. */
  void write(ClientState client, Path socket) throws IOException {
    Files.setPosixFilePermissions(socket, OWNER);
    // Not as JSON: this is a part of the first call, and to load a library for it takes longer.
    Properties properties = new Properties();
    properties.setProperty("pid", Long.toString(client.pid()));
    properties.setProperty("program", client.program());
    properties.setProperty("folder", client.folder());
    properties.setProperty("started", client.started().toString());
    properties.setProperty("version", client.version());
    properties.setProperty("socket", socket.toString());
    Path part =
        Files.createTempFile(folder, ".client-", ".properties"); // readable by its owner alone
    try (Writer out = Files.newBufferedWriter(part)) {
      properties.store(out, null);
    }
    Files.move(part, file(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes away what others find it by. */
  void delete() throws IOException {
    if (Files.exists(file())) {
      Files.deleteIfExists(read().socket());
      Files.delete(file());
    }
  }

  /** Who it is, and where its socket is. */
  record Found(ClientState client, Path socket) {}

  /** What is written there, if it is the user's own and readable by nobody else. */
  Found read() throws IOException {
    if (!Files.getOwner(file()).equals(Files.getOwner(folder.getParent()))
        || !OWNER.containsAll(Files.getPosixFilePermissions(file()))) {
      throw new IOException(file() + " is not this user's alone");
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file())) {
      properties.load(in);
    }
    return new Found(
        new ClientState(
            Long.parseLong(properties.getProperty("pid")),
            properties.getProperty("program"),
            properties.getProperty("folder"),
            Instant.parse(properties.getProperty("started")),
            properties.getProperty("version")),
        Path.of(properties.getProperty("socket")));
  }
}
