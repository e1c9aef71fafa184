package dev.trestle.async;

import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/** The Reactive Streams kit for what {@link ReadPort#toPublisher} returns. */
public class PublisherTckTest extends FlowPublisherVerification<Long> {
    public PublisherTckTest() {
        super(new TestEnvironment(500, 50));
    }

    @Override
    public Flow.Publisher<Long> createFlowPublisher(long elements) {
        return Channel.<Long>from(LongStream.range(0, elements).boxed()).toPublisher();
    }

    @Override
    public Flow.Publisher<Long> createFailedFlowPublisher() {
        ChannelProcessor<Long> failed = new ChannelProcessor<>(Channel.rendezvous());
        failed.onError(new IllegalStateException("on purpose"));
        return failed;
    }
}
