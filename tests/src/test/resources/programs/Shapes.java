import java.util.List;
import java.util.function.Function;

public class Shapes {
  sealed interface Shape permits Circle, Square {}

  record Circle(double radius) implements Shape {}

  record Square(double side) implements Shape {}

  enum Unit {
    METRE(1),
    INCH(0.0254) {
      @Override
      String sign() {
        return "in";
      }
    };

    final double metres;

    Unit(double metres) {
      this.metres = metres;
    }

    String sign() {
      return "m";
    }
  }

  static double area(Shape shape) {
    if (shape instanceof Circle circle) {
      return Math.PI * circle.radius() * circle.radius();
    }
    return shape instanceof Square square ? square.side() * square.side() : 0;
  }

  @SafeVarargs
  static <T, R extends Comparable<R>> R most(Function<? super T, R> by, T... of) {
    return List.of(of).stream().map(by).max(Comparable::compareTo).orElseThrow();
  }

  public static void main(String... args) {
    System.out.println(most(Shapes::area, new Circle(1), new Square(1.5)));
    for (Unit unit : Unit.values()) {
      System.out.println(unit + " " + unit.sign() + " " + unit.metres + " " + unit.getDeclaringClass());
    }
  }
}
