import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

record Trade(String name, double price, int count) {
  Trade {
    if (count < 0) {
      throw new IllegalArgumentException("count");
    }
  }

  double total() {
    return price * count;
  }

  static Trade parse(String line) {
    String[] parts = line.split(",");
    return new Trade(parts[0], Double.parseDouble(parts[1]), Integer.parseInt(parts[2]));
  }

  public static void main(String[] args) {
    String text =
        """
        ore,2.5,4
        tin,1.25,10
        ore,3,1
        gold,1000.125,2\
        """;
    List<Trade> trades = text.lines().map(Trade::parse).toList();
    Map<String, Double> totals =
        trades.stream()
            .collect(
                Collectors.groupingBy(
                    Trade::name, TreeMap::new, Collectors.summingDouble(Trade::total)));
    System.out.println(totals);
    List<Trade> sorted = new ArrayList<>(trades);
    sorted.sort(Comparator.comparingDouble(Trade::total).reversed());
    sorted.forEach(System.out::println);
    System.out.println(trades.get(0).equals(new Trade("ore", 2.5, 4)) + " " + trades.get(0).hashCode());
  }
}
