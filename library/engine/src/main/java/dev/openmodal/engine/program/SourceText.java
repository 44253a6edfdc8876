package dev.openmodal.engine.program;

import javax.tools.SimpleJavaFileObject;

/** The main file of a program, for the compiler. */
final class SourceText extends SimpleJavaFileObject {
  private final SourceFile file;

  SourceText(SourceFile file) {
    super(file.path().toUri(), Kind.SOURCE);
    this.file = file;
  }

  @Override
  public String getName() {
    return file.path().toString();
  }

  /** Its classes may be of any name. */
  @Override
  public boolean isNameCompatible(String simpleName, Kind kind) {
    return kind == Kind.SOURCE;
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return file.text();
  }
}
