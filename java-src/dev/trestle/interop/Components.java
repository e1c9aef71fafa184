package dev.trestle.interop;

import clojure.lang.IFn;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Vars;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The components of a record class by keyword, worked out once for each class. */
@NullMarked
final class Components {
    private static final IFn KEYWORD = Vars.core("keyword");
    private static final Pattern WORD_STARTS =
            Pattern.compile("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})|_+");
    private static final MethodType ACCESSOR = MethodType.methodType(Object.class, Object.class);
    private static final ClassValue<Components> OF_CLASS = new ClassValue<>() {
        @Override
        protected Components computeValue(Class<?> type) {
            return new Components(type);
        }
    };

    private final Object[] keywords;
    private final MethodHandle[] accessors;

    private Components(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalStateException("class must be a record to be read by keyword, was " + type.getName());
        }
        Map<Object, MethodHandle> found = new LinkedHashMap<>();
        List<Object> spellings = new ArrayList<>();
        RecordComponent[] components = type.getRecordComponents();
        for (RecordComponent component : components) {
            found.put(KEYWORD.invoke(null, component.getName()), accessor(type, component.getAccessor()));
            spellings.add(KEYWORD.invoke(null, kebab(component.getName())));
        }
        List<MethodHandle> exact = List.copyOf(found.values());
        for (int i = 0; i < components.length; i++) {
            found.putIfAbsent(spellings.get(i), exact.get(i));
        }
        keywords = found.keySet().toArray();
        accessors = found.values().toArray(new MethodHandle[0]);
    }

    static @Nullable Object read(Object subject, @Nullable Object key, @Nullable Object fallback) {
        Components of = OF_CLASS.get(subject.getClass());
        Object[] keywords = of.keywords;
        for (int i = 0; i < keywords.length; i++) {
            if (keywords[i] == key) { // keywords are interned
                try {
                    return (Object) of.accessors[i].invokeExact(subject);
                } catch (Throwable e) {
                    throw Calls.sneaky(e); // an accessor of the user's own
                }
            }
        }
        return fallback;
    }

    static String kebab(String name) {
        return String.join("-", Arrays.asList(WORD_STARTS.split(name))).toLowerCase(Locale.ROOT);
    }

    private static MethodHandle accessor(Class<?> type, Method accessor) {
        try {
            accessor.setAccessible(true);
            return MethodHandles.lookup().unreflect(accessor).asType(ACCESSOR);
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            throw new IllegalStateException(
                    "record must be accessible to be read by keyword, was " + type.getName() + ": add \"opens "
                            + type.getPackageName() + " to dev.trestle\" to module "
                            + type.getModule().getName(),
                    e);
        }
    }
}
