package dev.trestle.reference;

import dev.trestle.internal.Checks;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A named place with a root value for all threads and, if it is dynamic, a value for a thread while a body runs. Clojure:
 * {@code (def ^:dynamic *x* v)}.
 *
 * <pre>{@code
 * Var<String> user = Var.dynamic("nobody");
 * String name = Bindings.of(user, "ada").call(user::deref);
 * }</pre>
 *
 * <p>Thread-safe. {@link Bindings} gives dynamic vars a value for a body, and carries those values to other threads.
 *
 * @param <T> the type of the value; a null value is Clojure's nil
 * @since 0.1.0
 */
@NullMarked
public sealed interface Var<T extends @Nullable Object> extends Reference<T> permits VarFacade {
    /**
     * Finds a var by its name. Clojure: {@code (find-var 'namespace/name)}.
     *
     * @param namespace the name of a namespace that is loaded
     * @param name the name of the var
     * @param <T> the type of its value, on the caller's word
     * @return a facade of it
     * @throws IllegalStateException if there is no such namespace or var, or the var has no value
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // the caller's word
    static <T extends @Nullable Object> Var<T> find(String namespace, String name) {
        return VarFacade.find(Checks.notNull(namespace, "namespace"), Checks.notNull(name, "name"));
    }

    /**
     * Makes a dynamic var without a name. Clojure: {@code (with-local-vars [x root] ...)}, with a root value.
     *
     * @param root the value where no binding is in force
     * @param <T> the type of the value
     * @return a new var
     */
    static <T extends @Nullable Object> Var<T> dynamic(T root) {
        return VarFacade.dynamic(root);
    }

    /**
     * Adopts a Clojure var.
     *
     * @param var a {@code clojure.lang.Var}, or a facade of one, which is returned as it is
     * @param <T> the type of its value, on the caller's word
     * @return a facade of it
     * @throws IllegalArgumentException if it is something else
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller's word
    static <T extends @Nullable Object> Var<T> wrap(@Nullable Object var) {
        return var instanceof VarFacade<?> facade
                ? (Var<T>) facade
                : new VarFacade<>(Checks.adopt(clojure.lang.Var.class, var));
    }

    /**
     * Sets this thread's binding. Clojure: {@code (var-set v value)}, {@code (set! v value)}.
     *
     * @param value the new value, in force until the body ends that the binding was made for
     * @return the new value
     * @throws IllegalStateException if this thread has no binding of its own: where there is none, and where one was
     *     conveyed by Clojure's own means (a future's, an agent's)
     */
    T set(T value);

    /**
     * Replaces the root value by a function of it. Clojure: {@code (alter-var-root v f)}.
     *
     * @param f from the old root to the new; applied once, holding the var's lock
     * @return the new root
     * @throws NullPointerException if {@code f} is null
     */
    T alterRoot(Function<? super T, ? extends T> f);

    /**
     * Says whether this thread has a binding of it. Clojure: {@code (thread-bound? v)}.
     *
     * @return true if {@link #deref()} answers with a binding, not with the root
     */
    boolean isThreadBound();

    /**
     * Says whether it has a value at all. Clojure: {@code (bound? v)}.
     *
     * @return false for a var that was declared only
     */
    boolean isBound();

    /**
     * Says whether it can be bound. Clojure: {@code (:dynamic (meta v))}.
     *
     * @return true if it is dynamic
     */
    boolean isDynamic();
}
