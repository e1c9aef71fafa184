package dev.trestle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HelloTest {
    @Test
    void greeting_namesWhoIsGreeted() {
        assertThat(Hello.greeting("trestle")).isEqualTo("Hello, trestle!");
    }
}
