package shop;

class Prices {
  static int of(String name) {
    return name.length();
  }
}
