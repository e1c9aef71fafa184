package dev.trestle.reference;

import clojure.lang.IFn;
import dev.trestle.internal.Boot;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Functions;
import dev.trestle.internal.Vars;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** {@link Var} over a {@code clojure.lang.Var}. */
@NullMarked
final class VarFacade<T extends @Nullable Object> extends ReferenceFacade<T, clojure.lang.Var> implements Var<T> {
    private static final IFn VAR_SET = Vars.core("var-set");
    private static final IFn ALTER_VAR_ROOT = Vars.core("alter-var-root");
    private static final IFn THREAD_BOUND = Vars.core("thread-bound?");
    private static final IFn BOUND = Vars.core("bound?");

    VarFacade(clojure.lang.Var raw) {
        super(raw);
    }

    static <T extends @Nullable Object> Var<T> find(String namespace, String name) {
        return new VarFacade<>(Vars.lookup(namespace, name));
    }

    static <T extends @Nullable Object> Var<T> dynamic(T root) {
        Boot.ensure();
        return new VarFacade<>(clojure.lang.Var.create(root).setDynamic()); // as the macro with-local-vars does
    }

    @Override
    public T set(T value) {
        if (!isThreadBound()) {
            throw new IllegalStateException(
                    raw + " must be bound on this thread to be set: use Bindings.of(var, value),"
                            + " or alterRoot to change it for all threads");
        }
        return Calls.invoke(VAR_SET, raw, value);
    }

    @Override
    public T alterRoot(Function<? super T, ? extends T> f) {
        return Calls.invoke(ALTER_VAR_ROOT, raw, Functions.ofFunction(Checks.notNull(f, "f")));
    }

    @Override
    public boolean isThreadBound() {
        return Calls.<Boolean>invoke(THREAD_BOUND, raw);
    }

    @Override
    public boolean isBound() {
        return Calls.<Boolean>invoke(BOUND, raw);
    }

    @Override
    public boolean isDynamic() {
        return raw.isDynamic();
    }

    @Override
    String word() {
        return "var";
    }

    @Override
    public String toString() {
        return "Var[" + raw + "]";
    }
}
