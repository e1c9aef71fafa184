package dev.trestle.async;

import clojure.lang.IFn;
import clojure.lang.Keyword;
import dev.trestle.collection.Transducer;
import dev.trestle.internal.AsyncLibrary;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Functions;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Functions of channels that run on threads, and time. */
@NullMarked
final class Pipelines {
    private Pipelines() {}

    static <B> CompletableFuture<@Nullable Void> start(
            String function,
            int n,
            WritePort<?> to,
            Transducer<?, ?> transducer,
            ReadPort<?> from,
            boolean close,
            @Nullable Function<? super Throwable, ? extends @Nullable B> exHandler) {
        long parallel = Checks.positive(n, "n");
        Object target = Raw.of(to, "to");
        Object transforms = Checks.notNull(transducer, "transducer").unwrap();
        Object source = Raw.of(from, "from");
        Object ended = AsyncLibrary.fn(function)
                .invoke(parallel, target, transforms, source, close, Transductions.handler(exHandler, null));
        return Channel.wrap(ended).takeAsync().thenApply(end -> null);
    }

    static <A, B> CompletableFuture<@Nullable Void> async(
            int n,
            WritePort<? super B> to,
            BiConsumer<? super A, ? super WritePort<B>> f,
            ReadPort<? extends A> from,
            boolean close) {
        long parallel = Checks.positive(n, "n");
        Object target = Raw.of(to, "to");
        IFn starts = Guarded.<A, B>async(Checks.notNull(f, "f"));
        Object source = Raw.of(from, "from");
        Object ended = AsyncLibrary.fn("pipeline-async").invoke(parallel, target, starts, source, close);
        return Channel.wrap(ended).takeAsync().thenApply(end -> null);
    }

    static <R extends @Nullable Object> CompletableFuture<R> thread(Callable<? extends R> task, String workload) {
        Checks.notNull(task, "task");
        CompletableFuture<R> result = new CompletableFuture<>();
        Supplier<@Nullable Object> body = () -> {
            try {
                result.complete(task.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
            return null;
        };
        AsyncLibrary.fn("thread-call").invoke(Functions.ofSupplier(body), Keyword.intern(workload));
        return result;
    }

    static <T> ReadPort<T> timeout(Duration duration) {
        return Channel.wrap(AsyncLibrary.fn("timeout").invoke(Checks.millis(duration, "duration")));
    }
}
