package dev.trestle.examples;

import dev.trestle.async.Channel;
import dev.trestle.concurrent.ClojureFuture;
import dev.trestle.concurrent.Promise;
import dev.trestle.pipeline.Gate;
import dev.trestle.pipeline.Pipeline;
import dev.trestle.pipeline.PipelineRun;
import dev.trestle.reference.Agent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A server that answers "busy" within 50 milliseconds instead of letting everybody wait: a gate before a pipeline. An
 * admission goes with its request, and is closed when the answer is there, on whatever thread that is.
 */
public final class BusyServer {
    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Gate gate = Gate.of(2);
    private final Channel<Job> jobs = Channel.buffered(2);
    private final CountDownLatch backend = new CountDownLatch(1);
    private final PipelineRun<?> run = Pipeline.from(jobs)
            .mapBlocking(4, this::answered)
            .to(job -> job.admission().close())
            .start();

    private record Job(String request, Promise<String> answer, Gate.Admission admission) {}

    private Job answered(Job job) throws InterruptedException {
        if (!backend.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("backend must answer");
        }
        job.answer.deliver("200 " + job.request);
        return job;
    }

    /** Answers a request, as the handler of an HTTP server would. */
    public String handle(String request) throws Exception {
        Gate.Admission admission = gate.enter(PATIENCE);
        if (!admission.isAdmitted()) {
            return "503 " + admission.outcome();
        }
        Promise<String> answer = Promise.create();
        jobs.put(new Job(request, answer, admission));
        return answer.deref(LIMIT, "504");
    }

    /** The gate, to look at. */
    public Gate gate() {
        return gate;
    }

    /** Lets the backend answer, which until then is slow. */
    public void recover() {
        backend.countDown();
    }

    /** Refuses new requests, and waits for those that are inside. */
    public void stop() throws InterruptedException {
        System.out.println("nothing in flight: " + gate.stop(LIMIT));
        jobs.close();
        run.stop(LIMIT);
    }

    /** Asks more than the server can do. */
    public static void main(String[] args) throws Exception {
        BusyServer server = new BusyServer();
        ClojureFuture<String> first = ClojureFuture.call(() -> server.handle("/first"));
        ClojureFuture<String> second = ClojureFuture.call(() -> server.handle("/second"));
        while (server.gate.stats().inFlight() < 2) {
            Thread.onSpinWait();
        }
        System.out.println("third:  " + server.handle("/third"));
        server.recover();
        System.out.println("both:   " + List.of(first.deref(), second.deref()));
        System.out.println("fourth: " + server.handle("/fourth"));
        server.stop();
        System.out.println("fifth:  " + server.handle("/fifth"));
        Gate.Stats stats = server.gate.stats();
        System.out.println("offered " + stats.offered() + " = " + stats.admitted() + " + " + stats.refused());
        Agent.shutdown();
    }
}
