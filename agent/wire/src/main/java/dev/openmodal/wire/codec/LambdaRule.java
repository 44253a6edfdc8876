package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.openmodal.wire.lambda.LambdaFactory;
import dev.openmodal.wire.lambda.LambdaSite;
import dev.openmodal.wire.lambda.LambdaSites;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A lambda: the class in whose code it is, which code, and the values that it holds. */
final class LambdaRule extends Rule {
  private static final int PLAIN = 0;
  private static final int SERIALIZABLE = 1;
  private static final int OF_JDK = 2;
  private static final int IDENTITY_FUNCTION = 3;
  private static final int IDENTITY_OPERATOR = 4;

  @Override
  void write(Graph graph, Output out, Object value) {
    LambdaForm form = form(graph, value);
    if (JdkTypes.contains(form.host())) {
      writeOfJdk(graph, out, value, form);
      return;
    }
    graph.note(form);
    graph.note(form.host());
    graph.references().begin(value);
    LambdaSite site = form.site();
    out.writeByte(site != null ? PLAIN : SERIALIZABLE);
    List<@Nullable Object> captured = form.captured();
    out.writeVarInt(captured.size(), true);
    for (int i = 0; i < captured.size(); i++) {
      try {
        graph.write(out, captured.get(i));
      } catch (Refusal refusal) {
        throw refusal.at("value " + (i + 1) + " held by the lambda");
      }
    }
    out.writeString(form.capturingClass());
    if (site != null) {
      write(out, site);
    } else if (form.serialized() != null) {
      write(out, form.serialized());
    }
    graph.references().finish(value);
  }

  private static LambdaForm form(Graph graph, Object value) {
    if (value instanceof SerializedLambda serialized) { // met inside an island
      String name = serialized.getCapturingClass().replace('/', '.');
      try {
        ClassLoader loader = graph.resolution().loader();
        return LambdaForm.of(serialized, Class.forName(name, false, loader));
      } catch (ClassNotFoundException e) {
        throw Refusal.of(
            "a lambda of " + TypeNames.display(name),
            "its class cannot be found",
            "Make it inside the lambda.",
            e);
      }
    }
    return LambdaForm.read(value, graph.codec().classFiles());
  }

  private static void writeOfJdk(Graph graph, Output out, Object value, LambdaForm form) {
    boolean isIdentity = form.host() == Function.class || form.host() == UnaryOperator.class;
    if (form.serializable()) {
      out.writeByte(OF_JDK);
      graph.references().begin(value);
      IslandRule.writeParts(graph, out, value, IslandOutput.write(graph, value));
      graph.references().finish(value);
    } else if (isIdentity && value.getClass().getDeclaredFields().length == 0) {
      out.writeByte(form.host() == Function.class ? IDENTITY_FUNCTION : IDENTITY_OPERATOR);
    } else {
      throw Refusal.of(
          value.getClass(),
          "a lambda made inside the JDK cannot be read",
          "Write it out as a lambda of your own.");
    }
  }

  private static void write(Output out, LambdaSite site) {
    out.writeString(site.samName());
    out.writeString(site.factoryDescriptor());
    out.writeString(site.samDescriptor());
    out.writeByte(site.implKind());
    out.writeString(site.implOwner());
    out.writeString(site.implName());
    out.writeString(site.implDescriptor());
    out.writeBoolean(site.implOnInterface());
    out.writeString(site.instantiatedDescriptor());
    writeStrings(out, site.markers());
    writeStrings(out, site.bridges());
  }

  private static void write(Output out, SerializedLambda form) {
    out.writeString(form.getFunctionalInterfaceClass());
    out.writeString(form.getFunctionalInterfaceMethodName());
    out.writeString(form.getFunctionalInterfaceMethodSignature());
    out.writeByte(form.getImplMethodKind());
    out.writeString(form.getImplClass());
    out.writeString(form.getImplMethodName());
    out.writeString(form.getImplMethodSignature());
    out.writeString(form.getInstantiatedMethodType());
  }

  @Override
  @SuppressWarnings("NullAway") // lambdas may hold null
  Object read(Graph graph, Input in, Class<?> type) {
    int form = in.readByte();
    if (form == IDENTITY_FUNCTION) {
      return Function.identity();
    } else if (form == IDENTITY_OPERATOR) {
      return UnaryOperator.identity();
    } else if (form == OF_JDK) {
      Object lambda = IslandRule.readParts(graph, in);
      if (lambda == null) {
        throw new Unreadable(null, "a lambda has become null", null);
      }
      return lambda;
    }
    @Nullable Object[] captured = CollectionRules.readElements(graph, in);
    Class<?> host = graph.classOfObject(in.readString());
    try {
      return form == PLAIN
          ? LambdaFactory.make(host, known(graph, host, readSite(in)), captured)
          : LambdaFactory.make(host, readSerialized(in, host, captured));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      throw new Unreadable(
          host.getName(),
          "a lambda of " + TypeNames.display(host) + " could not be made again: " + e,
          e);
    }
  }

  /** Words alone would let any method of any class be called, as an element of a sorted set is. */
  private static LambdaSite known(Graph graph, Class<?> host, LambdaSite site) {
    if (graph.isGuarded()) {
      byte @Nullable [] file = graph.codec().classFiles().bytesOf(host);
      if (file == null || !LambdaSites.of(file).contain(site)) {
        throw new Unreadable(
            host.getName(), "no such lambda is in the code of " + TypeNames.display(host), null);
      }
    }
    return site;
  }

  private static LambdaSite readSite(Input in) {
    return new LambdaSite(
        in.readString(),
        in.readString(),
        in.readString(),
        in.readByte(),
        in.readString(),
        in.readString(),
        in.readString(),
        in.readBoolean(),
        in.readString(),
        readStrings(in),
        readStrings(in));
  }

  @SuppressWarnings("NullAway") // lambdas may hold null
  private static SerializedLambda readSerialized(
      Input in, Class<?> host, @Nullable Object[] captured) {
    return new SerializedLambda(
        host,
        in.readString(),
        in.readString(),
        in.readString(),
        in.readByte(),
        in.readString(),
        in.readString(),
        in.readString(),
        in.readString(),
        captured);
  }

  private static void writeStrings(Output out, List<String> strings) {
    out.writeVarInt(strings.size(), true);
    strings.forEach(out::writeString);
  }

  private static List<String> readStrings(Input in) {
    int size = Sizes.read(in, 1);
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      strings.add(in.readString());
    }
    return strings;
  }
}
