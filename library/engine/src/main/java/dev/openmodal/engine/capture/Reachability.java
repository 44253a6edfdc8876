package dev.openmodal.engine.capture;

import dev.openmodal.engine.capture.ClassFacts.Member;
import dev.openmodal.engine.capture.ClassFacts.MethodFacts;
import dev.openmodal.engine.capture.Origins.Origin;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Walks from methods and classes to every captured class and static field that they may reach. Of
 * the classes in which jshell wraps a snippet only the methods that are called are followed; of a
 * class that the user declared all are, since any may be called through a supertype.
 */
final class Reachability {
  private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$[0-9A-Za-z]+");
  private static final String CANCEL_FLAG = "REPL.$Cancel$";

  /**
   * A reached class: the methods and fields of a wrapper that are used, or all of a declared type.
   */
  static final class Reached {
    final Class<?> type;
    final byte[] classFile;
    final ClassFacts facts;
    final boolean whole;
    final Set<String> methods = new LinkedHashSet<>();
    final Set<String> statics = new LinkedHashSet<>();

    Reached(Class<?> type, byte[] classFile, ClassFacts facts, boolean whole) {
      this.type = type;
      this.classFile = classFile;
      this.facts = facts;
      this.whole = whole;
    }
  }

  /**
   * A field whose value travels: a static one, or one of an enum's constant.
   *
   * @param constant the constant that has the field, if it is one of an enum
   * @param via the snippet method through which it was first reached, if not by the lambda itself
   */
  record Variable(Field field, @Nullable Enum<?> constant, @Nullable String via) {}

  private record MethodOf(Reached owner, String method, @Nullable String via) {}

  private final Origins origins;
  private final SnippetClasses classFiles;
  private final ClassFileCache cache;
  private final Map<Class<?>, Reached> classes = new LinkedHashMap<>();
  private final Map<Object, Variable> variables = new LinkedHashMap<>();
  private final Set<Class<?>> libraries = new LinkedHashSet<>();
  private final Deque<MethodOf> todo = new ArrayDeque<>();

  Reachability(Origins origins, SnippetClasses classFiles, ClassFileCache cache) {
    this.origins = origins;
    this.classFiles = classFiles;
    this.cache = cache;
  }

  Collection<Reached> classes() {
    return classes.values();
  }

  Collection<Variable> variables() {
    return variables.values();
  }

  /** The classes of the class path that were named on the way. */
  Set<Class<?>> libraries() {
    return libraries;
  }

  /** How much has been reached; grows when a walk finds more. */
  int size() {
    int methods = 0;
    for (Reached reached : classes.values()) {
      methods += 1 + reached.methods.size();
    }
    return methods + variables.size();
  }

  /** Follows a class that a value is of. */
  void from(Class<?> type) {
    reach(type, null);
    walk();
  }

  /** Follows a method that a lambda runs. */
  void from(Class<?> owner, String name, String descriptor) {
    reachMethod(owner, name + descriptor, null);
    walk();
  }

  private void walk() {
    for (MethodOf next = todo.poll(); next != null; next = todo.poll()) {
      follow(next);
    }
  }

  private void follow(MethodOf next) {
    MethodFacts facts = next.owner().facts.methods().get(next.method());
    if (facts == null) {
      return; // inherited: its class is reached by the declaration of this one
    }
    ClassLoader loader = loaderOf(next.owner().type);
    String via = visibleName(next.method()) == null ? next.via() : visibleName(next.method());
    boolean initializer = next.method().equals("<clinit>()V");
    for (String type : facts.types()) {
      reachNamed(type, loader, via);
    }
    for (Member call : facts.calls()) {
      Class<?> owner = resolve(call.owner(), loader);
      if (owner != null) {
        reachMethod(owner, call.name() + call.descriptor(), via);
      }
    }
    for (Member access : facts.statics()) {
      Class<?> owner = resolve(access.owner(), loader);
      if (owner != null && !initializer) {
        reachStatic(owner, access.name(), via);
      }
    }
  }

  private void reachMethod(Class<?> owner, String method, @Nullable String via) {
    Reached reached = reach(owner, via);
    if (reached != null && !reached.whole && reached.methods.add(method)) {
      todo.add(new MethodOf(reached, method, via));
    }
  }

  private void reachStatic(Class<?> owner, String name, @Nullable String via) {
    Field field = declared(owner, name);
    if (field == null) {
      return;
    }
    Reached reached = reach(field.getDeclaringClass(), via);
    if (reached == null || reached.type.getName().equals(CANCEL_FLAG)) {
      return;
    }
    if (reached.statics.add(name)) {
      for (String type : reached.facts.fieldTypes().getOrDefault(name, Set.of())) {
        reachNamed(type, loaderOf(reached.type), via);
      }
    }
    // The fields of an interface cannot be set from outside: its initializer runs there, too.
    if (reached.facts.travellingStatics().contains(name) && !reached.facts.isInterface()) {
      variables.putIfAbsent(field, new Variable(field, null, via));
    }
  }

  private void reachNamed(String internalName, ClassLoader loader, @Nullable String via) {
    Class<?> type = resolve(internalName, loader);
    if (type != null) {
      reach(type, via);
    }
  }

  private @Nullable Reached reach(Class<?> mentioned, @Nullable String via) {
    Class<?> type = mentioned;
    while (type.isArray()) {
      type = type.getComponentType();
    }
    Reached known = classes.get(type);
    if (known != null || type.isPrimitive() || type.isHidden()) {
      return known;
    }
    Origin origin = origins.of(type);
    if (origin != Origin.CAPTURED) {
      if (origin == Origin.CLASS_PATH) {
        libraries.add(type);
      }
      return null;
    }
    byte[] classFile = classFiles.bytesOf(type);
    if (classFile == null) {
      throw CaptureErrors.noClassFile(type);
    }
    ClassFacts facts = cache.factsOf(classFile);
    boolean whole = !WRAPPER.matcher(type.getName()).matches();
    Reached reached = new Reached(type, classFile, facts, whole);
    classes.put(type, reached);
    ClassLoader loader = loaderOf(type);
    if (facts.nestHost() != null) {
      reachNamed(facts.nestHost(), loader, via);
    }
    if (whole) {
      facts.declaration().forEach(name -> reachNamed(name, loader, via));
      facts.fieldTypes().values().forEach(names -> names.forEach(n -> reachNamed(n, loader, via)));
      facts.methods().keySet().forEach(method -> todo.add(new MethodOf(reached, method, via)));
      for (String name : facts.travellingStatics()) {
        reachStatic(type, name, via); // also where code reads it by reflection
      }
      if (type.isEnum()) {
        reachConstants(type, via);
      }
    }
    return reached;
  }

  /** An enum's constants are made anew there: what their fields hold now travels. */
  private void reachConstants(Class<?> type, @Nullable String via) {
    for (Object each : type.getEnumConstants()) {
      Enum<?> constant = (Enum<?>) each;
      for (Class<?> c = each.getClass(); c != null && c != Enum.class; c = c.getSuperclass()) {
        for (Field field : c.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers()) && mayHaveChanged(field)) {
            variables.putIfAbsent(List.of(field, constant), new Variable(field, constant, via));
          }
        }
      }
    }
  }

  private static boolean mayHaveChanged(Field field) {
    boolean fixed = field.getType().isPrimitive() || field.getType() == String.class;
    return !field.isSynthetic() && !(fixed && Modifier.isFinal(field.getModifiers()));
  }

  private static @Nullable Field declared(Class<?> owner, String name) {
    for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          return field;
        }
      }
      for (Class<?> implemented : type.getInterfaces()) {
        Field field = declared(implemented, name);
        if (field != null) {
          return field;
        }
      }
    }
    return null;
  }

  private static @Nullable Class<?> resolve(String internalName, ClassLoader loader) {
    if (internalName.startsWith("java/") || internalName.startsWith("[")) {
      return null;
    }
    try {
      return Class.forName(internalName.replace('/', '.'), false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return null; // missing here, too: it fails there as it would here, if it is ever used
    }
  }

  private static ClassLoader loaderOf(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  /** The method's name as its author wrote it, or null for what the compiler made. */
  static @Nullable String visibleName(String method) {
    String name = method.substring(0, method.indexOf('('));
    return name.indexOf('$') >= 0 || name.startsWith("<") ? null : name + "()";
  }
}
