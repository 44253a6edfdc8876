package dev.openmodal.engine.call;

import dev.openmodal.Action1;
import dev.openmodal.Action2;
import dev.openmodal.Action3;
import dev.openmodal.Action4;
import dev.openmodal.Fn1;
import dev.openmodal.Fn2;
import dev.openmodal.Fn3;
import dev.openmodal.Fn4;
import org.jspecify.annotations.Nullable;

/** Calls the code of a map in this JVM and thread. */
@SuppressWarnings("unchecked") // the API has checked the types
final class LocalCall {
  private LocalCall() {}

  static @Nullable Object run(Object code, @Nullable Object[] a) throws Exception {
    if (code instanceof Fn1<?, ?> one) {
      return ((Fn1<Object, Object>) one).apply(a[0]);
    } else if (code instanceof Fn2<?, ?, ?> two) {
      return ((Fn2<Object, Object, Object>) two).apply(a[0], a[1]);
    } else if (code instanceof Fn3<?, ?, ?, ?> three) {
      return ((Fn3<Object, Object, Object, Object>) three).apply(a[0], a[1], a[2]);
    } else if (code instanceof Fn4<?, ?, ?, ?, ?> four) {
      return ((Fn4<Object, Object, Object, Object, Object>) four).apply(a[0], a[1], a[2], a[3]);
    }
    if (code instanceof Action1<?> one) {
      ((Action1<Object>) one).run(a[0]);
    } else if (code instanceof Action2<?, ?> two) {
      ((Action2<Object, Object>) two).run(a[0], a[1]);
    } else if (code instanceof Action3<?, ?, ?> three) {
      ((Action3<Object, Object, Object>) three).run(a[0], a[1], a[2]);
    } else {
      ((Action4<Object, Object, Object, Object>) code).run(a[0], a[1], a[2], a[3]);
    }
    return null;
  }
}
