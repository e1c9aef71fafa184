package dev.trestle.reference;

import clojure.lang.AFn;
import clojure.lang.IFn;
import clojure.lang.IPersistentMap;
import clojure.lang.PersistentHashMap;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Vars;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Values for dynamic vars while a body runs, on the thread that runs it. Clojure: {@code (binding [*x* v] ...)}.
 *
 * <p>Futures and agents take the bindings of the thread that starts them along, as Clojure's do; {@link #conveying} does so
 * for any executor, and unlike Clojure gives the thread its own bindings back afterwards.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Bindings {
    private static final IFn WITH_BINDINGS = Vars.core("with-bindings*");
    private static final IFn GET_THREAD_BINDINGS = Vars.core("get-thread-bindings");

    private final IPersistentMap values;

    private Bindings(IPersistentMap values) {
        this.values = values;
    }

    /**
     * Makes bindings of one var.
     *
     * @param var a dynamic var
     * @param value its value in the body
     * @param <V> the type of the value
     * @return bindings
     * @throws IllegalArgumentException if the var is not dynamic
     */
    public static <V extends @Nullable Object> Bindings of(Var<V> var, V value) {
        return new Bindings(PersistentHashMap.EMPTY).with(var, value);
    }

    /**
     * Returns the bindings in force on this thread. Clojure: {@code (get-thread-bindings)}.
     *
     * @return their values at this moment
     */
    public static Bindings current() {
        return new Bindings(Calls.invoke(GET_THREAD_BINDINGS));
    }

    /**
     * Makes an executor whose tasks run under the bindings of the thread that hands them in. Clojure: {@code bound-fn*}
     * around each task.
     *
     * @param executor runs the tasks
     * @return an executor in front of it
     */
    public static Executor conveying(Executor executor) {
        Checks.notNull(executor, "executor");
        return task -> executor.execute(current().wrap(task));
    }

    /**
     * Adds a var, or gives one another value.
     *
     * @param var a dynamic var
     * @param value its value in the body
     * @param <V> the type of the value
     * @return bindings of all of them
     * @throws IllegalArgumentException if the var is not dynamic
     */
    public <V extends @Nullable Object> Bindings with(Var<V> var, V value) {
        if (!Checks.notNull(var, "var").isDynamic()) {
            throw new IllegalArgumentException("var must be dynamic, was " + var + ": declare it with ^:dynamic");
        }
        return new Bindings(values.assoc(var.unwrap(), value));
    }

    /**
     * Runs a body under these bindings. Clojure: {@code (with-bindings* m f)}.
     *
     * @param body runs once, on this thread
     * @param <T> the type of its value
     * @param <X> the checked exception that it throws
     * @return its value
     * @throws X if the body does
     */
    public <T extends @Nullable Object, X extends Exception> T call(ThrowingSupplier<T, X> body) throws X {
        Checks.notNull(body, "body");
        return Calls.cast(WITH_BINDINGS.invoke(values, new BodyFn(body)));
    }

    /**
     * Runs a body that has no value under these bindings. Clojure: {@code (with-bindings* m f)}.
     *
     * @param body runs once, on this thread
     * @param <X> the checked exception that it throws
     * @throws X if the body does
     */
    public <X extends Exception> void run(ThrowingRunnable<X> body) throws X {
        Checks.notNull(body, "body");
        this.<@Nullable Object, X>call(() -> {
            body.run();
            return null;
        });
    }

    /**
     * Makes a task that runs under these bindings wherever it runs. Clojure: {@code (bound-fn* f)}, with
     * {@link #current()}.
     *
     * @param task a task
     * @return a task around it
     */
    public Runnable wrap(Runnable task) {
        Checks.notNull(task, "task");
        return () -> this.<RuntimeException>run(task::run);
    }

    /**
     * Makes a task that runs under these bindings wherever it runs. Clojure: {@code (bound-fn* f)}, with
     * {@link #current()}.
     *
     * @param task a task
     * @param <T> the type of its value
     * @return a task around it
     */
    public <T extends @Nullable Object> Callable<T> wrap(Callable<T> task) {
        Checks.notNull(task, "task");
        return () -> this.<T, Exception>call(task::call);
    }

    @Override
    public String toString() {
        return "Bindings" + values;
    }

    private static final class BodyFn extends AFn {
        private final ThrowingSupplier<?, ?> body;

        BodyFn(ThrowingSupplier<?, ?> body) {
            this.body = body;
        }

        @Override
        public @Nullable Object invoke() {
            try {
                return body.get();
            } catch (Exception e) {
                throw Calls.sneaky(e); // declared by the method that was given the body
            }
        }
    }
}
