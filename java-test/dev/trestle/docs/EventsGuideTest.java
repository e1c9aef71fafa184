package dev.trestle.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trestle.async.Channel;
import dev.trestle.pipeline.ChannelSubscription;
import dev.trestle.pipeline.Delivery;
import dev.trestle.pipeline.EventBus;
import dev.trestle.pipeline.Gate;
import dev.trestle.pipeline.Pipeline;
import dev.trestle.pipeline.PipelineRun;
import dev.trestle.pipeline.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Runs what the guide shows of event buses and gates. */
class EventsGuideTest {
    record Order(String id, String customer) {}

    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    private void mail(Order order) {
        if (order.customer().isBlank()) {
            throw new IllegalStateException("no address");
        }
        mails.add(order.customer());
    }

    @Test
    void bus_givesEachSubscriberItsOwnBufferAndRule() throws Exception {
        Order order = new Order("1", "ada");

        // snippet
        EventBus<String, Order> bus = EventBus.create();

        Subscription mail = bus.on("orders.paid")
                .keyed(4, Order::customer) // several customers at once, each in order
                .onError(failed -> failures.add(failed.item().id() + ": " + failed.cause()))
                .subscribe(paid -> mail(paid));
        ChannelSubscription<Map.Entry<String, Order>> latest = bus.onMatching(EventBus.glob("orders.*"))
                .buffer(10)
                .dropOldest()
                .channel();

        Delivery delivery = bus.publish("orders.paid", order);
        // end

        bus.publish("orders.paid", new Order("2", ""));
        assertThat(delivery.delivered()).isEqualTo(2);
        bus.close();
        assertThat(mails).containsExactly("ada");
        assertThat(failures).containsExactly("2: java.lang.IllegalStateException: no address");
        assertThat(mail.stats().failed()).isEqualTo(1);
        assertThat(latest.events().take().getValue()).isEqualTo(order);
    }

    @Test
    void request_isRepliedTo_orNot() throws Exception {
        EventBus<String, Order> bus = EventBus.create();
        Order order = new Order("1", "ada");

        // snippet
        bus.on("orders.price").reply(asked -> 42);
        int price = bus.request("orders.price", order, Duration.ofSeconds(1));
        // end

        assertThat(price).isEqualTo(42);
        bus.on("orders.weight")
                .reply(asked ->
                        new java.util.concurrent.CountDownLatch(1).await(10, java.util.concurrent.TimeUnit.SECONDS));
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> bus.request("orders.weight", order, Duration.ofMillis(1)));
        bus.stop(Duration.ZERO);
    }

    private static String work(String request) {
        return "200 " + request;
    }

    // snippet
    String handle(Gate gate, String request) throws InterruptedException {
        try (Gate.Admission admission = gate.enter(Duration.ofMillis(50))) {
            return admission.isAdmitted() ? work(request) : "503 " + admission.outcome();
        }
    }
    // end

    @Test
    void gate_admitsOrRefuses() throws Exception {
        Gate gate = Gate.of(1);
        assertThat(handle(gate, "/a")).isEqualTo("200 /a");
        gate.tryEnter();
        assertThat(handle(gate, "/b")).isEqualTo("503 TIMED_OUT");
    }

    @Test
    void gate_beforeAChannel_counts() throws Exception {
        // snippet
        Channel<String> requests = Channel.buffered(1);
        Gate gate = Gate.builder().rate(1000, Duration.ofSeconds(1), 100).build();

        Gate.Outcome first = gate.put(requests, "/a", Duration.ofMillis(50));
        Gate.Outcome second = gate.put(requests, "/b", Duration.ofMillis(50));
        Gate.Stats stats = gate.stats(); // offered 2, admitted 1, timedOut 1
        // end

        assertThat(List.of(first, second)).containsExactly(Gate.Outcome.ADMITTED, Gate.Outcome.TIMED_OUT);
        assertThat(stats).isEqualTo(new Gate.Stats(2, 1, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void gate_limitsWhatIsInAPipeline() throws Exception {
        List<String> answers = new CopyOnWriteArrayList<>();

        // snippet
        record Job(String request, Gate.Admission admission) {}

        Gate gate = Gate.of(100);
        Channel<Job> jobs = Channel.buffered(100);
        PipelineRun<Void> run = Pipeline.from(jobs)
                .peek(job -> answers.add(work(job.request())))
                .to(job -> job.admission().close())
                .start();

        Gate.Admission admission = gate.tryEnter();
        if (admission.isAdmitted()) {
            jobs.put(new Job("/a", admission));
        }
        gate.stop(Duration.ofSeconds(5)); // refuses, and waits for what is inside
        // end

        assertThat(gate.stats().inFlight()).isZero();
        assertThat(answers).containsExactly("200 /a");
        jobs.close();
        run.await(Duration.ofSeconds(5));
    }
}
