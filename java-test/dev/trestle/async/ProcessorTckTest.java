package dev.trestle.async;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.IdentityFlowProcessorVerification;
import org.testng.annotations.AfterClass;

/** The Reactive Streams kit for what {@link Channel#toProcessor} returns. */
public class ProcessorTckTest extends IdentityFlowProcessorVerification<Integer> {
    private final ExecutorService pool = Executors.newCachedThreadPool();

    public ProcessorTckTest() {
        super(new TestEnvironment(500, 50));
    }

    @AfterClass
    void shutDown() {
        pool.shutdown();
    }

    @Override
    protected Flow.Processor<Integer, Integer> createIdentityFlowProcessor(int bufferSize) {
        return Channel.<Integer>buffered(bufferSize).toProcessor();
    }

    @Override
    protected Flow.Publisher<Integer> createFailedFlowPublisher() {
        Flow.Processor<Integer, Integer> failed = Channel.<Integer>rendezvous().toProcessor();
        failed.onError(new IllegalStateException("on purpose"));
        return failed;
    }

    @Override
    public long maxSupportedSubscribers() {
        return 1; // several share the values, where the kit expects each to have all of them
    }

    @Override
    public ExecutorService publisherExecutorService() {
        return pool;
    }

    @Override
    public Integer createElement(int element) {
        return element;
    }
}
