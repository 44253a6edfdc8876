package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.DataSize;
import dev.openmodal.bridge.Home;
import dev.openmodal.engine.cache.Cache;
import dev.openmodal.engine.cache.CacheItem;
import dev.openmodal.engine.cache.CacheItem.Use;
import dev.openmodal.engine.output.Table;
import dev.openmodal.spi.CloudProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code openmodal clean}: frees what can be made again and nobody uses. */
@Command(
    name = "clean",
    description =
        "Shows what is kept that can be made again, and frees what no running program uses: jars"
            + " that were unpacked, class-data archives, the notebook's environment, volumes of"
            + " containers. Asks first.")
final class CleanCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();
  @ParentCommand OpenModalCommand parent = new OpenModalCommand();
  @Mixin Answer answer = new Answer();

  @Option(
      names = {"-y", "--yes"},
      description = "Does not ask.")
  boolean yes;

  @Option(names = "--dry-run", description = "Only shows.")
  boolean dryRun;

  @Override
  public Integer call() throws IOException {
    List<CleanItem> items = items();
    long free = items.stream().filter(this::mayGo).mapToLong(CleanItem::bytes).sum();
    if (answer.isJson()) {
      return remove(items);
    }
    answer.show(JsonNodeFactory.instance.objectNode(), table(items));
    var out = spec.commandLine().getOut();
    if (free == 0 || dryRun) {
      out.println(free == 0 ? "nothing to free" : "would free " + new DataSize(free));
      return 0;
    }
    if (!yes && !agrees(free)) {
      out.println("nothing was removed; --yes does it without asking");
      return 0;
    }
    return remove(items);
  }

  /** Of this machine and of all places, the largest first. */
  private List<CleanItem> items() {
    List<CleanItem> items = new ArrayList<>();
    for (CacheItem item : new Cache(Home.folder()).items(!parent.isInSession())) {
      items.add(CleanItem.of(item, !parent.isInSession()));
    }
    for (CloudProvider provider : parent.providers().known()) {
      provider.kept().forEach(item -> items.add(CleanItem.of(provider, item)));
    }
    items.sort(Comparator.comparingLong(CleanItem::bytes).reversed());
    return items;
  }

  /** What this program alone uses goes with it, but a session has to live on. */
  private boolean mayGo(CleanItem item) {
    return item.use() == Use.FREE || (item.use() == Use.HERE && !parent.isInSession());
  }

  private Table table(List<CleanItem> items) {
    List<List<String>> rows = new ArrayList<>();
    for (CleanItem item : items) {
      rows.add(
          List.of(
              item.what(),
              new DataSize(item.bytes()).toString(),
              mayGo(item) ? "can go" : "in use",
              item.path()));
    }
    return new Table(List.of("what", "size", "", "path"), rows, "nothing is kept");
  }

  /** On a terminal the user is asked; nobody else agrees. */
  private boolean agrees(long bytes) throws IOException {
    if (parent.isInSession() || !OwnTerminal.isOne()) {
      return false;
    }
    var out = spec.commandLine().getOut();
    out.print("Free " + new DataSize(bytes) + "? [y/N] ");
    out.flush();
    String line =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
    return line != null && line.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  private int remove(List<CleanItem> items) {
    boolean removes = (yes && !dryRun) || !answer.isJson();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode all = json.putArray("items");
    long freed = 0;
    boolean isDone = true;
    List<CleanItem> order = new ArrayList<>(items);
    order.sort((a, b) -> a.use().compareTo(b.use())); // what this program uses is the last
    for (CleanItem item : order) {
      boolean isRemoved = removes && mayGo(item) && item.removal().getAsBoolean();
      isDone &= isRemoved || !removes || !mayGo(item);
      freed += isRemoved ? item.bytes() : 0;
      all.addObject()
          .put("what", item.what())
          .put("path", item.path())
          .put("bytes", item.bytes())
          .put("state", isRemoved ? "removed" : mayGo(item) ? "free" : "used");
    }
    answer.show(
        json.put("freedBytes", freed),
        "freed " + new DataSize(freed) + (isDone ? "" : "; the rest has come into use meanwhile"));
    return 0;
  }
}
