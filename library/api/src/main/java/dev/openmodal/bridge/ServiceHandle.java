package dev.openmodal.bridge;

/** What the API keeps of a service whose code and values are frozen. */
public interface ServiceHandle {
  /**
   * An object of it in this JVM, made when it is first asked for. Throws what its lambda throws.
   */
  Object here() throws Exception;
}
