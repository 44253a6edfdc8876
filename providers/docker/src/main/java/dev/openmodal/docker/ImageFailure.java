package dev.openmodal.docker;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import java.util.List;
import java.util.Locale;

/** Why there is no container from an image, in words that say what to change. */
final class ImageFailure {
  private ImageFailure() {}

  static OpenModalException ofPull(String image, RuntimeException cause) {
    String said = EngineFailure.said(cause).replaceFirst("^Could not pull image: ", "");
    return new OpenModalException(
        ErrorCode.IMAGE_UNAVAILABLE,
        "The image "
            + image
            + " is not here and cannot be pulled: "
            + said
            + ". "
            + advice(image, said));
  }

  private static String advice(String image, String said) {
    String lower = said.toLowerCase(Locale.ROOT);
    String registry = registry(image);
    if (has(
        lower,
        "no basic auth",
        "unauthorized",
        "authentication required",
        "pull access denied",
        "denied")) {
      return "The registry asks who you are, or does not let you have it: docker login"
          + (registry.isEmpty() ? "" : " " + registry)
          + ", then call again; or correct the name.";
    }
    if (has(
        lower,
        "manifest unknown",
        "not found",
        "no such image",
        "does not exist",
        "name unknown")) {
      return "There is no such image or tag: correct the name in image(…), or in the setting image.";
    }
    if (has(lower, "no space left")) {
      return "The Engine's disk is full: make room there, as by docker system prune.";
    }
    if (has(lower, "server gave http response to https")) {
      return "The registry does not speak TLS: list it in insecure-registries of the Engine's"
          + " daemon.json, or give it a certificate.";
    }
    if (has(lower, "x509", "certificate")) {
      return "The Engine does not trust the registry's certificate: put that of its authority into"
          + " /etc/docker/certs.d/"
          + (registry.isEmpty() ? "REGISTRY" : registry)
          + "/ca.crt.";
    }
    if (has(
        lower, "dial tcp", "no such host", "connection refused", "timeout", "deadline", "proxy")) {
      return "The registry cannot be reached from the Engine: check the name, the network and the"
          + " Engine's proxy settings, or docker pull it where there is a network.";
    }
    return "Try docker pull " + image + ", which says more.";
  }

  private static boolean has(String text, String... words) {
    return List.of(words).stream().anyMatch(text::contains);
  }

  /** The host in an image's name; empty for that of Docker's own registry. */
  static String registry(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    return first.contains(".") || first.contains(":") || first.equals("localhost") ? first : "";
  }

  static OpenModalException ofOtherMachines(String image, String its, String ours) {
    return unsuitable(
        image,
        "is for "
            + its
            + ", and this Engine runs "
            + ours
            + ". Name an image for that, or pull that one: docker pull --platform "
            + ours
            + " "
            + image);
  }

  static OpenModalException ofMusl(String image) {
    return unsuitable(
        image,
        "has musl as its C library, as Alpine has, and the Java that is brought along needs glibc."
            + " Take an image with glibc, such as debian:bookworm-slim or ubuntu:24.04");
  }

  static OpenModalException withoutC(String image) {
    return unsuitable(
        image,
        "has no C library, as images of single static programs, and the Java that is brought along"
            + " needs glibc. Take an image with glibc, such as debian:bookworm-slim");
  }

  static OpenModalException withoutTmp(String image, String user) {
    return unsuitable(
        image,
        "has no /tmp to which all users can write, and the worker would be the user "
            + user
            + ". Take another one, or make it there (RUN mkdir -p /tmp && chmod 1777 /tmp), or give"
            + " user(\"root\")");
  }

  static OpenModalException withoutLibraries(String image, List<String> missing, String java) {
    return unsuitable(
        image,
        "lacks "
            + String.join(", ", missing)
            + ", which the Java of "
            + java
            + " needs. Take an image that has "
            + (missing.size() == 1 ? "it" : "them")
            + " (Debian's packages are zlib1g, libstdc++6, libgcc-s1), or a Java that needs glibc"
            + " alone, as Temurin's, by javaHome(…)");
  }

  static OpenModalException withOldGlibc(String image, String has, String needs, String java) {
    return unsuitable(
        image,
        "has glibc "
            + has
            + ", and the Java of "
            + java
            + " needs "
            + needs
            + " or newer. Take a newer image, or a Java that needs less, as Temurin's, by"
            + " javaHome(…)");
  }

  private static OpenModalException unsuitable(String image, String why) {
    return new OpenModalException(
        ErrorCode.IMAGE_UNSUITABLE, "The image " + image + " " + why + ".");
  }
}
