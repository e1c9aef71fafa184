package dev.trestle.internal;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import clojure.lang.RT;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Starts Clojure once, under Trestle's own class loader.
 *
 * <p>Clojure takes the loader of its sources from the context class loader of the thread that touches it first. A thread
 * with a null or foreign loader (a ForkJoin worker in a fat jar, a plugin host) would break it for the life of the JVM;
 * so the first touch happens here, with the context class loader replaced for its duration.
 */
@NullMarked
public final class Boot {
    static {
        underOwnLoader(new Touch());
    }

    private Boot() {}

    /** Makes sure that Clojure is started. Cheap after the first call. */
    public static void ensure() {
        // initializing this class is the work
    }

    /**
     * Loads a namespace unless it is loaded. Clojure: {@code (require 'namespace)}, one thread at a time. It is looked for
     * by the context class loader if that sees this Clojure, else by our own.
     *
     * @param namespace the name of the namespace
     */
    public static void require(String namespace) {
        ensure();
        Runnable work = new Require(namespace);
        if (seesThisClojure(Thread.currentThread().getContextClassLoader())) {
            work.run();
        } else {
            underOwnLoader(work);
        }
    }

    /** A context class loader that has this very Clojure above it may know more namespaces: a plugin's, a REPL's. */
    private static boolean seesThisClojure(@Nullable ClassLoader loader) {
        return loader != null && sees(loader, RT.class) && sees(loader, Boot.class);
    }

    private static boolean sees(ClassLoader loader, Class<?> type) {
        try {
            return Class.forName(type.getName(), false, loader) == type;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static void underOwnLoader(Runnable work) {
        Thread thread = Thread.currentThread();
        ClassLoader previous = thread.getContextClassLoader();
        ClassLoader own = Boot.class.getClassLoader();
        if (previous == own) {
            work.run();
            return;
        }
        try {
            thread.setContextClassLoader(own);
        } catch (SecurityException refused) {
            onThreadOfItsOwn(work, own);
            return;
        }
        try {
            work.run();
        } finally {
            thread.setContextClassLoader(previous);
        }
    }

    /** Some workers of the common pool refuse a context class loader; a plain thread never does. */
    private static void onThreadOfItsOwn(Runnable work, @Nullable ClassLoader loader) {
        Loader thread = new Loader(work);
        thread.setContextClassLoader(loader);
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.failure != null) {
            throw Calls.sneaky(thread.failure);
        }
    }

    private static final class Loader extends Thread {
        private final Runnable work;
        private volatile @Nullable Throwable failure;

        Loader(Runnable work) {
            super("trestle-boot");
            this.work = work;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                work.run();
            } catch (Throwable e) {
                failure = e;
            }
        }
    }

    /** A class of its own: a method of {@link Boot} would wait for Boot's initializer, which may wait for this. */
    private record Touch() implements Runnable {
        @Override
        public void run() {
            Clojure.var("clojure.core", "deref");
        }
    }

    private record Require(String namespace) implements Runnable {
        @Override
        public void run() {
            IFn require = Clojure.var("clojure.core", "require");
            synchronized (RT.REQUIRE_LOCK) {
                require.invoke(Clojure.var("clojure.core", "symbol").invoke(namespace));
            }
        }
    }
}
