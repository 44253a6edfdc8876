package dev.openmodal.tests.provider;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Isolated;

/** Containers of a Docker Engine. */
@Isolated // it looks at what is printed
class LocalContractTest extends ProviderContract {
  LocalContractTest() {
    super("local");
  }

  @BeforeAll
  static void needsAnEngine() {
    TestEngine.assumeThere();
  }

  @Override
  boolean runsContainers() {
    return true;
  }
}
