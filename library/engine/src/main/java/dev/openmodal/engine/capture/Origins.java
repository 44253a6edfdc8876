package dev.openmodal.engine.capture;

import dev.openmodal.engine.environment.ClassPath;

/** Tells where a class comes from, and so how it reaches a worker. */
final class Origins {
  /** Where a class comes from. */
  enum Origin {
    /** The worker's own Java has it. */
    JDK,
    /** This library's API, which every worker has. */
    API,
    /** A jar or folder of the class path: it travels with the environment. */
    CLASS_PATH,
    /** The notebook kernel's own: it does not travel. */
    KERNEL,
    /** Made in the REPL, or otherwise in no jar: it travels with the capture. */
    CAPTURED
  }

  private final ClassPath classPath;
  private final ClassLoader api;

  Origins(ClassPath classPath, ClassLoader api) {
    this.classPath = classPath;
    this.api = api;
  }

  Origin of(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (type.getName().startsWith("REPL.")) {
      return Origin.CAPTURED;
    }
    if (loader == null || loader == ClassLoader.getPlatformClassLoader() || isSystemModule(type)) {
      return Origin.JDK;
    }
    String packageName = type.getPackageName();
    if (loader == api
        && (packageName.equals("dev.openmodal") || packageName.equals("dev.openmodal.bridge"))) {
      return Origin.API;
    }
    if (classPath.holds(type)) {
      return Origin.CLASS_PATH;
    }
    return classPath.leavesOut(type) ? Origin.KERNEL : Origin.CAPTURED;
  }

  private static boolean isSystemModule(Class<?> type) {
    Module module = type.getModule();
    return module.isNamed()
        && (module.getName().startsWith("java.") || module.getName().startsWith("jdk."));
  }
}
