package dev.trestle.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationsTest {
    @TempDir
    Path root;

    @BeforeEach
    void decide() throws IOException {
        Files.createFile(root.resolve("0001.md"));
    }

    @Test
    void parse_readsTheLinesOfTheSuite() {
        List<String> lines = List.of("# a comment", "", "overhead Atom.swap 0001.md", "channels Channel.put 0001.md");
        Explanations explanations = Explanations.parse("overhead", lines, root);
        assertThat(explanations.has("Atom.swap")).isTrue();
        assertThat(explanations.document("Atom.swap")).isEqualTo("0001.md");
        assertThat(explanations.has("Channel.put")).isFalse();
    }

    @Test
    void parse_ofADecisionThatDoesNotExist_isRefused() {
        assertThatThrownBy(() -> Explanations.parse("overhead", List.of("overhead Atom.swap 0002.md"), root))
                .hasMessage("ADR of Atom.swap must exist, was 0002.md");
    }

    @Test
    void parse_ofALineWithoutADecision_isRefused() {
        assertThatThrownBy(() -> Explanations.parse("overhead", List.of("overhead Atom.swap"), root))
                .hasMessage("explanation must be SUITE OPERATION ADR, was: overhead Atom.swap");
    }
}
