package dev.openmodal;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a container starts from: an image of a registry, which needs glibc and nothing else; Java
 * and the agent are brought along. Immutable.
 *
 * <pre>{@code
 * Image.from("debian:bookworm-slim").reference() // "debian:bookworm-slim"
 * Image.from("ubuntu:24.04").equals(Image.from("ubuntu:24.04")) // true
 * Image.from("Not an image") // INVALID_OPTION
 * }</pre>
 */
public final class Image {
  /** A name with or without a registry, and behind it a tag or a digest or both or none. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(([A-Za-z0-9-]+\\.[A-Za-z0-9.-]*|localhost|[A-Za-z0-9.-]+(?=:[0-9]+/))(:[0-9]+)?/)?[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*"
              + "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?");

  private final String reference;

  private Image(String reference) {
    this.reference = reference;
  }

  /**
   * An image as a registry or the Docker Engine names it.
   *
   * @param reference such as {@code "debian:bookworm-slim"} or {@code
   *     "registry.example.com/team/tools@sha256:…"}
   * @return the image, which is looked for when a container is to start from it
   * @throws OpenModalException with {@link ErrorCode#INVALID_OPTION} if that names no image
   */
  public static Image from(String reference) {
    Objects.requireNonNull(reference, "reference");
    if (!REFERENCE.matcher(reference).matches()) {
      throw WorkerOptions.invalid(
          "Image.from",
          reference,
          "an image is named as in docker pull: lower-case letters, digits, and a tag after a colon."
              + " Give a name such as debian:bookworm-slim.");
    }
    return new Image(reference);
  }

  /** {@return its name, as given} */
  public String reference() {
    return reference;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Image image && image.reference.equals(reference);
  }

  @Override
  public int hashCode() {
    return reference.hashCode();
  }

  @Override
  public String toString() {
    return "image " + reference;
  }
}
