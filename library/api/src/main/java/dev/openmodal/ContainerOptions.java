package dev.openmodal;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What the container of a worker is to be. A provider that runs no containers refuses what differs
 * from the default.
 *
 * <pre>{@code
 * var f = app("options").function(() -> 42).image(Image.from("debian:bookworm-slim")).pidsLimit(200);
 * f.spec().options().container().image().get().reference() // "debian:bookworm-slim"
 * f.spec().options().container().pidsLimit().getAsInt() // 200
 * f.workdir("here") // INVALID_OPTION
 * }</pre>
 *
 * @param image what it starts from; the image of the settings if empty
 * @param user whose rights its processes have; the image's if empty
 * @param workdir the folder in which code starts; the image's, or {@code /tmp} if empty
 * @param pidsLimit how many processes and threads there may be at a time; 4096 if empty
 * @param gpu the GPU that it needs, such as {@code any} or {@code H100}; none if empty
 * @param isNetworkBlocked whether it reaches nothing; by default it has the network of the provider
 * @param isRootWritable whether it may write outside of {@code /tmp}, into a layer that goes with
 *     it; by default it may not
 */
public record ContainerOptions(
    Optional<Image> image,
    Optional<String> user,
    Optional<String> workdir,
    OptionalInt pidsLimit,
    Optional<String> gpu,
    boolean isNetworkBlocked,
    boolean isRootWritable) {

  /** No wishes. */
  public static final ContainerOptions DEFAULT =
      new ContainerOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          false,
          false);

  private static final Pattern USER =
      Pattern.compile(
          "([0-9]{1,10}|[A-Za-z_][A-Za-z0-9_.-]*)(:([0-9]{1,10}|[A-Za-z_][A-Za-z0-9_.-]*))?");
  private static final int FEWEST_PIDS = 50;
  private static final int MOST_PIDS = 4_000_000;

  /**
   * The same from that image.
   *
   * @param wanted what the container starts from
   * @return the wishes with that one
   */
  public ContainerOptions withImage(Image wanted) {
    Objects.requireNonNull(wanted, "image");
    return new ContainerOptions(
        Optional.of(wanted), user, workdir, pidsLimit, gpu, isNetworkBlocked, isRootWritable);
  }

  ContainerOptions withUser(String wanted) {
    Objects.requireNonNull(wanted, "user");
    if (!USER.matcher(wanted).matches()) {
      throw WorkerOptions.invalid(
          "user",
          wanted,
          "a user is a name or number, and perhaps a group after a colon. Give such as \"1000:1000\".");
    }
    return new ContainerOptions(
        image, Optional.of(wanted), workdir, pidsLimit, gpu, isNetworkBlocked, isRootWritable);
  }

  ContainerOptions withWorkdir(String wanted) {
    Objects.requireNonNull(wanted, "workdir");
    if (!wanted.startsWith("/") || wanted.indexOf('\0') >= 0) {
      throw WorkerOptions.invalid(
          "workdir",
          wanted,
          "a folder of the container starts with a slash. Give such as \"/tmp\".");
    }
    return new ContainerOptions(
        image, user, Optional.of(wanted), pidsLimit, gpu, isNetworkBlocked, isRootWritable);
  }

  ContainerOptions withPidsLimit(int count) {
    if (count < FEWEST_PIDS || count > MOST_PIDS) {
      throw WorkerOptions.invalid(
          "pidsLimit",
          count,
          "a worker's own threads need "
              + FEWEST_PIDS
              + ", and Linux counts to "
              + MOST_PIDS
              + ". Give a number between.");
    }
    return new ContainerOptions(
        image, user, workdir, OptionalInt.of(count), gpu, isNetworkBlocked, isRootWritable);
  }

  ContainerOptions withGpu(String wanted) {
    Objects.requireNonNull(wanted, "gpu");
    if (wanted.isBlank()) {
      throw WorkerOptions.invalid("gpu", wanted, "it names a GPU, or any. Give such as \"H100\".");
    }
    return new ContainerOptions(
        image,
        user,
        workdir,
        pidsLimit,
        Optional.of(wanted.strip()),
        isNetworkBlocked,
        isRootWritable);
  }

  ContainerOptions withBlockedNetwork() {
    return new ContainerOptions(image, user, workdir, pidsLimit, gpu, true, isRootWritable);
  }

  ContainerOptions withWritableRoot() {
    return new ContainerOptions(image, user, workdir, pidsLimit, gpu, isNetworkBlocked, true);
  }
}
