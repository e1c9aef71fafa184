package dev.trestle.async;

import dev.trestle.internal.Calls;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever asks that a channel is closed. core.async tells nobody, so this hears of what is closed through a facade, in
 * either language, and of nothing else. It keeps neither channels nor those who asked.
 */
@NullMarked
final class Closings {
    private static final Map<Object, List<WeakReference<Runnable>>> ASKED = new WeakHashMap<>();
    /** Nearly always false: closing a channel costs no lock then. */
    private static volatile boolean used;

    private Closings() {}

    /** Runs an action when the channel is closed, at once if it is; the caller must hold it. It may run twice. */
    static void whenClosed(WritePort<?> port, Runnable action) {
        used = true;
        synchronized (ASKED) {
            List<WeakReference<Runnable>> all = ASKED.computeIfAbsent(port.unwrap(), key -> new ArrayList<>());
            all.removeIf(one -> one.refersTo(null));
            all.add(new WeakReference<>(action));
        }
        if (port.isClosed()) {
            action.run();
        }
    }

    static void forget(WritePort<?> port, Runnable action) {
        synchronized (ASKED) {
            List<WeakReference<Runnable>> all = ASKED.get(port.unwrap());
            if (all != null) {
                all.removeIf(one -> one.refersTo(action) || one.refersTo(null));
                if (all.isEmpty()) {
                    ASKED.remove(port.unwrap());
                }
            }
        }
    }

    /** Call it when the channel is closed and no longer locked. */
    static void closed(Object raw) {
        if (!used) {
            return;
        }
        List<WeakReference<Runnable>> all;
        synchronized (ASKED) {
            all = ASKED.remove(raw);
        }
        if (all != null) {
            all.forEach(Closings::run);
        }
    }

    private static void run(WeakReference<Runnable> one) {
        @Nullable Runnable action = one.get();
        if (action != null) {
            try {
                action.run();
            } catch (Throwable e) {
                Calls.uncaught(e);
            }
        }
    }
}
