package dev.trestle.reference;

import dev.trestle.internal.Checks;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * One value that changes asynchronously, by actions that run one at a time in the order in which a thread sends them.
 * Clojure: {@code (agent v)}.
 *
 * <pre>{@code
 * Agent<List<String>> log = Agent.of(Vectors.<String>empty());
 * log.send(lines -> Vectors.conj(lines, "started"));
 * log.await();
 * }</pre>
 *
 * <p>{@link #send} runs actions on a fixed pool for all agents and is for work that does not block; {@link #sendOff} on a
 * growing one and may block. Both pools are Clojure's, started by the first action; their threads are not daemons, so a
 * program ends only after {@link #shutdown()}. Actions see the dynamic bindings of the sender. What is sent in a transaction
 * waits for its commit; what is sent in an action, for that action's end, and is dropped if the action fails.
 *
 * <p>Thread-safe. Memory consistency effects: sending <i>happens-before</i> the action, and an action before the next one.
 *
 * @param <T> the type of the value; a null value is Clojure's nil
 * @since 0.1.0
 */
@NullMarked
public sealed interface Agent<T extends @Nullable Object> extends Reference<T> permits AgentFacade {
    /**
     * What an agent does after an action has failed.
     *
     * @since 0.1.0
     */
    enum ErrorMode {
        /** It keeps the error, refuses further sends, and waits for {@link Agent#restart}. Clojure: {@code :fail}. */
        FAIL,
        /** It goes on with the next action and the state it had. Clojure: {@code :continue}. */
        CONTINUE
    }

    /**
     * Makes an agent that keeps the first error. Clojure: {@code (agent value)}.
     *
     * @param value the first value
     * @param <T> the type of the value
     * @return a new agent
     */
    static <T extends @Nullable Object> Agent<T> of(T value) {
        return Agent.<T>builder(value).build();
    }

    /**
     * Starts an agent with options. Clojure:
     * {@code (agent value :validator f :meta m :error-mode mode :error-handler f)}.
     *
     * @param value the first value
     * @param <T> the type of the value
     * @return a builder
     */
    static <T extends @Nullable Object> Builder<T> builder(T value) {
        return new Builder<>(value);
    }

    /**
     * Adopts a Clojure agent.
     *
     * @param agent a {@code clojure.lang.Agent}, or a facade of one, which is returned as it is
     * @param <T> the type of its value, on the caller's word
     * @return a facade of it
     * @throws IllegalArgumentException if it is something else
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller's word
    static <T extends @Nullable Object> Agent<T> wrap(@Nullable Object agent) {
        return agent instanceof AgentFacade<?> facade
                ? (Agent<T>) facade
                : new AgentFacade<>(Checks.adopt(clojure.lang.Agent.class, agent));
    }

    /**
     * Returns the agent whose action the calling thread runs. Clojure: {@code *agent*}.
     *
     * @return the agent, or null outside of actions
     */
    static @Nullable Agent<?> current() {
        return AgentFacade.current();
    }

    /**
     * Waits until the actions that this thread has sent so far have run. Clojure: {@code (await a b ...)}.
     *
     * <p>It does so by sending each agent an action that changes nothing, which its watchers see.
     *
     * @param agents the agents to wait for
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException in a transaction or an action; if one of the agents has failed, or fails before it gets
     *     there (Clojure would wait for its restart); or after {@link #shutdown()}
     */
    static void awaitAll(Agent<?>... agents) throws InterruptedException {
        Awaiting.all(Long.MAX_VALUE, agents);
    }

    /**
     * Waits until the actions that this thread has sent so far have run, but not for ever. Clojure:
     * {@code (await-for ms a b ...)}.
     *
     * @param timeout how long to wait at most; at least 0
     * @param agents the agents to wait for
     * @return whether they have run
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException as {@link #awaitAll(Agent...)}
     * @throws IllegalArgumentException if {@code timeout} is negative
     */
    static boolean awaitAll(Duration timeout, Agent<?>... agents) throws InterruptedException {
        return Awaiting.all(Checks.nanos(timeout, "timeout"), agents);
    }

    /**
     * Sends now what the running action has sent so far, instead of at its end. Clojure: {@code (release-pending-sends)}.
     *
     * @return how many; 0 outside of actions
     */
    static int releasePendingSends() {
        return AgentFacade.releaseSends();
    }

    /**
     * Replaces the pool behind {@link #send} of all agents, Clojure's too. Clojure: {@code (set-agent-send-executor! e)}.
     *
     * @param executor the new pool; the old one is not shut down
     */
    static void sendExecutor(ExecutorService executor) {
        AgentFacade.sendExecutor(Checks.notNull(executor, "executor"));
    }

    /**
     * Replaces the pool behind {@link #sendOff} of all agents, and behind futures, Clojure's too. Clojure:
     * {@code (set-agent-send-off-executor! e)}.
     *
     * @param executor the new pool; the old one is not shut down
     */
    static void sendOffExecutor(ExecutorService executor) {
        AgentFacade.sendOffExecutor(Checks.notNull(executor, "executor"));
    }

    /**
     * Shuts both pools down for the whole JVM, futures included: running actions end, no other begins. Clojure:
     * {@code (shutdown-agents)}. A program that has used agents or futures calls it last, or its JVM does not end.
     */
    static void shutdown() {
        AgentFacade.shutdownPools();
    }

    /**
     * Sends an action that does not block. Clojure: {@code (send a f)}. Runs on the pool for all agents.
     *
     * @param f from the old state to the new; runs once
     * @return this agent
     * @throws NullPointerException if {@code f} is null
     * @throws IllegalStateException if the agent has failed; the cause is its error
     * @throws java.util.concurrent.RejectedExecutionException after {@link #shutdown()}
     */
    Agent<T> send(Function<? super T, ? extends T> f);

    /**
     * Sends an action that does not block, with an argument. Clojure: {@code (send a f arg)}. As {@link #send(Function)}.
     *
     * @param f from the old state and {@code arg} to the new state; runs once
     * @param arg the argument
     * @param <A> the type of the argument
     * @return this agent
     */
    <A extends @Nullable Object> Agent<T> send(BiFunction<? super T, ? super A, ? extends T> f, A arg);

    /**
     * Sends an action that may block. Clojure: {@code (send-off a f)}. Runs on the growing pool. Otherwise as
     * {@link #send(Function)}.
     *
     * @param f from the old state to the new; runs once
     * @return this agent
     */
    Agent<T> sendOff(Function<? super T, ? extends T> f);

    /**
     * Sends an action that may block, with an argument. Clojure: {@code (send-off a f arg)}. As {@link #sendOff(Function)}.
     *
     * @param f from the old state and {@code arg} to the new state; runs once
     * @param arg the argument
     * @param <A> the type of the argument
     * @return this agent
     */
    <A extends @Nullable Object> Agent<T> sendOff(BiFunction<? super T, ? super A, ? extends T> f, A arg);

    /**
     * Sends an action to be run by an executor, which gets its thread's bindings back afterwards. Clojure:
     * {@code (send-via executor a f)}.
     *
     * @param executor runs the action; if it refuses to, the action fails with that exception
     * @param f from the old state to the new; runs once
     * @return this agent
     * @throws NullPointerException if an argument is null
     * @throws IllegalStateException if the agent has failed; the cause is its error
     */
    Agent<T> sendVia(Executor executor, Function<? super T, ? extends T> f);

    /**
     * Sends an action with an argument to be run by an executor. Clojure: {@code (send-via executor a f arg)}. As
     * {@link #sendVia(Executor, Function)}.
     *
     * @param executor runs the action
     * @param f from the old state and {@code arg} to the new state; runs once
     * @param arg the argument
     * @param <A> the type of the argument
     * @return this agent
     */
    <A extends @Nullable Object> Agent<T> sendVia(
            Executor executor, BiFunction<? super T, ? super A, ? extends T> f, A arg);

    /**
     * Sends an action and gives the state after it. Clojure: {@code (send a f)}, with a promise.
     *
     * <p>The future completes after the watchers have run, on the pool of {@link #send}. It fails with what the action threw
     * or the validator said; at once if the agent has failed or the pools are shut down; and, in time, if the action was
     * discarded: by a restart that cleared the queue, by the failure of the action that sent it, by a transaction that did
     * not commit. Cancelling it withdraws an action that has not begun.
     *
     * @param f from the old state to the new; runs once
     * @return the state after this action
     * @throws NullPointerException if {@code f} is null
     */
    CompletableFuture<T> sendAsync(Function<? super T, ? extends T> f);

    /**
     * Waits until the actions that this thread has sent so far have run. Clojure: {@code (await a)}.
     *
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException as {@link #awaitAll(Agent...)}
     */
    default void await() throws InterruptedException {
        awaitAll(this);
    }

    /**
     * Waits until the actions that this thread has sent so far have run, but not for ever. Clojure:
     * {@code (await-for ms a)}.
     *
     * @param timeout how long to wait at most; at least 0
     * @return whether they have run
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException as {@link #awaitAll(Agent...)}
     */
    default boolean await(Duration timeout) throws InterruptedException {
        return awaitAll(timeout, this);
    }

    /**
     * Returns the error that the agent has failed with. Clojure: {@code (agent-error a)}.
     *
     * @return the error, or null if it runs
     */
    @Nullable
    Throwable error();

    /**
     * Returns what it does after an action has failed. Clojure: {@code (error-mode a)}.
     *
     * @return the mode
     */
    ErrorMode errorMode();

    /**
     * Sets what it does after an action has failed. Clojure: {@code (set-error-mode! a mode)}.
     *
     * @param mode the mode
     */
    void errorMode(ErrorMode mode);

    /**
     * Returns the handler of errors. Clojure: {@code (error-handler a)}.
     *
     * @return the very handler that was set from Java, or a view of the function that was set from Clojure; null if none
     */
    @Nullable
    BiConsumer<? super Agent<T>, ? super Throwable> errorHandler();

    /**
     * Calls a handler after an action has failed, on the action's thread; it may send. Clojure:
     * {@code (set-error-handler! a f)}. What it throws goes to the thread's uncaught exception handler (Clojure would drop
     * it). It does not change the mode.
     *
     * @param handler receives the agent and the error; null removes it
     */
    void errorHandler(@Nullable BiConsumer<? super Agent<T>, ? super Throwable> handler);

    /**
     * Starts a failed agent again with a new state, and with the actions that were waiting. Clojure:
     * {@code (restart-agent a value)}. Watchers are not called.
     *
     * @param value the new state
     * @return the new state
     * @throws IllegalStateException if the agent has not failed, or the validator refuses the state
     */
    default T restart(T value) {
        return restart(value, false);
    }

    /**
     * Starts a failed agent again with a new state. Clojure: {@code (restart-agent a value :clear-actions clear)}. Watchers
     * are not called.
     *
     * @param value the new state
     * @param clearActions whether to discard the actions that were waiting
     * @return the new state
     * @throws IllegalStateException if the agent has not failed, or the validator refuses the state
     */
    T restart(T value, boolean clearActions);

    /**
     * An agent in the making.
     *
     * @param <T> the type of the value
     * @since 0.1.0
     */
    final class Builder<T extends @Nullable Object> {
        private final T value;
        private @Nullable Predicate<? super T> validator;
        private @Nullable Map<?, ?> meta;
        private @Nullable ErrorMode errorMode;
        private @Nullable BiConsumer<? super Agent<T>, ? super Throwable> errorHandler;

        private Builder(T value) {
            this.value = value;
        }

        /**
         * Sets the validator, which the first value must satisfy too. A refused state counts as a failed action.
         *
         * @param predicate says whether a value is valid
         * @return this builder
         */
        public Builder<T> validator(Predicate<? super T> predicate) {
            this.validator = Checks.notNull(predicate, "predicate");
            return this;
        }

        /**
         * Sets the metadata.
         *
         * @param map the metadata; a map that is not Clojure's is copied into one
         * @return this builder
         */
        public Builder<T> meta(Map<?, ?> map) {
            this.meta = Checks.notNull(map, "map");
            return this;
        }

        /**
         * Sets what the agent does after an action has failed.
         *
         * @param mode the mode; unless set, {@code CONTINUE} with a handler and {@code FAIL} without
         * @return this builder
         */
        public Builder<T> errorMode(ErrorMode mode) {
            this.errorMode = Checks.notNull(mode, "mode");
            return this;
        }

        /**
         * Sets the handler of errors, see {@link Agent#errorHandler(BiConsumer)}.
         *
         * @param handler receives the agent and the error
         * @return this builder
         */
        public Builder<T> onError(BiConsumer<? super Agent<T>, ? super Throwable> handler) {
            this.errorHandler = Checks.notNull(handler, "handler");
            return this;
        }

        /**
         * Makes the agent.
         *
         * @return a new agent
         * @throws IllegalStateException if the validator refuses the first value
         */
        public Agent<T> build() {
            return AgentFacade.create(value, validator, meta, errorMode, errorHandler);
        }
    }
}
