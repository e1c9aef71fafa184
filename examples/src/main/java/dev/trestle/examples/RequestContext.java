package dev.trestle.examples;

import dev.trestle.concurrent.ClojureFuture;
import dev.trestle.reference.Agent;
import dev.trestle.reference.Bindings;
import dev.trestle.reference.Var;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/** Who the request is from, known everywhere without being passed along: a dynamic var, also across executors. */
public final class RequestContext {
    private static final Var<String> USER = Var.dynamic("nobody");

    private RequestContext() {}

    private static String whoAmI() {
        return USER.deref();
    }

    private static String on(Executor executor) throws Exception {
        FutureTask<String> task = new FutureTask<>(RequestContext::whoAmI);
        executor.execute(task);
        return task.get();
    }

    /** Asks on several threads. */
    public static void main(String[] args) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Executor conveying = Bindings.conveying(pool);

        System.out.println("outside:    " + whoAmI());
        Bindings.of(USER, "ada").run(() -> {
            System.out.println("inside:     " + whoAmI());
            System.out.println(
                    "future:     " + ClojureFuture.call(RequestContext::whoAmI).deref());
            System.out.println("executor:   " + on(pool));
            System.out.println("conveying:  " + on(conveying));
            Bindings.of(USER, "root").run(() -> System.out.println("nested:     " + whoAmI()));
            System.out.println("afterwards: " + whoAmI());
        });
        System.out.println("pool again: " + on(pool)); // the pool's thread did not keep it
        pool.shutdown();
        Agent.shutdown();
    }
}
