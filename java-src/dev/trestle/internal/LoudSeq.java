package dev.trestle.internal;

import clojure.lang.AFunction;
import clojure.lang.Cons;
import clojure.lang.ISeq;
import clojure.lang.LazySeq;
import clojure.lang.RT;
import java.io.Serial;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Guards a lazy sequence that may throw.
 *
 * <p>The body of a lazy sequence forgets what it has used. If it throws, and is read again, it starts over with nothing:
 * a second read of {@code (pmap ...)} finds a shorter sequence and no failure. Behind this guard each read of the place
 * that failed fails again.
 */
@NullMarked
public final class LoudSeq {
    private LoudSeq() {}

    /**
     * Guards a sequence.
     *
     * @param source the sequence, that nobody else reads
     * @return a lazy sequence of the same values
     */
    public static LazySeq of(@Nullable Object source) {
        return new LazySeq(new Place(source));
    }

    /** The rest of a sequence, from a place on. The lazy sequence calls it under its lock. */
    private static final class Place extends AFunction {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient @Nullable Object source;
        private transient @Nullable Throwable failure;

        Place(@Nullable Object source) {
            this.source = source;
        }

        @Override
        public @Nullable Object invoke() {
            if (failure instanceof InterruptedException) {
                throw new IllegalStateException(
                        "list must not be read again where its reader was interrupted: Clojure's sequence has dropped"
                                + " what follows; make the list again",
                        failure);
            }
            if (failure != null) {
                throw Calls.sneaky(failure);
            }
            try {
                ISeq values = RT.seq(source);
                return values == null ? null : new Cons(values.first(), of(values.more()));
            } catch (Throwable e) {
                failure = e;
                throw e;
            }
        }
    }
}
