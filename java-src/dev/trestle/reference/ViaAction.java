package dev.trestle.reference;

import clojure.lang.AFn;
import clojure.lang.IFn;
import clojure.lang.Var;
import dev.trestle.internal.Calls;
import java.util.concurrent.Executor;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * An action and the executor that is to run it.
 *
 * <p>The engine forgets what an executor refuses: the action stays first in the queue for ever, and the agent stands still.
 * Here a refused action is run on the spot, and fails with the refusal, so that the agent's error says it. The thread that
 * runs an action gets its own bindings back, where the engine leaves the sender's.
 */
@NullMarked
final class ViaAction extends AFn implements Executor {
    private final Executor executor;
    private final IFn f;
    private volatile boolean begun;
    private volatile @Nullable Throwable refusal;

    ViaAction(Executor executor, IFn f) {
        this.executor = executor;
        this.f = f;
    }

    @Override
    public void execute(Runnable run) {
        try {
            executor.execute(() -> restoring(run));
        } catch (Throwable e) {
            if (begun) {
                throw e;
            }
            refusal = e;
            restoring(run);
        }
    }

    @Override
    public @Nullable Object invoke(@Nullable Object state) {
        begin();
        return f.invoke(state);
    }

    @Override
    public @Nullable Object invoke(@Nullable Object state, @Nullable Object arg) {
        begin();
        return f.invoke(state, arg);
    }

    private void begin() {
        begun = true;
        Throwable e = refusal;
        if (e != null) {
            throw Calls.sneaky(e);
        }
    }

    private static void restoring(Runnable run) {
        Object frame = Var.getThreadBindingFrame();
        try {
            run.run();
        } finally {
            Var.resetThreadBindingFrame(frame);
        }
    }
}
