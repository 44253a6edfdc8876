package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.ClassResolver;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kinds and classes of one graph. Before each value stands a number: 0 for null, 1 for a class
 * that is named here for the first time, then one number for each kind without a name and for each
 * class that was named.
 */
@SuppressWarnings("rawtypes") // Kryo's interface is older than type arguments are
final class GraphClasses implements ClassResolver {
  private static final Kind[] KINDS = Kind.values();
  private static final int NULL = 0;
  private static final int NAMED = 1;
  private static final int FIRST_KIND = 2;
  private static final int FIRST_NAME = FIRST_KIND + KINDS.length;
  private static final Registration[] UNNAMED = new Registration[KINDS.length];

  static {
    for (Kind kind : KINDS) {
      UNNAMED[kind.code()] = new Registration(kind.type(), kind.rule(), kind.code());
    }
  }

  private final ClassResolution resolution;
  private final Map<Class<?>, Form> forms = new HashMap<>();
  private final Map<Class<?>, Integer> written = new HashMap<>();
  private final List<Registration> read = new ArrayList<>();
  private @Nullable Graph graph;
  private int graphNumber = 1;
  private boolean isOpen;

  GraphClasses(ClassResolution resolution) {
    this.resolution = resolution;
  }

  /** Kryo's constructor registers defaults; from now on only ours count. */
  void open() {
    isOpen = true;
  }

  ClassResolution resolution() {
    return resolution;
  }

  @Override
  public void setKryo(Kryo kryo) {
    graph = (Graph) kryo;
  }

  @Override
  public @Nullable Form getRegistration(Class type) {
    return isOpen ? form((Class<?>) type) : null;
  }

  private Form form(Class<?> type) {
    Form form = forms.get(type);
    if (form == null) {
      form = Forms.of(type);
      forms.put(type, form);
    }
    return form;
  }

  @Override
  public @Nullable Registration writeClass(Output out, @Nullable Class type) {
    if (type == null) {
      out.writeByte(NULL);
      return null;
    }
    Form form = form((Class<?>) type);
    if (graph != null && form.isNewIn(graphNumber)) {
      graph.meet(form);
    }
    if (graph != null) {
      graph.current(form);
    }
    Kind kind = form.kind();
    if (!kind.isNamed()) {
      out.writeVarInt(FIRST_KIND + kind.code(), true);
      return form;
    }
    Integer known = written.get(form.getType());
    if (known == null) {
      written.put(form.getType(), FIRST_NAME + written.size());
      out.writeByte(NAMED);
      out.writeByte(kind.code());
      out.writeString(form.getType().getName());
      if (kind == Kind.FIELDS || kind == Kind.RECORD) {
        out.writeInt(FieldPlan.of(form.getType()).signature());
      }
    } else {
      out.writeVarInt(known, true);
    }
    return form;
  }

  @Override
  public @Nullable Registration readClass(Input in) {
    int number = in.readVarInt(true);
    if (number == NULL) {
      return null;
    } else if (number == NAMED) {
      return readName(in);
    } else if (number < 0) {
      throw Unreadable.noValue();
    } else if (number < FIRST_NAME) {
      if (KINDS[number - FIRST_KIND].isNamed()) {
        throw Unreadable.noValue();
      }
      return UNNAMED[number - FIRST_KIND];
    } else if (number - FIRST_NAME < read.size()) {
      return read.get(number - FIRST_NAME);
    }
    throw Unreadable.noValue();
  }

  private Registration readName(Input in) {
    int ordinal = in.readByte();
    if (ordinal < 0 || ordinal >= KINDS.length || !KINDS[ordinal].isNamed()) {
      throw Unreadable.noValue();
    }
    Kind kind = KINDS[ordinal];
    String name = in.readString();
    if (graph == null) {
      throw new IllegalStateException("no graph");
    }
    Class<?> type = graph.classOfObject(name);
    boolean fits =
        switch (kind) {
          case ARRAY -> type.isArray() && !type.getComponentType().isPrimitive();
          case ENUM -> type.isEnum();
          case RECORD -> type.isRecord() && !JdkTypes.contains(type);
          default -> !type.isInterface() && !type.isArray() && !JdkTypes.contains(type);
        };
    if (!fits) {
      throw new Unreadable(name, TypeNames.display(type) + " is of another kind here", null);
    }
    if ((kind == Kind.FIELDS || kind == Kind.RECORD)
        && in.readInt() != FieldPlan.of(type).signature()) {
      throw new Unreadable(name, TypeNames.display(type) + " has other fields here", null);
    }
    Registration registration = new Registration(type, kind.rule(), ordinal);
    read.add(registration);
    return registration;
  }

  @Override
  public void reset() {
    written.clear();
    read.clear();
    graphNumber++;
  }

  @Override
  public Registration register(Registration registration) {
    return registration; // Kryo's own defaults are not used
  }

  @Override
  public @Nullable Registration unregister(int id) {
    return null;
  }

  @Override
  public Registration registerImplicit(Class type) {
    return form((Class<?>) type);
  }

  @Override
  public @Nullable Registration getRegistration(int id) {
    return null;
  }
}
