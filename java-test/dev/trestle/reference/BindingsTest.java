package dev.trestle.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BindingsTest {
    private final Var<String> user = Var.dynamic("nobody");
    private final Var<Integer> depth = Var.dynamic(0);
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        pool.shutdownNow();
    }

    @Test
    void call_runsUnderTheBindings_andTakesThemBack() {
        String inside = Bindings.of(user, "ada").with(depth, 3).call(() -> user.deref() + depth.deref());

        assertThat(inside).isEqualTo("ada3");
        assertThat(user.deref() + depth.deref()).isEqualTo("nobody0");
    }

    @Test
    void call_nested_shadows() {
        String seen =
                Bindings.of(user, "ada").call(() -> Bindings.of(user, "bob").call(user::deref) + user.deref());

        assertThat(seen).isEqualTo("bobada");
    }

    @Test
    void call_declaresTheBodysOwnException_andTakesTheBindingsBack() {
        Error error = new Error("mine");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Bindings.of(user, "ada").run(() -> {
                    throw new IOException("disk");
                }));
        assertThatExceptionOfType(Error.class)
                .isThrownBy(() -> Bindings.of(user, "ada").run(() -> {
                    throw error;
                }))
                .isSameAs(error);
        assertThat(user.isThreadBound()).isFalse();
    }

    @Test
    void with_leavesTheOriginalAlone() {
        Bindings first = Bindings.of(user, "ada");
        first.with(user, "bob");

        assertThat(first.call(user::deref)).isEqualTo("ada");
    }

    @Test
    void current_wrap_carriesThemToAnotherThread() throws Exception {
        // given
        AtomicReference<Runnable> task = new AtomicReference<>();
        AtomicReference<Callable<String>> callable = new AtomicReference<>();
        AtomicReference<String> seen = new AtomicReference<>();
        Bindings.of(user, "ada").run(() -> {
            task.set(Bindings.current().wrap(() -> seen.set(user.deref())));
            callable.set(Bindings.current().wrap(() -> user.deref()));
        });

        // when
        pool.submit(task.get()).get();
        Future<String> value = pool.submit(callable.get());

        // then
        assertThat(seen).hasValue("ada");
        assertThat(value.get()).isEqualTo("ada");
        assertThat(pool.submit(user::deref).get()).isEqualTo("nobody");
    }

    @Test
    void fact40_conveying_givesThePooledThreadItsOwnBindingsBack_andMaySet() throws Exception {
        // given
        AtomicReference<String> seen = new AtomicReference<>();

        // when
        Bindings.of(user, "ada")
                .run(() -> Bindings.conveying(pool).execute(() -> {
                    user.set(user.deref() + "!"); // a binding conveyed by Clojure's own means refuses this
                    seen.set(user.deref());
                }));

        // then
        assertThat(pool.submit(user::deref).get(30, TimeUnit.SECONDS)).isEqualTo("nobody");
        assertThat(seen).hasValue("ada!");
    }

    @Test
    void badInput_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bindings.of(Var.find("clojure.core", "inc"), "x"))
                .withMessageContaining("var must be dynamic, was Var[#'clojure.core/inc]");
        assertThatNullPointerException().isThrownBy(() -> Bindings.of(null, "x"));
        assertThatNullPointerException().isThrownBy(() -> Bindings.conveying(null));
        Bindings bindings = Bindings.of(user, "ada");
        assertThatNullPointerException().isThrownBy(() -> bindings.wrap((Runnable) null));
        assertThatNullPointerException().isThrownBy(() -> bindings.wrap((Callable<String>) null));
        assertThatNullPointerException().isThrownBy(() -> bindings.call(null));
        assertThatNullPointerException().isThrownBy(() -> bindings.run(null));
    }
}
