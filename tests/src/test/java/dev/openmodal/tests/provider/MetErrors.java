package dev.openmodal.tests.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The errors that docs/errors.md shows as they are met. */
public final class MetErrors {
  private static final Path PAGE = Path.of("../docs/errors.md");

  private MetErrors() {}

  /**
   * The page shows that message: below the name of what went wrong, in a quotation in which what is
   * in italics may be anything, as the Engine's own words.
   *
   * @param what the name, as on the page
   */
  public static void areShown(String what, String message) throws IOException {
    Matcher shown =
        Pattern.compile(
                "^" + Pattern.quote("**" + what + "**") + "\\n\\n((?:>.*\\n)+)", Pattern.MULTILINE)
            .matcher(Files.readString(PAGE));
    String met = message.replaceAll("\\s+", " ");
    assertThat(shown.find()).as(PAGE + " shows '" + what + "', which is: " + met).isTrue();
    String quotation = shown.group(1).replaceAll("(?m)^> ?", "").replaceAll("\\s+", " ").strip();
    StringBuilder pattern = new StringBuilder();
    String[] parts = quotation.split("\\*", -1);
    for (int i = 0; i < parts.length; i++) {
      pattern.append(i % 2 == 0 ? Pattern.quote(parts[i]) : ".+?");
    }
    assertThat(met).as(what).matches(pattern.toString());
  }
}
