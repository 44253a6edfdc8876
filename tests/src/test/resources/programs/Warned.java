import java.util.ArrayList;
import java.util.List;

/** The compiler has something to say, and the program runs. */
public class Warned {
  @SuppressWarnings("rawtypes")
  public static void main(String[] args) {
    List list = new ArrayList();
    list.add(new Integer(1));
    System.out.println(list);
  }
}
