package shop.model;

public record Item(String name, int count) {
  public String label() {
    return count + " " + name;
  }
}
