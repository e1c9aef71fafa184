package dev.trestle.async;

import clojure.lang.IFn;
import clojure.lang.IPersistentCollection;
import dev.trestle.collection.Transducer;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Functions;
import dev.trestle.internal.Vars;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Functions that make one value of a channel's. */
@NullMarked
final class Reducing {
    private static final IFn CONJ = Vars.core("conj");
    private static final IFn COMPLETING = Vars.core("completing");

    private Reducing() {}

    static <T, R extends @Nullable Object> CompletableFuture<R> reduce(
            BiFunction<? super R, ? super T, ? extends R> f, R init, ReadPort<? extends T> from) {
        return Reduction.start(Functions.ofBiFunction(Checks.notNull(f, "f")), init, from);
    }

    static <A, B, R extends @Nullable Object> CompletableFuture<R> transduce(
            Transducer<? super A, ? extends B> transducer,
            BiFunction<? super R, ? super B, ? extends R> f,
            R init,
            ReadPort<? extends A> from) {
        IFn transforms = (IFn) Checks.notNull(transducer, "transducer").unwrap();
        Object reducing = Calls.invoke(COMPLETING, Functions.ofBiFunction(Checks.notNull(f, "f")));
        IFn step = Calls.invoke(transforms, reducing);
        return Reduction.<@Nullable Object>start(step, init, from).thenApply(result -> Calls.<R>invoke(step, result));
    }

    /** A collection or a map. */
    static <C> CompletableFuture<C> into(C collection, ReadPort<?> from) {
        if (!(Checks.notNull(collection, "collection") instanceof IPersistentCollection)) {
            throw Checks.notAdoptable("Clojure collection", collection);
        }
        return Reduction.start(CONJ, collection, from);
    }
}
