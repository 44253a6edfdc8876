import dev.openmodal.*;
import static dev.openmodal.OpenModal.*;
import java.io.*;
import java.lang.reflect.*;
import java.math.*;
import java.nio.file.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.function.*;
import java.util.stream.*;
RemoteFunction0<String> where = app("parity").function(() -> Runtime.version() + "@" + ProcessHandle.current().pid());
interface Doing { void run() throws Throwable; }
class Rendering {
  /** Classes in the order in which they were met: two classes of one name get two numbers. */
  static final List<Class<?>> MET = new ArrayList<>();

  private final Map<Object, Integer> seen = new IdentityHashMap<>();

  static String of(Object value) {
    try {
      return new Rendering().render(value);
    } catch (Throwable t) {
      return "UNRENDERED " + text(t.toString());
    }
  }

  static String thrown(Throwable t) {
    return "!" + of(t);
  }

  static String text(String s) {
    var out = new StringBuilder();
    for (char c : s.toCharArray()) {
      if (c < ' ' || c >= '~' || c == '\\') out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    return out.length() < 4000 ? out.toString() : out.substring(0, 2000) + "…" + out.length() + "…" + s.hashCode();
  }

  static boolean ofRepl(Class<?> type) {
    return type.getName().startsWith("REPL.") || type.getName().startsWith("forms.");
  }

  static String type(Class<?> type) {
    if (type.isArray()) return type(type.getComponentType()) + "[]";
    if (type.isHidden() || type.getName().contains("$$Lambda")) return "lambda";
    if (!ofRepl(type)) return Modifier.isPublic(type.getModifiers()) ? type.getName() : hidden(type);
    int number = MET.indexOf(type);
    if (number < 0) {
      number = MET.size();
      MET.add(type);
    }
    return type.getName().replaceAll("(REPL\\.\\$JShell\\$\\w+|forms\\.\\w+)\\$?", "") + "#" + number;
  }

  /**
   * Collections of a class that nobody can name, such as views and what List.of gives: what they
   * are is their interface, and whether they say that they cannot be changed.
   */
  static String hidden(Class<?> type) {
    for (Class<?> kind : List.of(SortedSet.class, Set.class, SortedMap.class, Map.class, List.class, Collection.class, Map.Entry.class)) {
      if (kind.isAssignableFrom(type)) {
        return "~" + kind.getSimpleName() + (type.getName().matches(".*(Immutable|Unmodifiable).*") ? " (unmodifiable)" : "");
      }
    }
    return type.getName();
  }

  String render(Object v) throws Exception {
    if (v == null) return "null";
    if (v instanceof String s) return "\"" + text(s) + "\"";
    if (v instanceof Character c) return "'" + text(c.toString()) + "'";
    if (v instanceof Number && v.getClass().getName().matches("java\\.(lang|math)\\..*") || v instanceof Boolean) {
      return v.getClass().getSimpleName() + " " + v;
    }
    if (v instanceof Class<?> c) return "class " + type(c);
    String type = type(v.getClass());
    if (type.equals("lambda")) return type;
    if (v instanceof Enum<?> e) {
      boolean same = e == Enum.valueOf(e.getDeclaringClass(), e.name());
      return type(e.getDeclaringClass()) + "." + e.name() + (same ? "" : " (a copy)") + fields(v, false);
    }
    Integer before = seen.putIfAbsent(v, seen.size());
    if (before != null) return "^" + before;
    if (v.getClass().isArray()) {
      var parts = new ArrayList<String>();
      for (int i = 0; i < Array.getLength(v); i++) parts.add(render(Array.get(v, i)));
      return type + parts;
    }
    if (v instanceof Record r) {
      return type + fields(v, true);
    }
    if (v instanceof Throwable t) {
      String own = t.getMessage() == null ? "" : ": " + text(t.getMessage());
      String cause = t.getCause() == null || t.getCause() == t ? "" : " caused by " + render(t.getCause());
      var suppressed = new ArrayList<String>();
      for (Throwable s : t.getSuppressed()) suppressed.add(render(s));
      return type + own + fields(v, false) + cause + (suppressed.isEmpty() ? "" : " suppressed " + suppressed);
    }
    String own = ofRepl(v.getClass()) ? fields(v, false) : "";
    if (v instanceof Map<?, ?> m) {
      var parts = new ArrayList<String>();
      for (var e : m.entrySet()) {
        parts.add(render(e.getKey()) + "=" + render(e.getValue()) + (m.containsKey(e.getKey()) ? "" : " (not found)"));
      }
      if (!(m instanceof SortedMap || m instanceof LinkedHashMap || m instanceof EnumMap)) Collections.sort(parts);
      return type + own + parts;
    }
    if (v instanceof Collection<?> c) {
      var parts = new ArrayList<String>();
      for (var e : c) parts.add(render(e) + (v instanceof Set<?> s && !s.contains(e) ? " (not found)" : ""));
      if (v instanceof Set && !(v instanceof SortedSet || v instanceof LinkedHashSet || v instanceof EnumSet)) Collections.sort(parts);
      return type + own + parts;
    }
    if (v instanceof Optional<?> o) return type + "[" + (o.isPresent() ? render(o.get()) : "") + "]";
    if (v instanceof Map.Entry<?, ?> e) return type + "[" + render(e.getKey()) + "=" + render(e.getValue()) + "]";
    if (v instanceof AtomicReference<?> a) return type + "[" + render(a.get()) + "]";
    if (v instanceof Future<?> f) return type + "[" + render(f.get()) + "]";
    if (ofRepl(v.getClass())) {
      boolean says = v.getClass().getMethod("toString").getDeclaringClass() != Object.class;
      return type + own + (says ? " \"" + text(v.toString()) + "\"" : "");
    }
    return type + " " + text(v.toString());
  }

  String fields(Object v, boolean always) throws Exception {
    var parts = new ArrayList<String>();
    for (Class<?> c = v.getClass(); c != null; c = c.getSuperclass()) {
      if (!ofRepl(c)) continue;
      for (Field f : c.getDeclaredFields()) {
        if (Modifier.isStatic(f.getModifiers())) continue;
        f.setAccessible(true);
        parts.add(f.getName() + "=" + render(f.get(v)));
      }
    }
    return parts.isEmpty() && !always ? "" : parts.toString();
  }
}
/** Holds the function object of before a redefinition: jshell sets a variable of it to null. */
@SuppressWarnings("unchecked")
class Kept {
  static RemoteFunction0<Object> none;
  static RemoteFunction<Object, Object> one;
  static RemoteAction<Object> action;

  static void keep(RemoteFunction0<?> f) { none = (RemoteFunction0<Object>) f; }
  static void keep(RemoteFunction<?, ?> f) { one = (RemoteFunction<Object, Object>) f; }
  static void keep(RemoteAction<?> f) { action = (RemoteAction<Object>) f; }
}
class Parity {
  static void row(String form, String phase, Callable<?> local, Callable<?> remote) {
    System.out.println("@@ " + form + " " + phase + " local");
    String here = side(local);
    System.out.println("@@ " + form + " " + phase + " remote");
    String there = side(remote);
    System.out.println("@@ " + form + " " + phase + " end\t" + here + "\t" + there + "\t" + where.local() + "\t" + side(() -> where.remote()));
  }

  static void act(String form, String phase, Doing local, Doing remote) {
    row(form, phase, () -> done(local), () -> done(remote));
  }

  static String done(Doing doing) throws Exception {
    try {
      doing.run();
      return "done";
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException(t);
    }
  }

  static String side(Callable<?> code) {
    try {
      return Rendering.of(code.call());
    } catch (Throwable t) {
      return Rendering.thrown(t);
    }
  }
}
where.remote();
