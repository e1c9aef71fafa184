package dev.trestle.async;

import clojure.lang.AFn;
import clojure.lang.ISeq;
import clojure.lang.PersistentVector;
import dev.trestle.internal.AsyncLibrary;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Functions;
import dev.trestle.internal.Vars;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Functions of channels that make channels. */
@NullMarked
final class Combining {
    /** Stands for no value on the way to where it is left out. */
    private static final Object NOTHING = new Object();

    private Combining() {}

    static <T> Channel<T> merge(List<? extends ReadPort<? extends T>> ports, @Nullable Buffer buffer) {
        PersistentVector raw = PersistentVector.create(Raw.of(ports));
        return Channel.wrap(AsyncLibrary.fn("merge").invoke(raw, Raw.of(buffer)));
    }

    static <T> Channels.Split<T> split(
            Predicate<? super T> predicate,
            ReadPort<? extends T> from,
            @Nullable Buffer matching,
            @Nullable Buffer others) {
        Checks.notNull(predicate, "predicate");
        Predicate<T> guarded = value -> Guarded.<Boolean>orElse(() -> predicate.test(value), false);
        Object port = Raw.of(from, "from");
        List<?> both = (List<?>)
                AsyncLibrary.fn("split").invoke(Functions.ofPredicate(guarded), port, Raw.of(matching), Raw.of(others));
        return new Channels.Split<>(Channel.wrap(both.get(0)), Channel.wrap(both.get(1)));
    }

    static <P extends WritePort<?>> P pipe(ReadPort<?> from, P to, boolean close) {
        Calls.<Object>invoke(AsyncLibrary.fn("pipe"), Raw.of(from, "from"), Raw.of(to, "to"), close);
        return to;
    }

    static <A, R> Channel<R> map(Function<? super A, ? extends R> f, ReadPort<? extends A> from) {
        Checks.notNull(f, "f");
        Function<A, Object> guarded = value -> present(() -> f.apply(value));
        return withoutNothing(AsyncLibrary.fn("map")
                .invoke(Functions.ofFunction(guarded), PersistentVector.create(Raw.of(from, "from"))));
    }

    static <A, B, R> Channel<R> map(
            BiFunction<? super A, ? super B, ? extends R> f,
            ReadPort<? extends A> first,
            ReadPort<? extends B> second) {
        Checks.notNull(f, "f");
        BiFunction<A, B, Object> guarded = (a, b) -> present(() -> f.apply(a, b));
        PersistentVector ports = PersistentVector.create(Raw.of(first, "first"), Raw.of(second, "second"));
        return withoutNothing(AsyncLibrary.fn("map").invoke(Functions.ofBiFunction(guarded), ports));
    }

    static <A, R> Channel<R> map(
            Function<? super List<A>, ? extends R> f, List<? extends ReadPort<? extends A>> ports) {
        Checks.notNull(f, "f");
        Function<List<A>, Object> guarded = values -> present(() -> f.apply(values));
        return withoutNothing(
                AsyncLibrary.fn("map").invoke(new OfList<>(guarded), PersistentVector.create(Raw.of(ports))));
    }

    /** core.async's loop ends without closing anything if its function fails or gives nil. */
    private static Object present(Callable<?> call) {
        return Guarded.orElse(() -> Checks.notNull(call.call(), "value of f"), NOTHING);
    }

    private static <R> Channel<R> withoutNothing(Object mapped) {
        Object out = AsyncLibrary.fn("chan").invoke(1, Filter.NOTHING_OUT);
        AsyncLibrary.fn("pipe").invoke(mapped, out);
        return Channel.wrap(out);
    }

    static <T> Channel<T> take(int n, ReadPort<? extends T> from, @Nullable Buffer buffer) {
        long count = Checks.notNegative(n, "n");
        Object port = Raw.of(from, "from");
        return Channel.wrap(AsyncLibrary.fn("take").invoke(count, port, Raw.of(buffer)));
    }

    static <T> CompletableFuture<@Nullable Void> onto(
            WritePort<? super T> to, Iterable<? extends T> values, boolean close) {
        Checks.notNull(to, "to");
        CompletableFuture<@Nullable Void> end = Feed.start(to, Checks.notNull(values, "values")::iterator);
        return close ? end.whenComplete((done, failure) -> to.close()) : end;
    }

    /** Takes any number of arguments as one list. */
    private static final class OfList<A> extends AFn {
        private final Function<List<A>, Object> f;

        OfList(Function<List<A>, Object> f) {
            this.f = f;
        }

        @Override
        public Object applyTo(ISeq arguments) {
            return f.apply(Calls.cast(PersistentVector.create(arguments)));
        }
    }

    /** Made when core.async is there, since Clojure must be. */
    private static final class Filter {
        static final Object NOTHING_OUT = Vars.core("remove").invoke(Functions.ofPredicate(value -> value == NOTHING));
    }
}
