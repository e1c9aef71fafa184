package dev.trestle.pipeline;

import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/** The Reactive Streams kit for a pipeline as a publisher, which is what a subscriber makes of it. */
public class SubscriberSinkTckTest extends FlowPublisherVerification<Long> {
    public SubscriberSinkTckTest() {
        super(new TestEnvironment(500, 50));
    }

    private static <T> Flow.Publisher<T> published(Pipeline<T> pipeline) {
        return subscriber -> pipeline.to(subscriber).start();
    }

    @Override
    public Flow.Publisher<Long> createFlowPublisher(long elements) {
        Iterable<Long> items = () -> LongStream.range(0, elements).iterator();
        return published(Pipeline.from(items).async());
    }

    @Override
    public Flow.Publisher<Long> createFailedFlowPublisher() {
        StepSupplier<Long> failing = () -> {
            throw new IllegalStateException("on purpose");
        };
        return published(Pipeline.from(failing));
    }
}
