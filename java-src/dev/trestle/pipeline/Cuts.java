package dev.trestle.pipeline;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The steps that let only some of the items through, because of what came before. */
@NullMarked
final class Cuts {
    private Cuts() {}

    static final class Take extends Op {
        private long left;

        Take(long n) {
            left = n;
        }

        @Override
        void start() {
            if (left == 0) {
                end();
            }
        }

        @Override
        @Nullable
        Object apply(Object item) {
            if (left == 0) {
                books.undelivered++;
                return null;
            }
            if (--left == 0) {
                end();
            }
            return item;
        }
    }

    static final class TakeWhile extends Op {
        private final StepPredicate<Object> predicate;
        private boolean over;

        TakeWhile(StepPredicate<Object> predicate) {
            this.predicate = predicate;
        }

        @Override
        @Nullable
        Object apply(Object item) throws Exception {
            if (over) {
                books.undelivered++;
                return null;
            }
            if (isLimited() ? limited(predicate::test, item) == Boolean.TRUE : predicate.test(item)) {
                return item;
            }
            over = true;
            end();
            books.filtered++;
            return null;
        }
    }

    static final class Drop extends Op {
        private long left;

        Drop(long n) {
            left = n;
        }

        @Override
        @Nullable
        Object apply(Object item) {
            if (left == 0) {
                return item;
            }
            left--;
            books.filtered++;
            return null;
        }
    }

    static final class Distinct extends Op {
        private final Set<Object> seen = new HashSet<>();

        @Override
        @Nullable
        Object apply(Object item) {
            if (seen.add(item)) {
                return item;
            }
            books.filtered++;
            return null;
        }
    }
}
