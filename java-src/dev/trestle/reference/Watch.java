package dev.trestle.reference;

import clojure.lang.ARef;
import clojure.lang.IFn;
import org.jspecify.annotations.NullMarked;

/**
 * A watcher's registration: closing it removes the watcher. Clojure: {@code (remove-watch r key)}.
 *
 * <p>Closing twice does nothing, and closing does not remove another watcher that has taken the same key since.
 * Thread-safe.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Watch implements AutoCloseable {
    private final ARef target;
    private final Object key;
    private final IFn watcher;

    Watch(ARef target, Object key, IFn watcher) {
        this.target = target;
        this.key = key;
        this.watcher = watcher;
    }

    /**
     * Returns the key that the watcher is registered under.
     *
     * @return the key
     */
    public Object key() {
        return key;
    }

    /** Removes the watcher, if it is still the one under its key. */
    @Override
    public void close() {
        synchronized (target) { // the lock that addWatch and removeWatch take
            if (target.getWatches().valAt(key) == watcher) {
                target.removeWatch(key);
            }
        }
    }

    @Override
    public String toString() {
        return "Watch[" + key + "]";
    }
}
