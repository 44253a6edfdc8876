package dev.openmodal.wire.codec;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Decides for each class of objects how it travels, or refuses it. */
final class Forms {
  /** Classes that are faithfully written faster than by Java's serialization. */
  private static final Map<Class<?>, Kind> EXACT = new HashMap<>();

  static {
    EXACT.put(Object.class, Kind.OBJECT);
    EXACT.put(Boolean.class, Kind.BOOLEAN);
    EXACT.put(Byte.class, Kind.BYTE);
    EXACT.put(Short.class, Kind.SHORT);
    EXACT.put(Character.class, Kind.CHARACTER);
    EXACT.put(Integer.class, Kind.INTEGER);
    EXACT.put(Long.class, Kind.LONG);
    EXACT.put(Float.class, Kind.FLOAT);
    EXACT.put(Double.class, Kind.DOUBLE);
    EXACT.put(String.class, Kind.STRING);
    EXACT.put(boolean[].class, Kind.BOOLEANS);
    EXACT.put(byte[].class, Kind.BYTES);
    EXACT.put(short[].class, Kind.SHORTS);
    EXACT.put(char[].class, Kind.CHARS);
    EXACT.put(int[].class, Kind.INTS);
    EXACT.put(long[].class, Kind.LONGS);
    EXACT.put(float[].class, Kind.FLOATS);
    EXACT.put(double[].class, Kind.DOUBLES);
    EXACT.put(Class.class, Kind.CLASS);
    EXACT.put(SerializedLambda.class, Kind.LAMBDA);
    EXACT.put(ArrayList.class, Kind.ARRAY_LIST);
    EXACT.put(HashSet.class, Kind.HASH_SET);
    EXACT.put(LinkedHashSet.class, Kind.LINKED_SET);
    EXACT.put(TreeSet.class, Kind.TREE_SET);
    EXACT.put(ArrayDeque.class, Kind.ARRAY_DEQUE);
    EXACT.put(List.of(1).getClass(), Kind.IMMUTABLE_LIST);
    EXACT.put(List.of(1, 2, 3).getClass(), Kind.IMMUTABLE_LIST);
    EXACT.put(List.of(1, 2, 3).subList(0, 2).getClass(), Kind.IMMUTABLE_LIST);
    EXACT.put(Set.of(1).getClass(), Kind.IMMUTABLE_SET);
    EXACT.put(Set.of(1, 2, 3).getClass(), Kind.IMMUTABLE_SET);
    EXACT.put(Map.of(1, 1).getClass(), Kind.IMMUTABLE_MAP);
    EXACT.put(Map.of(1, 1, 2, 2).getClass(), Kind.IMMUTABLE_MAP);
    EXACT.put(Collections.emptyList().getClass(), Kind.EMPTY);
    EXACT.put(Collections.emptySet().getClass(), Kind.EMPTY);
    EXACT.put(Collections.emptyMap().getClass(), Kind.EMPTY);
    EXACT.put(HashMap.class, Kind.HASH_MAP);
    EXACT.put(ConcurrentHashMap.class, Kind.CONCURRENT_MAP);
    EXACT.put(TreeMap.class, Kind.TREE_MAP);
    EXACT.put(WeakHashMap.class, Kind.WEAK_MAP);
    EXACT.put(Map.entry(1, 1).getClass(), Kind.ENTRY);
    EXACT.put(AbstractMap.SimpleEntry.class, Kind.SIMPLE_ENTRY);
    EXACT.put(Optional.class, Kind.OPTIONAL);
    EXACT.put(OptionalInt.class, Kind.OPTIONAL_NUMBER);
    EXACT.put(OptionalLong.class, Kind.OPTIONAL_NUMBER);
    EXACT.put(OptionalDouble.class, Kind.OPTIONAL_NUMBER);
    EXACT.put(AtomicReference.class, Kind.ATOMIC_REFERENCE);
    EXACT.put(AtomicInteger.class, Kind.ATOMIC_NUMBER);
    EXACT.put(AtomicLong.class, Kind.ATOMIC_NUMBER);
    EXACT.put(AtomicBoolean.class, Kind.ATOMIC_NUMBER);
    EXACT.put(java.io.File.class, Kind.FILE);
    EXACT.put(StringBuilder.class, Kind.STRING_BUILDER);
    EXACT.put(BigInteger.class, Kind.BIG_INTEGER);
    EXACT.put(BigDecimal.class, Kind.BIG_DECIMAL);
    EXACT.put(Base64.Encoder.class, Kind.BASE64);
    EXACT.put(Base64.Decoder.class, Kind.BASE64);
    EXACT.put(HexFormat.class, Kind.HEX);
    EXACT.put(UUID.class, Kind.UUID);
    EXACT.put(DateTimeFormatter.class, Kind.DATE_FORMAT);
    for (Class<?> type : TimeRule.types()) {
      EXACT.put(type, Kind.TIME);
    }
    EXACT.put(IntSummaryStatistics.class, Kind.STATISTICS);
    EXACT.put(LongSummaryStatistics.class, Kind.STATISTICS);
    EXACT.put(DoubleSummaryStatistics.class, Kind.STATISTICS);
  }

  private Forms() {}

  /**
   * How objects of this class travel.
   *
   * @throws Refusal if they cannot
   */
  static Form of(Class<?> type) {
    Kind exact = EXACT.get(type);
    if (exact != null) {
      return new Form(type, exact, exact.type(), false);
    } else if (type.isArray()) {
      return new Form(type, Kind.ARRAY, type, false);
    } else if (Enum.class.isAssignableFrom(type)) {
      return new Form(type, Kind.ENUM, type.isEnum() ? type : type.getSuperclass(), false);
    } else if (LambdaForm.isLambda(type)) {
      return new Form(type, Kind.LAMBDA, Object.class, false);
    } else if (type.isHidden()) {
      throw Refusal.of(
          type, "a hidden class cannot travel", "Write it as a class or lambda of your own.");
    } else if (Throwable.class.isAssignableFrom(type)) {
      return new Form(type, Kind.THROWABLE, Object.class, false);
    } else if (Proxy.isProxyClass(type)) {
      return ofProxy(type);
    } else if (JdkTypes.contains(type)) {
      return ofJdk(type);
    }
    return ofUser(type);
  }

  private static Form island(Class<?> type) {
    return new Form(type, Kind.ISLAND, Object.class, true);
  }

  private static Form ofProxy(Class<?> type) {
    Refusal refusal = RefusedTypes.byName(type);
    if (refusal != null) {
      throw refusal;
    }
    return island(type);
  }

  private static Form ofJdk(Class<?> type) {
    Kind copy = copied(type);
    if (copy != null) {
      return new Form(type, copy, Object.class, false);
    }
    Refusal refusal = RefusedTypes.byKind(type, type);
    if (Serializable.class.isAssignableFrom(type) && ClassResolution.admitsSerialized(type)) {
      return island(type);
    }
    if (refusal != null) {
      throw refusal;
    }
    if (SimpleRules.Constant.existIn(type)) {
      return new Form(type, Kind.CONSTANT, Object.class, false);
    }
    throw RefusedTypes.byDefault(type);
  }

  /** What has no form of its own and travels as an equal value of a plain class. */
  private static @Nullable Kind copied(Class<?> type) {
    if (PrintStream.class.isAssignableFrom(type) || InputStream.class.isAssignableFrom(type)) {
      return Kind.STANDARD_STREAM;
    } else if (Path.class.isAssignableFrom(type)) {
      return Kind.PATH;
    } else if (Charset.class.isAssignableFrom(type)) {
      return Kind.CHARSET;
    } else if (ByteBuffer.class.isAssignableFrom(type)) {
      return Kind.BYTE_BUFFER;
    } else if (Serializable.class.isAssignableFrom(type) || canBeNamed(type)) {
      return null;
    } else if (SortedSet.class.isAssignableFrom(type)) {
      return Kind.TREE_SET;
    } else if (Set.class.isAssignableFrom(type)) {
      return Kind.LINKED_SET;
    } else if (Deque.class.isAssignableFrom(type)) {
      return Kind.ARRAY_DEQUE;
    } else if (Collection.class.isAssignableFrom(type)) {
      return Kind.ARRAY_LIST;
    } else if (SortedMap.class.isAssignableFrom(type)) {
      return Kind.TREE_MAP;
    } else if (Map.class.isAssignableFrom(type)) {
      return Kind.LINKED_MAP;
    } else if (Map.Entry.class.isAssignableFrom(type)) {
      return Kind.SIMPLE_ENTRY;
    }
    return null;
  }

  /** Whether a variable may be of just this class, so that none but itself will do. */
  private static boolean canBeNamed(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && type.getModule().isExported(type.getPackageName());
  }

  private static Form ofUser(Class<?> type) {
    Refusal refusal = RefusedTypes.byName(type);
    if (refusal != null) {
      throw refusal;
    }
    if (type.isRecord()) {
      return Hooks.anyOfRecord(type) ? island(type) : new Form(type, Kind.RECORD, type, true);
    }
    Class<?> ancestor = JdkTypes.jdkAncestor(type);
    if (ancestor == Object.class && Hooks.onlyResolve(type) != null) {
      return new Form(type, Kind.FIELDS, type, true);
    } else if (Hooks.any(type)) {
      return island(type);
    } else if (ancestor == Object.class) {
      return new Form(type, Kind.FIELDS, type, true);
    } else if (PrintStream.class.isAssignableFrom(type)
        || InputStream.class.isAssignableFrom(type)) {
      return new Form(type, Kind.STANDARD_STREAM, Object.class, false);
    } else if (Serializable.class.isAssignableFrom(ancestor)) {
      return island(type);
    }
    refusal = RefusedTypes.byKind(type, ancestor);
    if (refusal != null) {
      throw refusal;
    } else if (holdsState(ancestor)) {
      throw RefusedTypes.byDefault(type);
    }
    return new Form(type, Kind.FIELDS, type, true);
  }

  /** Whether a class of Java has fields that would be lost; what is transient is only a cache. */
  private static boolean holdsState(Class<?> ancestor) {
    for (Class<?> c = ancestor; c != null; c = c.getSuperclass()) {
      for (java.lang.reflect.Field field : c.getDeclaredFields()) {
        if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
          return true;
        }
      }
    }
    return false;
  }
}
