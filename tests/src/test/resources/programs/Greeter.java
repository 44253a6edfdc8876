interface Greeter {
  String greet(String who);

  static Greeter polite() {
    return who -> "Dear " + who;
  }

  default Greeter twice() {
    return who -> greet(greet(who));
  }

  static void main(String[] args) {
    System.out.println(polite().twice().greet("reader"));
    System.out.println(new Helper().name() + " " + Other.VALUE);
  }
}

class Helper {
  String name() {
    return getClass().getName() + " in '" + getClass().getPackageName() + "'";
  }
}

enum Other {
  VALUE
}
