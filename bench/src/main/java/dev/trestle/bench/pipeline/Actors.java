package dev.trestle.bench.pipeline;

import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.ActorSystem;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Pekko's actors: with the buffers that it has, and with larger ones. */
@State(Scope.Benchmark)
public class Actors {
    private static final String QUIET = "pekko.stdout-loglevel = OFF\npekko.loglevel = OFF\npekko.daemonic = on\n";
    private static final String LARGE = """
            pekko.stream.materializer.initial-input-buffer-size = 1024
            pekko.stream.materializer.max-input-buffer-size = 1024
            """;

    final ActorSystem system = system("plain", QUIET);
    final ActorSystem buffered = system("buffered", QUIET + LARGE);

    private static ActorSystem system(String name, String config) {
        return ActorSystem.create(name, ConfigFactory.parseString(config).withFallback(ConfigFactory.load()));
    }

    /** Ends them. */
    @TearDown
    public void end() {
        system.terminate();
        buffered.terminate();
    }
}
