package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trestle.internal.Vars;
import dev.trestle.testing.ChildJvm;
import org.junit.jupiter.api.Test;

class LoadingTest {
    @Test
    void fact17_theWholeLibraryIsLoadedWhenItIsNeeded_notBefore() {
        ChildJvm.Result result = ChildJvm.run(Child.class);

        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout().lines()).containsExactly("channels: false", "mult: true");
    }

    static final class Child {
        public static void main(String[] args) throws Exception {
            Channel<Integer> channel = Channel.create(Buffer.sliding(1));
            channel.put(1);
            channel.stream().limit(1).forEach(value -> channel.asBlockingQueue().offer(value));
            channel.toPublisher();
            System.out.println("channels: " + isLoaded());
            Mult.of(channel);
            System.out.println("mult: " + isLoaded());
        }

        private static boolean isLoaded() {
            Object name = Vars.core("symbol").invoke("clojure.core.async");
            return Vars.core("find-ns").invoke(name) != null;
        }
    }
}
