package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.ErrorCode;
import dev.openmodal.Image;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.jdk.JavaVersions;
import dev.openmodal.engine.log.LogLevel;
import dev.openmodal.engine.output.Table;
import dev.openmodal.engine.provider.ProviderChoice;
import dev.openmodal.engine.setting.Chosen;
import dev.openmodal.engine.setting.Setting;
import dev.openmodal.engine.setting.Settings;
import dev.openmodal.engine.setting.SettingsFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code openmodal config}: the settings of this user. */
@Command(
    name = "config",
    description =
        "Shows the settings and who has chosen them; with a NAME that one, with a VALUE chooses it"
            + " for all programs that start from now on.",
    footer = {"", "config log debug        config --unset log"})
final class ConfigCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin Answer answer = new Answer();

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Of a setting.")
  @Nullable String name;

  @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE", description = "What it is to be.")
  @Nullable String value;

  @Option(names = "--unset", description = "Lets the default hold again.")
  boolean unset;

  @Override
  public void run() {
    if (name == null) {
      if (unset) {
        throw new ParameterException(spec.commandLine(), "Name the setting to unset.");
      }
      show(Arrays.asList(Setting.values()));
      return;
    }
    Setting setting = find(name);
    if (unset && value != null) {
      throw new ParameterException(spec.commandLine(), "Give a VALUE or --unset, not both.");
    }
    if (value != null) {
      check(setting, value);
    }
    SettingsFile file = Settings.file();
    if (unset || value != null) {
      file.set(setting, Optional.ofNullable(value).map(String::strip));
    }
    show(List.of(setting));
  }

  private static Setting find(String name) {
    return Setting.of(name)
        .orElseThrow(
            () ->
                new OpenModalException(
                    ErrorCode.INVALID_NAME,
                    "There is no setting '"
                        + name
                        + "'. There are: "
                        + String.join(", ", Setting.keys())
                        + "."));
  }

  /** As whoever uses it would. */
  private static void check(Setting setting, String value) {
    Object unused =
        switch (setting) {
          case PROVIDER -> ProviderChoice.find(value, ProviderChoice.known());
          case IMAGE -> Image.from(value);
          case JAVA -> JavaVersions.checkSource(value);
          case LOG -> LogLevel.of(value);
        };
  }

  private void show(List<Setting> settings) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("file", Settings.file().path().toString());
    ArrayNode all = json.putArray("settings");
    List<List<String>> rows = new ArrayList<>();
    for (Setting setting : settings) {
      Chosen chosen = Settings.of(setting);
      all.addObject()
          .put("name", setting.key())
          .put("value", chosen.value())
          .put("by", chosen.by())
          .put("isDefault", chosen.isDefault())
          .put("variable", setting.variable());
      rows.add(
          List.of(
              setting.key(), chosen.value(), chosen.by(), setting.variable(), setting.meaning()));
    }
    answer.show(
        json, new Table(List.of("setting", "value", "", "variable", "what it is"), rows, ""));
  }
}
