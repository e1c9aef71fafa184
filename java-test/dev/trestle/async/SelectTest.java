package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clojure.lang.LockingTransaction;
import dev.trestle.testing.Blocked;
import dev.trestle.testing.JavadocSnippet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SelectTest {
    private final Channel<Integer> a = Channel.buffered(4);
    private final Channel<String> b = Channel.buffered(4);

    @Test
    void snippet() throws Exception {
        Channel<String> orders = Channel.buffered(1);
        Channel<Integer> cancellations = Channel.buffered(1);
        cancellations.put(7);

        // snippet
        String answer = Select.<String>builder()
                .take(orders, order -> "order " + order)
                .take(cancellations, id -> "cancel " + id)
                .timeout(Duration.ofSeconds(1), () -> "nothing to do")
                .select();
        // end

        assertThat(answer).isEqualTo("cancel 7");
        assertThat(JavadocSnippet.shownBy(Select.class)).isEqualTo(JavadocSnippet.testedBy(SelectTest.class));
    }

    @Test
    void take_returnsTheValueOfItsFunction() throws Exception {
        a.put(1);

        int result = Select.<Integer>builder()
                .take(a, n -> n + 1)
                .take(b, String::length)
                .select();

        assertThat(result).isEqualTo(2);
        assertThat(a.poll()).isEqualTo(new Taken.WouldBlock<>());
    }

    @Test
    void put_happensWhenThereIsRoom() throws Exception {
        boolean accepted = Select.<Boolean>builder()
                .put(a, 5, ok -> ok)
                .take(b, s -> false)
                .select();

        assertThat(accepted).isTrue();
        assertThat(a.take()).isEqualTo(5);
    }

    @Test
    void select_waitsForTheFirst() throws Exception {
        Channel<Integer> never = Channel.rendezvous();
        Channel<Integer> soon = Channel.rendezvous();
        Blocked<String> selecting = Blocked.on(() -> Select.<String>builder()
                .take(never, n -> "never")
                .take(soon, n -> "soon " + n)
                .select());

        assertThat(soon.put(3)).isTrue();

        assertThat(selecting.value()).isEqualTo("soon 3");
        assertThat(Waiting.count(never, "take-count")).isZero();
        assertThat(never.offer(1)).isEqualTo(Put.WOULD_BLOCK);
    }

    @Test
    void select_waitsToPut() throws Exception {
        Channel<Integer> out = Channel.rendezvous();
        Blocked<Boolean> selecting = Blocked.on(() -> Select.<Boolean>builder()
                .put(out, 9, ok -> ok)
                .take(a, n -> false)
                .select());

        assertThat(out.take()).isEqualTo(9);

        assertThat(selecting.value()).isTrue();
        assertThat(Waiting.count(a, "take-count")).isZero();
    }

    @Test
    void twoSelects_meetEachOther() throws Exception {
        Channel<Integer> there = Channel.rendezvous();
        Channel<Integer> back = Channel.rendezvous();
        Blocked<String> other = Blocked.on(() -> Select.<String>builder()
                .take(there, n -> "took " + n)
                .put(back, 2, ok -> "gave")
                .select());

        String mine = Select.<String>builder()
                .put(there, 1, ok -> "gave")
                .take(back, n -> "took " + n)
                .select();

        assertThat(List.of(mine, other.value())).isIn(List.of("gave", "took 1"), List.of("took 2", "gave"));
    }

    @Test
    void fact12_aClosedChannelIsAlwaysReady() throws Exception {
        a.close();
        b.close();

        assertThat(Select.<String>builder().take(a, n -> "closed " + n).select())
                .isEqualTo("closed null");
        assertThat(Select.<Boolean>builder().put(b, "x", ok -> ok).select()).isFalse();
    }

    @Test
    void close_endsAWaitingSelect() throws Exception {
        Channel<Integer> never = Channel.rendezvous();
        Blocked<String> selecting = Blocked.on(() -> Select.<String>builder()
                .take(never, n -> "value " + n)
                .take(a, n -> "other")
                .select());

        never.close();

        assertThat(selecting.value()).isEqualTo("value null");
    }

    @Test
    void timeout_endsTheWaitAndLeavesNothing() throws Exception {
        long before = System.nanoTime();

        String result = Select.<String>builder()
                .take(a, n -> "value")
                .timeout(Duration.ofMillis(20), () -> "late")
                .select();

        assertThat(result).isEqualTo("late");
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
        assertThat(Waiting.count(a, "take-count")).isZero();
        assertThat(a.offer(1)).isEqualTo(Put.ACCEPTED);
        assertThat(a.take()).isEqualTo(1);
    }

    @Test
    void timeoutOfZero_triesOnce() throws Exception {
        a.put(1);
        Select.Builder<String> select =
                Select.<String>builder().take(a, n -> "value " + n).timeout(Duration.ZERO, () -> "late");

        assertThat(select.select()).isEqualTo("value 1");
        assertThat(select.select()).isEqualTo("late");
    }

    @Test
    void orElse_doesNotWait() throws Exception {
        String result = Select.<String>builder()
                .take(a, n -> "value")
                .timeout(Duration.ofDays(1), () -> "late")
                .orElse(() -> "none")
                .select();

        assertThat(result).isEqualTo("none");
    }

    @Test
    void priority_choosesTheFirstThatIsReady() throws Exception {
        Channel<Integer> empty = Channel.buffered(1);
        for (int i = 0; i < 4; i++) {
            a.put(i);
            b.put("s" + i);
        }
        Select<String> select = Select.<String>builder()
                .take(empty, n -> "empty")
                .take(b, s -> s)
                .take(a, n -> "a")
                .priority()
                .build();

        assertThat(List.of(select.select(), select.select(), select.select(), select.select(), select.select()))
                .containsExactly("s0", "s1", "s2", "s3", "a");
    }

    @Test
    void withoutPriority_theChoiceIsFair() throws Exception {
        int[] chosen = new int[3];
        List<Channel<Integer>> closed = List.of(Channel.buffered(1), Channel.buffered(1), Channel.buffered(1));
        Select.Builder<Integer> builder = Select.builder();
        for (int i = 0; i < 3; i++) {
            int number = i;
            closed.get(i).close();
            builder.take(closed.get(i), nothing -> number);
        }
        Select<Integer> select = builder.build();

        for (int i = 0; i < 3000; i++) {
            chosen[select.select()]++;
        }

        assertThat(chosen[0]).isBetween(700, 1300);
        assertThat(chosen[1]).isBetween(700, 1300);
        assertThat(chosen[2]).isBetween(700, 1300);
    }

    @Test
    void when_turnsAClauseOff() throws Exception {
        AtomicBoolean on = new AtomicBoolean(false);
        a.put(1);
        Select<String> select = Select.<String>builder()
                .take(a, n -> "a" + n)
                .when(on::get)
                .take(b, s -> s)
                .orElse(() -> "none")
                .build();

        assertThat(select.select()).isEqualTo("none");
        on.set(true);
        assertThat(select.select()).isEqualTo("a1");
    }

    @Test
    void everyClauseOff_isRefusedUnlessThereIsAnotherEnd() throws Exception {
        assertThatIllegalStateException()
                .isThrownBy(() -> Select.<String>builder()
                        .take(a, n -> "a")
                        .when(() -> false)
                        .select())
                .withMessage("select must have a clause that is on, or timeout or orElse, had 1 that are off");
        assertThat(Select.<String>builder()
                        .take(a, n -> "a")
                        .when(() -> false)
                        .timeout(Duration.ofMillis(1), () -> "late")
                        .select())
                .isEqualTo("late");
    }

    @Test
    void putFrom_asksForAValueEachTime() throws Exception {
        AtomicInteger next = new AtomicInteger();
        Select<Boolean> select = Select.<Boolean>builder()
                .putFrom(a, next::incrementAndGet, ok -> ok)
                .build();

        select.select();
        select.select();

        assertThat(a.closeAndDrain()).containsExactly(1, 2);
    }

    @Test
    void fact12_oneChannelInTwoClauses_isRefused() {
        Select.Builder<String> select = Select.<String>builder().take(a, n -> "a");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> select.take(a.readOnly(), n -> "again"))
                .withMessageStartingWith("channel must be in one clause only, was in two: Channel@");
        assertThatIllegalArgumentException().isThrownBy(() -> select.put(Channel.wrap(a.unwrap()), 1, ok -> "put"));
    }

    @Test
    void arguments_areChecked() {
        assertThatNullPointerException()
                .isThrownBy(() -> Select.<String>builder().put(a, Untyped.nothing(), ok -> ""))
                .withMessage("value must not be null");
        assertThatIllegalStateException()
                .isThrownBy(() -> Select.<String>builder().when(() -> true))
                .withMessage("when must follow the clause that it guards, was first");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Select.<String>builder().timeout(Duration.ofNanos(-1), () -> ""));
    }

    @Test
    void interrupted_takesNothing() throws Exception {
        Blocked<String> selecting = Blocked.on(() ->
                Select.<String>builder().take(a, n -> "a").take(b, s -> "b").select());

        assertThat(selecting.interrupt().failure()).isInstanceOf(InterruptedException.class);

        assertThat(Waiting.count(a, "take-count") + Waiting.count(b, "take-count"))
                .isZero();
        a.put(1);
        assertThat(a.take()).isEqualTo(1);
    }

    @Test
    void aFunctionThatThrows_reachesTheCallerAndTheChannelsStayUsable() throws Exception {
        IllegalStateException failure = new IllegalStateException("clause");
        a.put(1);

        assertThatThrownBy(() -> Select.<String>builder()
                        .take(a, n -> {
                            throw failure;
                        })
                        .take(b, s -> s)
                        .select())
                .isSameAs(failure);

        BufferTest.usableFromAnotherThread(a);
    }

    @Test
    void aGuardThatThrows_reachesTheCallerBeforeAnythingHappens() throws Exception {
        IllegalStateException failure = new IllegalStateException("guard");
        a.put(1);

        assertThatThrownBy(() -> Select.<String>builder()
                        .take(a, n -> "a")
                        .take(b, s -> s)
                        .when(() -> {
                            throw failure;
                        })
                        .select())
                .isSameAs(failure);

        assertThat(a.take()).isEqualTo(1);
    }

    @Test
    void theFunction_runsWithoutAnyLock() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        Blocked<Boolean> selecting = Blocked.on(() -> Select.<Boolean>builder()
                .take(channel, n -> {
                    try {
                        Running.start(() -> assertThat(channel.poll()).isEqualTo(new Taken.WouldBlock<>()))
                                .join();
                        return true;
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .take(a, n -> false)
                .select());

        channel.put(1);

        assertThat(selecting.value()).isTrue();
    }

    @Test
    void fact7_tooManyWaiters_isTypedAndLeavesNothing() throws Exception {
        Channel<Integer> full = Channel.rendezvous();
        List<Object> waiting = new ArrayList<>();
        for (int i = 0; i < 1024; i++) {
            waiting.add(full.takeAsync());
        }

        assertThatThrownBy(() -> Select.<String>builder()
                        .take(a, n -> "a")
                        .take(full, n -> "full")
                        .priority()
                        .select())
                .isInstanceOf(TooManyWaitersException.class)
                .hasMessageStartingWith("waiting takes must be <= 1024");

        assertThat(Waiting.count(a, "take-count")).isZero();
        full.close();
        assertThat(waiting).hasSize(1024);
    }

    @Test
    void inATransaction_isRefused() {
        Callable<?> select = () -> Select.<String>builder().take(a, n -> "a").select();

        assertThatThrownBy(() -> LockingTransaction.runInTransaction(select))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Select.select must not be called in a transaction");
    }

    @Test
    void aChannelThatFailed_failsTheSelect() {
        a.close(new IllegalArgumentException("source"));

        assertThatThrownBy(() ->
                        Select.<String>builder().take(a, n -> "value " + n).select())
                .isInstanceOf(ChannelFailedException.class)
                .hasRootCauseMessage("source");
    }
}
