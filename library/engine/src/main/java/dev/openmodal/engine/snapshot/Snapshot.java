package dev.openmodal.engine.snapshot;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.openmodal.engine.capture.Capture;
import dev.openmodal.engine.capture.CapturedCode;
import dev.openmodal.engine.capture.OpenedClass;
import dev.openmodal.engine.environment.Environment;
import dev.openmodal.engine.environment.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A capture frozen at submission.
 *
 * @param id the hash of its environment, classes, variables and values
 * @param environment the jars that its classes see
 * @param capture what was captured
 * @param service whose object its code is called with, and whose classes it sees; or null
 * @param isService whether its code makes the object of a service
 */
public record Snapshot(
    String id,
    Environment environment,
    Capture capture,
    @Nullable Snapshot service,
    boolean isService) {
  /** Values larger than this travel on a stream of their own. */
  private static final int LARGEST_INLINE = 256 * 1024;

  /** Freezes a capture together with the class path of that moment. */
  public static Snapshot freeze(Capture capture, Environment environment) {
    return freeze(capture, environment, null, false);
  }

  /** The same for code that makes the object of a service. */
  public static Snapshot freezeService(Capture capture, Environment environment) {
    return freeze(capture, environment, null, true);
  }

  /** The same for code that is called with the object of a service. */
  public static Snapshot freeze(
      Capture capture, Environment environment, @Nullable Snapshot service) {
    return freeze(capture, environment, service, false);
  }

  private static Snapshot freeze(
      Capture capture, Environment environment, @Nullable Snapshot service, boolean isService) {
    MessageDigest digest = Sha256.digest();
    Sha256.update(digest, environment.id());
    Sha256.update(digest, capture.code().hash());
    Sha256.update(digest, capture.values());
    if (service != null) {
      Sha256.update(digest, service.id());
    }
    if (isService) {
      Sha256.update(digest, "service");
    }
    return new Snapshot(Sha256.hex(digest), environment, capture, service, isService);
  }

  /**
   * Whether the class is one of the service, too, whose objects go to and fro between the two. What
   * jshell has put around a snippet is not, as each call has the snippet's variables for itself.
   */
  private boolean isOfService(CapturedCode.ClassFile file) {
    return service != null
        && file.isWhole()
        && service.capture().code().classes().stream()
            .anyMatch(
                other ->
                    other.isWhole()
                        && other.name().equals(file.name())
                        && Arrays.equals(other.bytes(), file.bytes()));
  }

  /** Whether the values travel as a blob, sent before the message. */
  public boolean hasValuesBlob() {
    return capture.values().length > LARGEST_INLINE;
  }

  /** The name of the blob that holds the values. */
  public String valuesBlob() {
    return "snapshot:" + id;
  }

  /** The message that a worker gets once. */
  public dev.openmodal.wire.proto.Snapshot message() {
    var message =
        dev.openmodal.wire.proto.Snapshot.newBuilder().setId(id).setEnvironmentId(environment.id());
    if (service != null) {
      message.setServiceId(service.id());
    }
    Set<String> shared = new HashSet<>();
    for (CapturedCode.ClassFile file : capture.code().classes()) {
      if (isOfService(file)) {
        shared.add(file.name());
        continue;
      }
      byte[] bytes = isService && file.isWhole() ? OpenedClass.of(file.bytes()) : file.bytes();
      message.addClasses(
          dev.openmodal.wire.proto.Snapshot.ClassFile.newBuilder()
              .setName(file.name())
              .setBytes(UnsafeByteOperations.unsafeWrap(bytes)));
    }
    for (CapturedCode.Variable variable : capture.code().variables()) {
      message.addVariables(
          dev.openmodal.wire.proto.Snapshot.Variable.newBuilder()
              .setClassName(variable.className())
              .setField(variable.field())
              .setConstant(variable.constant()));
    }
    capture.code().initialized().stream()
        .filter(name -> !shared.contains(name))
        .forEach(message::addInitialized);
    if (hasValuesBlob()) {
      message.setValuesBlob(valuesBlob());
    } else {
      message.setValues(ByteString.copyFrom(capture.values()));
    }
    return message.build();
  }
}
