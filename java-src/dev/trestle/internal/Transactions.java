package dev.trestle.internal;

import clojure.lang.IFn;
import clojure.lang.LockingTransaction;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * What a thread knows of its transaction: whether one runs, and whether the engine has told the running attempt to retry.
 *
 * <p>The engine says "retry" by throwing an {@code Error}. User code that catches {@code Throwable} eats it, and the engine
 * would then commit half of the body. So every operation of a facade that lets the signal through writes it down here
 * first, and whoever called the user code throws it again when that code has returned.
 */
@NullMarked
public final class Transactions {
    private static final String SIGNAL = "clojure.lang.LockingTransaction$RetryEx";
    private static final ThreadLocal<Attempt> ATTEMPT = ThreadLocal.withInitial(Attempt::new);

    private Transactions() {}

    /** The state of this thread's attempt. */
    public static final class Attempt {
        private boolean running;
        private @Nullable Error retry;
        private long retrying;

        private Attempt() {}

        /**
         * Enters user code.
         *
         * @return whether this is the outermost of nested bodies
         */
        public boolean enter() {
            if (running) {
                return false;
            }
            running = true;
            retry = null;
            return true;
        }

        /** Leaves the outermost user code. */
        public void exit() {
            running = false;
        }

        /** Notes the time: this transaction begins to retry. */
        public void startedRetrying() {
            retrying = System.nanoTime();
        }

        /**
         * Returns for how long it has been retrying.
         *
         * @return nanoseconds
         */
        public long retryingNanos() {
            return System.nanoTime() - retrying;
        }

        /** Begins to watch a function that the engine also calls outside of the body; gives what was noted before. */
        @Nullable
        Error beginGuard() {
            Error before = retry;
            retry = null;
            return before;
        }

        /** Throws the signal if the function has swallowed it, and else restores what was noted before. */
        void endGuard(@Nullable Error before) {
            rethrow();
            retry = before;
        }

        /** Throws the engine's signal again if this attempt has had it: nothing that it does now counts. */
        public void rethrow() {
            Error signal = retry;
            if (signal != null) {
                throw signal;
            }
        }
    }

    /**
     * Throws the engine's signal again if this thread's running attempt has had it, and its body has swallowed it: what the
     * body does now would be done twice.
     */
    public static void rethrow() {
        Attempt attempt = ATTEMPT.get();
        if (attempt.running) {
            attempt.rethrow();
        }
    }

    /**
     * Returns the state of this thread's attempt.
     *
     * @return the state, one object a thread
     */
    public static Attempt attempt() {
        return ATTEMPT.get();
    }

    /**
     * Says whether the calling thread is in a transaction.
     *
     * @return true in the body of a transaction
     */
    public static boolean isRunning() {
        return LockingTransaction.isRunning();
    }

    /**
     * Refuses what must not happen inside a transaction, because its body may run again.
     *
     * @param what the operation, for the message
     * @throws IllegalStateException if the calling thread is in a transaction
     */
    public static void forbid(String what) {
        if (LockingTransaction.isRunning()) {
            throw new IllegalStateException(what
                    + " must not be called in a transaction: the body may run again; do it before or after dosync");
        }
    }

    /**
     * Writes down an error on its way out, if it is the engine's signal.
     *
     * @param e what the engine has thrown
     * @return {@code e}
     */
    public static Error recorded(Error e) {
        if (isSignal(e)) {
            ATTEMPT.get().retry = e;
        }
        return e;
    }

    /**
     * Says whether a throwable is the engine's signal to retry, which nobody may swallow.
     *
     * @param e a throwable
     * @return true for the signal
     */
    public static boolean isSignal(Throwable e) {
        return e.getClass().getName().equals(SIGNAL);
    }

    /**
     * Calls an engine function that may wait for a lock, so that a pending interrupt neither burns the attempt nor is lost.
     *
     * @param f the function
     * @param a the first argument
     * @param b the second argument
     * @param <R> the type that the caller knows the value to have
     * @return its value
     */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public static <R extends @Nullable Object> R invoke(IFn f, @Nullable Object a, @Nullable Object b) {
        boolean interrupted = Thread.interrupted();
        try {
            return Calls.invoke(f, a, b);
        } catch (Error e) {
            throw recorded(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * As {@link #invoke(IFn, Object, Object)}, with one argument.
     *
     * @param f the function
     * @param a the argument
     * @param <R> the type that the caller knows the value to have
     * @return its value
     */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public static <R extends @Nullable Object> R invoke(IFn f, @Nullable Object a) {
        boolean interrupted = Thread.interrupted();
        try {
            return Calls.invoke(f, a);
        } catch (Error e) {
            throw recorded(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * As {@link #invoke(IFn, Object, Object)}, with three arguments.
     *
     * @param f the function
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @param <R> the type that the caller knows the value to have
     * @return its value
     */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public static <R extends @Nullable Object> R invoke(
            IFn f, @Nullable Object a, @Nullable Object b, @Nullable Object c) {
        boolean interrupted = Thread.interrupted();
        try {
            return Calls.invoke(f, a, b, c);
        } catch (Error e) {
            throw recorded(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
