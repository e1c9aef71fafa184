package dev.trestle.pipeline;

import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A chain that is fed from a boundary. */
@NullMarked
final class ChainSegment extends Segment {
    private final Chain chain;
    private final Inlet inlet;

    ChainSegment(Run<?> run, Boundary before, List<Op> ops, @Nullable Boundary after) {
        super(run);
        chain = new Chain(this, ops.toArray(Op[]::new), after == null ? null : new Outlet(after, this));
        inlet = new Inlet(before, this, chain::rest);
    }

    @Override
    void start() {
        run.spawn(chain::working, false, this::work);
    }

    private void work() {
        try {
            chain.start();
            while (!chain.hasEnded()) {
                Object item = inlet.take();
                if (item == null) {
                    break;
                }
                chain.push(item);
                Chunk chunk = inlet.chunk();
                if (chunk != null) {
                    chain.push(chunk, inlet.available());
                }
            }
        } catch (Throwable e) {
            run.fail(chain.ops[0].books.step, null, e);
        }
        boolean early = isHalted();
        chain.ops[0].books.refuse(inlet.refuse());
        chain.end(early);
    }

    @Override
    void waited(long nanos) {
        chain.watch.leaveOut(nanos);
    }

    @Override
    void outletRefuses() {
        halt();
        inlet.boundary.refuse();
    }
}
