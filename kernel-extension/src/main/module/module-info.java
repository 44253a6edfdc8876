/**
 * The one jar as a module. What lies in it as jars is loaded by a class loader of its own, in no
 * module; what that uses of Java is required here.
 */
module dev.openmodal {
  requires java.logging;
  requires java.management;
  requires java.naming;
  requires jdk.management;
  requires jdk.net;
  requires jdk.unsupported;

  exports dev.openmodal;
  // For what lies in it as jars, not for users.
  exports dev.openmodal.bridge;

  uses dev.openmodal.bridge.Engine;
}
