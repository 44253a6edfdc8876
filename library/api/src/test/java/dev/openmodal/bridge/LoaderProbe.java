package dev.openmodal.bridge;

import java.util.Collections;

/** Prints what the loader of the nested jars makes of a name; the name is looked up there first. */
final class LoaderProbe {
  private LoaderProbe() {}

  public static void main(String[] arguments) throws Exception {
    ClassLoader loader = NestedJarLoader.forEngine();
    for (String name : arguments) {
      System.out.println(name.startsWith("/") ? resources(loader, name) : type(loader, name));
    }
  }

  private static String type(ClassLoader loader, String name) {
    try {
      ClassLoader defining = loader.loadClass(name).getClassLoader();
      return defining == null ? "boot" : String.valueOf(defining.getName());
    } catch (ClassNotFoundException e) {
      return "none";
    }
  }

  private static String resources(ClassLoader loader, String name) throws Exception {
    return Collections.list(loader.getResources(name.substring(1))).size() + " found";
  }
}
