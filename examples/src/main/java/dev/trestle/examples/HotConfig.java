package dev.trestle.examples;

import dev.trestle.reference.Atom;
import dev.trestle.reference.Watch;

/** Configuration that changes while the program runs: an atom with a validator and a watcher. */
public final class HotConfig {
    /**
     * The configuration: immutable, so that readers never see half of a change.
     *
     * @param host where to connect to
     * @param connections how many connections to keep
     */
    public record Config(String host, int connections) {
        /** The same with another number of connections. */
        public Config withConnections(int number) {
            return new Config(host, number);
        }

        boolean isValid() {
            return !host.isBlank() && connections >= 1 && connections <= 100;
        }
    }

    private HotConfig() {}

    /** Makes configuration that can never become invalid, whoever changes it. */
    public static Atom<Config> start(String host, int connections) {
        return Atom.builder(new Config(host, connections))
                .validator(Config::isValid)
                .build();
    }

    /** Changes it, well and badly. */
    public static void main(String[] args) {
        Atom<Config> config = start("localhost", 10);
        Watch pool = config.watch("pool", (before, after) -> {
            if (before.connections() != after.connections()) {
                System.out.println("resizing the pool from " + before.connections() + " to " + after.connections());
            }
        });

        config.swap(c -> c.withConnections(20));
        config.swap(c -> new Config("example.org", c.connections()));
        try {
            config.swap(c -> c.withConnections(c.connections() * 10));
        } catch (IllegalStateException e) {
            System.out.println("refused: 200 connections");
        }
        pool.close();
        config.swap(c -> c.withConnections(30)); // nobody watches any more
        System.out.println("now: " + config.deref());
    }
}
