package dev.openmodal.engine.snapshot;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.openmodal.engine.capture.Capture;
import dev.openmodal.engine.capture.CapturedCode;
import dev.openmodal.engine.environment.Environment;
import dev.openmodal.engine.environment.Sha256;
import java.security.MessageDigest;

/**
 * A capture frozen at submission.
 *
 * @param id the hash of its environment, classes, variables and values
 * @param environment the jars that its classes see
 * @param capture what was captured
 */
public record Snapshot(String id, Environment environment, Capture capture) {
  /** Values larger than this travel on a stream of their own. */
  private static final int LARGEST_INLINE = 256 * 1024;

  /** Freezes a capture together with the class path of that moment. */
  public static Snapshot freeze(Capture capture, Environment environment) {
    MessageDigest digest = Sha256.digest();
    Sha256.update(digest, environment.id());
    Sha256.update(digest, capture.code().hash());
    Sha256.update(digest, capture.values());
    return new Snapshot(Sha256.hex(digest), environment, capture);
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
    for (CapturedCode.ClassFile file : capture.code().classes()) {
      message.addClasses(
          dev.openmodal.wire.proto.Snapshot.ClassFile.newBuilder()
              .setName(file.name())
              .setBytes(UnsafeByteOperations.unsafeWrap(file.bytes())));
    }
    for (CapturedCode.Variable variable : capture.code().variables()) {
      message.addVariables(
          dev.openmodal.wire.proto.Snapshot.Variable.newBuilder()
              .setClassName(variable.className())
              .setField(variable.field())
              .setConstant(variable.constant()));
    }
    message.addAllInitialized(capture.code().initialized());
    if (hasValuesBlob()) {
      message.setValuesBlob(valuesBlob());
    } else {
      message.setValues(ByteString.copyFrom(capture.values()));
    }
    return message.build();
  }
}
