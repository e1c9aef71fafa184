package dev.trestle.async;

import clojure.lang.Counted;
import dev.trestle.internal.BufferSide;
import dev.trestle.internal.Calls;
import dev.trestle.internal.ChannelEngine;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Describe;
import dev.trestle.internal.Tally;
import java.io.NotSerializableException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Never shares a buffer: the first channel gets the facade's own, later ones new ones. Elsewhere it is made anew from its
 * recipe.
 */
@NullMarked
sealed class BufferFacade implements Buffer, BufferSide, Counted, Serializable permits UnblockingBufferFacade {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Map<Object, Boolean> ADOPTED_IN_USE = Collections.synchronizedMap(new WeakHashMap<>());

    private final transient Recipe recipe;
    private transient @Nullable Made first;
    private transient boolean used;
    private transient volatile @Nullable Object own;

    /** Makes a core.async buffer. */
    interface Maker extends Serializable {
        Object make(ChannelEngine engine, int capacity);
    }

    /** A core.async buffer for one channel, and what counts it. */
    record Made(Object raw, @Nullable Tally tally) {}

    /**
     * How a buffer is made.
     *
     * @param capacity how many values it holds before it is full
     * @param unblocking whether it accepts when it is full
     * @param counted whether it counts
     * @param onDropped sees what is dropped, or null
     * @param maker makes it, or null if it was adopted
     * @serial exclude
     */
    @SuppressWarnings("InvalidBlockTag") // it is javadoc that wants it
    record Recipe(
            int capacity,
            boolean unblocking,
            boolean counted,
            @Nullable Consumer<Object> onDropped,
            @Nullable Maker maker)
            implements Serializable {
        @Serial
        private Object readResolve() {
            return facade();
        }

        BufferFacade facade() {
            return unblocking ? UnblockingBufferFacade.announced(this, null) : new BufferFacade(this, null);
        }

        Maker makerOf(String operation) {
            if (maker == null) {
                throw new IllegalStateException(operation
                        + " must be called on a buffer made by Buffer.fixed, dropping or sliding, was adopted");
            }
            return maker;
        }

        Made make() {
            ChannelEngine engine = ChannelEngine.get();
            Object raw = makerOf("making").make(engine, capacity);
            if (!counted) {
                return new Made(raw, null);
            }
            Tally tally = new Tally(onDropped);
            return new Made(engine.countingBuffer(raw, tally), tally);
        }
    }

    BufferFacade(Recipe recipe, @Nullable Made adopted) {
        this.recipe = recipe;
        this.first = adopted;
    }

    @Serial
    final Object writeReplace() throws NotSerializableException {
        if (recipe.maker == null) {
            throw new NotSerializableException(BufferFacade.class.getName());
        }
        return recipe;
    }

    static Buffer of(int capacity, boolean unblocking, Maker maker) {
        return new Recipe(capacity, unblocking, false, null, maker).facade();
    }

    static Buffer adopt(@Nullable Object buffer) {
        if (buffer instanceof Buffer facade) {
            return facade;
        }
        ChannelEngine engine = ChannelEngine.get();
        if (buffer == null || !engine.isBuffer(buffer)) {
            throw Checks.notAdoptable("core.async buffer", buffer);
        }
        boolean unblocking = engine.isUnblocking(buffer);
        Recipe none = new Recipe(0, unblocking, false, null, null);
        Made made = new Made(buffer, null);
        return unblocking ? UnblockingBufferFacade.announced(none, made) : new BufferFacade(none, made);
    }

    @Override
    public <T> Buffer onDropped(Consumer<? super T> callback) {
        Consumer<Object> untyped = Calls.cast(Checks.notNull(callback, "callback"));
        Maker maker = recipe.makerOf("onDropped");
        return new Recipe(recipe.capacity, recipe.unblocking, true, untyped, maker).facade();
    }

    @Override
    public Buffer counted() {
        Maker maker = recipe.makerOf("counted");
        return new Recipe(recipe.capacity, recipe.unblocking, true, recipe.onDropped, maker).facade();
    }

    /** Gives a buffer to a channel that Java makes. */
    synchronized Made claim() {
        if (recipe.maker == null) {
            Made adopted = first();
            if (ADOPTED_IN_USE.putIfAbsent(adopted.raw, true) != null) {
                throw new IllegalStateException("adopted buffer must be used by one channel only, was used already: "
                        + Describe.identity("Buffer", adopted.raw));
            }
            return adopted;
        }
        if (used) {
            return recipe.make();
        }
        used = true;
        return first();
    }

    /** Called under the lock of a channel that Clojure has made with the facade, so it never refuses. */
    @Override
    public Object own() {
        Object mine = own;
        return mine != null ? mine : reserveOwn();
    }

    private synchronized Object reserveOwn() {
        Object mine = own;
        if (mine == null) {
            mine = recipe.maker == null ? first().raw : claim().raw;
            own = mine;
        }
        return mine;
    }

    @Override
    public synchronized Object unwrap() {
        used = true;
        return first().raw;
    }

    private synchronized Made first() {
        Made made = first;
        if (made == null) {
            made = recipe.make();
            first = made;
        }
        return made;
    }

    /** Clojure's count of values in the buffer. */
    @Override
    public int count() {
        return ((Counted) own()).count();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof BufferFacade that && first().raw == that.first().raw);
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(first().raw);
    }

    @Override
    public String toString() {
        return recipe.maker == null ? "Buffer[adopted]" : "Buffer[" + recipe.capacity + "]";
    }
}
