package dev.trestle.pipeline;

import org.jspecify.annotations.NullMarked;

/** What happens to an event that finds a subscription's buffer full. */
@NullMarked
enum Overflow {
    /** The publisher waits. */
    BLOCK,
    /** The event is dropped. */
    DROP_NEWEST,
    /** The oldest event is dropped. */
    DROP_OLDEST,
    /** The subscription ends. */
    FAIL
}
