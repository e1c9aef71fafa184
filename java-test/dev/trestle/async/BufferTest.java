package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.trestle.testing.ClojureCode;
import dev.trestle.testing.JavadocSnippet;
import dev.trestle.testing.Uncaught;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BufferTest {
    private final List<Object> dropped = new ArrayList<>();

    @Test
    void snippet() throws Exception {
        // snippet
        Buffer latest = Buffer.sliding(100).onDropped(value -> dropped.add(value));
        Channel<Integer> prices = Channel.create(latest);
        // end

        for (int i = 0; i < 101; i++) {
            prices.put(i);
        }
        assertThat(dropped).containsExactly(0);
        assertThat(JavadocSnippet.shownBy(Buffer.class)).isEqualTo(JavadocSnippet.testedBy(BufferTest.class));
    }

    @Test
    void dropping_reportsWhatIsPut() throws Exception {
        Channel<Integer> channel = Channel.create(Buffer.dropping(2).onDropped(dropped::add));

        assertThat(channel.putAll(List.of(1, 2, 3, 4))).isEqualTo(4);

        assertThat(dropped).containsExactly(3, 4);
        assertThat(channel.closeAndDrain()).containsExactly(1, 2);
    }

    @Test
    void sliding_reportsTheOldest() throws Exception {
        Channel<Integer> channel = Channel.create(Buffer.sliding(2).onDropped(dropped::add));

        assertThat(channel.putAll(List.of(1, 2, 3, 4))).isEqualTo(4);

        assertThat(dropped).containsExactly(1, 2);
        assertThat(channel.closeAndDrain()).containsExactly(3, 4);
    }

    @Test
    void fixed_dropsNothing() throws Exception {
        Channel<Integer> channel = Channel.create(Buffer.fixed(2).onDropped(dropped::add));

        assertThat(channel.putAll(List.of(1, 2))).isEqualTo(2);

        assertThat(channel.offer(3)).isEqualTo(Put.WOULD_BLOCK);
        assertThat(dropped).isEmpty();
    }

    @Test
    void onDropped_thatThrows_isReportedOnceAndTheChannelStaysUsable() throws Exception {
        IllegalStateException failure = new IllegalStateException("callback");
        Channel<Integer> channel = Channel.create(Buffer.dropping(1).onDropped(value -> {
            throw failure;
        }));
        channel.put(1);

        List<Throwable> heard = Uncaught.during(() -> assertThat(channel.put(2)).isTrue());

        assertThat(heard).containsExactly(failure);
        assertThat(channel.take()).isEqualTo(1);
        usableFromAnotherThread(channel);
    }

    @Test
    void onDropped_ofAWrongType_isReportedToo() throws Exception {
        List<String> texts = new ArrayList<>();
        Consumer<String> wrong = text -> texts.add(text.strip());
        Channel<Integer> channel = Channel.create(Buffer.dropping(1).onDropped(wrong));
        channel.put(1);

        assertThat(Uncaught.during(() -> channel.put(2))).singleElement().isInstanceOf(ClassCastException.class);
        assertThat(channel.take()).isEqualTo(1);
    }

    @Test
    void create_fromOneBufferTwice_sharesNothing() throws Exception {
        Buffer buffer = Buffer.fixed(1);
        Channel<Integer> first = Channel.create(buffer);
        Channel<Integer> second = Channel.create(buffer);

        first.put(1);

        assertThat(second.offer(2)).isEqualTo(Put.ACCEPTED);
        assertThat(first.take()).isEqualTo(1);
        assertThat(second.take()).isEqualTo(2);
    }

    @Test
    void unwrap_isTheBufferOfTheFirstChannel() throws Exception {
        Buffer buffer = Buffer.fixed(3);
        Channel<Integer> channel = Channel.create(buffer);
        channel.put(1);

        assertThat(ClojureCode.<Integer>call("count", buffer.unwrap())).isEqualTo(1);
        assertThat(buffer).isEqualTo(Buffer.wrap(buffer.unwrap()));
        assertThat(buffer.hashCode()).isEqualTo(Buffer.wrap(buffer.unwrap()).hashCode());
    }

    @Test
    void unwrap_beforeAnyChannel_reservesTheBuffer() throws Exception {
        Buffer buffer = Buffer.fixed(3);
        Object reserved = buffer.unwrap();

        Channel.create(buffer).put(1);

        assertThat(ClojureCode.<Integer>call("count", reserved)).isZero();
    }

    @Test
    void wrap_adoptsABufferForOneChannelOnly() throws Exception {
        Object raw = ClojureCode.eval("(clojure.core.async.impl.buffers/sliding-buffer 1)");
        Channel<Integer> channel = Channel.create(Buffer.wrap(raw));
        channel.put(1);
        channel.put(2);

        assertThat(channel.take()).isEqualTo(2);
        assertThatIllegalStateException()
                .isThrownBy(() -> Channel.create(Buffer.wrap(raw)))
                .withMessageStartingWith("adopted buffer must be used by one channel only, was used already: Buffer@");
    }

    @Test
    void wrap_refusesWhatIsNoBuffer() {
        Buffer own = Buffer.fixed(1);

        assertThat(Buffer.wrap(own)).isSameAs(own);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Buffer.wrap("text"))
                .withMessage("object must be a core.async buffer, was java.lang.String: text");
        assertThatIllegalArgumentException().isThrownBy(() -> Buffer.wrap(null));
    }

    @Test
    void onDropped_ofAnAdoptedBuffer_isRefused() {
        Object raw = ClojureCode.eval("(clojure.core.async.impl.buffers/dropping-buffer 1)");

        assertThatIllegalStateException()
                .isThrownBy(() -> Buffer.wrap(raw).onDropped(dropped::add))
                .withMessageStartingWith("onDropped must be called on a buffer made by");
        assertThatNullPointerException()
                .isThrownBy(() -> Buffer.dropping(1).onDropped(Untyped.nothing()))
                .withMessage("callback must not be null");
    }

    static void usableFromAnotherThread(Channel<Integer> channel) throws Exception {
        Running other = Running.start(() -> {
            assertThat(channel.put(99)).isTrue();
            assertThat(channel.take()).isEqualTo(99);
        });
        other.join();
    }

    @Test
    void descriptionOfABuffer_canBeSent_andMakesOneOfItsOwn() throws Exception {
        Buffer dropping = Buffer.dropping(2).counted();
        Buffer copy = sent(dropping);
        Channel<Integer> channel = Channel.create(copy);
        for (int i = 0; i < 5; i++) {
            assertThat(channel.put(i)).isTrue();
        }
        channel.close();

        assertThat(channel.take()).isEqualTo(0);
        assertThat(channel.stats().counts().orElseThrow().drops()).isEqualTo(3);
        assertThat(copy).isNotEqualTo(dropping);
        assertThatExceptionOfType(NotSerializableException.class)
                .isThrownBy(() -> sent(Buffer.wrap(Buffer.fixed(1).unwrap())));
    }

    private static Buffer sent(Buffer buffer) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(buffer);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Buffer) in.readObject();
        }
    }
}
