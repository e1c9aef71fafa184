package dev.trestle.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.trestle.testing.JavadocSnippet;
import dev.trestle.testing.Racing;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class RefTest extends ReferenceContract<Ref<Long>> {
    @Override
    Ref<Long> create(Long value) {
        return Ref.of(value);
    }

    @Override
    void change(Ref<Long> ref, Long value) {
        Stm.dosync(() -> ref.set(value));
    }

    @Override
    Reference<Long> wrap(Object raw) {
        return Ref.wrap(raw);
    }

    @Test
    void snippet_isWhatTheJavadocShows() {
        // snippet
        Ref<Long> from = Ref.of(100L);
        Ref<Long> to = Ref.of(0L);
        Stm.dosync(() -> {
            from.alter(n -> n - 30);
            to.alter(n -> n + 30);
        });
        // end

        assertThat(from.deref()).isEqualTo(70L);
        assertThat(to.deref()).isEqualTo(30L);
        assertThat(JavadocSnippet.shownBy(Ref.class)).isEqualTo(JavadocSnippet.testedBy(RefTest.class));
    }

    @Test
    void updates_giveTheValueInTheTransaction() {
        Ref<Long> ref = Ref.of(1L);

        assertThat(Stm.<Long, RuntimeException>dosync(() -> ref.alter(n -> n + 1)))
                .isEqualTo(2L);
        assertThat(Stm.<Long, RuntimeException>dosync(() -> ref.alter((n, m) -> n * m, 10L)))
                .isEqualTo(20L);
        assertThat(Stm.<Long, RuntimeException>dosync(() -> ref.commute(n -> n + 1)))
                .isEqualTo(21L);
        assertThat(Stm.<Long, RuntimeException>dosync(() -> ref.commute((n, m) -> n + m, 4L)))
                .isEqualTo(25L);
        assertThat(Stm.<Long, RuntimeException>dosync(() -> ref.set(3L))).isEqualTo(3L);
        assertThat(Stm.<Long, RuntimeException>dosync(ref::ensure)).isEqualTo(3L);
        assertThat(Stm.<Long, RuntimeException>dosync(ref::protect)).isEqualTo(3L);
        assertThat(ref.deref()).isEqualTo(3L);
    }

    @Test
    void fact24_updateOutsideATransaction_saysWhatToDo() {
        Ref<Long> ref = Ref.of(1L);
        String remedy = " must be called in a transaction: wrap it in Stm.dosync(() -> ...)";

        assertThatIllegalStateException().isThrownBy(() -> ref.alter(n -> n)).withMessage("Ref.alter" + remedy);
        assertThatIllegalStateException()
                .isThrownBy(() -> ref.alter((n, m) -> n, 1))
                .withMessage("Ref.alter" + remedy);
        assertThatIllegalStateException().isThrownBy(() -> ref.commute(n -> n)).withMessage("Ref.commute" + remedy);
        assertThatIllegalStateException()
                .isThrownBy(() -> ref.commute((n, m) -> n, 1))
                .withMessage("Ref.commute" + remedy);
        assertThatIllegalStateException().isThrownBy(() -> ref.set(2L)).withMessage("Ref.set" + remedy);
        assertThatIllegalStateException().isThrownBy(ref::ensure).withMessage("Ref.ensure" + remedy);
        assertThatIllegalStateException().isThrownBy(ref::protect).withMessage("Ref.protect" + remedy);
        assertThat(ref.deref()).isEqualTo(1L);
    }

    @Test
    void fact24_setAfterCommute_isRefused() {
        Ref<Long> ref = Ref.of(1L);

        assertThatIllegalStateException()
                .isThrownBy(() -> Stm.dosync(() -> {
                    ref.commute(n -> n + 1);
                    ref.set(5L);
                }))
                .withMessageContaining("after commute");
        assertThat(ref.deref()).isEqualTo(1L);
    }

    @Test
    void fact24_commute_readsTheLatestValue_andRunsAgainAtTheCommit() throws Exception {
        // given
        Ref<Long> ref = Ref.of(1L);
        Ref<Long> seenFirst = Ref.of(0L);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch changed = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            awaitQuietly(begun);
            Stm.dosync(() -> ref.set(100L));
            changed.countDown();
        });
        other.start();

        // when
        Stm.dosync(() -> {
            seenFirst.deref(); // the snapshot is taken
            begun.countDown();
            awaitQuietly(changed);
            seenFirst.set(ref.commute(n -> n + 1));
        });

        // then
        assertThat(seenFirst.deref()).isEqualTo(101L);
        assertThat(ref.deref()).isEqualTo(101L);
        other.join();
    }

    @Test
    void commute_underContention_losesNothing() throws Exception {
        Ref<Long> ref = Ref.of(0L);
        Racing.threads(4, thread -> {
            for (int i = 0; i < 500; i++) {
                Stm.dosync(() -> ref.commute(n -> n + 1));
            }
        });

        assertThat(ref.deref()).isEqualTo(2_000L);
    }

    @Test
    void protect_preventsWriteSkew() throws Exception {
        // two doctors on call, each may leave only if the other stays
        for (int round = 0; round < 200; round++) {
            Ref<Boolean> ada = Ref.of(true);
            Ref<Boolean> bob = Ref.of(true);
            Racing.threads(2, thread -> {
                Ref<Boolean> mine = thread == 0 ? ada : bob;
                Ref<Boolean> other = thread == 0 ? bob : ada;
                Stm.dosync(() -> {
                    if (other.protect()) {
                        mine.set(false);
                    }
                });
            });

            assertThat(ada.deref() || bob.deref()).isTrue();
        }
    }

    @Test
    void plainReads_doNotPreventWriteSkew() throws Exception {
        // the control for the test above: the two transactions are made to overlap
        Ref<Boolean> ada = Ref.of(true);
        Ref<Boolean> bob = Ref.of(true);
        CountDownLatch bothHaveRead = new CountDownLatch(2);
        Racing.threads(2, thread -> {
            Ref<Boolean> mine = thread == 0 ? ada : bob;
            Ref<Boolean> other = thread == 0 ? bob : ada;
            Stm.dosync(() -> {
                boolean stays = other.deref();
                bothHaveRead.countDown();
                awaitQuietly(bothHaveRead);
                if (stays) {
                    mine.set(false);
                }
            });
        });

        assertThat(ada.deref() || bob.deref()).isFalse();
    }

    @Test
    void ensure_keepsOthersFromWriting() throws Exception {
        Ref<Boolean> ada = Ref.of(true);
        Ref<Boolean> bob = Ref.of(true);
        Racing.threads(2, thread -> {
            Ref<Boolean> mine = thread == 0 ? ada : bob;
            Ref<Boolean> other = thread == 0 ? bob : ada;
            Stm.dosync(() -> {
                if (other.ensure()) {
                    mine.set(false);
                }
            });
        });

        assertThat(ada.deref() || bob.deref()).isTrue();
    }

    @Test
    void history_isAsSet() {
        Ref<Long> ref = Ref.<Long>builder(0L).minHistory(3).maxHistory(5).build();
        for (int i = 0; i < 20; i++) {
            Stm.dosync(() -> ref.alter(n -> n + 1));
        }

        assertThat(ref.minHistory()).isEqualTo(3);
        assertThat(ref.maxHistory()).isEqualTo(5);
        assertThat(ref.historyCount()).isBetween(3, 5);
        ref.minHistory(1);
        ref.maxHistory(7);
        assertThat(ref.minHistory()).isEqualTo(1);
        assertThat(ref.maxHistory()).isEqualTo(7);
        assertThat(Ref.of(0).minHistory()).isZero();
        assertThat(Ref.of(0).maxHistory()).isEqualTo(10);
    }

    @Test
    void history_negative_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ref.of(0).minHistory(-1))
                .withMessage("minHistory must be >= 0, was -1");
        assertThatIllegalArgumentException().isThrownBy(() -> Ref.of(0).maxHistory(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Ref.builder(0).minHistory(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Ref.builder(0).maxHistory(-1));
    }

    @Test
    void build_withOptions_hasThem() {
        Ref<Long> ref =
                Ref.<Long>builder(1L).validator(n -> n > 0).meta(Map.of("a", 1)).build();

        assertThat(ref.meta()).isEqualTo(Map.of("a", 1));
        assertThat(ref.validator()).rejects(0L).accepts(1L);
        assertThatIllegalStateException()
                .isThrownBy(() -> Ref.<Long>builder(0L).validator(n -> n > 0).build())
                .withMessageContaining("value of ref must satisfy its validator, was 0");
    }

    @Test
    void nullFunctions_areRefused() {
        Ref<Long> ref = Ref.of(1L);
        BiFunction<Long, Long, Long> none = null;

        assertThatNullPointerException().isThrownBy(() -> ref.alter(null));
        assertThatNullPointerException().isThrownBy(() -> ref.alter(none, 1L));
        assertThatNullPointerException().isThrownBy(() -> ref.commute(null));
        assertThatNullPointerException().isThrownBy(() -> ref.commute(none, 1L));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
