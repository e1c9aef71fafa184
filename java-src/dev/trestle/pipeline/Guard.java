package dev.trestle.pipeline;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** What is done about failures of one step. */
@NullMarked
record Guard(String step, Options options) {
    /** What is tried again. */
    interface Call {
        @Nullable
        Object apply(Object item) throws Exception;

        /** Gives the item back. */
        static Call of(StepConsumer<Object> consumer) {
            return item -> {
                consumer.accept(item);
                return item;
            };
        }
    }

    /**
     * Tries again, and then does what the policy says.
     *
     * @return what goes on, or null if nothing does: then the books say why
     */
    @Nullable
    Object recover(Op op, Object item, Throwable failure, Segment segment) {
        return recover(op.isPartial() ? 0 : options.retries(), op::apply, op.books, item, failure, segment);
    }

    /** As for a step of a chain, for any call. */
    @Nullable
    Object recover(int retries, Call call, Books books, Object item, Throwable failure, Segment segment) {
        Throwable last = failure;
        int attempts = 1;
        while (last instanceof Exception && attempts <= retries) {
            if (!segment.run.sleep(options.backoff().before(attempts), segment)) {
                books.undelivered++; // it was not given all of its attempts
                return null;
            }
            attempts++;
            books.retried++;
            try {
                return call.apply(item);
            } catch (Throwable e) {
                last = e;
            }
        }
        return settle(books, item, last, attempts, segment);
    }

    /** As the policy says, after the last attempt. */
    @Nullable
    Object settle(Books books, Object item, Throwable failure, int attempts, Segment segment) {
        if (segment.isHalted() && isInterrupt(failure)) {
            books.undelivered++; // it was us who interrupted the function
            return null;
        }
        boolean unused = !segment.isHalted() && Thread.interrupted(); // left by the function, for nobody
        Throwable reason = failure;
        if (failure instanceof Exception) {
            FailedItem<Object> failed = new FailedItem<>(step, item, failure, attempts);
            try {
                Settlement<?> policy = options.policy();
                if (policy.settles()) {
                    Object replacement = settled(policy, failed, segment);
                    if (replacement == null) {
                        books.failed++;
                    } else {
                        books.replaced++;
                    }
                    return replacement;
                }
            } catch (Throwable e) {
                if (segment.isHalted() && isInterrupt(e)) {
                    books.undelivered++;
                    return null;
                }
                if (e != failure) {
                    e.addSuppressed(failure);
                }
                reason = e;
            }
        }
        books.failed++;
        segment.run.fail(step, item, reason);
        return null;
    }

    /** Only the run interrupts its threads, and then halts the segment first: any other interrupt means nothing here. */
    private static @Nullable Object settled(Settlement<?> policy, FailedItem<Object> failed, Segment segment)
            throws Exception {
        while (true) {
            try {
                return policy.settle(failed);
            } catch (InterruptedException e) {
                if (!policy.repeatable() || segment.isHalted()) {
                    throw e;
                }
            }
        }
    }

    static boolean isInterrupt(Throwable e) {
        return e instanceof InterruptedException || e.getCause() instanceof InterruptedException;
    }
}
