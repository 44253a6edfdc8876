//: args one|two words||"quoted"|*|-x|--|ünïcode €|$HOME|a\b
public class Arguments {
  public static void main(String[] args) {
    System.out.println(args.length);
    for (String arg : args) {
      System.out.println("[" + arg + "]");
    }
  }
}
