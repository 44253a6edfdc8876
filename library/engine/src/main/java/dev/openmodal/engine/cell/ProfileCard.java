package dev.openmodal.engine.cell;

import dev.openmodal.Profile;
import java.util.List;
import java.util.Locale;

/** Where a call spent its time: the methods that ran most, and a flame graph. */
final class ProfileCard {
  private static final int MOST_ROWS = 8;

  private ProfileCard() {}

  static String html(Profile profile) {
    StringBuilder html = new StringBuilder("<div style=\"font-size:90%\"><div><b>");
    html.append(Html.escape(profile.call())).append("</b>");
    html.append(Html.line(profile.headline().substring(profile.call().length())));
    html.append("</div>");
    if (profile.samples() == 0) {
      return html.append("<div>")
          .append(Html.escape(profile.toString().lines().skip(1).findFirst().orElse("")))
          .append("</div></div>")
          .toString();
    }
    table(html, profile);
    html.append("<div style=\"max-height:480px;overflow:auto\">").append(profile.svg());
    return html.append("</div></div>").toString();
  }

  private static void table(StringBuilder html, Profile profile) {
    html.append("<table><thead><tr>");
    for (String head : List.of("method", "self", "total")) {
      html.append("<th style=\"text-align:left\">").append(head).append("</th>");
    }
    html.append("</tr></thead><tbody>");
    List<Profile.ProfiledMethod> hottest =
        profile.methods().stream().filter(method -> method.self() > 0).limit(MOST_ROWS).toList();
    for (Profile.ProfiledMethod method : hottest) {
      html.append("<tr>");
      Html.cell(
          html,
          Html.shortened(method.name(), 200),
          method.isOfJava() ? "font-weight:normal" : "font-weight:bold");
      Html.cell(html, percent(method.self(), profile));
      Html.cell(html, percent(method.total(), profile));
      html.append("</tr>");
    }
    html.append("</tbody></table>");
  }

  private static String percent(long samples, Profile of) {
    return String.format(Locale.ROOT, "%.1f%%", 100.0 * samples / of.samples());
  }
}
