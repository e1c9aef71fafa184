package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trestle.internal.Vars;
import dev.trestle.testing.ChildJvm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs core.async's own tests on our facades. They are in no published artifact: {@code -Dcore.async.tests} names a checkout
 * of its repository at the version that we use; CONTRIBUTING.md says how.
 */
@EnabledIfSystemProperty(named = "core.async.tests", matches = ".+")
class CoreAsyncSuiteTest {
    @Test
    @Timeout(600)
    void itsOwnTests_passWhenEveryChannelIsAFacade() {
        ChildJvm.Result result = ChildJvm.run(
                Duration.ofSeconds(500), List.of("-Xmx1g"), Suite.class, System.getProperty("core.async.tests"));

        System.out.println(result.stdout());
        assertThat(result.stdout()).contains("0 failures, 0 errors.").contains("through Java:");
        assertThat(result.exitCode()).isZero();
    }

    static final class Suite {
        private Suite() {}

        public static void main(String[] args) {
            Object code = Vars.load("dev.trestle.core-async-suite", "run").invoke(args[0]);
            System.exit(((Number) code).intValue());
        }
    }
}
