package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.util.Util;

/**
 * Keeps Kryo away from sun.misc.Unsafe, which newer Javas warn about and take away. Kryo asks for a
 * system property once; the user's properties are as before afterwards.
 */
final class KryoSetup {
  private static final String PROPERTY = "kryo.unsafe";
  private static boolean done;

  private KryoSetup() {}

  static synchronized void ensure() {
    if (done) {
      return;
    }
    String before = System.getProperty(PROPERTY);
    System.setProperty(PROPERTY, "false");
    try {
      done = !Util.isUnsafeAvailable(); // initializes the class
    } finally {
      if (before == null) {
        System.clearProperty(PROPERTY);
      } else {
        System.setProperty(PROPERTY, before);
      }
    }
    done = true;
  }
}
