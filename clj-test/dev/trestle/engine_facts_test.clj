(ns dev.trestle.engine-facts-test
  "What the engine itself does, fact by fact, on raw Clojure objects: what the facades rely on, and what they
  guard against. A test that fails here after an upgrade says which assumption no longer holds."
  (:require [clojure.edn :as edn]
            [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [dev.trestle.another-clojure :as another])
  (:import (clojure.java.api Clojure)
           (clojure.lang Agent Compiler DynamicClassLoader LockingTransaction RT Var)
           (java.io File IOException)
           (java.net URLClassLoader)
           (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)
           (java.util ArrayList List)
           (java.util.concurrent CountDownLatch ExecutionException Executor RejectedExecutionException
                                 ThreadPoolExecutor TimeUnit)
           (java.util.concurrent.locks ReentrantReadWriteLock)))

(defn- elsewhere
  "Calls f on a thread of its own, waits, and gives its value."
  [f]
  (let [value (promise)
        thread (doto (Thread. ^Runnable (fn [] (deliver value (try (f) (catch Throwable t t))))) (.start))]
    (.join thread 10000)
    (deref value 0 :hangs)))

(defn- thrown-by [f]
  (try (f) nil (catch Throwable t t)))

(defn- until [so?]
  (let [end (+ (System/nanoTime) 10000000000)]
    (while (not (or (so?) (neg? (- end (System/nanoTime)))))
      (Thread/yield))
    (so?)))

(defn- settled? [^Agent a]
  (until #(or (agent-error a) (zero? (.getQueueCount a)))))

(def ^:private on-the-caller
  (reify Executor (execute [_ run] (.run run))))

;; The STM

(deftest fact-20-the-signal-to-retry-is-an-error-and-swallowing-it-loses-an-update
  (let [r (ref 0)
        signals (atom [])
        first? (atom true)]
    (is (= :ok (dosync
                (when (compare-and-set! first? true false)
                  (elsewhere #(dosync (alter r + 10))))
                (try (alter r inc) (catch Throwable t (swap! signals conj t)))
                :ok)))
    (is (= ["clojure.lang.LockingTransaction$RetryEx"] (map #(.getName (class %)) @signals)))
    (is (instance? Error (first @signals)))
    (is (= 10 @r) "the transaction has reported success, the inc is lost")))

(deftest fact-21-nested-transactions-join-without-partial-rollback
  (let [r (ref 0)]
    (dosync
     (try
       (dosync (alter r inc) (throw (ex-info "inner" {})))
       (catch Exception _)))
    (is (= 1 @r) "what the inner one has written is committed")
    (is (thrown? Exception (dosync (dosync (alter r inc)) (throw (ex-info "outer" {})))))
    (is (= 1 @r))))

(deftest fact-22-an-interrupted-thread-loses-its-flag-and-an-attempt
  (let [r (ref 0)
        attempts (atom 0)]
    (.interrupt (Thread/currentThread))
    (dosync (swap! attempts inc) (alter r inc))
    (is (= 2 @attempts))
    (is (= 1 @r))
    (is (false? (Thread/interrupted)))))

(deftest fact-23-ten-thousand-attempts-and-then-a-plain-exception
  (is (= 10000 LockingTransaction/RETRY_LIMIT))
  (is (= 100 LockingTransaction/LOCK_WAIT_MSECS))
  (let [r (ref 0)
        attempts (atom 0)
        other (java.util.concurrent.Executors/newSingleThreadExecutor)]
    (try
      (let [thrown (thrown-by #(dosync
                                (swap! attempts inc)
                                (.get (.submit other ^Callable (fn [] (dosync (alter r inc)))))
                                (alter r inc)))]
        (is (= RuntimeException (class thrown)))
        (is (= "Transaction failed after reaching retry limit" (ex-message thrown)))
        (is (= 10000 @attempts @r)))
      (finally (.shutdown other)))))

(defn- read-locks [r]
  (let [field (doto (.getDeclaredField clojure.lang.Ref "lock") (.setAccessible true))]
    (.getReadLockCount ^ReentrantReadWriteLock (.get field r))))

(deftest fact-24-commute-reads-the-latest-and-runs-again-and-ensure-is-released-by-a-write
  (testing "commute"
    (let [r (ref 0)
          seen (atom [])
          first? (atom true)]
      (dosync
       (when (compare-and-set! first? true false)
         (elsewhere #(dosync (alter r + 10))))
       (commute r (fn [v] (swap! seen conj v) (inc v))))
      (is (= [10 10] @seen) "the latest value, in the first attempt; and again at the commit")
      (is (= 11 @r))))
  (testing "set after commute"
    (let [r (ref 0)
          thrown (thrown-by #(dosync (commute r inc) (ref-set r 5)))]
      (is (= IllegalStateException (class thrown)))
      (is (= "Can't set after commute" (ex-message thrown)))))
  (testing "ensure"
    (let [r (ref 0)]
      (is (= [1 0] (dosync (ensure r)
                           (let [ensured (read-locks r)]
                             (alter r inc)
                             [ensured (read-locks r)]))))))
  (testing "outside"
    (is (= IllegalStateException (class (thrown-by #(alter (ref 0) inc)))))))

(deftest fact-25-validators-at-the-commit-and-a-watch-that-throws-drops-the-sends
  (let [order (atom [])
        a (agent 0)
        r (ref 1 :validator (fn [v] (swap! order conj [:validator v]) (pos? v)))]
    (reset! order [])
    (add-watch r :k (fn [_ _ before after]
                      (swap! order conj [:watch before after (LockingTransaction/isRunning)
                                         (.getQueueCount ^Agent a)])))
    (dosync (ref-set r -1) (ref-set r 2) (swap! order conj :body-ends) (send a inc))
    (is (= [:body-ends [:validator 2] [:watch 1 2 false 0]] @order))
    (await a)
    (is (= 1 @a))
    (add-watch r :k (fn [& _] (throw (ex-info "watch" {}))))
    (is (= "watch" (ex-message (thrown-by #(dosync (send a inc) (ref-set r 3))))))
    (is (= 3 @r) "committed all the same")
    (await a)
    (is (= 1 @a) "the send is dropped")))

(deftest fact-26-transactions-belong-to-their-thread
  (let [r (ref 0)]
    (is (= [true false] (dosync [(LockingTransaction/isRunning)
                                 @(future (LockingTransaction/isRunning))])))
    (is (instance? IllegalStateException (dosync (elsewhere #(alter r inc)))))))

(deftest fact-27-a-send-to-nobody-by-the-calling-thread-happens-once-after-the-commit
  (let [r (ref 0)
        first? (atom true)
        attempts (atom 0)
        done (atom [])
        frame (Var/getThreadBindingFrame)]
    (dosync
     (swap! attempts inc)
     (send-via on-the-caller (agent nil) (fn [_] (swap! done conj [@r (LockingTransaction/isRunning)])))
     (when (compare-and-set! first? true false)
       (elsewhere #(dosync (alter r + 10))))
     (alter r inc))
    (is (= 2 @attempts))
    (is (= [[11 false]] @done))
    (testing "and leaves the action's bindings on the calling thread"
      (is (not (identical? frame (Var/getThreadBindingFrame))))
      (is (some? *agent*)))
    (Var/resetThreadBindingFrame frame)))

;; Agents

(deftest fact-28-the-constructor-means-continue-and-the-function-means-fail
  (is (= :continue (error-mode (Agent. 0))))
  (is (= :fail (error-mode (agent 0))))
  (is (= :continue (error-mode (agent 0 :error-handler (fn [_ _]))))))

(def ^:private ^:dynamic *bound* :root)

(deftest fact-29-a-raw-dispatch-conveys-nothing
  (let [a (agent [])
        look (fn [state] (conj state [*bound* (some? *agent*)]))]
    (binding [*bound* :bound]
      (.dispatch ^Agent a look nil Agent/pooledExecutor)
      (is (settled? a))
      (send a look)
      (is (settled? a)))
    (is (= [:root :bound] (map first @a)))
    (is (true? (second (second @a))))
    (testing "where no action has run before, *agent* is nil too"
      (is (= [:root false]
             (elsewhere #(let [a (agent nil)]
                           (.dispatch ^Agent a (fn [_] (peek (look []))) nil on-the-caller)
                           @a)))))))

(deftest fact-30-when-sends-happen-and-what-counts-as-failure
  (testing "in a transaction: at the commit"
    (let [a (agent 0)]
      (is (zero? (dosync (send a inc) (.getQueueCount ^Agent a))))
      (await a)
      (is (= 1 @a))))
  (testing "in an action: at its end, and not if it fails"
    (let [a (agent 0)
          b (agent 0)
          queued (promise)]
      (send a (fn [_] (send b inc) (deliver queued (.getQueueCount ^Agent b))))
      (is (= 0 (deref queued 10000 :hangs)))
      (is (settled? a))
      (await b)
      (is (= 1 @b))
      (send a (fn [_] (send b inc) (throw (ex-info "fails" {}))))
      (is (settled? a))
      (await b)
      (is (= 1 @b))))
  (testing "a watch that throws is a failure after the change"
    (let [a (agent 0)]
      (add-watch a :k (fn [& _] (throw (ex-info "watch" {}))))
      (send a inc)
      (is (settled? a))
      (is (= 1 @a))
      (is (= "watch" (ex-message (agent-error a))))))
  (testing "what a handler throws vanishes"
    (let [a (agent 0 :error-handler (fn [_ _] (throw (Error. "handler"))))]
      (send a (fn [_] (throw (ex-info "fails" {}))))
      (await a)
      (is (nil? (agent-error a))))))

(defn- failed-agent [state]
  (doto (agent state)
    (send (fn [_] (throw (ex-info "fails" {}))))
    settled?))

(deftest fact-31-a-failed-agent-refuses-sends-but-not-those-of-a-commit
  (let [a (failed-agent 0)
        thrown (thrown-by #(send a inc))
        told (atom [])]
    (is (= RuntimeException (class thrown)))
    (is (= "Agent is failed, needs restart" (ex-message thrown)))
    (is (= "fails" (ex-message (ex-cause thrown))))
    (let [b (agent 0)]
      (dosync
       (send b inc)
       (elsewhere #(do (send b (fn [_] (throw (ex-info "fails" {})))) (settled? b))))
      (is (= 1 (.getQueueCount ^Agent b))))
    (add-watch a :k (fn [& args] (swap! told conj args)))
    (restart-agent a 5)
    (is (= 5 @a))
    (is (= [] @told))))

(deftest fact-32-after-a-shutdown-sends-are-queued-for-ever-and-futures-refused
  (with-open [^URLClassLoader clojure (another/loader)]
    (is (= "[true 1 false 0 java.util.concurrent.RejectedExecutionException]"
           (another/call clojure clojure "load-string"
                       (pr-str '(let [^clojure.lang.Agent a (agent 0)]
                                  (shutdown-agents)
                                  (pr-str [(identical? a (send a inc))
                                           (.getQueueCount a)
                                           (await-for 100 a)
                                           (deref a)
                                           (try (future 1) (catch Throwable t (class t)))]))))))))

(deftest fact-33-the-pools-threads-are-no-daemons-and-those-of-send-do-not-end
  (let [^ThreadPoolExecutor send-pool Agent/pooledExecutor
        ^ThreadPoolExecutor send-off-pool Agent/soloExecutor
        made-daemon? (fn [^ThreadPoolExecutor pool]
                       (.isDaemon (.newThread (.getThreadFactory pool) #())))
        made-by (fn [daemon?]
                  (let [made (promise)]
                    (doto (Thread. ^Runnable (fn []
                                               (deliver made (mapv made-daemon? [send-pool send-off-pool]))))
                      (.setDaemon daemon?)
                      (.start)
                      (.join 10000))
                    @made))]
    (is (= [false false] (made-by false)))
    (is (= [true true] (made-by true)) "unless the thread that needs them first is a daemon itself")
    (is (pos? (.getCorePoolSize send-pool)))
    (is (not (.allowsCoreThreadTimeOut send-pool)))
    (is (zero? (.getCorePoolSize send-off-pool)))
    (is (= 60 (.getKeepAliveTime send-off-pool TimeUnit/SECONDS)))
    (is (str/includes? @(future (.getName (Thread/currentThread))) "send-off") "futures run there too")))

(deftest fact-34-await-in-a-transaction-and-in-an-action
  (let [a (agent 0)
        b (agent nil)]
    (is (= IllegalStateException (class (thrown-by #(dosync (await a))))))
    (is (= IllegalStateException (class (thrown-by #(dosync (await-for 1 a))))))
    (send b (fn [_] (thrown-by #(await a))))
    (is (settled? b))
    (is (= Exception (class @b)))
    (is (= "Can't await in agent action" (ex-message @b)))))

;; Atoms, watches, validators, futures

(deftest fact-35-compare-and-set-is-by-identity-and-a-resets-old-value-can-be-stale
  (testing "identity: of boxed numbers only the small are cached"
    (is (true? (compare-and-set! (atom 127) 127 0)))
    (is (false? (compare-and-set! (atom 128) 128 0)))
    (is (true? (compare-and-set! (atom -128) -128 0)))
    (is (false? (compare-and-set! (atom -129) -129 0))))
  (testing "a reset validates between reading the old value and setting the new one: another update fits in"
    (let [told (atom [])
          once (atom true)
          a (atom 0)]
      (set-validator! a (fn [v]
                          (when (and (= 2 v) (compare-and-set! once true false))
                            (reset! a 1))
                          true))
      (add-watch a :k (fn [_ _ before after] (swap! told conj [before after])))
      (reset! a 2)
      (is (= [[0 1] [0 2]] @told) "0 was not there any more when 2 was set")
      (reset! once true)
      (is (= [1 2] (do (reset! a 0) (reset! once true) (reset-vals! a 2))) "reset-vals! tries again"))))

(deftest fact-36-a-watch-that-throws-leaves-the-value-and-skips-later-watches
  (let [a (atom 0)
        told (atom [])
        watch (fn [k _ _ _] (swap! told conj k) (throw (ex-info "watch" {})))]
    (add-watch a :one watch)
    (add-watch a :two watch)
    (is (= "watch" (ex-message (thrown-by #(swap! a inc)))))
    (is (= 1 @a))
    (is (= 1 (count @told)))))

(deftest fact-37-what-validators-say
  (let [a (atom 1 :validator pos?)
        thrown (thrown-by #(reset! a -1))]
    (is (= IllegalStateException (class thrown)))
    (is (= "Invalid reference state" (ex-message thrown)))
    (is (= 1 @a)))
  (testing "a checked exception inside is wrapped, an unchecked one passes"
    (let [thrown (thrown-by #(atom 1 :validator (fn [_] (throw (IOException. "disk full")))))]
      (is (= IllegalStateException (class thrown)))
      (is (= IOException (class (ex-cause thrown)))))
    (is (= "boom" (ex-message (thrown-by #(atom 1 :validator (fn [_] (throw (ex-info "boom" {})))))))))
  (testing "set-validator! looks at the current value"
    (let [a (atom 1)]
      (is (= IllegalStateException (class (thrown-by #(set-validator! a neg?)))))
      (is (nil? (get-validator a))))))

(deftest fact-38-undeclared-checked-exceptions-and-three-argument-deref
  (is (= ExecutionException (class (thrown-by #(deref (future (throw (ex-info "task" {}))))))))
  (.interrupt (Thread/currentThread))
  (is (= InterruptedException (class (thrown-by #(deref (promise))))))
  (doseq [x [(atom 1) (ref 1) (agent 1) (delay 1) (volatile! 1)]]
    (is (= ClassCastException (class (thrown-by #(deref x 1 :late)))) (str (class x)))))

(deftest fact-39-deliveries-delays-and-force
  (let [p (promise)]
    (is (identical? p (deliver p 1)))
    (is (nil? (deliver p 2)))
    (is (= 1 @p)))
  (testing "a delay keeps any throwable, an interrupt too"
    (doseq [t [(ex-info "x" {}) (Error. "x") (InterruptedException.)]]
      (let [runs (atom 0)
            d (delay (swap! runs inc) (throw t))]
        (is (identical? t (thrown-by #(deref d))))
        (is (identical? t (thrown-by #(deref d))))
        (is (realized? d))
        (is (= 1 @runs)))))
  (testing "force gives back what is no clojure.lang.Delay"
    (let [p (promise)]
      (is (identical? p (force p))))))

;; Between the languages

(deftest fact-40-conveyance-copies-the-frame-and-leaves-it-there
  (let [work (java.util.concurrent.LinkedBlockingQueue.)
        thread (doto (Thread. ^Runnable (fn [] ((.take work)) (recur))) (.setDaemon true) (.start))
        on-thread (fn [f] (let [value (promise)]
                            (.put work #(deliver value (try (f) (catch Throwable t t))))
                            (deref value 10000 :hangs)))
        executor (reify Executor (execute [_ run] (on-thread #(.run run))))
        a (agent nil)]
    (is (= :root (on-thread (fn [] *bound*))))
    (binding [*bound* :bound]
      (send-via executor a (fn [_] *bound*)))
    (is (= :bound @a))
    (is (= :bound (on-thread (fn [] *bound*))) "left behind on the executor's thread")
    (is (.isAlive thread)))
  (testing "set! of a conveyed binding"
    (binding [*bound* :bound]
      (let [thrown (thrown-by #(deref (future (set! *bound* :other))))]
        (is (= IllegalStateException (class (ex-cause thrown))))
        (is (= :bound *bound*))))))

(deftest fact-41-looking-a-var-up-makes-it
  (let [v (Clojure/var "dev.trestle.no-such-namespace" "misspelt")]
    (is (instance? Var v))
    (is (not (.isBound ^Var v)))
    (is (some? (find-ns 'dev.trestle.no-such-namespace)))
    (is (= IllegalStateException (class (thrown-by #(.invoke v)))))
    (remove-ns 'dev.trestle.no-such-namespace)))

(deftest fact-42-a-first-touch-under-a-foreign-class-loader-breaks-clojure-for-good
  (with-open [^URLClassLoader clojure (another/loader)]
    (let [foreign (ClassLoader/getPlatformClassLoader)]
      (is (= "java.lang.ExceptionInInitializerError" (another/call clojure foreign "+" 1 2)))
      (is (= "java.lang.NoClassDefFoundError" (another/call clojure clojure "+" 1 2)))))
  (testing "while a first touch under its own loader makes it work under any"
    (with-open [^URLClassLoader clojure (another/loader)]
      (is (= 3 (another/call clojure clojure "+" 1 2)))
      (is (= 3 (another/call clojure (ClassLoader/getPlatformClassLoader) "+" 1 2))))))

(defn- load-fresh
  "Loads the namespace from a directory, with a class loader that has not seen it before."
  [^File dir]
  (remove-ns 'fact43)
  (dosync (commute @#'clojure.core/*loaded-libs* disj 'fact43))
  (with-bindings {Compiler/LOADER (doto (DynamicClassLoader. (RT/baseLoader)) (.addURL (.toURL (.toURI dir))))}
    (load "/fact43")
    @(resolve 'fact43/answer)))

(deftest fact-43-compiled-classes-count-only-if-strictly-newer-than-their-source
  (let [dir (.toFile (Files/createTempDirectory "fact43" (make-array FileAttribute 0)))
        source (io/file dir "fact43.clj")
        compiled (io/file dir "fact43__init.class")]
    (try
      (spit source "(ns fact43) (def answer :compiled)")
      (with-bindings {Compiler/LOADER (doto (DynamicClassLoader. (RT/baseLoader))
                                        (.addURL (.toURL (.toURI dir))))
                      #'*compile-path* (str dir)}
        (compile 'fact43))
      (spit source "(ns fact43) (def answer :source)")
      (let [at (fn [^File file millis] (.setLastModified file millis))
            now 1700000000000]
        (at source now)
        (at compiled (+ now 2000))
        (is (= :compiled (load-fresh dir)))
        (at compiled now)
        (is (= :source (load-fresh dir)) "of the same age"))
      (finally
        (run! #(.delete ^File %) (reverse (file-seq dir)))))))

(deftest fact-44-reading-with-clojures-own-reader-evaluates
  (System/clearProperty "fact44")
  (is (true? *read-eval*))
  (read-string "#=(java.lang.System/setProperty \"fact44\" \"evaluated\")")
  (is (= "evaluated" (System/clearProperty "fact44")))
  (testing "the readers of EDN refuse, and the Java API's is one"
    (is (thrown? RuntimeException (edn/read-string "#=(+ 1 2)")))
    (is (thrown? RuntimeException (Clojure/read "#=(+ 1 2)")))))

(deftest fact-45-integers-and-longs
  (let [^List ints [(Integer/valueOf 1)]
        ^List longs [1]]
    (is (= ints longs))
    (is (not (.equals ints longs)))
    (is (= (hash ints) (hash longs)))
    (is (not= (.hashCode ^Object (Integer/valueOf -1)) (.hashCode ^Object (Long/valueOf -1))))
    (is (instance? Long (first (edn/read-string "[1]"))))
    (is (instance? Long (swap! (atom (Integer/valueOf 1)) inc)))
    (is (.equals longs (doto (ArrayList.) (.add 1))))))
