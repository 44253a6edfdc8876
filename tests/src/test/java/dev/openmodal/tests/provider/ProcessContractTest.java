package dev.openmodal.tests.provider;

import org.junit.jupiter.api.parallel.Isolated;

/** Child JVMs. */
@Isolated // it looks at what is printed
class ProcessContractTest extends ProviderContract {
  ProcessContractTest() {
    super("process");
  }

  @Override
  boolean runsContainers() {
    return false;
  }
}
