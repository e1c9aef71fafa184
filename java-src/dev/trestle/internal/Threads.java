package dev.trestle.internal;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Makes Trestle's own threads: daemons that inherit nothing from the thread which happens to need them first. */
@NullMarked
public final class Threads {
    private static final String WAITING = "trestle-wait-";
    private static final long IDLE_SECONDS = 1;
    private static final AtomicLong COUNT = new AtomicLong();

    private Threads() {}

    /**
     * Makes a platform thread that does not keep the JVM alive.
     *
     * @param name its name
     * @param task what it will run
     * @return the thread, not started
     */
    public static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Threads.class.getClassLoader());
        return thread;
    }

    /**
     * Returns the executor for tasks that do nothing but wait: a virtual thread for each where the JVM has them, else a
     * daemon thread which ends when it has been idle for a second. It never rejects a task and has no limit.
     *
     * @return the executor
     */
    public static Executor waiting() {
        return Waiting.EXECUTOR;
    }

    private static final class Waiting {
        static final Executor EXECUTOR = executor(virtual());

        private static Executor executor(@Nullable ThreadFactory virtual) {
            if (virtual != null) {
                return task -> virtual.newThread(task).start();
            }
            return new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    task -> daemon(WAITING + COUNT.incrementAndGet(), task));
        }

        /** The sources are of Java 17: {@code Thread.ofVirtual().name(..).inheritInheritableThreadLocals(false).factory()}. */
        private static @Nullable ThreadFactory virtual() {
            try {
                Class<?> type = Class.forName("java.lang.Thread$Builder$OfVirtual");
                Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
                Method name = type.getMethod("name", String.class, long.class);
                Method inherit = type.getMethod("inheritInheritableThreadLocals", boolean.class);
                Object named = name.invoke(builder, WAITING, 1L);
                return (ThreadFactory) type.getMethod("factory").invoke(inherit.invoke(named, false));
            } catch (ReflectiveOperationException none) {
                return null; // before Java 21, or a preview that is not enabled
            }
        }
    }
}
