package dev.trestle.pipeline;

import dev.trestle.async.Put;
import dev.trestle.async.WritePort;
import dev.trestle.internal.Calls;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Those who watch what passes the places of one name in a run. None of them is waited for. */
@NullMarked
final class Tap {
    private final List<WritePort<Object>> watchers = new CopyOnWriteArrayList<>();
    private int places;
    private boolean over;

    /**
     * Makes a place.
     *
     * @param name the name of the tap
     * @param port a channel that watches from the beginning, if there is one
     */
    record Place(String name, @Nullable WritePort<Object> port) implements Work.OpMaker {
        @Override
        public Op make() {
            return new Showing(name, port);
        }
    }

    /** A place at work. */
    static final class Showing extends Op {
        private final String name;
        private final @Nullable WritePort<Object> port;

        @SuppressWarnings("NullAway.Init") // placed before it works
        private Tap tap;

        Showing(String name, @Nullable WritePort<Object> port) {
            this.name = name;
            this.port = port;
        }

        @Override
        void placed(Segment segment) {
            tap = segment.run.tap(name);
            tap.open();
        }

        @Override
        void start() {
            if (port != null) {
                tap.add(port);
            }
        }

        @Override
        Object apply(Object item) {
            tap.show(item);
            return item;
        }

        @Override
        void release() {
            tap.close();
        }
    }

    private void open() {
        places++; // while the run is planned
    }

    synchronized void add(WritePort<Object> watcher) {
        if (over) {
            watcher.close();
        } else if (!watchers.contains(watcher)) {
            watchers.add(watcher);
        }
    }

    private void show(Object item) {
        for (WritePort<Object> watcher : watchers) {
            if (!isShown(item, watcher)) {
                leave(watcher);
            }
        }
    }

    private static boolean isShown(Object item, WritePort<Object> watcher) {
        try {
            return watcher.offer(item) != Put.CLOSED;
        } catch (Throwable e) {
            Calls.uncaught(e);
            return false;
        }
    }

    private void leave(WritePort<Object> watcher) {
        watchers.remove(watcher);
    }

    private synchronized void close() {
        if (--places == 0) {
            end();
        }
    }

    synchronized void end() {
        over = true;
        for (WritePort<Object> watcher : watchers) {
            try {
                watcher.close();
            } catch (Throwable e) {
                Calls.uncaught(e);
            }
        }
        watchers.clear();
    }
}
