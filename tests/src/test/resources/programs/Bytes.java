//: stdin-bytes 1000003
import java.io.IOException;
import java.util.zip.CRC32;

public class Bytes {
  public static void main(String[] args) throws IOException {
    CRC32 sum = new CRC32();
    int first = System.in.read();
    sum.update(first);
    byte[] all = System.in.readAllBytes();
    sum.update(all);
    System.out.println(all.length + " " + Long.toHexString(sum.getValue()));
    System.out.println(System.in.available());
    System.out.write(all, 0, 70_000);
    System.out.flush();
  }
}
