package dev.trestle.reference;

import clojure.lang.AFn;
import clojure.lang.IFn;
import clojure.lang.IPersistentVector;
import clojure.lang.PersistentVector;
import clojure.lang.Ref;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Transactions;
import dev.trestle.internal.Vars;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Actions that wait for a commit, kept where the engine keeps its books right: in a ref.
 *
 * <p>Each thread has a ref whose value is the actions of the running attempt. An attempt that is told to retry forgets
 * them, a commit shows them to the ref's watch, once. (A send to a throwaway agent would do too, but is dropped if the
 * transaction runs in an agent's action that fails later.)
 */
@NullMarked
final class AfterCommit extends AFn {
    private static final IFn ALTER = Vars.core("alter");
    private static final IFn CONJ = Vars.core("conj");
    private static final ThreadLocal<@Nullable Ref> PENDING = new ThreadLocal<>();

    private AfterCommit() {}

    static void register(Runnable action) {
        if (!Transactions.isRunning()) {
            Transactions.rethrow();
            throw new IllegalStateException(
                    "Stm.afterCommit must be called in a transaction: outside of one, just do what it should do");
        }
        Ref pending = PENDING.get();
        if (pending == null) {
            pending = new Ref(PersistentVector.EMPTY);
            pending.addWatch(AfterCommit.class, new AfterCommit());
            PENDING.set(pending);
        }
        Transactions.<Object>invoke(ALTER, pending, CONJ, action);
    }

    /** The watch: Clojure calls it on the committing thread, with no transaction running and no lock held. */
    @Override
    public @Nullable Object invoke(
            @Nullable Object key, @Nullable Object ref, @Nullable Object before, @Nullable Object after) {
        PENDING.remove(); // an action may run a transaction of its own
        IPersistentVector actions = Calls.cast(after);
        for (int i = 0; i < actions.count(); i++) {
            try {
                ((Runnable) actions.nth(i)).run();
            } catch (Throwable e) { // the transaction is over: there is no signal to swallow
                Calls.uncaught(e);
            }
        }
        return null;
    }
}
