//: java 25
//: stdin Ada\n
int count = 2;

String times(String text) {
  return text.repeat(count);
}

void main() {
  String name = IO.readln("Who? ");
  IO.println("Hello " + times(name));
  IO.println(List.of(1, 2).stream().map(n -> n * count).collect(Collectors.toList()));
  IO.println(getClass().getName() + " " + (IO.readln() == null));
}
