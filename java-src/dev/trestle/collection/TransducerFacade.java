package dev.trestle.collection;

import clojure.lang.AFunction;
import clojure.lang.IFn;
import clojure.lang.IPersistentCollection;
import clojure.lang.Keyword;
import clojure.lang.Symbol;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Describe;
import dev.trestle.internal.Functions;
import dev.trestle.internal.Vars;
import java.io.Serial;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A typed transducer that is also the function, so that Clojure code needs no {@code unwrap}.
 *
 * @param <A> the type of what goes in
 * @param <B> the type of what comes out
 */
@NullMarked
final class TransducerFacade<A extends @Nullable Object, B extends @Nullable Object> extends AFunction
        implements Transducer<A, B> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final IFn COMP = Vars.core("comp");
    private static final IFn MAP = Vars.core("map");
    private static final IFn MAP_INDEXED = Vars.core("map-indexed");
    private static final IFn MAPCAT = Vars.core("mapcat");
    private static final IFn KEEP = Vars.core("keep");
    private static final IFn FILTER = Vars.core("filter");
    private static final IFn REMOVE = Vars.core("remove");
    private static final IFn TAKE = Vars.core("take");
    private static final IFn TAKE_WHILE = Vars.core("take-while");
    private static final IFn DROP = Vars.core("drop");
    private static final IFn DROP_WHILE = Vars.core("drop-while");
    private static final IFn PARTITION_ALL = Vars.core("partition-all");
    private static final IFn PARTITION_BY = Vars.core("partition-by");
    private static final IFn DISTINCT = Vars.core("distinct");
    private static final IFn DEDUPE = Vars.core("dedupe");
    private static final IFn INTERPOSE = Vars.core("interpose");
    private static final IFn COMPLETING = Vars.core("completing");
    private static final IFn TRANSDUCE = Vars.core("transduce");
    private static final IFn EDUCTION = Vars.core("eduction");
    private static final Object IDENTITY =
            Vars.lookup("clojure.core", "identity").deref();
    private static final Transducer<?, ?> START = new TransducerFacade<>((IFn) IDENTITY);

    @SuppressWarnings("serial") // as serializable as the functions in it are
    private final IFn raw;

    private TransducerFacade(IFn raw) {
        this.raw = raw;
    }

    static <A extends @Nullable Object> Transducer<A, A> start() {
        return Calls.cast(START);
    }

    static <A extends @Nullable Object, B extends @Nullable Object> Transducer<A, B> adopt(Object transducer) {
        if (transducer instanceof Transducer<?, ?>) {
            return Calls.cast(transducer);
        }
        // these can be called too, but never mean a transducer
        boolean data = transducer instanceof IPersistentCollection
                || transducer instanceof Keyword
                || transducer instanceof Symbol;
        if (data || !(transducer instanceof IFn fn)) {
            throw Checks.notAdoptable("transducer (a clojure.lang.IFn)", transducer);
        }
        return new TransducerFacade<>(fn);
    }

    @Override
    public @Nullable Object invoke(@Nullable Object reducingFunction) {
        return raw.invoke(reducingFunction);
    }

    @Override
    public <C extends @Nullable Object> Transducer<A, C> andThen(Transducer<? super B, C> next) {
        return with(Checks.notNull(next, "next").unwrap());
    }

    @Override
    public <C extends @Nullable Object> Transducer<A, C> map(Function<? super B, ? extends C> f) {
        return with(MAP, function(f));
    }

    @Override
    public <C extends @Nullable Object> Transducer<A, C> mapIndexed(
            BiFunction<? super Long, ? super B, ? extends C> f) {
        return with(MAP_INDEXED, Functions.ofBiFunction(Checks.notNull(f, "f")));
    }

    @Override
    public <C extends @Nullable Object> Transducer<A, C> mapcat(
            Function<? super B, ? extends @Nullable Iterable<? extends C>> f) {
        return with(MAPCAT, function(f));
    }

    @Override
    public <C> Transducer<A, C> keep(Function<? super B, ? extends @Nullable C> f) {
        return with(KEEP, function(f));
    }

    @Override
    public Transducer<A, B> filter(Predicate<? super B> predicate) {
        return with(FILTER, test(predicate));
    }

    @Override
    public Transducer<A, B> remove(Predicate<? super B> predicate) {
        return with(REMOVE, test(predicate));
    }

    @Override
    public Transducer<A, B> take(int n) {
        return with(TAKE, (long) Checks.notNegative(n, "n"));
    }

    @Override
    public Transducer<A, B> takeWhile(Predicate<? super B> predicate) {
        return with(TAKE_WHILE, test(predicate));
    }

    @Override
    public Transducer<A, B> drop(int n) {
        return with(DROP, (long) Checks.notNegative(n, "n"));
    }

    @Override
    public Transducer<A, B> dropWhile(Predicate<? super B> predicate) {
        return with(DROP_WHILE, test(predicate));
    }

    @Override
    public Transducer<A, List<B>> partitionAll(int n) {
        return with(PARTITION_ALL, (long) Checks.positive(n, "n"));
    }

    @Override
    public Transducer<A, List<B>> partitionBy(Function<? super B, ? extends @Nullable Object> f) {
        return with(PARTITION_BY, function(f));
    }

    @Override
    public Transducer<A, B> distinct() {
        return with(Calls.invoke(DISTINCT));
    }

    @Override
    public Transducer<A, B> dedupe() {
        return with(Calls.invoke(DEDUPE));
    }

    @Override
    public Transducer<A, B> interpose(B separator) {
        return with(INTERPOSE, separator);
    }

    @Override
    public List<B> toList(Iterable<? extends A> source) {
        return Vectors.into(Vectors.empty(), this, source);
    }

    @Override
    public <R extends @Nullable Object> R transduce(
            BiFunction<? super R, ? super B, ? extends R> reducer, R init, Iterable<? extends A> source) {
        Object f = Calls.invoke(COMPLETING, Functions.ofBiFunction(Checks.notNull(reducer, "reducer")));
        return Calls.invoke(TRANSDUCE, raw, f, init, Checks.notNull(source, "source"));
    }

    @Override
    public Iterable<B> eduction(Iterable<? extends A> source) {
        return Calls.invoke(EDUCTION, raw, Checks.notNull(source, "source"));
    }

    @Override
    public Object unwrap() {
        return raw;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TransducerFacade<?, ?> that && that.raw == raw;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(raw);
    }

    @Override
    public String toString() {
        return Describe.identity("Transducer", raw);
    }

    private <C extends @Nullable Object> Transducer<A, C> with(IFn factory, @Nullable Object argument) {
        return with(Calls.<Object>invoke(factory, argument));
    }

    private <C extends @Nullable Object> Transducer<A, C> with(Object step) {
        Object longer = raw == IDENTITY ? step : Calls.invoke(COMP, raw, step);
        return new TransducerFacade<>(Calls.<IFn>cast(longer));
    }

    private static IFn function(Function<?, ?> f) {
        return Functions.ofFunction(Checks.notNull(f, "f"));
    }

    private static IFn test(Predicate<?> predicate) {
        return Functions.ofPredicate(Checks.notNull(predicate, "predicate"));
    }
}
