package dev.trestle.pipeline;

import java.util.List;
import java.util.concurrent.Flow;

/** Requests one item at a time. */
final class Requesting implements Flow.Subscriber<Integer> {
    private final List<Integer> items;
    private Flow.Subscription subscription;

    Requesting(List<Integer> items) {
        this.items = items;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(Integer item) {
        items.add(item);
        subscription.request(1);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
}
