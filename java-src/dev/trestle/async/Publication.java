package dev.trestle.async;

import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Copies each value of a channel to the channels that have subscribed to its topic. Clojure: a {@code pub}.
 *
 * <pre>{@code
 * Publication<Integer, String> numbers = Publication.of(source, n -> n % 2 == 0 ? "even" : "odd");
 * numbers.sub("even", evens);
 * }</pre>
 *
 * <p>It takes from its source from the start. Values of a topic that nobody has subscribed to are dropped, and so are those
 * that the topic function fails for, after the failure has gone to the thread's uncaught exception handler. Each topic is a
 * {@link Mult} that is never removed while its subscribers may come and go. One that does not accept a value holds up
 * its topic and, once that one's buffer is full, all others.
 *
 * <p>Topics are compared as Clojure's {@code =} does.
 *
 * <p>Thread-safe.
 *
 * @param <T> the type of the values
 * @param <K> the type of the topics
 * @since 0.1.0
 */
@NullMarked
public sealed interface Publication<T, K> permits PublicationFacade {
    /**
     * Starts to publish a channel's values, which nobody else should take. Clojure: {@code (pub source topic)}.
     *
     * @param source the channel
     * @param topic gives the topic of a value; runs on core.async's dispatch pool
     * @param <T> the type of the values
     * @param <K> the type of the topics
     * @return a new publication
     */
    static <T, K> Publication<T, K> of(ReadPort<? extends T> source, Function<? super T, ? extends K> topic) {
        return PublicationFacade.of(source, topic, key -> null);
    }

    /**
     * Starts to publish a channel's values with a buffer for each topic, so that one does not hold up another at once.
     * Clojure: {@code (pub source topic buffers)}.
     *
     * @param source the channel
     * @param topic gives the topic of a value; runs on core.async's dispatch pool
     * @param buffers gives a topic's buffer, null for none; runs in {@link #sub}
     * @param <T> the type of the values
     * @param <K> the type of the topics
     * @return a new publication
     */
    static <T, K> Publication<T, K> of(
            ReadPort<? extends T> source,
            Function<? super T, ? extends K> topic,
            Function<? super K, ? extends @Nullable Buffer> buffers) {
        return PublicationFacade.of(source, topic, buffers);
    }

    /**
     * Adopts a core.async publication.
     *
     * @param publication a publication; a facade is returned as it is
     * @param <T> the type that its values have, by the caller's word
     * @param <K> the type that its topics have, by the caller's word
     * @return a facade of it
     * @throws IllegalArgumentException if it is no publication
     */
    static <T, K> Publication<T, K> wrap(@Nullable Object publication) {
        return PublicationFacade.wrap(publication);
    }

    /**
     * Copies a topic's values to a channel from now on, and closes it when the source is closed. Clojure:
     * {@code (sub publication topic to)}.
     *
     * @param topic the topic
     * @param to the channel
     * @return what to close to {@link #unsub} it
     */
    default Connection sub(K topic, WritePort<? super T> to) {
        return sub(topic, to, true);
    }

    /**
     * Copies a topic's values to a channel from now on. Clojure: {@code (sub publication topic to close?)}.
     *
     * @param topic the topic
     * @param to the channel
     * @param close whether it is closed when the source is
     * @return what to close to {@link #unsub} it
     */
    Connection sub(K topic, WritePort<? super T> to, boolean close);

    /**
     * Copies no more of a topic's values to a channel. Clojure: {@code (unsub publication topic to)}.
     *
     * <p>A value that already waits for room in the channel stays there, and the topic waits for it.
     *
     * @param topic the topic
     * @param to the channel
     */
    void unsub(K topic, WritePort<? super T> to);

    /**
     * Copies no more values to any channel. Clojure: {@code (unsub-all publication)}. The channels will not be closed with the
     * source.
     */
    void unsubAll();

    /**
     * Copies no more of a topic's values to any channel. Clojure: {@code (unsub-all publication topic)}. The channels will not
     * be closed with the source.
     *
     * @param topic the topic
     */
    void unsubAll(K topic);

    /**
     * Returns the core.async publication.
     *
     * @return the publication
     */
    Object unwrap();
}
