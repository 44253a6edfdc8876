import java.io.IOException;

public class Subprocess {
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println("first");
    Process process =
        new ProcessBuilder("sh", "-c", "echo out; echo err >&2; cat; exit 5")
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var to = process.outputWriter()) {
      to.write("piped\n");
    }
    System.out.println("ended with " + process.waitFor());
    System.exit(process.exitValue());
  }
}
