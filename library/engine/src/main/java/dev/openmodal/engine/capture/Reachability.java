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
  private static final String INITIALIZER = "<clinit>()V";
  private static final String LAMBDA_READER =
      "$deserializeLambda$(Ljava/lang/invoke/SerializedLambda;)Ljava/lang/Object;";
  static final String CANCEL_FLAG = "REPL.$Cancel$";

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

    /** An enum's constants: their names, and the internal names of the classes that they are of. */
    final Map<String, String> constants = new LinkedHashMap<>();

    /** Where its code reads fields of interfaces: {@code owner.field} to the class beside it. */
    final Map<String, String> redirected = new LinkedHashMap<>();

    /** Whether its initializer runs there, too; else it arrives initialized. */
    boolean initializerKept;

    /** Whether its initializer has failed here, so that it has no state. */
    boolean isBroken;

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
      methods += 1 + reached.methods.size() + (reached.initializerKept ? 1 : 0);
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
      if (owner != null) {
        Field field = reachStatic(owner, access.name(), via);
        if (field != null && field.getDeclaringClass().isInterface()) {
          next.owner()
              .redirected
              .put(
                  access.owner() + "." + access.name(),
                  InterfaceStatics.nameFor(field.getDeclaringClass().getName()).replace('.', '/'));
        }
      }
    }
  }

  private void reachMethod(Class<?> owner, String method, @Nullable String via) {
    Reached reached = reach(owner, via);
    if (reached != null && !reached.whole && reached.methods.add(method)) {
      todo.add(new MethodOf(reached, method, via));
    }
  }

  /** The field, if it travels. */
  private @Nullable Field reachStatic(Class<?> owner, String name, @Nullable String via) {
    Field field = declared(owner, name);
    if (field == null) {
      return null;
    }
    Reached reached = reach(field.getDeclaringClass(), via);
    if (reached == null || reached.type.getName().equals(CANCEL_FLAG)) {
      return null;
    }
    if (reached.statics.add(name)) {
      for (String type : reached.facts.fieldTypes().getOrDefault(name, Set.of())) {
        reachNamed(type, loaderOf(reached.type), via);
      }
    }
    if (!reached.facts.travellingStatics().contains(name) || reached.isBroken) {
      return null;
    }
    variables.putIfAbsent(field, new Variable(field, null, via));
    return field;
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
    MethodFacts lambdaReader = facts.methods().get(LAMBDA_READER);
    if (lambdaReader != null && lambdaReader.types().contains(CANCEL_FLAG.replace('.', '/'))) {
      reachNamed(CANCEL_FLAG.replace('.', '/'), loader, via); // the one method that always stays
    }
    if (whole) {
      facts.declaration().forEach(name -> reachNamed(name, loader, via));
      facts.fieldTypes().values().forEach(names -> names.forEach(n -> reachNamed(n, loader, via)));
      for (String method : facts.methods().keySet()) {
        if (!method.equals(INITIALIZER)) {
          todo.add(new MethodOf(reached, method, via));
        }
      }
      if (!isInitialized(type)) {
        reached.isBroken = true; // it fails there as it does here
        keepInitializer(reached);
        return reached;
      }
      for (String name : facts.travellingStatics()) {
        Field unused = reachStatic(type, name, via); // also where code reads it by reflection
      }
      if (type.isEnum()) {
        reachConstants(reached, via);
      }
    }
    return reached;
  }

  /**
   * Lets the initializer of the field's class run there, since the value of this field can only be
   * made there.
   */
  void keepInitializerOf(Field field) {
    Reached reached = classes.get(field.getDeclaringClass());
    if (reached != null) {
      keepInitializer(reached);
      walk();
    }
  }

  private void keepInitializer(Reached reached) {
    if (!reached.initializerKept) {
      reached.initializerKept = true;
      todo.add(new MethodOf(reached, INITIALIZER, null));
    }
  }

  /**
   * Initializes the class here, as running the code here would, so that it has a state to travel.
   */
  private static boolean isInitialized(Class<?> type) {
    try {
      return Class.forName(type.getName(), true, type.getClassLoader()) == type;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** An enum's constants arrive as they are now: with what their fields hold. */
  private void reachConstants(Reached reached, @Nullable String via) {
    for (Object each : reached.type.getEnumConstants()) {
      Enum<?> constant = (Enum<?>) each;
      reached.constants.put(constant.name(), each.getClass().getName().replace('.', '/'));
      reach(each.getClass(), via);
      for (Class<?> c = each.getClass(); c != null && c != Enum.class; c = c.getSuperclass()) {
        for (Field field : c.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers())) {
            variables.putIfAbsent(List.of(field, constant), new Variable(field, constant, via));
          }
        }
      }
    }
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
