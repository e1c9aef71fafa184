package dev.trestle.async;

import dev.trestle.internal.ChannelEngine;
import java.io.Serial;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Clojure's {@code unblocking-buffer?} looks at the class alone: so the buffers that never block have one. */
@NullMarked
final class UnblockingBufferFacade extends BufferFacade {
    @Serial
    private static final long serialVersionUID = 1L;

    private static volatile boolean announced;

    private UnblockingBufferFacade(Recipe recipe, @Nullable Made adopted) {
        super(recipe, adopted);
    }

    /** Not in an initializer: nobody may hold a class while waiting for whoever loads a namespace. */
    static UnblockingBufferFacade announced(Recipe recipe, @Nullable Made adopted) {
        if (!announced) {
            ChannelEngine.get().unblocking(UnblockingBufferFacade.class);
            announced = true;
        }
        return new UnblockingBufferFacade(recipe, adopted);
    }
}
