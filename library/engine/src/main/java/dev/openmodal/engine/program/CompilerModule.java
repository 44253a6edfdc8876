package dev.openmodal.engine.program;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;

/** The part of a JDK that a JRE lacks. No class of it is named here, as it may not be there. */
public final class CompilerModule {
  private CompilerModule() {}

  /**
   * To be called before a {@link SourceCompiler} is made.
   *
   * @throws OpenModalException with {@code SETUP} where this Java has no compiler
   */
  public static void require() {
    if (ModuleLayer.boot().findModule("jdk.compiler").isEmpty()) {
      throw new OpenModalException(
          ErrorCode.SETUP,
          "The Java in "
              + System.getProperty("java.home")
              + " has no compiler: it is a JRE. Let JAVA_HOME name a JDK.");
    }
  }
}
