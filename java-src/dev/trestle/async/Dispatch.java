package dev.trestle.async;

import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.NullMarked;

/** Runs what must not run on the thread that has just moved a value: the channel may be locked there. */
@NullMarked
final class Dispatch {
    private Dispatch() {}

    /** Runs a task on core.async's dispatch pool; if that refuses, on a new thread, since the value is out by then. */
    static void execute(Runnable task) {
        try {
            ChannelFacade.ENGINE.dispatcher().execute(task);
        } catch (RejectedExecutionException e) {
            new Thread(task, "trestle-completion").start();
        }
    }
}
