package dev.openmodal.notebook.cell;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import jdk.jshell.VarSnippet;

/** A declaration of variables, as the assignments that give them their values. */
final class Declaration {
  /** As statements, where {@code var} may stand, and as fields, where any modifier may. */
  private static final List<List<String>> PLACES =
      List.of(List.of("class D { void d() { ", "\n} }"), List.of("class D { ", "\n}"));

  private Declaration() {}

  /**
   * A snippet that declares the variable and computes nothing.
   *
   * @param source of its declaration
   */
  static String withoutValue(VarSnippet variable, String source) {
    String type = variable.typeName();
    if (type.contains("<anonymous")) {
      throw new IllegalArgumentException(
          "The variable "
              + variable.name()
              + " has a type without a name, which a cell that runs remotely cannot declare. Give it"
              + " a type, or declare a class of that name: "
              + source.strip());
    }
    if (type.contains("&") || type.contains("capture")) { // a type that cannot be written
      String value = values(1, source).get(0).initializer();
      return "var " + variable.name() + " = " + HandOver.NAME + ".typed(() -> " + value + ");";
    }
    return type + " " + variable.name() + ";";
  }

  /**
   * The assignments, with as many line breaks as the declaration.
   *
   * @param text the declaration as it stands in the cell
   * @param source the same, complete
   */
  static String assignments(List<VarSnippet> variables, String text, String source) {
    List<Value> values = values(variables.size(), source);
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < variables.size(); i++) {
      VarSnippet variable = variables.get(i);
      Value value = values.get(i);
      code.append("\n".repeat(Math.max(0, value.line() - lines(code))));
      // As jshell declares it: anew, although it may have been there.
      code.append(variable.name())
          .append(" = ")
          .append(defaultOf(variable.typeName()))
          .append("; ");
      if (!value.initializer().isEmpty()) {
        code.append(variable.name()).append(" = ");
        code.append(value.isBareArray() ? "new " + variable.typeName() : "");
        code.append(value.initializer()).append("; ");
      }
    }
    code.append("\n".repeat(Math.max(0, lines(text) - lines(code))));
    return code.toString();
  }

  /**
   * @param initializer empty where there is none
   * @param isBareArray whether it is braces alone
   * @param line from 0, in the source
   */
  private record Value(String initializer, boolean isBareArray, int line) {}

  private static List<Value> values(int count, String source) {
    for (List<String> place : PLACES) {
      List<Value> values = parse(place.get(0) + source + place.get(1));
      if (values.size() == count) {
        return values;
      }
    }
    throw new IllegalArgumentException("This declaration cannot be taken apart: " + source.strip());
  }

  private static List<Value> parse(String whole) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    SimpleJavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///D.java"), javax.tools.JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return whole;
          }
        };
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, diagnostic -> {}, null, null, List.of(file));
    try {
      List<Value> values = new ArrayList<>();
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        ClassTree type = (ClassTree) unit.getTypeDecls().get(0);
        List<? extends Tree> found = type.getMembers();
        if (found.size() == 1 && found.get(0) instanceof MethodTree method) {
          found = method.getBody().getStatements();
        }
        for (Tree each : found) {
          if (each instanceof VariableTree variable) {
            values.add(value(unit, positions, variable, whole));
          }
        }
      }
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no file
    }
  }

  private static Value value(
      CompilationUnitTree unit, SourcePositions positions, VariableTree variable, String whole) {
    if (variable.getInitializer() == null) {
      int start = (int) positions.getStartPosition(unit, variable);
      return new Value("", false, lines(whole.substring(0, start)));
    }
    int start = (int) positions.getStartPosition(unit, variable.getInitializer());
    int end = (int) positions.getEndPosition(unit, variable.getInitializer());
    boolean isBareArray =
        variable.getInitializer() instanceof NewArrayTree array && array.getType() == null;
    return new Value(whole.substring(start, end), isBareArray, lines(whole.substring(0, start)));
  }

  static int lines(CharSequence text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }

  private static String defaultOf(String type) {
    return switch (type) {
      case "boolean" -> "false";
      case "byte", "short", "char", "int", "long", "float", "double" -> "0";
      default -> "null";
    };
  }
}
