package dev.openmodal.engine.command;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code openmodal completion}: what lets a shell complete commands and options. */
@Command(
    name = "completion",
    description = "Prints a script that lets a shell complete commands and options by the tab key.",
    footer = {
      "",
      "bash: source <(openmodal completion bash)        in ~/.bashrc, to have it always",
      "zsh:  source <(openmodal completion zsh)         in ~/.zshrc, after compinit"
    })
final class CompletionCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  Shell shell = Shell.bash;

  /** Shells for which there is a script. */
  @SuppressWarnings("MemberName") // as they are typed
  enum Shell {
    bash,
    zsh
  }

  @Override
  public void run() {
    CommandLine root = spec.root().commandLine();
    var out = spec.commandLine().getOut();
    out.print(guard());
    // The one script is for both: it gives zsh the functions of bash that it needs.
    out.print(AutoComplete.bash(root.getCommandName(), root));
    out.flush();
  }

  /** Says so where the script of one shell is given to the other. */
  private String guard() {
    String variable = shell == Shell.bash ? "BASH_VERSION" : "ZSH_VERSION";
    return "if [ -z \"${"
        + variable
        + "-}\" ]; then echo 'openmodal: this completion is for "
        + shell
        + "' >&2; return 1; fi\n";
  }
}
