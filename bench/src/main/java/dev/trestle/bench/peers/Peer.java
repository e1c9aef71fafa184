package dev.trestle.bench.peers;

/**
 * A library's channels, as its users write: whole loops, so that nothing of the benchmark stands between two operations.
 *
 * @param <C> its channels
 */
public interface Peer<C> {
    /** What is sent. */
    Long VALUE = 63L;

    /**
     * Makes a channel.
     *
     * @param capacity of its buffer, 0 for none
     * @return a channel
     */
    C channel(int capacity);

    /**
     * Sends.
     *
     * @param to the channel
     * @param count how often
     * @throws Exception if it fails
     */
    void send(C to, int count) throws Exception;

    /**
     * Receives.
     *
     * @param from the channel
     * @param count how often
     * @throws Exception if it fails
     */
    void receive(C from, int count) throws Exception;

    /**
     * Receives and sends on.
     *
     * @param from the channel to receive from
     * @param to the channel to send to
     * @param count how often
     * @throws Exception if it fails
     */
    void forward(C from, C to, int count) throws Exception;

    /**
     * Receives from whichever of two channels has a value.
     *
     * @param one a channel
     * @param other another
     * @param count how often
     * @throws Exception if it fails
     */
    void select(C one, C other, int count) throws Exception;
}
