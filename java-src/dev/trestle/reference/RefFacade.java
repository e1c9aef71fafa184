package dev.trestle.reference;

import clojure.lang.IFn;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Transactions;
import dev.trestle.internal.Updates;
import dev.trestle.internal.Vars;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** {@link Ref} over a {@code clojure.lang.Ref}. */
@NullMarked
final class RefFacade<T extends @Nullable Object> extends ReferenceFacade<T, clojure.lang.Ref> implements Ref<T> {
    private static final IFn REF = Vars.core("ref");
    private static final IFn ALTER = Vars.core("alter");
    private static final IFn COMMUTE = Vars.core("commute");
    private static final IFn REF_SET = Vars.core("ref-set");
    private static final IFn ENSURE = Vars.core("ensure");
    private static final IFn IDENTITY = Vars.core("identity");
    private static final IFn HISTORY_COUNT = Vars.core("ref-history-count");
    private static final IFn MIN_HISTORY = Vars.core("ref-min-history");
    private static final IFn MAX_HISTORY = Vars.core("ref-max-history");

    RefFacade(clojure.lang.Ref raw) {
        super(raw);
    }

    static <T extends @Nullable Object> Ref<T> create(
            T value, @Nullable Predicate<? super T> validator, @Nullable Map<?, ?> meta) {
        return new RefFacade<>(Options.make(REF, value, "ref", validator, meta));
    }

    @Override
    public T deref() {
        try {
            return Calls.cast(raw.deref());
        } catch (Error e) {
            throw Transactions.recorded(e);
        }
    }

    @Override
    public T alter(Function<? super T, ? extends T> f) {
        Checks.notNull(f, "f");
        running("alter");
        return Transactions.invoke(ALTER, raw, Updates.of(f));
    }

    @Override
    public <A extends @Nullable Object> T alter(BiFunction<? super T, ? super A, ? extends T> f, A arg) {
        Checks.notNull(f, "f");
        running("alter");
        return Transactions.invoke(ALTER, raw, Updates.of(f), arg);
    }

    @Override
    public T commute(Function<? super T, ? extends T> f) {
        Checks.notNull(f, "f");
        running("commute");
        return Transactions.invoke(COMMUTE, raw, Updates.commuting(f));
    }

    @Override
    public <A extends @Nullable Object> T commute(BiFunction<? super T, ? super A, ? extends T> f, A arg) {
        Checks.notNull(f, "f");
        running("commute");
        return Transactions.invoke(COMMUTE, raw, Updates.commuting(f), arg);
    }

    @Override
    public T set(T value) {
        running("set");
        return Transactions.invoke(REF_SET, raw, value);
    }

    @Override
    public T ensure() {
        running("ensure");
        return Transactions.invoke(ENSURE, raw);
    }

    @Override
    public T protect() {
        running("protect");
        return Transactions.invoke(ALTER, raw, IDENTITY);
    }

    @Override
    public int historyCount() {
        return Calls.<Number>invoke(HISTORY_COUNT, raw).intValue();
    }

    @Override
    public int minHistory() {
        return Calls.<Number>invoke(MIN_HISTORY, raw).intValue();
    }

    @Override
    public void minHistory(int count) {
        Calls.<Object>invoke(MIN_HISTORY, raw, Checks.notNegative(count, "minHistory"));
    }

    @Override
    public int maxHistory() {
        return Calls.<Number>invoke(MAX_HISTORY, raw).intValue();
    }

    @Override
    public void maxHistory(int count) {
        Calls.<Object>invoke(MAX_HISTORY, raw, Checks.notNegative(count, "maxHistory"));
    }

    private static void running(String operation) {
        if (!Transactions.isRunning()) {
            Transactions.rethrow(); // it ran, was told to retry, and the body has swallowed that
            throw new IllegalStateException(
                    "Ref." + operation + " must be called in a transaction: wrap it in Stm.dosync(() -> ...)");
        }
    }

    @Override
    String word() {
        return "ref";
    }
}
