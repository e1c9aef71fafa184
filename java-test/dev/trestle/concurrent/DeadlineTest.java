package dev.trestle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trestle.testing.JavadocSnippet;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class DeadlineTest {

    @Test
    void snippet_isWhatTheJavadocShows() throws Exception {
        Promise<String> name = Promise.create();
        Promise<Integer> visits = Promise.create();
        name.deliver("Ada");
        visits.deliver(3);

        // snippet
        Deadline deadline = Deadline.after(Duration.ofSeconds(2));
        String user = name.deref(deadline.remaining());
        int count = visits.deref(deadline.remaining());
        // end

        assertThat(user + count).isEqualTo("Ada3");
        assertThat(JavadocSnippet.shownBy(Deadline.class)).isEqualTo(JavadocSnippet.testedBy(DeadlineTest.class));
    }

    @Test
    void remaining_countsDownToZeroAndNeverBelow() {
        Deadline deadline = Deadline.after(Duration.ofMillis(50));
        Duration first = deadline.remaining();
        assertThat(first).isBetween(Duration.ofNanos(1), Duration.ofMillis(50));

        await().until(deadline::isExpired);

        assertThat(deadline.remaining()).isZero();
        assertThat(deadline).hasToString("Deadline[passed]");
    }

    @Test
    void after_zero_hasPassed() {
        Deadline deadline = Deadline.after(Duration.ZERO);

        assertThat(deadline.isExpired()).isTrue();
        assertThat(deadline.remaining()).isZero();
    }

    @Test
    void after_badDuration_isRefused() {
        assertThatThrownBy(() -> Deadline.after(Duration.ofNanos(-1)))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("time must be >= 0, was PT-0.000000001S");
        assertThatThrownBy(() -> Deadline.after(nothing()))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("time must not be null");
    }

    @Test
    void after_moreThanTheClockHolds_isNever() {
        assertThat(Deadline.after(Duration.ofSeconds(Long.MAX_VALUE))).isSameAs(Deadline.never());
        assertThat(Deadline.never().isExpired()).isFalse();
        assertThat(Deadline.never().remaining()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
        assertThat(Deadline.never()).hasToString("Deadline[never]");
    }

    @Test
    void after_almostAsMuchAsTheClockHolds_doesNotOverflow() {
        Deadline far = Deadline.after(Duration.ofNanos(Long.MAX_VALUE - 1));

        assertThat(far.isExpired()).isFalse();
        assertThat(far.remaining()).isGreaterThan(Duration.ofDays(292 * 365));
    }

    @Test
    void earlier_isTheOneThatPassesFirst() {
        Deadline passed = Deadline.after(Duration.ZERO);
        Deadline soon = Deadline.after(Duration.ofSeconds(10));
        Deadline far = Deadline.after(Duration.ofNanos(Long.MAX_VALUE - 1));

        assertThat(soon.earlier(far)).isSameAs(soon);
        assertThat(far.earlier(soon)).isSameAs(soon);
        assertThat(passed.earlier(far)).isSameAs(passed);
        assertThat(far.earlier(passed)).isSameAs(passed);
        assertThat(soon.earlier(Deadline.never())).isSameAs(soon);
        assertThat(Deadline.never().earlier(soon)).isSameAs(soon);
        assertThatThrownBy(() -> soon.earlier(nothing())).isExactlyInstanceOf(NullPointerException.class);
    }

    @Test
    void remaining_sharedOverSeveralWaits_boundsThemTogether() {
        Deadline deadline = Deadline.after(Duration.ofMillis(100));
        Promise<String> promise = Promise.create();
        long start = System.nanoTime();

        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> promise.deref(deadline.remaining())).isExactlyInstanceOf(TimeoutException.class);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(100), Duration.ofMillis(2_500));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without null checks can do
    private static <T> T nothing() {
        return null;
    }
}
