package dev.openmodal.agent;

import dev.openmodal.wire.proto.Heap;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** What fills the heap of this JVM, after a collection of its garbage. */
final class HeapLook {
  private static final int MOST_BYTES = 1 << 20;
  private static final Pattern ROW = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

  private record Sum(long instances, long bytes) {
    Sum plus(Sum other) {
      return new Sum(instances + other.instances, bytes + other.bytes);
    }
  }

  private HeapLook() {}

  static Heap look() throws Inspections.RefusedException {
    if (ModuleLayer.boot().findModule("jdk.management").isEmpty()) {
      throw new Inspections.RefusedException("its Java has no module jdk.management");
    }
    try {
      Object text =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
      return read(String.valueOf(text));
    } catch (JMException e) {
      throw new Inspections.RefusedException("its Java counts no objects: " + e);
    }
  }

  /** Classes of the same name are counted together: each snapshot has its own. */
  static Heap read(String text) {
    Map<String, Sum> sums = new HashMap<>();
    text.lines()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .forEach(
            row ->
                sums.merge(
                    row.group(3),
                    new Sum(Long.parseLong(row.group(1)), Long.parseLong(row.group(2))),
                    Sum::plus));
    List<Map.Entry<String, Sum>> largest = new ArrayList<>(sums.entrySet());
    largest.sort(
        Map.Entry.<String, Sum>comparingByValue(Comparator.comparingLong(Sum::bytes)).reversed());
    Heap.Builder heap = Heap.newBuilder();
    Sum all = sums.values().stream().reduce(new Sum(0, 0), Sum::plus);
    long size = 0;
    for (Map.Entry<String, Sum> each : largest) {
      Heap.Row row =
          Heap.Row.newBuilder()
              .setClassName(each.getKey())
              .setInstances(each.getValue().instances())
              .setBytes(each.getValue().bytes())
              .build();
      size += row.getSerializedSize() + 4;
      if (size > MOST_BYTES) {
        break;
      }
      heap.addRows(row);
    }
    return heap.setLeftOut(largest.size() - heap.getRowsCount())
        .setInstances(all.instances())
        .setBytes(all.bytes())
        .build();
  }
}
