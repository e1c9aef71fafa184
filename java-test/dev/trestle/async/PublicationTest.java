package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.JavadocSnippet;
import dev.trestle.testing.Uncaught;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicationTest {
    private static final Duration BRIEF = Duration.ofMillis(50);

    private final Channel<Integer> source = Channel.rendezvous();
    private final Channel<Integer> evens = Channel.buffered(4);
    private final Channel<Integer> odds = Channel.rendezvous();

    @Test
    void snippet_runsAndIsShown() throws Exception {
        // snippet
        Publication<Integer, String> numbers = Publication.of(source, n -> n % 2 == 0 ? "even" : "odd");
        numbers.sub("even", evens);
        // end
        source.put(1);
        source.put(2);
        assertThat(evens.take()).isEqualTo(2);
        assertThat(JavadocSnippet.testedBy(PublicationTest.class)).isEqualTo(JavadocSnippet.shownBy(Publication.class));
    }

    @Test
    void sub_closesWithTheSource_ifItIsToBe() throws Exception {
        Publication<Integer, Boolean> numbers = Publication.of(source, n -> n % 2 == 0, topic -> Buffer.fixed(8));
        numbers.sub(true, evens);
        numbers.sub(false, odds, false);

        source.close();

        assertThat(evens.take()).isNull();
        assertThat(odds.take(BRIEF)).isEqualTo(new Taken.TimedOut<>());
    }

    @Test
    @SuppressWarnings("try") // the connection is there to be closed
    void connection_closed_unsubscribes() throws Exception {
        Publication<Integer, Boolean> numbers = Publication.of(source, n -> n % 2 == 0);
        Connection connection = numbers.sub(true, evens);
        source.put(2);
        assertThat(evens.take()).isEqualTo(2);

        connection.close();
        source.put(4);
        source.put(6);

        assertThat(evens.poll()).isEqualTo(new Taken.WouldBlock<>());
    }

    @Test
    void fact15_topicFunctionThatThrows_isReportedAndThePublicationGoesOn() throws Exception {
        RuntimeException onPurpose = new IllegalStateException("on purpose");
        Publication<Integer, Boolean> numbers = Publication.of(source, n -> {
            if (n == 3) {
                throw onPurpose;
            }
            return n % 2 == 0;
        });
        numbers.sub(true, evens);

        List<Throwable> heard = Uncaught.during(() -> {
            source.put(3);
            source.put(4);
            assertThat(evens.take()).isEqualTo(4);
        });

        assertThat(heard).containsExactly(onPurpose);
    }

    @Test
    void fact15_oneSlowTopicBlocksAll_unlessItHasABuffer() throws Exception {
        Publication<Integer, Boolean> numbers = Publication.of(source, n -> n % 2 == 0);
        numbers.sub(true, evens);
        numbers.sub(false, odds);

        source.put(1);
        Waiting.puts(odds, 1);
        source.put(3); // parks in the topic
        source.put(5, BRIEF); // parks in the publication

        assertThat(source.put(2, BRIEF)).isEqualTo(Put.TIMED_OUT);
        assertThat(evens.poll()).isEqualTo(new Taken.WouldBlock<>());
    }

    @Test
    void fact15_afterUnsubAll_subscribersAreNeverClosed() throws Exception {
        Publication<Integer, Boolean> numbers = Publication.of(source, n -> n % 2 == 0);
        numbers.sub(true, evens);
        numbers.sub(false, odds);
        numbers.unsubAll(true);
        source.put(2);
        numbers.unsubAll();

        source.close();

        assertThat(evens.take(BRIEF)).isEqualTo(new Taken.TimedOut<>());
        assertThat(odds.take(BRIEF)).isEqualTo(new Taken.TimedOut<>());
    }

    @Test
    void clojure_subscribesToAFacade() throws Exception {
        Publication<Integer, Boolean> numbers = Publication.of(source, n -> n % 2 == 0);
        ClojureCode.call("clojure.core.async/sub", numbers, true, evens.unwrap());

        source.put(2);

        assertThat(evens.take()).isEqualTo(2);
        ClojureCode.call("clojure.core.async/unsub-all", numbers, true);
        source.put(4);
        await().until(() -> evens.poll().equals(new Taken.WouldBlock<>()));
        assertThat(Publication.<Integer, Boolean>wrap(numbers.unwrap()).equals(numbers))
                .isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> Publication.wrap(1));
    }
}
