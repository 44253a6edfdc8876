import java.io.IOException;

public class Uncaught {
  static class TradeException extends Exception {
    TradeException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  static void read() throws IOException {
    throw new IOException("the disk");
  }

  static void trade() throws TradeException {
    try {
      read();
    } catch (IOException e) {
      TradeException thrown = new TradeException("no trade", e);
      thrown.addSuppressed(new IllegalStateException("while closing"));
      throw thrown;
    }
  }

  public static void main(String[] args) throws Exception {
    System.out.println("starts");
    trade();
  }
}
