package dev.trestle.async;

import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;

/** The Reactive Streams kit for what {@link WritePort#toSubscriber} returns, seen from outside. */
public class SubscriberBlackboxTckTest extends FlowSubscriberBlackboxVerification<Integer> {
    public SubscriberBlackboxTckTest() {
        super(new TestEnvironment(500, 50));
    }

    @Override
    public Flow.Subscriber<Integer> createFlowSubscriber() {
        return Channel.<Integer>buffered(1000).toSubscriber();
    }

    @Override
    public Integer createElement(int element) {
        return element;
    }
}
