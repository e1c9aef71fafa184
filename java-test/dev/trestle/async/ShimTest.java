package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;

import clojure.lang.Compiler;
import clojure.lang.IPersistentMap;
import clojure.lang.RT;
import clojure.lang.Var;
import dev.trestle.internal.ChannelEngine;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ShimTest {
    @Test
    void shim_compilesWithoutReflection() throws Exception {
        ChannelEngine.get();
        StringWriter warnings = new StringWriter();
        IPersistentMap bindings = RT.map(
                RT.var("clojure.core", "*err*"),
                warnings,
                RT.var("clojure.core", "*ns*"),
                RT.var("clojure.core", "*ns*").deref(),
                RT.var("clojure.core", "*warn-on-reflection*"),
                true);

        Var.pushThreadBindings(bindings);
        try (Reader source = new InputStreamReader(
                Objects.requireNonNull(ChannelEngine.class.getResourceAsStream("shim.clj")), StandardCharsets.UTF_8)) {
            Compiler.load(source, "dev/trestle/internal/shim.clj", "shim.clj");
        } finally {
            Var.popThreadBindings();
        }

        assertThat(warnings.toString()).isEmpty();
    }
}
