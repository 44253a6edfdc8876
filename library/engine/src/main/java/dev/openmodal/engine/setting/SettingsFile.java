package dev.openmodal.engine.setting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code config.toml}: a line {@code name = "value"} for each setting that was chosen. What else is
 * in it, such as comments, stays as it is when a line is changed.
 *
 * @param path where it is, or would be
 */
public record SettingsFile(Path path) {
  /** What is chosen there. */
  Optional<String> value(Setting setting) {
    return Files.exists(path)
        ? Optional.ofNullable(read(text()).path(setting.key()).textValue())
        : Optional.empty();
  }

  private String text() {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new OpenModalException(
          ErrorCode.SETUP, path + " cannot be read: " + e + ". Make it readable, or remove it.", e);
    }
  }

  private JsonNode read(String text) {
    JsonNode read;
    try {
      read = new TomlMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new OpenModalException(
          ErrorCode.SETUP,
          path
              + " is no TOML: "
              + e.getOriginalMessage()
              + (e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")")
              + ". Write lines such as log = \"debug\".",
          e);
    }
    read.fieldNames()
        .forEachRemaining(
            key -> {
              if (Setting.of(key).isEmpty() || !read.path(key).isTextual()) {
                throw new OpenModalException(
                    ErrorCode.SETUP,
                    path
                        + " says "
                        + key
                        + " = "
                        + read.path(key)
                        + ", which is no setting. There are, each with a text: "
                        + String.join(", ", Setting.keys())
                        + ".");
              }
            });
    return read;
  }

  /** Chooses, or with nothing lets the default hold again. */
  public void set(Setting setting, Optional<String> value) {
    Pattern line = Pattern.compile("\\s*\"?" + setting.key() + "\"?\\s*=.*");
    List<String> lines = new ArrayList<>(Files.exists(path) ? text().lines().toList() : List.of());
    int at = 0;
    while (at < lines.size() && !line.matcher(lines.get(at)).matches()) {
      at++;
    }
    if (at < lines.size()) {
      lines.remove(at);
    }
    int where = at;
    value.ifPresent(
        chosen -> lines.add(where, setting.key() + " = \"" + chosen.replace("\"", "\\\"") + "\""));
    write(String.join("\n", lines) + "\n");
  }

  /** In one step, and only what can be read again. */
  private void write(String text) {
    JsonNode unused = read(text);
    try {
      Path file = Files.exists(path) ? path.toRealPath() : path; // it may be a link to one
      Path part = Files.createTempFile(file.getParent(), ".config-", ".toml");
      Files.writeString(part, text);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new OpenModalException(
          ErrorCode.SETUP, path + " cannot be written: " + e + ". Make its folder writable.", e);
    }
  }
}
