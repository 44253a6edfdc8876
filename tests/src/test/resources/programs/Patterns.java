//: java 25
sealed interface Node {
  record Num(int value) implements Node {}

  record Add(Node left, Node right) implements Node {}

  record Neg(Node of) implements Node {}

  static int eval(Node node) {
    return switch (node) {
      case Num(int value) when value > 100 -> 100;
      case Num(var value) -> value;
      case Add(Num(var a), Num(var b)) -> a + b;
      case Add(var left, var right) -> eval(left) + eval(right);
      case Neg(var of) -> -eval(of);
    };
  }

  static void main() {
    System.out.println(eval(new Add(new Neg(new Num(5)), new Add(new Num(1), new Num(200)))));
    Object o = 3L;
    System.out.println(
        switch (o) {
          case Integer i -> "int " + i;
          case Long l when l > 2 -> "large " + l;
          default -> "other";
        });
  }
}
