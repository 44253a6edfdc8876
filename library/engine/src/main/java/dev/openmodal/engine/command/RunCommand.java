package dev.openmodal.engine.command;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModal;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.Launch;
import dev.openmodal.engine.program.CompiledProgram;
import dev.openmodal.engine.program.CompilerModule;
import dev.openmodal.engine.program.ProgramClassPath;
import dev.openmodal.engine.program.ProgramRefusedException;
import dev.openmodal.engine.program.SourceCompiler;
import dev.openmodal.engine.program.SourceFile;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code openmodal run}: a program in one source file, on a worker. */
@Command(
    name = "run",
    description = "Runs a program in a source file on a worker, as java FILE.java does here.",
    sortOptions = false,
    footer = {
      "",
      "Examples: openmodal run Hello.java one two",
      "          openmodal run Hello.java::add 1 2",
      "          openmodal run notes.jsh",
      "Options come before FILE; what follows it is the program's."
    })
final class RunCommand implements Callable<Integer> {
  /** The program that evaluates snippets, where the kernels' parts are. */
  private static final String SNIPPETS = "dev.openmodal.snippets.SnippetProgram";

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ProgramFlags program = new ProgramFlags();

  @Option(
      names = "--app",
      paramLabel = "NAME",
      defaultValue = "run",
      description = "Of which app its worker is; ${DEFAULT-VALUE} by default.")
  String app = "run";

  @Mixin WorkerFlags worker = new WorkerFlags();

  @Parameters(
      index = "0",
      paramLabel = "FILE[::FUNCTION]",
      description = "The source, FILE.java or FILE.jsh; - reads Java from standard input.")
  String file = "";

  @Parameters(index = "1..*", paramLabel = "ARGS", description = "Passed to the program.")
  List<String> arguments = List.of();

  @Override
  public Integer call() {
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    try {
      return launch(err);
    } catch (ProgramRefusedException e) {
      err.println("error: " + e.getMessage());
      return 1;
    }
  }

  private int launch(PrintWriter err) {
    ProgramClassPath classPath = ProgramClassPath.of(Optional.ofNullable(program.classPath));
    ProgramName name = ProgramName.of(file);
    SourceFile source =
        name.isStandardInput() ? SourceFile.read(System.in) : SourceFile.read(name.path());
    checkOptions(name);
    Launch launch =
        new Launch(
            () ->
                name.isSnippets()
                    ? snippets(name, source, classPath)
                    : compiled(name, source, classPath, err),
            classPath.loader(OpenModal.class.getClassLoader()),
            new Launch.Streams(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err)));
    return ProgramSignals.during(
        worker.on(
                worker
                    .app(app)
                    .function(launch)
                    .jvmOptions(program.forTheJvm().toArray(new String[0])))
            ::remote);
  }

  private void checkOptions(ProgramName name) {
    if (!name.isJava() && !name.isSnippets() && program.source == null) {
      throw new OpenModalException(
          ErrorCode.INVALID_NAME,
          name.path()
              + " is neither FILE.java nor FILE.jsh. If it is a program in Java, say of which version:"
              + " --source "
              + Runtime.version().feature()
              + ".");
    }
    if (!name.isSnippets()) {
      CompilerModule.require();
    } else if (program.areForJava()) {
      throw new OpenModalException(
          ErrorCode.UNSUPPORTED_OPTION,
          "--source, --enable-preview, --add-exports and --add-modules are for FILE.java: snippets are"
              + " of the worker's Java. Leave them out.");
    }
  }

  private Launch.Program compiled(
      ProgramName name, SourceFile source, ProgramClassPath classPath, PrintWriter err) {
    CompiledProgram compiled =
        new SourceCompiler(
                classPath.text(),
                Optional.ofNullable(program.source),
                program.preview,
                program.forTheCompiler())
            .compile(source, err);
    return new Launch.Program(
        compiled.mainClass(),
        name.function(),
        arguments.toArray(new String[0]),
        compiled.classes().keySet().toArray(new String[0]),
        compiled.classes().values().toArray(new byte[0][]),
        source.absolute(),
        classPath.hasWorkingFolder(),
        Map.of("java.class.path", classPath.text(), "jdk.launcher.sourcefile", source.absolute()));
  }

  /** What the snippets need is read here; they are evaluated where they run. */
  private Launch.Program snippets(ProgramName name, SourceFile source, ProgramClassPath classPath) {
    List<String> all = new ArrayList<>();
    all.add(source.path().toString());
    all.add(source.text());
    all.add(name.function() == null ? "" : name.function());
    all.addAll(arguments);
    return new Launch.Program(
        SNIPPETS,
        null,
        all.toArray(new String[0]),
        new String[0],
        new byte[0][],
        source.absolute(),
        classPath.hasWorkingFolder(),
        Map.of("java.class.path", classPath.text()));
  }
}
