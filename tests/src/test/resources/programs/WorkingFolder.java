import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

public class WorkingFolder {
  public static void main(String[] args) throws IOException {
    System.out.println(Path.of("").toAbsolutePath().equals(Path.of(System.getProperty("user.dir"))));
    System.out.print(Files.readString(Path.of("data.properties")));
    Properties properties = new Properties();
    try (var in = WorkingFolder.class.getResourceAsStream("/data.properties")) {
      properties.load(in);
    }
    System.out.println(properties.getProperty("name"));
    System.out.println(ClassLoader.getSystemClassLoader() != WorkingFolder.class.getClassLoader());
    System.out.println(WorkingFolder.class.getResource("none.txt"));
    System.out.println(new File("does/not/exist").exists());
  }
}
