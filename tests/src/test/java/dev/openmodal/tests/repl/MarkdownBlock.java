package dev.openmodal.tests.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * A block of code on a page.
 *
 * @param line of the page, from 1
 * @param language the first word after the fence, possibly empty
 * @param mark what an HTML comment before the block says of it
 */
record MarkdownBlock(Path page, int line, String language, String text, Optional<Mark> mark) {
  private static final Pattern MARK =
      Pattern.compile("<!-- (not run|printed by): (.*?) -->", Pattern.DOTALL);
  private static final Parser PARSER =
      Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build();

  /**
   * What becomes of a block that is not run by itself.
   *
   * @param kind {@code not run} or {@code printed by}
   * @param text the reason, or the command that prints it
   */
  record Mark(String kind, String text) {
    boolean isNotRun() {
      return kind.equals("not run");
    }
  }

  /** All of a page, in their order. */
  static List<MarkdownBlock> of(Path page) throws IOException {
    List<MarkdownBlock> blocks = new ArrayList<>();
    PARSER
        .parse(Files.readString(page))
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(FencedCodeBlock block) {
                String language = block.getInfo().strip().split("\\s+", 2)[0];
                blocks.add(
                    new MarkdownBlock(
                        page, lineOf(block), language, block.getLiteral(), markBefore(block)));
              }

              @Override
              public void visit(IndentedCodeBlock block) {
                blocks.add(
                    new MarkdownBlock(
                        page, lineOf(block), "", block.getLiteral(), Optional.empty()));
              }
            });
    return blocks;
  }

  private static int lineOf(Node block) {
    return block.getSourceSpans().get(0).getLineIndex() + 1;
  }

  private static Optional<Mark> markBefore(Node block) {
    if (!(block.getPrevious() instanceof HtmlBlock comment)) {
      return Optional.empty();
    }
    Matcher mark = MARK.matcher(comment.getLiteral());
    return mark.find() ? Optional.of(new Mark(mark.group(1), mark.group(2))) : Optional.empty();
  }

  /** Where it is, for people. */
  String where() {
    return TestMachine.checkout().relativize(page) + ":" + line;
  }
}
