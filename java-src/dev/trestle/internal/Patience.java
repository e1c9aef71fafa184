package dev.trestle.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.NullMarked;

/**
 * How often a thread lets others run before it parks, since the one that it waits for is often about to come.
 *
 * <p>A platform thread that parks, and is woken, costs ten times what the other side needs. A virtual thread parks as
 * cheaply as it yields: it does so once, and would else only keep others from their turn, in a long chain of threads most.
 */
@NullMarked
final class Patience {
    private static final int PLATFORM = 10;
    private static final int VIRTUAL = 1;
    private static final MethodHandle IS_VIRTUAL = isVirtual();

    private Patience() {}

    /**
     * Says how often.
     *
     * @param thread the calling thread
     * @return how many times it should yield
     */
    static int yields(Thread thread) {
        try {
            return (boolean) IS_VIRTUAL.invokeExact(thread) ? VIRTUAL : PLATFORM;
        } catch (Throwable e) {
            throw Calls.sneaky(e);
        }
    }

    /** The sources are of Java 17: {@code Thread.isVirtual}. */
    private static MethodHandle isVirtual() {
        try {
            return MethodHandles.lookup().findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException none) { // before Java 21
            return MethodHandles.dropArguments(MethodHandles.constant(boolean.class, false), 0, Thread.class);
        }
    }
}
