package dev.trestle.pipeline;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A step at work in one run, on the thread of its chain. */
@NullMarked
abstract class Op {
    @SuppressWarnings("NullAway.Init") // told and placed before it works
    private Chain chain;

    @SuppressWarnings("NullAway.Init")
    Books books;

    @SuppressWarnings("NullAway.Init")
    Guard guard;

    int index;
    private boolean limited;

    final void tell(Books writes, Guard asks) {
        books = writes;
        guard = asks;
        limited = asks.options().timeout() != 0;
    }

    final void place(Chain in, int at) {
        chain = in;
        index = at;
        placed(in.segment());
    }

    /** Before the run starts. */
    void placed(Segment segment) {}

    /**
     * Works on an item.
     *
     * @return what goes on, or null if nothing does for now: then the books say why
     */
    abstract @Nullable Object apply(Object item) throws Exception;

    /** Before the first item. */
    void start() {}

    /** After the last item. */
    void finish() throws Exception {}

    /** The run ends early: what is held here is not delivered. */
    void abandon() {}

    /** After everything else, however the run has ended. */
    void release() {}

    /** Sends an item on beside those that {@link #apply} returns. */
    final void pass(Object item) {
        chain.pass(this, item);
    }

    /** No more is wanted. */
    final void end() {
        chain.end();
    }

    final boolean hasEnded() {
        return chain.hasEnded();
    }

    /** Waits; false if the run is over before the time is. */
    final boolean sleep(long nanos) {
        return chain.sleep(nanos);
    }

    /** The step has waited, which is no work. */
    final void waited(long nanos) {
        chain.segment().waited(nanos);
    }

    /** The time of the run's clock. */
    final long now() {
        return chain.segment().run.clock.now();
    }

    final boolean isHalted() {
        return chain.isHalted();
    }

    /** True after an item that has partly gone on, so that it cannot be tried again. */
    boolean isPartial() {
        return false;
    }

    /** Calls a function of the user's, for as long as the step's options allow. */
    final @Nullable Object limited(Guard.Call call, Object item) throws Exception {
        return Limit.call(call, item, guard.options().timeout(), chain.segment());
    }

    /** True if calls need {@link #limited}. */
    final boolean isLimited() {
        return limited;
    }

    static <T> T checked(@Nullable T result) {
        if (result == null) {
            throw nullResult();
        }
        return result;
    }

    /** The rule about nulls, which is the same everywhere. */
    static NullPointerException nullResult() {
        return new NullPointerException("result must not be null: to let nothing through, use filter or flatMap");
    }
}
