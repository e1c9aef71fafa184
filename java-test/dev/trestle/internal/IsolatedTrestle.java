package dev.trestle.internal;

import static java.util.Objects.requireNonNull;

import clojure.lang.RT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A copy of Trestle and of Clojure of its own, which nobody has touched yet: a loader that knows the JDK and these jars. */
@NullMarked
final class IsolatedTrestle implements AutoCloseable {
    private final URLClassLoader loader;

    IsolatedTrestle(Path... more) {
        Set<URL> urls = new LinkedHashSet<>();
        for (Path path : more) {
            urls.add(url(path));
        }
        urls.add(Boot.class.getProtectionDomain().getCodeSource().getLocation());
        urls.add(RT.class.getProtectionDomain().getCodeSource().getLocation());
        urls.add(jarOf("clojure/spec/alpha.clj"));
        urls.add(jarOf("clojure/core/specs/alpha.clj"));
        loader = new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    ClassLoader loader() {
        return loader;
    }

    Class<?> type(String name) {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Evaluates Clojure code in this copy, under its loader: code that Clojure compiles is linked by the context's. */
    Object eval(String code) {
        Thread thread = Thread.currentThread();
        ClassLoader previous = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return invoke("load-string", "(in-ns 'user) " + code);
        } finally {
            thread.setContextClassLoader(previous);
        }
    }

    /** Calls a function of clojure.core. */
    Object invoke(String function, Object... arguments) {
        Object var = call("dev.trestle.interop.Clj", "var", "clojure.core", function);
        return invoke(type("clojure.lang.IFn"), var, "invoke", arguments);
    }

    /** Calls a public static method whose parameters are of the arguments' own types, or Object. */
    Object call(String type, String method, Object... arguments) {
        return invoke(type(type), null, method, arguments);
    }

    private static Object invoke(Class<?> type, @Nullable Object receiver, String name, Object... arguments) {
        for (var method : type.getMethods()) {
            if (method.getName().equals(name) && fits(method.getParameterTypes(), arguments)) {
                try {
                    return method.invoke(receiver, arguments);
                } catch (InvocationTargetException e) {
                    throw Calls.sneaky(e.getTargetException());
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        throw new IllegalArgumentException(type + " has no such " + name);
    }

    private static boolean fits(Class<?>[] parameters, Object... arguments) {
        if (parameters.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < parameters.length; i++) {
            if (!parameters[i].isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    private static URL jarOf(String resource) {
        try {
            URL url = requireNonNull(RT.class.getClassLoader().getResource(resource), resource);
            return ((JarURLConnection) url.openConnection()).getJarFileURL();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path path) {
        try {
            URI uri = path.toUri();
            return uri.toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
