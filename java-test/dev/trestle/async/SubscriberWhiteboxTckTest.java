package dev.trestle.async;

import java.util.concurrent.Flow;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.SubscriberPuppet;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.WhiteboxSubscriberProbe;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;

/** The Reactive Streams kit for what {@link WritePort#toSubscriber} returns, with a probe around it. */
public class SubscriberWhiteboxTckTest extends FlowSubscriberWhiteboxVerification<Integer> {
    public SubscriberWhiteboxTckTest() {
        super(new TestEnvironment(500, 50));
    }

    @Override
    protected Flow.Subscriber<Integer> createFlowSubscriber(WhiteboxSubscriberProbe<Integer> probe) {
        Flow.Subscriber<Integer> ours = Channel.<Integer>buffered(1000).toSubscriber();
        return new Flow.Subscriber<>() {
            private boolean subscribed;

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                ours.onSubscribe(subscription);
                if (!subscribed) {
                    subscribed = true;
                    probe.registerOnSubscribe(new SubscriberPuppet() {
                        @Override
                        public void triggerRequest(long elements) {
                            subscription.request(elements);
                        }

                        @Override
                        public void signalCancel() {
                            subscription.cancel();
                        }
                    });
                }
            }

            @Override
            public void onNext(Integer value) {
                ours.onNext(value);
                probe.registerOnNext(value);
            }

            @Override
            public void onError(Throwable failure) {
                ours.onError(failure);
                probe.registerOnError(failure);
            }

            @Override
            public void onComplete() {
                ours.onComplete();
                probe.registerOnComplete();
            }
        };
    }

    @Override
    public Integer createElement(int element) {
        return element;
    }
}
