package dev.trestle.internal;

import clojure.lang.ISeq;
import clojure.lang.LazySeq;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Words for values in messages: short, never throwing, and never walking an endless sequence. Only the engine's signal to
 * retry a transaction passes.
 */
@NullMarked
public final class Describe {
    private static final int LONGEST = 120;
    private static final int MOST = 20;

    private Describe() {}

    /**
     * Describes a value.
     *
     * @param value a value
     * @return its string form cut at 120 characters; of a sequence, and of more than 20 elements, only its type and size
     */
    public static String value(@Nullable Object value) {
        String text = guarded(value, Describe::text);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    /**
     * Describes what was thrown.
     *
     * @param failure what was thrown
     * @return its string form, uncut
     */
    public static String failure(Throwable failure) {
        return guarded(failure, String::valueOf);
    }

    private static String text(@Nullable Object value) {
        if (value instanceof ISeq || value instanceof LazySeq) {
            return "a " + value.getClass().getName();
        }
        if (value instanceof Collection<?> many && many.size() > MOST) {
            return "a " + value.getClass().getName() + " of " + many.size() + " elements";
        }
        if (value instanceof Map<?, ?> many && many.size() > MOST) {
            return "a " + value.getClass().getName() + " of " + many.size() + " entries";
        }
        return String.valueOf(value);
    }

    /** A value's methods are anybody's code: what they throw must not take the place of what the message is about. */
    private static <V extends @Nullable Object> String guarded(V value, Function<V, @Nullable String> words) {
        try {
            return words.apply(value) + ""; // a toString may give null
        } catch (Throwable e) {
            if (e instanceof Error signal && Transactions.isSignal(signal)) {
                throw signal;
            }
            return (value == null ? "null" : value.getClass().getName())
                    + " (its toString threw "
                    + e.getClass().getName()
                    + ")";
        }
    }

    /**
     * Names a Clojure object.
     *
     * @param type the word for it
     * @param object the object
     * @return the word, with the object's identity
     */
    public static String identity(String type, Object object) {
        return type + "@" + Integer.toHexString(System.identityHashCode(object));
    }
}
