public enum Colour {
  RED,
  GREEN;

  static {
    System.out.println("initializer of " + Colour.class.getSimpleName());
  }

  public static void main(String[] args) {
    for (Colour colour : values()) {
      System.out.println(colour.ordinal() + " " + colour);
    }
    System.out.println(valueOf("BLUE"));
  }
}
