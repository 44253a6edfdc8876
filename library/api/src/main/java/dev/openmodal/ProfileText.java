package dev.openmodal;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A profile in words. */
final class ProfileText {
  private static final int MOST = 10;
  private static final String NOTHING =
      "Nothing of it ran in that time: it waits. threadDump() shows what for.";

  private final Profile profile;

  ProfileText(Profile profile) {
    this.profile = profile;
  }

  String text() {
    StringBuilder text = new StringBuilder(headline(profile));
    long all = profile.samples();
    if (all == 0) {
      return text.append('\n').append(NOTHING).toString();
    }
    text.append("\n   self   total  method");
    for (Profile.ProfiledMethod method : hottest(profile)) {
      text.append('\n')
          .append(String.format(Locale.ROOT, "%7s", percent(method.self(), all)))
          .append(String.format(Locale.ROOT, "%8s", percent(method.total(), all)))
          .append(method.isOfJava() ? "    " : "  * ")
          .append(method.name());
    }
    return text.append("\n* yours").toString();
  }

  static String headline(Profile profile) {
    return profile.call()
        + ", on "
        + profile.worker()
        + ": "
        + profile.samples()
        + (profile.samples() == 1 ? " sample" : " samples")
        + " in "
        + seconds(profile.recorded())
        + ", one each "
        + profile.period().toMillis()
        + " ms"
        + (profile.areAtSafepoints() ? ", where threads could be stopped" : "")
        + (profile.hasEnded() ? "; it ended then" : "");
  }

  /** Those that are listed. */
  static List<Profile.ProfiledMethod> hottest(Profile profile) {
    List<Profile.ProfiledMethod> all = profile.methods();
    return Stream.concat(
            all.stream().filter(method -> !method.isOfJava()).limit(MOST),
            all.stream().filter(Profile.ProfiledMethod::isOfJava).limit(MOST))
        .toList();
  }

  static String percent(long part, long all) {
    return String.format(Locale.ROOT, "%.1f%%", 100.0 * part / all);
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
