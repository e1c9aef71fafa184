package dev.trestle.reference;

import clojure.lang.IFn;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Functions;
import java.io.Serial;
import java.util.function.BiConsumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** An agent's error handler whose own failure is heard: Clojure would drop it. */
@NullMarked
final class HandlerFn extends Functions.Adapter<BiConsumer<?, ?>> {
    @Serial
    private static final long serialVersionUID = 1L;

    HandlerFn(BiConsumer<?, ?> handler) {
        super(handler);
    }

    /** The way back: Java's own handler, or Clojure's function behind the facade. */
    static BiConsumer<?, ?> handler(IFn fn) {
        if (fn instanceof HandlerFn own) {
            return own.target;
        }
        return (BiConsumer<Agent<?>, Throwable>)
                (agent, error) -> Calls.<@Nullable Object>invoke(fn, agent.unwrap(), error);
    }

    @Override
    public @Nullable Object invoke(@Nullable Object agent, @Nullable Object error) {
        try {
            Calls.<BiConsumer<Object, Object>>cast(target).accept(Agent.<@Nullable Object>wrap(agent), error);
        } catch (Throwable e) { // in no transaction: actions run outside of them
            Calls.uncaught(e);
        }
        return null;
    }
}
