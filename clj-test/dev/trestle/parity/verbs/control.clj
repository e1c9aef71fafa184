(ns dev.trestle.parity.verbs.control
  "Verbs that perform other verbs: in a transaction, under bindings, on another thread."
  (:require [dev.trestle.parity.interpreter :as interpreter]
            [dev.trestle.parity.lambda :as lambda])
  (:import (dev.trestle.reference Bindings Stm ThrowingSupplier Var)
           (java.util.concurrent Callable CountDownLatch ExecutionException Executor ExecutorService
                                 Executors ThreadFactory)))

(def ^:private ^ExecutorService others
  (Executors/newCachedThreadPool
   (reify ThreadFactory
     (newThread [_ run] (doto (Thread. run "parity-elsewhere") (.setDaemon true))))))

(defn- elsewhere
  "Calls f on another thread, and waits for its value."
  [f]
  (let [task (fn []
               (let [frame (clojure.lang.Var/getThreadBindingFrame)]
                 (try
                   (f)
                   (finally (clojure.lang.Var/resetThreadBindingFrame frame)))))]
    (try
      (.get (.submit others ^Callable task))
      (catch ExecutionException e
        (throw (ex-cause e))))))

(defn- both [f]
  {:clj f :java f})

(defn- taking [kinds f]
  (assoc (both f) :takes kinds))

(defn- bindings ^Bindings [pairs]
  (reduce (fn [^Bindings bindings [v x]] (.with bindings v x))
          (let [[v x] (first pairs)] (Bindings/of v x))
          (rest pairs)))

(defn- by-executor
  "Runs task by way of the executor that conveying gives for one; its value."
  [conveying task]
  (let [value (promise)
        ^Executor executor (conveying (reify Executor (execute [_ run] (elsewhere #(.run run)))))]
    (.execute executor #(deliver value (task)))
    @value))

(defn- first-time
  "The results, the first time that the run comes here; later nil."
  [ctx ops]
  (let [[before _] (swap-vals! (:once ctx) conj ops)]
    (when-not (before ops)
      (mapv #(interpreter/perform ctx %) ops))))

(def transactions
  {:dosync {:takes [:body]
            :clj (fn [f] (dosync (f)))
            :java (fn [f] (let [^ThrowingSupplier body (lambda/body f)] (Stm/dosync body)))}
   :io! {:takes [:body]
         :clj (fn [f] (io! (f)))
         :java (fn [f] (let [^ThrowingSupplier body (lambda/body f)] (Stm/io body)))}
   :running? {:clj (fn [] (clojure.lang.LockingTransaction/isRunning))
              :java (fn [] (Stm/isRunning))}})

(def dynamic
  {:binding {:takes [:bindings :body]
             :clj (fn [pairs f] (with-bindings* (into {} pairs) f))
             :java (fn [pairs f]
                     (let [^ThrowingSupplier body (lambda/body f)]
                       (.call (bindings pairs) body)))}
   :bound-fn {:takes [:body]
              :clj (fn [f] (elsewhere (bound-fn* f)))
              :java (fn [f] (let [task (.wrap (Bindings/current) (lambda/task f))]
                              (elsewhere #(.call task))))}
   :conveying {:takes [:body]
               :clj (fn [f] (by-executor identity (bound-fn* f)))
               :java (fn [f] (by-executor #(Bindings/conveying %) f))}
   :current-bindings {:takes [:bindings]
                      :clj (fn [[[v]]] (get (get-thread-bindings) v :none))
                      :java (fn [[[v]]]
                              ;; no lookup there: what a body sees under them is what they are
                              (let [^ThrowingSupplier body (lambda/body #(.isThreadBound ^Var v))]
                                (if (.call (Bindings/current) body) (.deref ^Var v) :none)))}})

(def threads
  {:elsewhere (taking [:body] elsewhere)
   :wait (taking [:ctx] (fn [{:keys [^CountDownLatch entered gate ^CountDownLatch left] :as ctx}]
                          (.countDown entered)
                          (try
                            (interpreter/await-latch ctx gate "the gate is opened")
                            (finally (.countDown left)))))
   :until-entered (taking [:ctx] #(interpreter/await-latch % (:entered %) "somebody waits at the gate"))
   :until-left (taking [:ctx] #(interpreter/await-latch % (:left %) "somebody leaves the gate"))
   :open (taking [:ctx] (fn [{:keys [^CountDownLatch gate]}] (.countDown gate)))
   :interrupt (both #(.interrupt (Thread/currentThread)))
   :interrupted? (both #(Thread/interrupted))})

(def flow
  {:try (taking [:ctx :value] (fn [ctx op]
                                (try
                                  (interpreter/perform ctx op)
                                  (catch Exception e
                                    (interpreter/seen ctx e)))))
   :swallow (taking [:ctx :value] (fn [ctx op]
                                    (try
                                      (interpreter/perform ctx op)
                                      (catch Throwable _ :swallowed))))
   :once (taking [:ctx :value :value :value :value] (fn [ctx & ops] (first-time ctx ops)))
   :value (both identity)
   :throw (taking [:fn] (fn [f] (f)))
   :log (taking [:ctx] (fn [ctx & entry] (interpreter/log! ctx (into [:note] entry)) nil))
   :note (taking [:ctx] (fn [ctx op] (interpreter/log! ctx [:note (interpreter/perform-caught ctx op)]) nil))})
