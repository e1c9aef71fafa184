package dev.trestle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trestle.collection.Vectors;
import dev.trestle.reference.Agent;
import dev.trestle.reference.Ref;
import dev.trestle.reference.Stm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs what README shows. */
class ReadmeTest {
    @Test
    void transfer_isLoggedOnce() throws Exception {
        // snippet
        Ref<Long> ada = Ref.of(100L);
        Ref<Long> bob = Ref.of(0L);
        Agent<List<String>> log = Agent.of(Vectors.empty());

        long left = Stm.dosync(() -> {
            bob.alter(n -> n + 30);
            log.send(lines -> Vectors.conj(lines, "30 to bob")); // sent when the transaction commits, once
            return ada.alter(n -> n - 30);
        });
        // end

        log.await();
        assertThat(left).isEqualTo(70L);
        assertThat(bob.deref()).isEqualTo(30L);
        assertThat(log.deref()).containsExactly("30 to bob");
    }
}
