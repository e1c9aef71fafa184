package dev.trestle.examples;

import dev.trestle.concurrent.ClojureFuture;
import dev.trestle.concurrent.Deadline;
import dev.trestle.concurrent.Promise;
import dev.trestle.concurrent.Timeouts;
import dev.trestle.reference.Agent;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** One limit for several waits: what one of them uses up, the next ones do not have. */
public final class SharedDeadline {
    private SharedDeadline() {}

    /** Makes a page of three parts within a second. */
    public static void main(String[] args) throws Exception {
        ClojureFuture<String> user = ClojureFuture.call(() -> "ada");
        Promise<Integer> orders = Promise.create(); // whoever was to deliver it has forgotten
        Deadline deadline = Deadline.after(Duration.ofSeconds(1));

        System.out.println("user:   " + user.deref(deadline.remaining()));
        System.out.println("orders: " + orders.deref(deadline.remaining(), 0));
        System.out.println("time is over: " + deadline.isExpired());
        try {
            System.out.println("advice: " + Timeouts.call(SharedDeadline::ponder, deadline.remaining()));
        } catch (TimeoutException e) {
            System.out.println("advice: none in time");
        }

        // A task that is too late does not go on behind our back: it is interrupted.
        System.out.println("fast:   " + Timeouts.call(() -> "in time", Duration.ofMinutes(1)));
        System.out.println("slow:   " + Timeouts.call(SharedDeadline::ponder, Duration.ofMillis(50), "a fallback"));
        Agent.shutdown();
    }

    private static String ponder() throws InterruptedException {
        Thread.sleep(60_000);
        return "buy low";
    }
}
