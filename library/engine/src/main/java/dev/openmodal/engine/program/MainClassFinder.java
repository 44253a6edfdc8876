package dev.openmodal.engine.program;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sees the first class of the program's own file, and where the other files of its packages are.
 */
final class MainClassFinder implements TaskListener {
  private final SourceFile file;
  private final ClassesInMemory classes;
  private final boolean hasSiblings;
  private boolean isParsed;
  private @Nullable String mainClass;
  private @Nullable ProgramRefusedException refusal;

  MainClassFinder(SourceFile file, ClassesInMemory classes, boolean hasSiblings) {
    this.file = file;
    this.classes = classes;
    this.hasSiblings = hasSiblings;
  }

  /** Its name; empty if the file declares none. */
  Optional<String> found() {
    return Optional.ofNullable(mainClass);
  }

  /** Why the compiler was stopped. */
  Optional<ProgramRefusedException> refusal() {
    return Optional.ofNullable(refusal);
  }

  @Override
  public void finished(TaskEvent event) {
    if (event.getKind() == TaskEvent.Kind.PARSE && !isParsed) {
      isParsed = true; // what is parsed later are its siblings
      ExpressionTree named = event.getCompilationUnit().getPackageName();
      String packageName = named == null ? "" : named.toString();
      for (Tree declared : event.getCompilationUnit().getTypeDecls()) {
        if (declared instanceof ClassTree type && mainClass == null) {
          mainClass = (packageName.isEmpty() ? "" : packageName + ".") + type.getSimpleName();
        }
      }
      if (hasSiblings) {
        findSiblings(packageName);
      }
    }
  }

  private void findSiblings(String packageName) {
    Path folder = file.path().toAbsolutePath().normalize().getParent();
    String[] names = packageName.isEmpty() ? new String[0] : packageName.split("\\.", -1);
    for (int i = names.length - 1; i >= 0; i--) {
      Path last = folder == null ? null : folder.getFileName();
      if (folder == null || last == null || !last.toString().equals(names[i])) {
        refusal =
            new ProgramRefusedException(
                "end of path to source file does not match its package name "
                    + packageName
                    + ": "
                    + file.path());
        throw new IllegalStateException(refusal);
      }
      folder = folder.getParent();
    }
    try {
      if (folder != null) {
        classes.seeSiblings(folder);
      }
    } catch (IOException e) {
      throw new IllegalStateException(folder + " is a folder", e);
    }
  }
}
