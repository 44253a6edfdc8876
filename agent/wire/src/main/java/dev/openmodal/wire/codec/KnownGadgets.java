package dev.openmodal.wire.codec;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Classes of well-known libraries whose objects call what they are told to, as soon as they are
 * hashed, compared or read: a worker that was taken over would answer with them to get into its
 * client, if they happen to be on its class path. A list can only hold what is known; why the rest
 * of the class path is trusted is told in {@code docs/decisions}.
 *
 * <p>From the payloads of ysoserial (https://github.com/frohoff/ysoserial, folder payloads), and
 * the classes that Commons Collections 3.2.2 and 4.1 refuse to deserialize.
 */
final class KnownGadgets {
  private static final Set<String> CLASSES =
      Set.of(
          "bsh.Interpreter",
          "bsh.XThis",
          "bsh.XThis$Handler",
          "clojure.inspector.proxy$javax.swing.table.AbstractTableModel$ff19274a",
          "clojure.lang.AFunction",
          "com.mchange.v2.c3p0.impl.PoolBackedDataSourceBase",
          "com.mchange.v2.c3p0.impl.WrapperConnectionPoolDataSourceBase",
          "com.mchange.v2.naming.ReferenceIndirector$ReferenceSerialized",
          "com.rometools.rome.feed.impl.EqualsBean",
          "com.rometools.rome.feed.impl.ObjectBean",
          "com.rometools.rome.feed.impl.ToStringBean",
          "com.sun.syndication.feed.impl.EqualsBean",
          "com.sun.syndication.feed.impl.ObjectBean",
          "com.sun.syndication.feed.impl.ToStringBean",
          "com.vaadin.data.util.NestedMethodProperty",
          "org.apache.click.control.Column$ColumnComparator",
          "org.apache.commons.beanutils.BeanComparator",
          "org.apache.commons.fileupload.disk.DiskFileItem",
          "org.apache.el.ValueExpressionImpl",
          "org.apache.myfaces.view.facelets.el.ValueExpressionMethodExpression",
          "org.apache.wicket.util.upload.DiskFileItem",
          "org.aspectj.weaver.tools.cache.SimpleCache$StoreableCachingMap",
          "org.codehaus.groovy.runtime.ConvertedClosure",
          "org.codehaus.groovy.runtime.MethodClosure",
          "org.hibernate.engine.spi.TypedValue",
          "org.hibernate.property.BasicPropertyAccessor$BasicGetter",
          "org.hibernate.property.access.spi.GetterMethodImpl",
          "org.hibernate.tuple.component.AbstractComponentTuplizer",
          "org.jboss.interceptor.proxy.InterceptorMethodHandler",
          "org.jboss.weld.interceptor.proxy.InterceptorMethodHandler",
          "org.mozilla.javascript.MemberBox",
          "org.mozilla.javascript.NativeError",
          "org.mozilla.javascript.NativeJavaObject",
          "org.python.core.PyFunction",
          "org.springframework.aop.framework.JdkDynamicAopProxy",
          "org.springframework.beans.factory.support.AutowireUtils$ObjectFactoryDelegatingInvocationHandler",
          "org.springframework.core.SerializableTypeWrapper$MethodInvokeTypeProvider");

  /** Of Commons Collections, by the package in which each of its versions has them. */
  private static final List<String> COLLECTIONS =
      List.of("org.apache.commons.collections.", "org.apache.commons.collections4.");

  private static final Set<String> CLASSES_OF_COLLECTIONS =
      Set.of(
          "functors.ChainedTransformer",
          "functors.CloneTransformer",
          "functors.FactoryTransformer",
          "functors.ForClosure",
          "functors.InstantiateFactory",
          "functors.InstantiateTransformer",
          "functors.InvokerTransformer",
          "functors.PrototypeFactory$PrototypeCloneFactory",
          "functors.PrototypeFactory$PrototypeSerializationFactory",
          "functors.WhileClosure");

  private static final Set<String> ALL = new HashSet<>(CLASSES);

  static {
    for (String library : COLLECTIONS) {
      for (String name : CLASSES_OF_COLLECTIONS) {
        ALL.add(library + name);
      }
    }
  }

  private KnownGadgets() {}

  /** Their names. */
  static Set<String> all() {
    return Collections.unmodifiableSet(ALL);
  }

  /**
   * Lets any other class pass.
   *
   * @throws Unreadable if it, or a class above it, is one of them
   */
  static void check(Class<?> type) {
    for (Class<?> c = JdkTypes.element(type); c != null; c = c.getSuperclass()) {
      if (ALL.contains(c.getName())) {
        throw new Unreadable(
            type.getName(),
            TypeNames.display(type) + " is not allowed in an answer: it calls what it is told to",
            null);
      }
    }
  }
}
