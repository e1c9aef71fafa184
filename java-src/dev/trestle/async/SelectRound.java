package dev.trestle.async;

import clojure.lang.IDeref;
import dev.trestle.internal.ChannelEngine;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Selection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** One making of a choice, by one thread: first every clause is tried, then all are queued at once. */
@NullMarked
final class SelectRound<R extends @Nullable Object> {
    private final List<Entry<R>> entries;
    private @Nullable Entry<R> winner;
    private @Nullable Object outcome;

    /** A clause that is on, with the value that it would put. */
    private record Entry<R extends @Nullable Object>(
            SelectClause<R> clause, @Nullable Object value) {
        /** Loaded already: there is a port. */
        private static final ChannelEngine ENGINE = ChannelFacade.ENGINE;

        Object port() {
            return clause.raw();
        }

        boolean isNative() {
            return ENGINE.isNative(port());
        }

        @Nullable
        IDeref tried() {
            return value == null ? ENGINE.poll(port()) : ENGINE.offer(port(), value);
        }

        @Nullable
        IDeref queued(Selection selection, int number) {
            try {
                return value == null
                        ? ENGINE.take(port(), selection, number)
                        : ENGINE.put(port(), value, selection, number);
            } catch (AssertionError e) {
                throw Limits.tooMany(value == null ? "takes" : "puts", port(), e);
            }
        }

        void sweep() {
            if (value == null) {
                ENGINE.sweepTakes(port());
            } else {
                ENGINE.sweepPuts(port());
            }
        }
    }

    private SelectRound(List<Entry<R>> entries) {
        this.entries = entries;
    }

    /** Guards and values are the user's: they are asked before any channel is touched. */
    static <R extends @Nullable Object> SelectRound<R> of(List<SelectClause<R>> clauses, boolean priority) {
        List<Entry<R>> entries = new ArrayList<>(clauses.size());
        for (SelectClause<R> clause : clauses) {
            if (clause.isOn()) {
                Supplier<?> value = clause.value();
                entries.add(new Entry<>(clause, value == null ? null : Checks.notNull(value.get(), "value")));
            }
        }
        if (!priority) {
            Collections.shuffle(entries, ThreadLocalRandom.current());
        }
        return new SelectRound<>(entries);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Says whether a clause has happened without waiting. */
    boolean tried() {
        for (Entry<R> entry : entries) {
            IDeref now = entry.tried();
            if (now != null) {
                win(entry, now.deref());
                return true;
            }
        }
        return false;
    }

    /** Says whether it is known after a try that no clause can happen now. */
    boolean isSure() {
        for (Entry<R> entry : entries) {
            if (!entry.isNative()) {
                return false;
            }
        }
        return true;
    }

    /** Says whether a clause has happened; if not, the time is up and all is withdrawn. */
    boolean waited(boolean limited, long deadline) throws InterruptedException {
        Selection selection = new Selection();
        int queued = 0;
        try {
            for (; queued < entries.size() && selection.isActive(); queued++) {
                Entry<R> entry = entries.get(queued);
                IDeref now = entry.queued(selection, queued);
                // a closed channel answers a put even if another clause has won meanwhile, and there are ports of
                // Clojure's that answer without asking who has won
                if (now != null && (selection.winner() == queued || selection.withdraw())) {
                    win(entry, now.deref());
                    return true;
                }
            }
            if (!selection.await(limited, deadline)) {
                return false;
            }
        } catch (TooManyWaitersException e) {
            if (selection.withdraw()) {
                throw e;
            }
            selection.awaitPromised();
        } finally {
            sweep(selection.winner(), queued);
        }
        win(entries.get(selection.winner()), selection.outcome());
        return true;
    }

    /** The winner's channel has forgotten it already. */
    private void sweep(int won, int queued) {
        for (int i = 0; i < queued; i++) {
            if (i != won) {
                entries.get(i).sweep();
            }
        }
    }

    private void win(Entry<R> entry, @Nullable Object value) {
        winner = entry;
        outcome = value;
    }

    /** Runs the function of the clause that has happened. No lock is held. */
    R result() {
        Entry<R> entry = Checks.notNull(winner, "winner");
        if (entry.value() == null) {
            return entry.clause().then().apply(Takes.orFailure(entry.port(), outcome));
        }
        return entry.clause().then().apply(Puts.accepted(outcome));
    }
}
