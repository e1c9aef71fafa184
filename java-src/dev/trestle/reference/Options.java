package dev.trestle.reference;

import clojure.lang.ArraySeq;
import clojure.lang.IFn;
import clojure.lang.Keyword;
import dev.trestle.internal.Calls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The keyword options of Clojure's constructors. */
@NullMarked
final class Options {
    private static final Keyword VALIDATOR = Keyword.intern(null, "validator");
    private static final Keyword META = Keyword.intern(null, "meta");

    private Options() {}

    @SuppressWarnings("TypeParameterUnusedInFormals") // the constructor's own class, known to the caller
    static <R> R make(
            IFn constructor,
            @Nullable Object value,
            String word,
            @Nullable Predicate<?> validator,
            @Nullable Map<?, ?> meta,
            @Nullable Object... others) {
        if (validator == null && meta == null && others.length == 0) {
            return Calls.invoke(constructor, value);
        }
        List<@Nullable Object> arguments = new ArrayList<>(Arrays.asList(others));
        arguments.add(0, value);
        if (validator != null) {
            arguments.add(VALIDATOR);
            arguments.add(ValidatorFn.of(validator, word));
        }
        if (meta != null) {
            arguments.add(META);
            arguments.add(ReferenceFacade.map(meta));
        }
        return Calls.apply(constructor, ArraySeq.create(arguments.toArray()));
    }
}
