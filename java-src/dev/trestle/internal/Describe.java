package dev.trestle.internal;

import clojure.lang.ISeq;
import clojure.lang.LazySeq;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Words for values in messages: short, never throwing, and never walking an endless sequence. */
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
        if (value instanceof ISeq || value instanceof LazySeq) {
            return "a " + value.getClass().getName();
        }
        if (value instanceof Collection<?> many && many.size() > MOST) {
            return "a " + value.getClass().getName() + " of " + many.size() + " elements";
        }
        if (value instanceof Map<?, ?> many && many.size() > MOST) {
            return "a " + value.getClass().getName() + " of " + many.size() + " entries";
        }
        if (value == null) {
            return "null";
        }
        String text;
        try {
            text = value.toString();
        } catch (RuntimeException e) {
            text = value.getClass().getName() + " (its toString threw "
                    + e.getClass().getName() + ")";
        }
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
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
