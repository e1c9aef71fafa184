package dev.trestle.reference;

import clojure.lang.IAtom2;
import clojure.lang.IFn;
import clojure.lang.IPersistentVector;
import clojure.lang.ISeq;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Updates;
import dev.trestle.internal.Vars;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** {@link Atom} over a {@code clojure.lang.Atom}. */
@NullMarked
final class AtomFacade<T extends @Nullable Object> extends ReferenceFacade<T, clojure.lang.Atom>
        implements Atom<T>, IAtom2 {
    private static final IFn ATOM = Vars.core("atom");
    private static final IFn SWAP = Vars.core("swap!");
    private static final IFn SWAP_VALS = Vars.core("swap-vals!");
    private static final IFn COMPARE_AND_SET = Vars.core("compare-and-set!");
    private static final IFn RESET = Vars.core("reset!");
    private static final IFn RESET_VALS = Vars.core("reset-vals!");

    AtomFacade(clojure.lang.Atom raw) {
        super(raw);
    }

    static <T extends @Nullable Object> Atom<T> create(
            T value, @Nullable Predicate<? super T> validator, @Nullable Map<?, ?> meta) {
        return new AtomFacade<>(Options.make(ATOM, value, "atom", validator, meta));
    }

    @Override
    public T swap(Function<? super T, ? extends T> f) {
        return Calls.invoke(SWAP, raw, Updates.of(Checks.notNull(f, "f")));
    }

    @Override
    public <A extends @Nullable Object> T swap(BiFunction<? super T, ? super A, ? extends T> f, A arg) {
        return Calls.invoke(SWAP, raw, Updates.of(Checks.notNull(f, "f")), arg);
    }

    @Override
    public Change<T> swapVals(Function<? super T, ? extends T> f) {
        return change(Calls.invoke(SWAP_VALS, raw, Updates.of(Checks.notNull(f, "f"))));
    }

    @Override
    public <A extends @Nullable Object> Change<T> swapVals(BiFunction<? super T, ? super A, ? extends T> f, A arg) {
        return change(Calls.invoke(SWAP_VALS, raw, Updates.of(Checks.notNull(f, "f")), arg));
    }

    @Override
    public boolean compareAndSet(@Nullable Object expected, @Nullable Object value) {
        return Calls.<Boolean>invoke(COMPARE_AND_SET, raw, expected, value);
    }

    @Override
    public T reset(@Nullable Object value) {
        return Calls.invoke(RESET, raw, value);
    }

    @Override
    public ChangePair<T> resetVals(@Nullable Object value) {
        return change(Calls.invoke(RESET_VALS, raw, value));
    }

    private static <T extends @Nullable Object> ChangePair<T> change(IPersistentVector pair) {
        return new ChangePair<>(Calls.<T>cast(pair.nth(0)), Calls.<T>cast(pair.nth(1)));
    }

    @Override
    String word() {
        return "atom";
    }

    // Clojure's side: swap!, swap-vals! and reset-vals! on the facade itself

    @Override
    public Object swap(IFn f) {
        return raw.swap(f);
    }

    @Override
    public Object swap(IFn f, Object a) {
        return raw.swap(f, a);
    }

    @Override
    public Object swap(IFn f, Object a, Object b) {
        return raw.swap(f, a, b);
    }

    @Override
    public Object swap(IFn f, Object a, Object b, ISeq rest) {
        return raw.swap(f, a, b, rest);
    }

    @Override
    public IPersistentVector swapVals(IFn f) {
        return raw.swapVals(f);
    }

    @Override
    public IPersistentVector swapVals(IFn f, Object a) {
        return raw.swapVals(f, a);
    }

    @Override
    public IPersistentVector swapVals(IFn f, Object a, Object b) {
        return raw.swapVals(f, a, b);
    }

    @Override
    public IPersistentVector swapVals(IFn f, Object a, Object b, ISeq rest) {
        return raw.swapVals(f, a, b, rest);
    }
}
