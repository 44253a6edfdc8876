package dev.openmodal.notebook.cell;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import jdk.jshell.JShell;

/**
 * Frames as jshell itself shows them: by the number of the snippet and the line in it, down to the
 * last snippet. There is no public way to ask for that; where this one is closed, frames stay as
 * they are.
 */
public final class SnippetFrames {
  private SnippetFrames() {}

  /** The same frames, or as many of them as are of use. */
  public static StackTraceElement[] named(JShell shell, StackTraceElement[] frames) {
    Exception thrown = new Exception("only its frames are looked at");
    thrown.setStackTrace(frames);
    try {
      Field eval = JShell.class.getDeclaredField("eval");
      eval.setAccessible(true);
      Object evaluator = eval.get(shell);
      Method translate =
          evaluator.getClass().getDeclaredMethod("translateExceptionStack", Exception.class);
      translate.setAccessible(true);
      return (StackTraceElement[]) translate.invoke(evaluator, thrown);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return frames;
    }
  }
}
