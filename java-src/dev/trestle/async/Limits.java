package dev.trestle.async;

import dev.trestle.internal.Describe;
import dev.trestle.internal.Transactions;
import org.jspecify.annotations.NullMarked;

/** What stands in the way of waiting, said before the wait or with a type. */
@NullMarked
final class Limits {
    private Limits() {}

    static void beforeWaiting(String operation) throws InterruptedException {
        Transactions.forbid(operation);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Call it with what queueing a waiter has thrown: the channel is unlocked and unchanged. */
    static RuntimeException tooMany(String waiting, Object port, AssertionError e) {
        String message = e.getMessage();
        if (message == null || !message.startsWith("Assert failed: No more than")) {
            throw e;
        }
        TooManyWaitersException typed = new TooManyWaitersException("waiting " + waiting + " must be <= 1024 in "
                + Describe.identity("Channel", port)
                + ": let fewer threads and asynchronous calls wait, or use a dropping or sliding buffer");
        typed.initCause(e);
        return typed;
    }
}
