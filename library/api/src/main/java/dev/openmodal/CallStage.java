package dev.openmodal;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A completion stage that hands everything on to another one. */
@SuppressWarnings("NullAway") // the JDK's own signatures do not say what may be null
abstract class CallStage<R extends @Nullable Object> implements CompletionStage<R> {
  abstract CompletionStage<R> stage();

  @Override
  public <U extends @Nullable Object> CompletionStage<U> thenApply(
      Function<? super R, ? extends U> fn) {
    return stage().thenApply(fn);
  }

  @Override
  public <U extends @Nullable Object> CompletionStage<U> thenApplyAsync(
      Function<? super R, ? extends U> fn) {
    return stage().thenApplyAsync(fn);
  }

  @Override
  public <U extends @Nullable Object> CompletionStage<U> thenApplyAsync(
      Function<? super R, ? extends U> fn, Executor executor) {
    return stage().thenApplyAsync(fn, executor);
  }

  @Override
  public CompletionStage<Void> thenAccept(Consumer<? super R> action) {
    return stage().thenAccept(action);
  }

  @Override
  public CompletionStage<Void> thenAcceptAsync(Consumer<? super R> action) {
    return stage().thenAcceptAsync(action);
  }

  @Override
  public CompletionStage<Void> thenAcceptAsync(Consumer<? super R> action, Executor executor) {
    return stage().thenAcceptAsync(action, executor);
  }

  @Override
  public CompletionStage<Void> thenRun(Runnable action) {
    return stage().thenRun(action);
  }

  @Override
  public CompletionStage<Void> thenRunAsync(Runnable action) {
    return stage().thenRunAsync(action);
  }

  @Override
  public CompletionStage<Void> thenRunAsync(Runnable action, Executor executor) {
    return stage().thenRunAsync(action, executor);
  }

  @Override
  public <U extends @Nullable Object, V extends @Nullable Object> CompletionStage<V> thenCombine(
      CompletionStage<? extends U> other, BiFunction<? super R, ? super U, ? extends V> fn) {
    return stage().thenCombine(other, fn);
  }

  @Override
  public <U extends @Nullable Object, V extends @Nullable Object>
      CompletionStage<V> thenCombineAsync(
          CompletionStage<? extends U> other, BiFunction<? super R, ? super U, ? extends V> fn) {
    return stage().thenCombineAsync(other, fn);
  }

  @Override
  public <U extends @Nullable Object, V extends @Nullable Object>
      CompletionStage<V> thenCombineAsync(
          CompletionStage<? extends U> other,
          BiFunction<? super R, ? super U, ? extends V> fn,
          Executor executor) {
    return stage().thenCombineAsync(other, fn, executor);
  }

  @Override
  public <U extends @Nullable Object> CompletionStage<Void> thenAcceptBoth(
      CompletionStage<? extends U> other, BiConsumer<? super R, ? super U> action) {
    return stage().thenAcceptBoth(other, action);
  }

  @Override
  public <U extends @Nullable Object> CompletionStage<Void> thenAcceptBothAsync(
      CompletionStage<? extends U> other, BiConsumer<? super R, ? super U> action) {
    return stage().thenAcceptBothAsync(other, action);
  }

  @Override
  public <U extends @Nullable Object> CompletionStage<Void> thenAcceptBothAsync(
      CompletionStage<? extends U> other,
      BiConsumer<? super R, ? super U> action,
      Executor executor) {
    return stage().thenAcceptBothAsync(other, action, executor);
  }

  @Override
  public CompletionStage<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
    return stage().runAfterBoth(other, action);
  }

  @Override
  public CompletionStage<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
    return stage().runAfterBothAsync(other, action);
  }

  @Override
  public CompletionStage<Void> runAfterBothAsync(
      CompletionStage<?> other, Runnable action, Executor executor) {
    return stage().runAfterBothAsync(other, action, executor);
  }

  @Override
  public <U extends @Nullable Object> CompletionStage<U> applyToEither(
      CompletionStage<? extends R> other, Function<? super R, U> fn) {
    return stage().applyToEither(other, fn);
  }

  @Override
  public <U extends @Nullable Object> CompletionStage<U> applyToEitherAsync(
      CompletionStage<? extends R> other, Function<? super R, U> fn) {
    return stage().applyToEitherAsync(other, fn);
  }

  @Override
  public <U extends @Nullable Object> CompletionStage<U> applyToEitherAsync(
      CompletionStage<? extends R> other, Function<? super R, U> fn, Executor executor) {
    return stage().applyToEitherAsync(other, fn, executor);
  }

  @Override
  public CompletionStage<Void> acceptEither(
      CompletionStage<? extends R> other, Consumer<? super R> action) {
    return stage().acceptEither(other, action);
  }

  @Override
  public CompletionStage<Void> acceptEitherAsync(
      CompletionStage<? extends R> other, Consumer<? super R> action) {
    return stage().acceptEitherAsync(other, action);
  }

  @Override
  public CompletionStage<Void> acceptEitherAsync(
      CompletionStage<? extends R> other, Consumer<? super R> action, Executor executor) {
    return stage().acceptEitherAsync(other, action, executor);
  }

  @Override
  public CompletionStage<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
    return stage().runAfterEither(other, action);
  }

  @Override
  public CompletionStage<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
    return stage().runAfterEitherAsync(other, action);
  }

  @Override
  public CompletionStage<Void> runAfterEitherAsync(
      CompletionStage<?> other, Runnable action, Executor executor) {
    return stage().runAfterEitherAsync(other, action, executor);
  }

  @Override
  public <U extends @Nullable Object> CompletionStage<U> thenCompose(
      Function<? super R, ? extends CompletionStage<U>> fn) {
    return stage().thenCompose(fn);
  }

  @Override
  public <U extends @Nullable Object> CompletionStage<U> thenComposeAsync(
      Function<? super R, ? extends CompletionStage<U>> fn) {
    return stage().thenComposeAsync(fn);
  }

  @Override
  public <U extends @Nullable Object> CompletionStage<U> thenComposeAsync(
      Function<? super R, ? extends CompletionStage<U>> fn, Executor executor) {
    return stage().thenComposeAsync(fn, executor);
  }

  @Override
  public <U extends @Nullable Object> CompletionStage<U> handle(
      BiFunction<? super R, Throwable, ? extends U> fn) {
    return stage().handle(fn);
  }

  @Override
  public <U extends @Nullable Object> CompletionStage<U> handleAsync(
      BiFunction<? super R, Throwable, ? extends U> fn) {
    return stage().handleAsync(fn);
  }

  @Override
  public <U extends @Nullable Object> CompletionStage<U> handleAsync(
      BiFunction<? super R, Throwable, ? extends U> fn, Executor executor) {
    return stage().handleAsync(fn, executor);
  }

  @Override
  public CompletionStage<R> whenComplete(BiConsumer<? super R, ? super Throwable> action) {
    return stage().whenComplete(action);
  }

  @Override
  public CompletionStage<R> whenCompleteAsync(BiConsumer<? super R, ? super Throwable> action) {
    return stage().whenCompleteAsync(action);
  }

  @Override
  public CompletionStage<R> whenCompleteAsync(
      BiConsumer<? super R, ? super Throwable> action, Executor executor) {
    return stage().whenCompleteAsync(action, executor);
  }

  @Override
  public CompletionStage<R> exceptionally(Function<Throwable, ? extends R> fn) {
    return stage().exceptionally(fn);
  }
}
