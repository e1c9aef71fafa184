package dev.trestle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteTest {
    @Test
    void named_bringsTheSuitesThatGoWithIt() {
        assertThat(Suite.named("channels")).extracting(Suite::name).containsExactly("channels", "channels-peers");
        assertThat(Suite.named("channels-peers")).extracting(Suite::name).containsExactly("channels-peers");
    }

    @Test
    void named_withAPartOfAName_isEmpty() {
        assertThat(Suite.named("chan")).isEmpty();
    }

    @Test
    void channels_areHeldToWhatTheyPromise() {
        assertThat(Suite.named("channels").get(0).limits()).isEqualTo(List.of(new Suite.Limit("ifn", 1.05, 0.95, 0)));
    }
}
