package dev.openmodal.wire.lambda;

import java.util.List;

/**
 * One place in a class where a lambda is made: what an invokedynamic instruction gives to {@link
 * java.lang.invoke.LambdaMetafactory}. Descriptors and internal names are those of class files.
 *
 * @param samName the name of the interface's method
 * @param factoryDescriptor from the captured values to the interface
 * @param samDescriptor the interface's method, erased
 * @param implKind how the implementation is called, a reference kind such as {@link
 *     java.lang.invoke.MethodHandleInfo#REF_invokeStatic}
 * @param implOwner the class of the implementation
 * @param implName its name
 * @param implDescriptor its descriptor
 * @param implOnInterface whether its class is an interface
 * @param instantiatedDescriptor the interface's method with its type arguments
 * @param markers further interfaces
 * @param bridges further descriptors of the interface's method
 */
public record LambdaSite(
    String samName,
    String factoryDescriptor,
    String samDescriptor,
    int implKind,
    String implOwner,
    String implName,
    String implDescriptor,
    boolean implOnInterface,
    String instantiatedDescriptor,
    List<String> markers,
    List<String> bridges) {
  public LambdaSite {
    markers = List.copyOf(markers);
    bridges = List.copyOf(bridges);
  }
}
