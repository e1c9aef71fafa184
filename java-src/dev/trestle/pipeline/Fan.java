package dev.trestle.pipeline;

import dev.trestle.async.Select;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The end of a chain that goes on in several branches, each on threads of its own. */
@NullMarked
final class Fan extends Sink.End {
    private static final int ALL = -1;
    private static final int ANY = -2;

    private final Choice choice;
    private final boolean free;
    private final List<Boundary> boundaries = new ArrayList<>();
    private final List<Outlet> outlets = new ArrayList<>();
    private final List<Sink.End> ends = new ArrayList<>();
    private int turn;

    /** Says which branch an item goes to. */
    interface Choice extends Serializable {
        /** All branches. */
        Choice EACH = item -> ALL;

        /** The first that has room. */
        Choice FREE = item -> ANY;

        int choose(Object item) throws Exception;
    }

    /** Free if each branch gets what it has room for. */
    Fan(Choice choice, boolean free) {
        this.choice = choice;
        this.free = free;
    }

    /** A branch that only takes what it has room for must hold hardly anything. */
    Boundary branch() {
        Boundary boundary = free ? Boundary.tight() : Boundary.ofChunks();
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
        int chosen = isLimited() ? chosenInTime(item) : choice.choose(item);
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

    private int chosenInTime(Object item) throws Exception {
        Object chosen = limited(choice::choose, item);
        return chosen instanceof Integer number ? number : ALL;
    }

    private boolean emitToAny(Object item) {
        while (!isHalted()) {
            int n = boundaries.size();
            for (int i = 0; i < n; i++) {
                int at = (turn + i) % n;
                if (boundaries.get(at).offer(item)) {
                    turn = at + 1;
                    return true;
                }
            }
            if (emitToFirst(item)) {
                return true;
            }
        }
        return false;
    }

    /** Waits for the branches together. False if there is one less, or none: who halts us interrupts us, too. */
    private boolean emitToFirst(Object item) {
        Select.Builder<Boolean> choice = Select.builder();
        boolean open = false;
        for (Boundary boundary : boundaries) {
            if (!boundary.isRefusing()) {
                boundary.offerIn(choice, item);
                open = true;
            }
        }
        long since = System.nanoTime();
        try {
            return open && choice.select();
        } catch (InterruptedException e) {
            return false;
        } finally {
            waited(System.nanoTime() - since);
        }
    }

    @Override
    void release() {
        outlets.forEach(Outlet::complete);
    }

    @Override
    Object result() {
        List<@Nullable Object> results = new ArrayList<>();
        for (Sink.End end : ends) {
            results.add(end.checkedResult());
        }
        return results;
    }

    /** Which of the branches has failed, they say themselves. */
    @Override
    Object checkedResult() {
        return result();
    }
}
