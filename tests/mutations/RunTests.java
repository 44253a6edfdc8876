import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectIteration;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.commons.util.ReflectionUtils;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs tests, each {@code CLASS}, {@code CLASS#METHOD} or {@code CLASS#METHOD@N}, the Nth
 * invocation of a parameterized one. Ends with 0 if all are green, 1 if one is red, 3 if none ran.
 */
final class RunTests {
  public static void main(String[] tests) throws ClassNotFoundException {
    List<DiscoverySelector> selectors = new ArrayList<>();
    for (String test : tests) {
      String[] parts = test.split("[#@]");
      switch (parts.length) {
        case 1 -> selectors.add(selectClass(parts[0]));
        case 2 -> selectors.add(selectMethod(method(parts[0], parts[1])));
        default ->
            selectors.add(
                selectIteration(
                    selectMethod(method(parts[0], parts[1])), Integer.parseInt(parts[2]) - 1));
      }
    }
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(), listener);
    TestExecutionSummary summary = listener.getSummary();
    PrintWriter out = new PrintWriter(System.out, true);
    summary.printTo(out);
    summary.printFailuresTo(out, 20);
    int noneRan = summary.getTestsSucceededCount() == 0 ? 3 : 0;
    System.exit(summary.getTotalFailureCount() > 0 ? 1 : noneRan); // whatever threads tests have left
  }

  private static String method(String type, String name) throws ClassNotFoundException {
    for (Method method : Class.forName(type).getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        return ReflectionUtils.getFullyQualifiedMethodName(
            method.getDeclaringClass(), name, method.getParameterTypes());
      }
    }
    throw new IllegalArgumentException(type + " has no test " + name);
  }
}
