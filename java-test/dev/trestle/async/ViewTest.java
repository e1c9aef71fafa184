package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ViewTest {
    private final Channel<Integer> channel = Channel.buffered(2);
    private final ReadPort<Integer> out = channel.readOnly();
    private final WritePort<Integer> in = channel.writeOnly();

    @Test
    void views_reachTheChannel() throws Exception {
        assertThat(in.put(1)).isTrue();
        assertThat(in.put(2, Duration.ofSeconds(1))).isEqualTo(Put.ACCEPTED);
        assertThat(in.offer(3)).isEqualTo(Put.WOULD_BLOCK);
        assertThat(out.take()).isEqualTo(1);
        assertThat(out.take(Duration.ofSeconds(1))).isEqualTo(new Taken.Value<>(2));
        assertThat(in.putAsync(4)).isCompletedWithValue(true);
        assertThat(out.takeAsync()).isCompletedWithValue(4);
        in.close();
        assertThat(out.isClosed()).isTrue();
        assertThat(in.isClosed()).isTrue();
        assertThat(out).isEmpty();
        assertThat(out.poll()).isEqualTo(new Taken.Closed<>(null));
    }

    @Test
    void views_areNoMoreThanTheySay() {
        assertThat(out).isNotInstanceOf(WritePort.class);
        assertThat(in).isNotInstanceOf(ReadPort.class);
    }

    @Test
    void facadesOfOneChannel_areEqual() {
        assertThat(out.equals(channel)).isTrue();
        assertThat(channel.equals(in)).isTrue();
        assertThat(out.equals(in)).isTrue();
        assertThat(out.hashCode()).isEqualTo(channel.hashCode());
        assertThat(in.hashCode()).isEqualTo(channel.hashCode());
        assertThat(out.equals(Channel.<Integer>buffered(2))).isFalse();
        assertThat(out.unwrap()).isSameAs(channel.unwrap());
    }

    @Test
    void wrap_adoptsOneSide() throws Exception {
        ReadPort<Integer> read = ReadPort.wrap(channel.unwrap());
        WritePort<Integer> write = WritePort.wrap(channel.unwrap());

        write.put(1);

        assertThat(read.take()).isEqualTo(1);
        assertThat(ReadPort.<Integer>wrap(out) == out).isTrue();
        assertThat(WritePort.<Integer>wrap(in) == in).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReadPort.wrap("text"))
                .withMessage("object must be a core.async read port, was java.lang.String: text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WritePort.wrap(null))
                .withMessage("object must be a core.async write port, was null");
        assertThatIllegalArgumentException().isThrownBy(() -> WritePort.wrap(out));
        assertThatIllegalArgumentException().isThrownBy(() -> Channel.wrap(out));
    }

    @Test
    void views_haveNames() {
        assertThat(out.toString()).startsWith("ReadPort@");
        assertThat(in.toString()).startsWith("WritePort@");
    }
}
