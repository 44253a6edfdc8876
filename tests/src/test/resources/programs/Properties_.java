//: options -Dgreeting=hello there|-Dempty=|-Dflag
public class Properties_ {
  public static void main(String[] args) {
    for (String name : new String[] {"greeting", "empty", "flag", "none", "file.separator"}) {
      System.out.println(name + "=" + System.getProperty(name));
    }
    System.out.println(System.getProperty("jdk.launcher.sourcefile").endsWith("Properties_.java"));
    System.out.println(System.getProperty("java.class.path"));
    System.out.println(System.getProperty("java.version"));
    System.out.println(Boolean.getBoolean("java.awt.headless") || true);
  }
}
