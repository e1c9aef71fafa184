package dev.trestle.internal;

import clojure.lang.IFn;
import clojure.lang.ISeq;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The one funnel between what Clojure throws and what Java declares.
 *
 * <p>Clojure code may throw any exception, checked ones undeclared. Here an {@code Error} passes, a
 * {@code RuntimeException} passes by identity, and a checked exception becomes the cause of a
 * {@link CompletionException}; an {@code InterruptedException} sets the thread's flag again first.
 */
@NullMarked
@SuppressWarnings("TypeParameterUnusedInFormals")
public final class Calls {
    private Calls() {}

    /**
     * Calls a function of no arguments.
     *
     * @param f the function
     * @param <R> the type that the caller knows the value to have
     * @return its value
     */
    public static <R extends @Nullable Object> R invoke(IFn f) {
        try {
            return cast(f.invoke());
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    /**
     * Calls a function of one argument.
     *
     * @param f the function
     * @param a the argument
     * @param <R> the type that the caller knows the value to have
     * @return its value
     */
    public static <R extends @Nullable Object> R invoke(IFn f, @Nullable Object a) {
        try {
            return cast(f.invoke(a));
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    /**
     * Calls a function of two arguments.
     *
     * @param f the function
     * @param a the first argument
     * @param b the second argument
     * @param <R> the type that the caller knows the value to have
     * @return its value
     */
    public static <R extends @Nullable Object> R invoke(IFn f, @Nullable Object a, @Nullable Object b) {
        try {
            return cast(f.invoke(a, b));
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    /**
     * Calls a function of three arguments.
     *
     * @param f the function
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @param <R> the type that the caller knows the value to have
     * @return its value
     */
    public static <R extends @Nullable Object> R invoke(
            IFn f, @Nullable Object a, @Nullable Object b, @Nullable Object c) {
        try {
            return cast(f.invoke(a, b, c));
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    /**
     * Calls a function of four arguments.
     *
     * @param f the function
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @param d the fourth argument
     * @param <R> the type that the caller knows the value to have
     * @return its value
     */
    public static <R extends @Nullable Object> R invoke(
            IFn f, @Nullable Object a, @Nullable Object b, @Nullable Object c, @Nullable Object d) {
        try {
            return cast(f.invoke(a, b, c, d));
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    /**
     * Calls a function with a sequence of arguments.
     *
     * @param f the function
     * @param arguments the arguments
     * @param <R> the type that the caller knows the value to have
     * @return its value
     */
    public static <R extends @Nullable Object> R apply(IFn f, ISeq arguments) {
        try {
            return cast(f.applyTo(arguments));
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    /**
     * Calls a task.
     *
     * @param task the task
     * @param <R> the type of its value
     * @return its value
     */
    public static <R extends @Nullable Object> R call(Callable<R> task) {
        try {
            return task.call();
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    /**
     * Turns an exception into one that need not be declared.
     *
     * @param e what was thrown
     * @return {@code e} itself if it is unchecked, else a {@link CompletionException} with it as its cause
     */
    public static RuntimeException unchecked(Exception e) {
        if (e instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new CompletionException(e);
    }

    /**
     * Throws anything undeclared: for code that Clojure calls, and for methods that declare it in their public type.
     *
     * @param e what to throw
     * @return never; the type lets a caller write {@code throw sneaky(e)}
     */
    public static RuntimeException sneaky(Throwable e) {
        throw Calls.<RuntimeException>disguised(e);
    }

    /**
     * Hands a throwable that has no caller to the thread's uncaught exception handler. The engine's signal to retry is not
     * the callback's failure: it is noted, and the transaction's body throws it again.
     *
     * @param e what a callback has thrown
     */
    public static void uncaught(Throwable e) {
        if (e instanceof Error error && Transactions.isSignal(e)) {
            var unused = Transactions.recorded(error);
            return;
        }
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        } catch (Throwable ignoredAsTheJvmDoes) {
            if (ignoredAsTheJvmDoes instanceof Error error && Transactions.isSignal(error)) {
                var unused = Transactions.recorded(error);
            } // else: a handler that throws has nobody left to tell
        }
    }

    /**
     * Casts to what the caller knows.
     *
     * @param value a value
     * @param <R> its type, as the caller's generics say
     * @return the value
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // Clojure is untyped: the type parameter is the user's word for it
    public static <R extends @Nullable Object> R cast(@Nullable Object value) {
        return (R) value;
    }

    @SuppressWarnings("unchecked") // the cast is erased: that is the disguise
    private static <X extends Throwable> X disguised(Throwable e) throws X {
        throw (X) e;
    }
}
