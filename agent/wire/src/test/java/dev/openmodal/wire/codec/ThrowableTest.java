package dev.openmodal.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.RemoteException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThrowableTest {
  static class WithField extends RuntimeException {
    final transient int lost = 3;
    final Object part;

    WithField(String message, Object part) {
      super(message);
      this.part = part;
    }
  }

  static class Plain {
    final int n;
    String text;

    Plain(int n) {
      this.n = n;
    }
  }

  public static class Unknown extends Exception {
    public Unknown(String message, Throwable cause) {
      super(message, cause);
    }
  }

  @Test
  void comesBackAsItself() throws Exception {
    Exception e = new IllegalStateException("x", new IOException("c"));
    e.addSuppressed(new RuntimeException("s"));
    Throwable copy = Trips.copy(e);
    assertThat(copy).isExactlyInstanceOf(IllegalStateException.class).hasMessage("x");
    assertThat(copy.getCause()).isExactlyInstanceOf(IOException.class).hasMessage("c");
    assertThat(copy.getSuppressed()[0]).isExactlyInstanceOf(RuntimeException.class);
    assertThat(copy.getStackTrace()).isEqualTo(e.getStackTrace());
    Throwable error = Trips.copy(new AssertionError("a"));
    assertThat(error).isExactlyInstanceOf(AssertionError.class);
  }

  /** As Java throws it: what was null is found out when the message is asked for. */
  private static NullPointerException dereference() {
    try {
      throw new AssertionError(new Plain(1).text.length());
    } catch (NullPointerException e) {
      return e;
    }
  }

  @Test
  void whatWasNullIsStillToldElsewhere() throws Exception {
    String message = "Cannot invoke \"String.length()\" because \"";
    NullPointerException e = dereference();
    e.initCause(new IOException("c"));
    e.addSuppressed(dereference());
    Throwable copy = Trips.copy(e);
    assertThat(copy).isExactlyInstanceOf(NullPointerException.class).hasMessageContaining(message);
    assertThat(copy.getMessage()).isEqualTo(e.getMessage());
    assertThat(copy.getCause()).isExactlyInstanceOf(IOException.class).hasMessage("c");
    assertThat(copy.getStackTrace()).isEqualTo(e.getStackTrace());
    assertThat(copy.getStackTrace()[0]).hasToString(e.getStackTrace()[0].toString());
    assertThat(copy.getSuppressed()[0]).hasMessageContaining(message);

    Exception outer = new IllegalStateException("x", e);
    outer.addSuppressed(dereference());
    Throwable outerCopy = Trips.copy(Trips.copy(outer));
    assertThat(outerCopy.getCause())
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessageContaining(message);
    assertThat(outerCopy.getSuppressed()[0]).hasMessageContaining(message);
    assertThat((Throwable) Trips.copy(Map.of("e", e)).get("e")).hasMessageContaining(message);
  }

  @Test
  void aNullPointerExceptionWithoutWordsStaysSo() throws Exception {
    assertThat(Trips.copy(new NullPointerException()).getMessage()).isNull();
    assertThat(Trips.copy(new NullPointerException("own"))).hasMessage("own");
    class Own extends NullPointerException {}
    assertThat((Throwable) Trips.copy(new Own())).isExactlyInstanceOf(Own.class);
  }

  @Test
  void fieldsThatAreNotSerializableTravel() throws Exception {
    WithField copy = Trips.copy(new WithField("m", new Plain(5)));
    assertThat(((Plain) copy.part).n).isEqualTo(5);
    assertThat(copy).hasMessage("m");
  }

  @Test
  void whatCannotTravelIsKeptInWords() throws Exception {
    Exception e = new WithField("m", new Thread("t"));
    e.initCause(new IOException("c"));
    e.addSuppressed(new WithField("s", InputStream.nullInputStream()));
    Throwable copy = (Throwable) (Object) Trips.copy((Object) e);
    assertThat(copy).isExactlyInstanceOf(RemoteException.class);
    assertThat(((RemoteException) copy).className()).isEqualTo(WithField.class.getName());
    assertThat(copy.getMessage()).startsWith(WithField.class.getName() + ": m");
    assertThat(copy.getStackTrace()).isEqualTo(e.getStackTrace());
    assertThat(copy.getCause()).isExactlyInstanceOf(IOException.class).hasMessage("c");
    assertThat(copy.getSuppressed()[0]).isExactlyInstanceOf(RemoteException.class);
  }

  @Test
  void aCauseThatCannotTravelLeavesTheOuterOneAsItIs() throws Exception {
    Throwable copy = Trips.copy(new IllegalStateException("x", new WithField("m", new Thread())));
    assertThat(copy).isExactlyInstanceOf(IllegalStateException.class);
    assertThat(copy.getCause()).isExactlyInstanceOf(RemoteException.class);
  }

  @Test
  void oneWhoseClassIsNotHereIsKeptInWords() throws Exception {
    Exception e = new Unknown("m", new IllegalStateException("c"));
    byte[] bytes = Trips.encode(Trips.codec(), e);
    ValueCodec elsewhere = new ValueCodec(ClassLoader.getPlatformClassLoader(), Trips.FILES);
    Throwable copy = Trips.decode(elsewhere, bytes);
    assertThat(copy).isExactlyInstanceOf(RemoteException.class);
    assertThat(((RemoteException) copy).className()).isEqualTo(Unknown.class.getName());
    assertThat(copy.getCause()).isExactlyInstanceOf(IllegalStateException.class).hasMessage("c");

    byte[] withPart = Trips.encode(Trips.codec(), new WithField("m", new Plain(5)));
    Throwable inWords = Trips.decode(elsewhere, withPart);
    assertThat(((RemoteException) inWords).className()).isEqualTo(WithField.class.getName());
    assertThat(inWords.getStackTrace()).isNotEmpty();

    byte[] outer = Trips.encode(Trips.codec(), new IllegalStateException("x", e));
    Throwable known = Trips.decode(elsewhere, outer);
    assertThat(known).isExactlyInstanceOf(IllegalStateException.class);
    assertThat(known.getCause()).isExactlyInstanceOf(RemoteException.class);
  }

  @Test
  void exceptionsInsideValuesTravel() throws Exception {
    Exception e = new IOException("x");
    Map<String, Object> copy = Trips.copy(Map.of("a", e, "b", new WithField("m", e)));
    assertThat(((WithField) copy.get("b")).part).isSameAs(copy.get("a"));
  }

  @Test
  void circlesOfCausesEnd() throws Exception {
    Exception a = new Exception("a");
    Exception b = new Exception("b", a);
    a.initCause(b);
    assertThat(Trips.copy(a)).hasMessage("a").hasCauseInstanceOf(Exception.class);
    Exception c = new Exception("c");
    Exception d = new Exception("d", c);
    c.addSuppressed(d);
    Throwable copy = (Throwable) (Object) Trips.copy((Object) c);
    assertThat(copy.getMessage()).contains("c");
  }
}
