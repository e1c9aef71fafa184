package dev.trestle.async;

import dev.trestle.internal.Checks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Takes of many values without waiting, and puts of many with. */
@NullMarked
final class Drain {
    private Drain() {}

    static <T> int to(ReadPort<T> port, Collection<? super T> target, int max) {
        Checks.notNull(target, "target");
        Checks.notNegative(max, "max");
        @Nullable Object previous = null;
        int count = 0;
        while (count < max && port.poll() instanceof Taken.Value<T> taken) {
            T value = taken.value();
            if (value == previous && Contents.of(port.unwrap()).isPromise()) {
                break;
            }
            target.add(value);
            previous = value;
            count++;
        }
        return count;
    }

    static <T> List<T> closed(Channel<T> channel) {
        channel.close();
        List<T> left = new ArrayList<>();
        to(channel, left, Integer.MAX_VALUE);
        return left;
    }

    static <T> int putAll(WritePort<T> port, Iterable<? extends T> values) throws InterruptedException {
        int count = 0;
        for (T value : values) {
            boolean accepted;
            try {
                accepted = port.put(value);
            } catch (InterruptedException e) {
                if (count == 0) {
                    throw e;
                }
                Thread.currentThread().interrupt();
                return count;
            }
            if (!accepted) {
                return count;
            }
            count++;
        }
        return count;
    }
}
