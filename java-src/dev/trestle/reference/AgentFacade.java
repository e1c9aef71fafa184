package dev.trestle.reference;

import clojure.lang.IFn;
import clojure.lang.Keyword;
import clojure.lang.RT;
import clojure.lang.Var;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Describe;
import dev.trestle.internal.Functions;
import dev.trestle.internal.Transactions;
import dev.trestle.internal.Vars;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** {@link Agent} over a {@code clojure.lang.Agent}. */
@NullMarked
final class AgentFacade<T extends @Nullable Object> extends ReferenceFacade<T, clojure.lang.Agent> implements Agent<T> {
    private static final IFn AGENT = Vars.core("agent");
    private static final IFn SEND = Vars.core("send");
    private static final IFn SEND_OFF = Vars.core("send-off");
    private static final IFn SEND_VIA = Vars.core("send-via");
    private static final IFn RELEASE_PENDING_SENDS = Vars.core("release-pending-sends");
    private static final IFn SET_SEND_EXECUTOR = Vars.core("set-agent-send-executor!");
    private static final IFn SET_SEND_OFF_EXECUTOR = Vars.core("set-agent-send-off-executor!");
    private static final IFn SHUTDOWN_AGENTS = Vars.core("shutdown-agents");
    private static final IFn AGENT_ERROR = Vars.core("agent-error");
    private static final IFn ERROR_MODE = Vars.core("error-mode");
    private static final IFn SET_ERROR_MODE = Vars.core("set-error-mode!");
    private static final IFn ERROR_HANDLER = Vars.core("error-handler");
    private static final IFn SET_ERROR_HANDLER = Vars.core("set-error-handler!");
    private static final IFn RESTART_AGENT = Vars.core("restart-agent");
    private static final Var CURRENT = Vars.lookup("clojure.core", "*agent*");
    private static final Keyword FAIL = Keyword.intern(null, "fail");
    private static final Keyword CONTINUE = Keyword.intern(null, "continue");

    AgentFacade(clojure.lang.Agent raw) {
        super(raw);
    }

    static <T extends @Nullable Object> Agent<T> create(
            T value,
            @Nullable Predicate<? super T> validator,
            @Nullable Map<?, ?> meta,
            @Nullable ErrorMode errorMode,
            @Nullable BiConsumer<? super Agent<T>, ? super Throwable> errorHandler) {
        List<Object> others = new ArrayList<>();
        if (errorMode != null) {
            others.add(Keyword.intern(null, "error-mode"));
            others.add(keyword(errorMode));
        }
        if (errorHandler != null) {
            others.add(Keyword.intern(null, "error-handler"));
            others.add(new HandlerFn(errorHandler));
        }
        return new AgentFacade<>(Options.make(AGENT, value, "agent", validator, meta, others.toArray()));
    }

    static @Nullable Agent<?> current() {
        Object agent = CURRENT.deref();
        return agent == null ? null : Agent.<@Nullable Object>wrap(agent);
    }

    static int releaseSends() {
        return Calls.<Number>invoke(RELEASE_PENDING_SENDS).intValue();
    }

    static void sendExecutor(ExecutorService executor) {
        Calls.<Object>invoke(SET_SEND_EXECUTOR, executor);
    }

    static void sendOffExecutor(ExecutorService executor) {
        Calls.<Object>invoke(SET_SEND_OFF_EXECUTOR, executor);
    }

    static void shutdownPools() {
        Calls.<@Nullable Object>invoke(SHUTDOWN_AGENTS);
    }

    @Override
    public Agent<T> send(Function<? super T, ? extends T> f) {
        Checks.notNull(f, "f");
        ready(clojure.lang.Agent.pooledExecutor);
        Calls.<Object>invoke(SEND, raw, Functions.ofFunction(f));
        return this;
    }

    @Override
    public <A extends @Nullable Object> Agent<T> send(BiFunction<? super T, ? super A, ? extends T> f, A arg) {
        Checks.notNull(f, "f");
        ready(clojure.lang.Agent.pooledExecutor);
        Calls.<Object>invoke(SEND, raw, Functions.ofBiFunction(f), arg);
        return this;
    }

    @Override
    public Agent<T> sendOff(Function<? super T, ? extends T> f) {
        Checks.notNull(f, "f");
        ready(clojure.lang.Agent.soloExecutor);
        Calls.<Object>invoke(SEND_OFF, raw, Functions.ofFunction(f));
        return this;
    }

    @Override
    public <A extends @Nullable Object> Agent<T> sendOff(BiFunction<? super T, ? super A, ? extends T> f, A arg) {
        Checks.notNull(f, "f");
        ready(clojure.lang.Agent.soloExecutor);
        Calls.<Object>invoke(SEND_OFF, raw, Functions.ofBiFunction(f), arg);
        return this;
    }

    @Override
    public Agent<T> sendVia(Executor executor, Function<? super T, ? extends T> f) {
        Checks.notNull(executor, "executor");
        Checks.notNull(f, "f");
        ready(null);
        ViaAction action = new ViaAction(executor, Functions.ofFunction(f));
        Calls.<Object>invoke(SEND_VIA, action, raw, action);
        return this;
    }

    @Override
    public <A extends @Nullable Object> Agent<T> sendVia(
            Executor executor, BiFunction<? super T, ? super A, ? extends T> f, A arg) {
        Checks.notNull(executor, "executor");
        Checks.notNull(f, "f");
        ready(null);
        ViaAction action = new ViaAction(executor, Functions.ofBiFunction(f));
        Calls.<Object>invoke(SEND_VIA, action, raw, action, arg);
        return this;
    }

    @Override
    public CompletableFuture<T> sendAsync(Function<? super T, ? extends T> f) {
        AsyncAction<T> action = new AsyncAction<>(raw, Checks.notNull(f, "f"));
        try {
            ready(clojure.lang.Agent.pooledExecutor);
            ViaAction via = new ViaAction(action.executor(), action);
            Calls.<Object>invoke(SEND_VIA, via, raw, via);
        } catch (RuntimeException e) {
            action.future().completeExceptionally(e);
        }
        return action.future();
    }

    /** Sends a bare function, for those who wait. */
    void sendFn(IFn f) {
        ready(clojure.lang.Agent.pooledExecutor);
        Calls.<Object>invoke(SEND, raw, f);
    }

    /** Fails now where Clojure would fail later, or not at all. */
    private void ready(@Nullable ExecutorService pool) {
        Transactions.rethrow(); // in a body that swallowed "retry" the engine would send at once, and again
        Throwable error = raw.getError();
        if (error != null) {
            throw failed(error);
        }
        if (pool != null && pool.isShutdown()) {
            throw new RejectedExecutionException(Describe.identity("agent", raw)
                    + " must have a running pool to send to, was shut down by Agent.shutdown(): send before that");
        }
    }

    IllegalStateException failed(Throwable error) {
        return new IllegalStateException(
                Describe.identity("agent", raw) + " must be running, has failed with " + Describe.value(error)
                        + ": call restart(value)",
                error);
    }

    @Override
    public @Nullable Throwable error() {
        return Calls.invoke(AGENT_ERROR, raw);
    }

    @Override
    public ErrorMode errorMode() {
        return Calls.invoke(ERROR_MODE, raw) == CONTINUE ? ErrorMode.CONTINUE : ErrorMode.FAIL;
    }

    @Override
    public void errorMode(ErrorMode mode) {
        Calls.<@Nullable Object>invoke(SET_ERROR_MODE, raw, keyword(Checks.notNull(mode, "mode")));
    }

    @Override
    public @Nullable BiConsumer<? super Agent<T>, ? super Throwable> errorHandler() {
        IFn handler = Calls.<@Nullable IFn>invoke(ERROR_HANDLER, raw);
        return handler == null ? null : Calls.cast(HandlerFn.handler(handler));
    }

    @Override
    public void errorHandler(@Nullable BiConsumer<? super Agent<T>, ? super Throwable> handler) {
        Calls.<@Nullable Object>invoke(SET_ERROR_HANDLER, raw, handler == null ? null : new HandlerFn(handler));
    }

    @Override
    public T restart(T value, boolean clearActions) {
        if (raw.getError() == null) {
            throw new IllegalStateException(
                    Describe.identity("agent", raw) + " must have failed to be restarted, but it runs");
        }
        if (!clearActions) {
            return Calls.invoke(RESTART_AGENT, raw, value);
        }
        return Calls.invoke(RESTART_AGENT, raw, value, Keyword.intern(null, "clear-actions"), true);
    }

    private static Keyword keyword(ErrorMode mode) {
        return mode == ErrorMode.CONTINUE ? CONTINUE : FAIL;
    }

    @Override
    String word() {
        return "agent";
    }

    @Override
    public String toString() {
        return super.toString() + (RT.booleanCast(raw.getError()) ? " failed" : "");
    }
}
