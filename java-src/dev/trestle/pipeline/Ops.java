package dev.trestle.pipeline;

import java.util.Iterator;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The steps that do one thing to each item. */
@NullMarked
final class Ops {
    private Ops() {}

    /** What a source has drawn, or a boundary has carried. */
    static final class Through extends Op {
        @Override
        Object apply(Object item) {
            return item;
        }
    }

    static final class Map extends Op {
        private final StepFunction<Object, Object> f;

        Map(StepFunction<Object, Object> f) {
            this.f = f;
        }

        @Override
        Object apply(Object item) throws Exception {
            return checked(isLimited() ? limited(f::apply, item) : f.apply(item));
        }
    }

    static final class Filter extends Op {
        private final StepPredicate<Object> predicate;

        Filter(StepPredicate<Object> predicate) {
            this.predicate = predicate;
        }

        @Override
        @Nullable
        Object apply(Object item) throws Exception {
            if (isLimited() ? limited(predicate::test, item) == Boolean.TRUE : predicate.test(item)) {
                return item;
            }
            books.filtered++;
            return null;
        }
    }

    static final class Peek extends Op {
        private final StepConsumer<Object> consumer;

        Peek(StepConsumer<Object> consumer) {
            this.consumer = consumer;
        }

        @Override
        Object apply(Object item) throws Exception {
            if (isLimited()) {
                Object unused = limited(Guard.Call.of(consumer), item);
            } else {
                consumer.accept(item);
            }
            return item;
        }
    }

    static final class Scan extends Op {
        private final StepBiFunction<Object, Object, Object> f;
        private Object state;

        Scan(Object init, StepBiFunction<Object, Object, Object> f) {
            this.state = init;
            this.f = f;
        }

        @Override
        Object apply(Object item) throws Exception {
            Object before = state;
            Object next = checked(isLimited() ? limited(x -> f.apply(before, x), item) : f.apply(before, item));
            state = next;
            return next;
        }
    }

    static final class FlatMap extends Op {
        private final StepFunction<Object, Object> f;
        private boolean partial;

        FlatMap(StepFunction<Object, Object> f) {
            this.f = f;
        }

        @Override
        @Nullable
        Object apply(Object item) throws Exception {
            partial = false;
            Iterator<?> many = ((Iterable<?>) checked(f.apply(item))).iterator();
            long passed = 0;
            try {
                while (!hasEnded() && many.hasNext()) {
                    Object next = checked((Object) many.next());
                    passed++;
                    pass(next);
                }
            } catch (Throwable e) {
                partial = passed > 0;
                books.expanded += passed; // the item itself has failed
                throw e;
            }
            if (passed == 0) {
                books.filtered++;
            } else {
                books.expanded += passed - 1;
            }
            return null;
        }

        @Override
        boolean isPartial() {
            return partial;
        }
    }
}
