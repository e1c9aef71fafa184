package dev.trestle.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The end of a chain that goes on in several branches, each on threads of its own. */
@NullMarked
final class Fan extends Sink.End {
    private static final int ALL = -1;
    private static final int ANY = -2;
    private static final Duration SLICE = Duration.ofMillis(1);

    private final Choice choice;
    private final List<Boundary> boundaries = new ArrayList<>();
    private final List<Outlet> outlets = new ArrayList<>();
    private final List<Sink.End> ends = new ArrayList<>();
    private int turn;

    /** Says which branch an item goes to. */
    interface Choice {
        /** All branches. */
        Choice EACH = item -> ALL;

        /** The first that has room. */
        Choice FREE = item -> ANY;

        int choose(Object item) throws Exception;
    }

    Fan(Choice choice) {
        this.choice = choice;
    }

    /** A branch that only takes what it has room for must hold hardly anything. */
    Boundary branch() {
        Boundary boundary = choice == Choice.FREE ? Boundary.tight() : Boundary.ofChunks();
        boundaries.add(boundary);
        return boundary;
    }

    void endsWith(Sink.End end) {
        ends.add(end);
    }

    @Override
    void placed(Segment segment) {
        for (Boundary boundary : boundaries) {
            outlets.add(new Outlet(boundary, segment, () -> {
                if (boundaries.stream().allMatch(Boundary::isRefusing)) {
                    segment.outletRefuses();
                }
            }));
        }
    }

    @Override
    @Nullable
    Object apply(Object item) throws Exception {
        int chosen = choice.choose(item);
        long sent = 0;
        if (chosen == ALL) {
            for (Outlet outlet : outlets) {
                sent += outlet.emit(item) ? 1 : 0;
            }
        } else if (chosen == ANY) {
            sent = emitToAny(item) ? 1 : 0;
        } else {
            sent = outlets.get(chosen).emit(item) ? 1 : 0;
        }
        if (sent == 0) {
            books.undelivered++;
        } else {
            books.out += sent;
            books.expanded += sent - 1;
        }
        return null;
    }

    /** The channels cannot be waited for together, so each gets its turn of waiting, for a short time. */
    private boolean emitToAny(Object item) {
        int n = boundaries.size();
        Duration slice = Duration.ZERO;
        long since = System.nanoTime();
        while (!isHalted() && !boundaries.stream().allMatch(Boundary::isRefusing)) {
            for (int i = 0; i < n; i++) {
                int at = (turn + i) % n;
                if (boundaries.get(at).put(item, slice)) {
                    turn = at + 1;
                    if (!slice.isZero()) {
                        waited(System.nanoTime() - since);
                    }
                    return true;
                }
            }
            slice = SLICE;
        }
        return false;
    }

    @Override
    void release() {
        outlets.forEach(Outlet::complete);
    }

    @Override
    Object result() throws Exception {
        List<@Nullable Object> results = new ArrayList<>();
        for (Sink.End end : ends) {
            results.add(end.result());
        }
        return results;
    }
}
