(ns dev.trestle.parity.verbs.agents
  "What can be done to agents."
  (:require [dev.trestle.parity.lambda :as lambda])
  (:import (dev.trestle.reference Agent Agent$Builder Agent$ErrorMode)
           (java.time Duration)
           (java.util.concurrent Callable Executor ExecutorService Executors ThreadFactory)
           (java.util.concurrent.locks LockSupport)))

(def ^:private on-a-thread
  "An executor whose threads are new: no binding is in force there."
  (reify Executor
    (execute [_ run]
      (.start (doto (Thread. ^Runnable run "parity-executor") (.setDaemon true))))))

(def ^:private on-the-caller
  (reify Executor (execute [_ run] (.run run))))

(def ^:private ^ExecutorService one-thread
  (Executors/newSingleThreadExecutor
   (reify ThreadFactory
     (newThread [_ run] (doto (Thread. run "parity-one-thread") (.setDaemon true))))))

(def ^:private executors
  {:new-thread on-a-thread, :caller on-the-caller, :one-thread one-thread})

(defn- mode [k]
  (case k :fail Agent$ErrorMode/FAIL :continue Agent$ErrorMode/CONTINUE))

(defn- create
  ([v] (Agent/of v))
  ([v {:keys [validator meta error-mode error-handler]}]
   (let [^Agent$Builder builder (Agent/builder v)]
     (when validator (.validator builder (lambda/predicate validator)))
     (when meta (.meta builder meta))
     (when error-mode (.errorMode builder (mode error-mode)))
     (when error-handler (.onError builder (lambda/bi-consumer error-handler)))
     (.build builder))))

(defn- sending [send java java-with-argument]
  {:takes [:fn]
   :cast true
   :clj (fn [a f & args] (apply send a f args))
   :java (fn
           ([a f] (java a f))
           ([a f x] (java-with-argument a f x)))})

(defn- until
  "Looks until it is so, for 10 s, and lets the pools' threads run meanwhile."
  [what so?]
  (let [end (+ (System/nanoTime) 10000000000)]
    (while (not (so?))
      (when (neg? (- end (System/nanoTime)))
        (throw (AssertionError. (str "must come within 10 s: " what))))
      (LockSupport/parkNanos 10000))))

(defn- settle
  "Waits until no action is left, or the agent has failed; await would wait for its restart."
  [^clojure.lang.Agent a]
  (until "the agent settles" #(or (.getError a) (zero? (.getQueueCount a)))))

(defn- until-queued [^clojure.lang.Agent a n]
  (until (str n " actions are queued") #(<= n (.getQueueCount a))))

(def agent-verbs
  {:create {:takes [:value :options]
            :clj (fn [v & [options]] (apply agent v (mapcat identity options)))
            :java create
            :wrap (fn [a] (Agent/wrap a))
            :unwrap (fn [^Agent a] (.unwrap a))}
   :send (assoc (sending send
                         (fn [^Agent a f] (.send a (lambda/function f)))
                         (fn [^Agent a f x] (.send a (lambda/bi-function f) x)))
                :broken (fn [^Agent a f & args]
                          (.send a (lambda/function #(apply f % args)))
                          (when (= 3 (first args))
                            (.send a (lambda/function #(apply f % args))))
                          a))
   :send-off (sending send-off
                      (fn [^Agent a f] (.sendOff a (lambda/function f)))
                      (fn [^Agent a f x] (.sendOff a (lambda/bi-function f) x)))
   :send-via {:takes [:value :fn]
              :cast true
              :clj (fn [a executor f & args] (apply send-via (executors executor) a f args))
              :java (fn
                      ([^Agent a executor f]
                       (.sendVia a (executors executor) (lambda/function f)))
                      ([^Agent a executor f x]
                       (.sendVia a (executors executor) (lambda/bi-function f) x)))}
   :await {:cast true
           :clj (fn [a] (await a))
           :java (fn [^Agent a] (.await a))}
   :await-for {:cast true
               :clj (fn [a ms] (await-for ms a))
               :java (fn [^Agent a ms] (.await a (Duration/ofMillis ms)))}
   :settle {:cast true
            :clj settle
            :java (fn [^Agent a] (settle (.unwrap a)))}
   :until-queued {:cast true
                  :clj until-queued
                  :java (fn [^Agent a n] (until-queued (.unwrap a) n))}
   :agent-error {:cast true
                 :clj agent-error
                 :java (fn [^Agent a] (.error a))}
   :error-mode {:cast true
                :clj error-mode
                :java (fn [^Agent a]
                        (condp = (.errorMode a)
                          Agent$ErrorMode/FAIL :fail
                          Agent$ErrorMode/CONTINUE :continue))}
   :set-error-mode! {:cast true
                     :clj (fn [a k] (set-error-mode! a k) nil)
                     :java (fn [^Agent a k] (.errorMode a (mode k)))}
   :error-handler {:cast true
                   :clj (comp some? error-handler)
                   :java (fn [^Agent a] (some? (.errorHandler a)))}
   :set-error-handler! {:takes [:handler]
                        :cast true
                        :clj (fn [a f] (set-error-handler! a f) nil)
                        :java (fn [^Agent a f] (.errorHandler a (some-> f lambda/bi-consumer)))}
   :restart-agent {:cast true
                   :clj restart-agent
                   :java (fn
                           ([^Agent a v] (.restart a v))
                           ([^Agent a v _ clear?] (.restart a v clear?)))}
   :queue-count {:cast true
                 :clj (fn [^clojure.lang.Agent a] (.getQueueCount a))
                 :java (fn [^Agent a] (.getQueueCount ^clojure.lang.Agent (.unwrap a)))}})

(defn- shut-down
  "Calls f while the pools of agents and futures are some that have been shut down."
  [f]
  (let [pooled clojure.lang.Agent/pooledExecutor
        solo clojure.lang.Agent/soloExecutor
        closed (doto (Executors/newSingleThreadExecutor) (.shutdown))]
    (set-agent-send-executor! closed)
    (set-agent-send-off-executor! closed)
    (try
      (f)
      (finally
        (set-agent-send-executor! pooled)
        (set-agent-send-off-executor! solo)))))

(def current
  "Verbs without a subject, for actions and their threads."
  {:on-one-thread (let [f (fn [f] (.get (.submit one-thread ^Callable f)))]
                    {:takes [:body], :clj f, :java f})
   :shut-down {:takes [:body], :clj shut-down, :java shut-down}
   :current-agent {:clj (fn [] *agent*)
                   :java (fn [] (Agent/current))}
   :release-pending-sends {:clj release-pending-sends
                           :java (fn [] (Agent/releasePendingSends))}})
