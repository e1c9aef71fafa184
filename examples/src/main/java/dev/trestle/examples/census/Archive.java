package dev.trestle.examples.census;

import dev.trestle.collection.Vectors;
import dev.trestle.reference.Agent;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Writes findings to the database behind the backs of those who make them. The agent's state is what is not yet written; its
 * actions run one at a time, so the connection needs no other lock.
 */
final class Archive {
    private final Database database;
    private final Agent<List<Finding>> unwritten = Agent.of(Vectors.empty());

    Archive(Database database) {
        this.database = database;
    }

    /** Takes findings. In a transaction it does so once, when that commits. */
    void add(List<Finding> findings) {
        unwritten.send(list -> Vectors.into(list, findings));
    }

    /** Has what is there written to the database: on the pool for actions that block. */
    void flush() {
        unwritten.sendOff(this::write);
    }

    private List<Finding> write(List<Finding> findings) {
        try {
            database.insert(findings);
            return Vectors.empty();
        } catch (SQLException e) { // the agent fails, keeps its state, and refuses what is sent to it
            throw new IllegalStateException("cannot write to " + database.file() + ": " + e.getMessage(), e);
        }
    }

    /** Why nothing can be written any more, if that is so. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(unwritten.error());
    }

    /** Writes the rest, and waits until that is done. */
    void finish(Duration patience) throws InterruptedException, TimeoutException {
        flush();
        if (!unwritten.await(patience)) {
            throw new TimeoutException("cannot write to " + database.file() + " within " + patience);
        }
    }
}
