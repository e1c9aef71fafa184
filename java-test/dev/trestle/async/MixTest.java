package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.JavadocSnippet;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MixTest {
    private static final Duration BRIEF = Duration.ofMillis(30);

    private final Channel<String> out = Channel.buffered(10);
    private final Channel<String> news = Channel.rendezvous();
    private final Channel<String> chat = Channel.rendezvous();

    @Test
    void snippet_runsAndIsShown() throws Exception {
        // snippet
        Mix<String> mix = Mix.of(out);
        mix.admix(news);
        mix.admix(chat);
        mix.toggle(chat, Mix.Mode.MUTE, true);
        // end
        news.put("n");
        assertThat(out.take()).isEqualTo("n");
        assertThat(JavadocSnippet.testedBy(MixTest.class)).isEqualTo(JavadocSnippet.shownBy(Mix.class));
    }

    @Test
    void mute_takesAndDrops_pauseDoesNotTake() throws Exception {
        Mix<String> mix = Mix.of(out);
        mix.toggle(Map.of(news, Map.of(Mix.Mode.PAUSE, true), chat, Map.of(Mix.Mode.MUTE, true)));

        assertThat(chat.put("muted", Duration.ofSeconds(10))).isEqualTo(Put.ACCEPTED);
        assertThat(news.put("paused", BRIEF)).isEqualTo(Put.TIMED_OUT);
        assertThat(out.poll()).isEqualTo(new Taken.WouldBlock<>());

        mix.toggle(news, Mix.Mode.PAUSE, false);
        assertThat(news.put("heard", Duration.ofSeconds(10))).isEqualTo(Put.ACCEPTED);
        assertThat(out.take()).isEqualTo("heard");
    }

    @Test
    void solo_mutesOrPausesTheOthers() throws Exception {
        Mix<String> mix = Mix.of(out);
        mix.soloMode(Mix.Mode.PAUSE);
        mix.admix(chat);
        mix.toggle(news, Mix.Mode.SOLO, true);

        await().until(() -> chat.put("paused", BRIEF) == Put.TIMED_OUT);
        assertThat(news.put("solo", Duration.ofSeconds(10))).isEqualTo(Put.ACCEPTED);
        mix.soloMode(Mix.Mode.MUTE);
        assertThat(chat.put("muted", Duration.ofSeconds(10))).isEqualTo(Put.ACCEPTED);

        await().until(() -> "solo".equals(out.poll().toOptional().orElse(null)));
        assertThat(out.poll()).isEqualTo(new Taken.WouldBlock<>());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mix.soloMode(Mix.Mode.SOLO))
                .withMessage("mode must be MUTE or PAUSE, was SOLO");
    }

    @Test
    @SuppressWarnings("try") // the connection is there to be closed
    void connection_closed_unmixes() throws Exception {
        Mix<String> mix = Mix.of(out);
        Connection connection = mix.admix(news);
        news.put("a");
        assertThat(out.take()).isEqualTo("a");

        connection.close();
        await().until(() -> news.put("b", BRIEF) == Put.TIMED_OUT);

        mix.admix(news);
        mix.unmixAll();
        await().until(() -> news.put("c", BRIEF) == Put.TIMED_OUT);
    }

    @Test
    void clojure_admixesIntoAFacade() throws Exception {
        Mix<String> mix = Mix.of(out);
        ClojureCode.call("clojure.core.async/admix", mix, news.unwrap());

        news.put("a");

        assertThat(out.take()).isEqualTo("a");
        assertThat(Mix.<String>wrap(mix.unwrap()).equals(mix)).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> Mix.wrap(null));
    }
}
