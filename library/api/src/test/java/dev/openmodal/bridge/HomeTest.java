package dev.openmodal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir Path folder;

  private ChildJvm jvm() {
    return ChildJvm.ofTestClasses().with("-Djava.io.tmpdir=" + folder);
  }

  @Test
  void liesInTheUsersHomeForTheUserAlone() throws Exception {
    String printed = jvm().with("-Duser.home=" + folder).run(HomeProbe.class);

    assertThat(printed).isEqualTo(folder.resolve(".openmodal").toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(printed))))
        .isEqualTo("rwx------");
  }

  @Test
  void takesBackWhatOthersMayDoInIt() throws Exception {
    Path home = Files.createDirectory(folder.resolve(".openmodal"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));

    jvm().with("-Duser.home=" + folder).run(HomeProbe.class);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
        .isEqualTo("rwx------");
  }

  @Test
  void isWhereThePropertyOrElseTheVariableSays() throws Exception {
    ChildJvm jvm = jvm().with("-Duser.home=" + folder);
    Path byVariable = folder.resolve("by-variable");
    Path byProperty = folder.resolve("by property é");

    assertThat(jvm.env("OPENMODAL_HOME", byVariable.toString()).run(HomeProbe.class))
        .isEqualTo(byVariable.toString());
    assertThat(
            jvm.env("OPENMODAL_HOME", byVariable.toString())
                .with("-Dopenmodal.home=" + byProperty)
                .run(HomeProbe.class))
        .isEqualTo(byProperty.toString());
  }

  @Test
  void aNamedFolderThatCannotBeUsedIsAnError() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(jvm().env("OPENMODAL_HOME", file.toString()).run(HomeProbe.class))
        .contains(file.toString())
        .contains("Name a folder of yours.")
        .contains("[SETUP]");
  }

  @Test
  void aUserWithoutAnEntryInThePasswordFileGetsTheVariableHome() throws Exception {
    assertThat(jvm().with("-Duser.home=?").env("HOME", folder.toString()).run(HomeProbe.class))
        .isEqualTo(folder.resolve(".openmodal").toString());
  }

  @Test
  void aUserWithoutAnyHomeGetsAFolderNamedAfterTheUser() throws Exception {
    String printed = jvm().with("-Duser.home=?").run(HomeProbe.class);

    assertThat(printed).isEqualTo(folder.resolve("openmodal-" + uid()).toString());
    assertThat(Path.of(printed)).isDirectory();
  }

  @Test
  void neverTrustsWhatBelongsToSomebodyElse() throws Exception {
    Path theirs = Files.createDirectory(folder.resolve("openmodal-" + uid()));
    try {
      Files.setAttribute(theirs, "unix:uid", 4711);
    } catch (java.io.IOException e) {
      assumeTrue(false, "only root can give a folder away");
    }

    String printed = jvm().with("-Duser.home=?").run(HomeProbe.class);

    assertThat(printed).startsWith(theirs + "-");
    assertThat(Path.of(printed)).as("deleted at the end").doesNotExist();
    assertThat(theirs).isEmptyDirectory();
  }

  private Object uid() throws Exception {
    return Files.getAttribute(folder, "unix:uid");
  }
}
