package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.JavadocSnippet;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MultTest {
    private final Channel<String> source = Channel.rendezvous();

    @Test
    @SuppressWarnings("try") // the connection is there to be closed
    void snippet_runsAndIsShown() throws Exception {
        Channel<String> screen = Channel.buffered(2);
        Channel<String> log = Channel.buffered(2);
        // snippet
        Mult<String> words = Mult.of(source);
        words.tap(screen);
        try (Connection logged = words.tap(log)) {
            source.put("hello");
        }
        // end
        assertThat(screen.take()).isEqualTo("hello");
        assertThat(JavadocSnippet.testedBy(MultTest.class)).isEqualTo(JavadocSnippet.shownBy(Mult.class));
    }

    @Test
    void tap_copiesToEach_andClosesThoseThatAskForIt() throws Exception {
        Mult<String> mult = Mult.of(source);
        Channel<String> closed = Channel.buffered(2);
        Channel<CharSequence> open = Channel.buffered(2);
        mult.tap(closed);
        mult.tap(open, false);

        source.put("a");
        source.close();

        assertThat(closed.take()).isEqualTo("a");
        assertThat(closed.take()).isNull();
        assertThat(open.take()).isEqualTo("a");
        assertThat(open.take(Duration.ofMillis(20))).isEqualTo(new Taken.TimedOut<>());
    }

    @Test
    @SuppressWarnings("try")
    void connection_closed_untaps() throws Exception {
        Mult<String> mult = Mult.of(source);
        Channel<String> gone = Channel.buffered(2);
        Channel<String> all = Channel.buffered(4);
        mult.tap(all);
        Connection connection = mult.tap(gone);
        source.put("a");
        assertThat(gone.take()).isEqualTo("a");

        connection.close();
        connection.close();
        source.put("b");
        assertThat(all.take()).isEqualTo("a");
        assertThat(all.take()).isEqualTo("b");
        assertThat(gone.poll()).isEqualTo(new Taken.WouldBlock<>());

        mult.untapAll();
        source.put("c");
        source.put("d");
        assertThat(all.poll()).isEqualTo(new Taken.WouldBlock<>());
    }

    @Test
    void fact15_untapDoesNotReleaseAParkedPut() throws Exception {
        Mult<String> mult = Mult.of(source);
        Channel<String> slow = Channel.rendezvous();
        mult.tap(slow);
        source.put("parked");
        Waiting.puts(slow, 1);

        mult.untap(slow);

        assertThat(source.put("next", Duration.ofMillis(50))).isEqualTo(Put.TIMED_OUT);
        assertThat(slow.take()).isEqualTo("parked");
        assertThat(source.put("next", Duration.ofSeconds(10))).isEqualTo(Put.ACCEPTED);
    }

    @Test
    void clojure_tapsAFacadeAndTheOtherWayRound() throws Exception {
        Mult<String> mult = Mult.of(source);
        Channel<String> fromClojure = Channel.buffered(1);
        ClojureCode.call("clojure.core.async/tap", mult, fromClojure.unwrap());
        Mult<String> again = Mult.wrap(mult.unwrap());
        Channel<String> fromWrapped = Channel.buffered(1);
        again.tap(fromWrapped);

        source.put("a");

        assertThat(fromClojure.take()).isEqualTo("a");
        assertThat(fromWrapped.take()).isEqualTo("a");
        assertThat(again.equals(mult)).isTrue();
        assertThat(Mult.<String>wrap(mult) == mult).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mult.wrap("text"))
                .withMessage("object must be a core.async mult, was java.lang.String: text");
    }
}
