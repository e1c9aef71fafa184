package dev.trestle.examples;

import dev.trestle.concurrent.Promise;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Waits for a library that answers by callback: a promise is the bridge. */
public final class CallbackBridge {
    /** Such a library: it calls back on a thread of its own, perhaps twice, perhaps never. */
    interface Sensor {
        void read(Consumer<Integer> callback);
    }

    private CallbackBridge() {}

    static Promise<Integer> read(Sensor sensor) {
        Promise<Integer> answer = Promise.create();
        sensor.read(answer::deliver); // the first delivery counts, others are told so by false
        return answer;
    }

    /** Asks three sensors. */
    public static void main(String[] args) throws Exception {
        Sensor good = callback -> new Thread(() -> callback.accept(21)).start();
        Sensor eager = callback -> {
            callback.accept(1);
            callback.accept(2);
        };
        Sensor dead = callback -> {};

        System.out.println("good:  " + read(good).deref());
        System.out.println("eager: " + read(eager).deref());
        System.out.println("dead:  " + read(dead).deref(Duration.ofMillis(50), -1));
        try {
            read(dead).deref(Duration.ofMillis(50));
        } catch (TimeoutException e) {
            System.out.println("dead:  no answer");
        }

        // And on to code that speaks CompletableFuture.
        read(good)
                .toCompletableFuture()
                .thenAccept(degrees -> System.out.println("later: " + degrees * 2))
                .join();
    }
}
