package dev.openmodal.wire.lambda;

import java.lang.invoke.LambdaMetafactory;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The places in one class where plain lambdas are made. */
public final class LambdaSites {
  private static final String METAFACTORY = Type.getInternalName(LambdaMetafactory.class);
  private static final int KEPT = 256;

  /**
   * By the content of the class file, never by its name: redefining a method changes the bytes
   * under the same name.
   */
  private static final Map<String, LambdaSites> CACHE =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, LambdaSites> eldest) {
              return size() > KEPT;
            }
          });

  private final ClassNode host;
  private final List<LambdaSite> sites;

  private LambdaSites(ClassNode host, List<LambdaSite> sites) {
    this.host = host;
    this.sites = sites;
  }

  /**
   * Reads a class file; its content is remembered.
   *
   * @param classFile the bytes of the class as it stands now
   */
  public static LambdaSites of(byte[] classFile) {
    String key = digest(classFile);
    LambdaSites known = CACHE.get(key);
    if (known == null) {
      known = read(classFile);
      CACHE.put(key, known);
    }
    return known;
  }

  /**
   * Which of the places may have made a lambda of this class. Places whose code is the same count
   * as one.
   *
   * @param lambda the hidden class of a lambda
   */
  public List<LambdaSite> fitting(Class<?> lambda) {
    Set<String> interfaces = new HashSet<>();
    for (Class<?> type : lambda.getInterfaces()) {
      interfaces.add(type.descriptorString());
    }
    String captured = capturedDescriptors(lambda);
    List<LambdaSite> found = new ArrayList<>();
    for (LambdaSite site : sites) {
      String factory = site.factoryDescriptor();
      if (factory.substring(1, factory.indexOf(')')).equals(captured)
          && interfacesOf(site).equals(interfaces)
          && found.stream().noneMatch(other -> same(other, site))) {
        found.add(site);
      }
    }
    return found;
  }

  /** Whether one of the places is just this one. */
  public boolean contain(LambdaSite site) {
    return sites.contains(site);
  }

  /** The fields of a lambda's class, in the order of what it captured. */
  public static List<Field> capturedFields(Class<?> lambda) {
    List<Field> fields = new ArrayList<>();
    for (Field field : lambda.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        fields.add(field);
      }
    }
    // arg$1, arg$2, … arg$10: the order of reflection is not promised
    fields.sort(
        Comparator.comparingInt((Field f) -> f.getName().length()).thenComparing(Field::getName));
    return fields;
  }

  private static String capturedDescriptors(Class<?> lambda) {
    StringBuilder text = new StringBuilder();
    for (Field field : capturedFields(lambda)) {
      text.append(field.getType().descriptorString());
    }
    return text.toString();
  }

  private static Set<String> interfacesOf(LambdaSite site) {
    Set<String> all = new HashSet<>(site.markers());
    all.add(Type.getReturnType(site.factoryDescriptor()).getDescriptor());
    return all;
  }

  private boolean same(LambdaSite a, LambdaSite b) {
    if (a.equals(b)) {
      return true;
    }
    return a.samName().equals(b.samName())
        && a.samDescriptor().equals(b.samDescriptor())
        && a.instantiatedDescriptor().equals(b.instantiatedDescriptor())
        && a.implKind() == b.implKind()
        && a.implDescriptor().equals(b.implDescriptor())
        && a.implOwner().equals(host.name)
        && b.implOwner().equals(host.name)
        && MethodBody.of(host, a.implName(), a.implDescriptor())
            .equals(MethodBody.of(host, b.implName(), b.implDescriptor()));
  }

  private static LambdaSites read(byte[] classFile) {
    ClassNode host = new ClassNode();
    new ClassReader(classFile).accept(host, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    List<LambdaSite> sites = new ArrayList<>();
    for (MethodNode method : host.methods) {
      if (method.name.equals("$deserializeLambda$")) {
        continue; // repeats the Serializable ones
      }
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction instanceof InvokeDynamicInsnNode dynamic
            && dynamic.bsm.getOwner().equals(METAFACTORY)) {
          add(sites, dynamic);
        }
      }
    }
    return new LambdaSites(host, sites);
  }

  private static void add(List<LambdaSite> sites, InvokeDynamicInsnNode dynamic) {
    Object[] arguments = dynamic.bsmArgs;
    List<String> markers = new ArrayList<>();
    List<String> bridges = new ArrayList<>();
    if (dynamic.bsm.getName().equals("altMetafactory")) {
      int flags = (Integer) arguments[3];
      if ((flags & LambdaMetafactory.FLAG_SERIALIZABLE) != 0) {
        return; // tells of itself by a SerializedLambda
      }
      int next = 4;
      if ((flags & LambdaMetafactory.FLAG_MARKERS) != 0) {
        next = take(arguments, next, markers);
      }
      if ((flags & LambdaMetafactory.FLAG_BRIDGES) != 0) {
        take(arguments, next, bridges);
      }
    }
    Handle implementation = (Handle) arguments[1];
    sites.add(
        new LambdaSite(
            dynamic.name,
            dynamic.desc,
            ((Type) arguments[0]).getDescriptor(),
            implementation.getTag(),
            implementation.getOwner(),
            implementation.getName(),
            implementation.getDesc(),
            implementation.isInterface(),
            ((Type) arguments[2]).getDescriptor(),
            markers,
            bridges));
  }

  private static int take(Object[] arguments, int at, List<String> into) {
    int count = (Integer) arguments[at];
    Arrays.asList(arguments)
        .subList(at + 1, at + 1 + count)
        .forEach(type -> into.add(((Type) type).getDescriptor()));
    return at + 1 + count;
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new String(hash, StandardCharsets.ISO_8859_1);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
