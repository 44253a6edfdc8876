package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One graph of values while it is written or read. Reused for the next one after a reset. */
final class Graph extends Kryo {
  /** Deeper than this a stack of the default size might not do. */
  private static final int LEVELS_ON_CALLERS_STACK = 200;

  /** What a stack of 1 GiB holds with room to spare. */
  static final int MOST_LEVELS = 250_000;

  /** Of hash tables, beside what their entries need. */
  private static final int MOST_SPARE_ROOM = 1 << 22;

  private final GraphClasses classes;
  private final GraphReferences references;
  private final ValueCodec codec;
  private final byte[] buffer = new byte[4096];
  private final Set<Class<?>> met = new LinkedHashSet<>();
  private final List<LambdaForm> lambdas = new ArrayList<>();
  private final IdentityHashMap<Object, Integer> unproven = new IdentityHashMap<>();
  private final List<Runnable> fills = new ArrayList<>();
  private final Map<Class<?>, Boolean> hashes = new HashMap<>();
  private @Nullable DeepStack deep;
  private @Nullable String trap;
  private @Nullable Form current;
  private boolean trial;
  private boolean restoring;
  private boolean guarded;
  private boolean holdsUrls;
  private boolean holdsLambdas;
  private long room = -1;
  private long owed;
  private int level;
  private int levels = LEVELS_ON_CALLERS_STACK;
  private int hashedUnderConstruction;

  static {
    KryoSetup.ensure();
  }

  private Graph(ValueCodec codec, GraphClasses classes, GraphReferences references) {
    super(classes, references);
    this.codec = codec;
    this.classes = classes;
    this.references = references;
    references.setGraph(this);
    classes.open();
    setClassLoader(classes.resolution().loader());
    setRegistrationRequired(false);
    setAutoReset(false);
  }

  static Graph create(ValueCodec codec) {
    KryoSetup.ensure();
    return new Graph(codec, new GraphClasses(codec.resolution()), new GraphReferences());
  }

  ValueCodec codec() {
    return codec;
  }

  /** For the one stream that is written or read at a time. */
  byte[] buffer() {
    return buffer;
  }

  GraphReferences references() {
    return references;
  }

  ClassResolution resolution() {
    return classes.resolution();
  }

  // Writing

  /** Writes a value that the reader needs at once. */
  void write(Output out, @Nullable Object value) {
    references.nextIsSlot(false);
    descend(out, value);
  }

  /** Writes a value that the reader can set later, by {@link #readSlot}. */
  void writeSlot(Output out, @Nullable Object value) {
    references.nextIsSlot(true);
    descend(out, value);
  }

  private void descend(Output out, @Nullable Object value) {
    if (level < levels) {
      level++;
      writeClassAndObject(out, value);
      level--;
      return;
    }
    if (levels == MOST_LEVELS) {
      throw tooDeep(value);
    }
    levels = MOST_LEVELS;
    deepStack()
        .run(
            () -> {
              writeClassAndObject(out, value);
              return null;
            });
    levels = LEVELS_ON_CALLERS_STACK;
  }

  static Refusal tooDeep(@Nullable Object value) {
    return Refusal.of(
        value == null ? "null" : TypeNames.display(value.getClass()),
        "it is nested deeper than " + MOST_LEVELS + " levels",
        "Hold its parts in a list or an array.",
        null);
  }

  /** A class is met for the first time in this graph. */
  void meet(Form form) {
    if (form.actual().getName().equals(trap)) {
      throw Refusal.of(form.actual(), "", "");
    }
    Class<?> element = JdkTypes.element(form.getType());
    note(element);
    holdsLambdas |= form.kind() == Kind.LAMBDA;
    if (form.kind() == Kind.ISLAND || form.kind() == Kind.THROWABLE) {
      note(form.actual());
    }
  }

  /** Notes a class that the values need, unless it belongs to Java. */
  void note(Class<?> type) {
    Class<?> element = JdkTypes.element(type);
    if (!element.isPrimitive() && !element.isHidden() && !JdkTypes.contains(element)) {
      met.add(element);
    }
  }

  void note(LambdaForm lambda) {
    lambdas.add(lambda);
  }

  void current(Form form) {
    current = form;
  }

  void added(Object object, int id) {
    Form form = current;
    if (form != null && form.needsProof() && !trial && !codec.isProven(form.actual())) {
      unproven.put(object, id);
    }
  }

  Set<Class<?>> met() {
    return met;
  }

  List<LambdaForm> lambdas() {
    return lambdas;
  }

  /** Whether lambdas were met, which may be one object there and several here. */
  boolean holdsLambdas() {
    return holdsLambdas;
  }

  /** The objects of types that were never decoded before, with their numbers. */
  IdentityHashMap<Object, Integer> unproven() {
    return unproven;
  }

  /** Whether this is only to find out if something can be written. */
  boolean isTrial() {
    return trial;
  }

  void makeTrial() {
    trial = true;
  }

  /** Refuses the first object of this class, to learn the path to it. */
  void setTrap(String typeName) {
    trap = typeName;
  }

  // Reading

  /** Whether the static fields of this class are being restored: what its methods go by. */
  boolean isRestoring(Class<?> type) {
    return restoring && type.getClassLoader() == resolution().loader();
  }

  void restoring(boolean isRestoring) {
    restoring = isRestoring;
  }

  /** Whether somebody else may have written this, who wants its reading to do harm. */
  boolean isGuarded() {
    return guarded;
  }

  void guard() {
    guarded = true;
  }

  /** The class of an object that is made from the bytes. */
  Class<?> classOfObject(String name) {
    return checked(resolution().forObject(name));
  }

  /** The class of an object that Java's serialization makes from the bytes. */
  Class<?> classOfSerialized(String name) {
    return checked(resolution().forSerialized(name));
  }

  private Class<?> checked(Class<?> type) {
    if (guarded) {
      KnownGadgets.check(type);
    }
    return type;
  }

  /** Reads what {@link #write} wrote. */
  @Nullable Object read(Input in) {
    Object value = ascend(in);
    if (value == null && references.takePending() >= 0) {
      throw new Unreadable(null, "a value is part of itself before it is made", null);
    }
    return value;
  }

  /**
   * Reads what {@link #writeSlot} wrote.
   *
   * @param setter called later where the object is not made yet; null is returned meanwhile
   */
  @Nullable Object readSlot(Input in, Consumer<Object> setter) {
    Object value = ascend(in);
    if (value == null) {
      int id = references.takePending();
      if (id >= 0) {
        references.patch(id, setter);
      }
    }
    return value;
  }

  private @Nullable Object ascend(Input in) {
    if (level < levels) {
      level++;
      Object value = readClassAndObject(in);
      level--;
      return value;
    }
    if (levels == MOST_LEVELS) {
      throw new Unreadable(null, "a value is nested deeper than " + MOST_LEVELS + " levels", null);
    }
    levels = MOST_LEVELS;
    Object value = deepStack().run(() -> readClassAndObject(in));
    levels = LEVELS_ON_CALLERS_STACK;
    return value;
  }

  /** An object's fields are being read, and it may be hashed or compared by them. */
  void beginConstruction(Class<?> type) {
    if (isHashed(type)) {
      hashedUnderConstruction++;
    }
  }

  void endConstruction(Class<?> type) {
    if (isHashed(type)) {
      hashedUnderConstruction--;
    }
  }

  private boolean isHashed(Class<?> type) {
    return hashes.computeIfAbsent(
        type, t -> Equality.isDefinedBy(t) || Comparable.class.isAssignableFrom(t));
  }

  void madeUrl() {
    holdsUrls = true;
  }

  /** A URL is hashed and compared by the address of its host, for which the network is asked. */
  void beforeHashing(boolean keysArePlain) {
    if (guarded && holdsUrls && !keysArePlain) {
      throw new Unreadable(
          URL.class.getName(),
          "a set or map among whose keys may be a java.net.URL would look up its host; use java.net.URI",
          null);
    }
  }

  /**
   * Fills a hashed or sorted collection: at once, or, where one of its keys may still be
   * incomplete, at the end of the whole graph.
   */
  void fill(boolean keysArePlain, Runnable filling) {
    beforeHashing(keysArePlain);
    if (keysArePlain || hashedUnderConstruction == 0) {
      filling.run();
    } else {
      fills.add(filling);
    }
  }

  /**
   * Reads how many parts of an object follow. Objects around it may have been promised parts that
   * are still to come: all of them together must find room in what is left, or each of many objects
   * inside one another could claim all of it.
   *
   * @param least how many bytes each of them takes at least; to be given to {@link #part}, too
   */
  int parts(Input in, int least) {
    int size = Sizes.checked(in, in.readVarInt(true), least, owed);
    owed += (long) size * least;
    return size;
  }

  /** One of the parts is read next. */
  void part(int least) {
    owed -= least;
  }

  /**
   * The size of a hash table on which the order of its entries depends, as the bytes claim it; 0
   * for the usual one, where all tables of a graph together would be far larger than its bytes.
   */
  int room(Input in, int capacity) {
    if (room < 0) {
      long left = Sizes.left(in);
      room = MOST_SPARE_ROOM + (left > Long.MAX_VALUE / 8 ? left / 2 : 4 * left);
    }
    if (capacity < 0) {
      throw Unreadable.noValue();
    } else if (capacity > room) {
      return 0;
    }
    room -= capacity;
    return capacity;
  }

  void finishReading() {
    fills.forEach(Runnable::run);
    fills.clear();
  }

  private DeepStack deepStack() {
    DeepStack stack = deep;
    if (stack == null) {
      stack = new DeepStack();
      deep = stack;
    }
    return stack;
  }

  /** Ends the thread with the large stack, if there is one. */
  void surface() {
    if (deep != null) {
      deep.close();
      deep = null;
    }
    level = 0;
    levels = LEVELS_ON_CALLERS_STACK;
  }

  @Override
  public void reset() {
    super.reset();
    if (met == null) {
      return; // called by the constructor of Kryo
    }
    surface();
    met.clear();
    lambdas.clear();
    unproven.clear();
    fills.clear();
    hashes.clear();
    hashedUnderConstruction = 0;
    room = -1;
    owed = 0;
    trap = null;
    current = null;
    trial = false;
    restoring = false;
    guarded = false;
    holdsUrls = false;
    holdsLambdas = false;
  }
}
