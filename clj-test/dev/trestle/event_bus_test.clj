(ns dev.trestle.event-bus-test
  "What Clojure sees of an event bus and a gate: a subscription is a channel, functions are handlers, an entry is a vector."
  (:require [clojure.core.async :as a :refer [<!! alts!! chan close! pipe timeout]]
            [clojure.test :refer [deftest is]])
  (:import (dev.trestle.async WritePort)
           (dev.trestle.pipeline EventBus FailedItem Gate Gate$Admission Gate$Outcome Gate$Stats
                                 StepConsumer StepFunction Subscription)
           (java.time Duration)
           (java.util NoSuchElementException)))

(set! *warn-on-reflection* true)

(def limit (Duration/ofSeconds 10))

(defn within
  "The value of a channel, or ::late: no test hangs."
  [ch]
  (let [late (timeout 10000)
        [v port] (alts!! [ch late])]
    (if (= port late) ::late v)))

(deftest subscription-is-a-channel
  (let [bus (EventBus/create)
        orders (.channel (.on bus :orders))]
    (.publish bus :orders {:id 1})
    (.publish bus :mails {:id 2})
    (is (= {:id 1} (within orders)))
    (is (nil? (a/poll! orders)))
    (let [out (pipe orders (chan 10 (map :id)))]
      (.publish bus :orders {:id 3})
      (is (= 3 (within out)))
      (.close bus)
      (is (nil? (within out))))))

(deftest go-blocks-and-alts-take-from-subscriptions
  (let [bus (EventBus/create)
        a (.channel (.on bus :a))
        b (.channel (.on bus :b))
        taken (a/go (a/<! a))]
    (.publish bus :a 1)
    (is (= 1 (within taken)))
    (.publish bus :b 2)
    (is (= [2 b] (alts!! [a b (timeout 10000)])))
    (.close bus)))

(deftest entries-are-vectors
  (let [bus (EventBus/create)
        all (.channel (.onAll bus))
        some-topics (.channel (.onMatching bus #(= "orders" (namespace %))))]
    (.publish bus :orders/paid 1)
    (.publish bus :stock/empty 2)
    (let [[topic event] (within all)]
      (is (= [:orders/paid 1] [topic event])))
    (is (= [:stock/empty 2] (within all)))
    (is (= [:orders/paid 1] (within some-topics)))
    (is (nil? (a/poll! some-topics)))
    (.close bus)))

(deftest functions-are-handlers
  (let [bus (EventBus/create)
        seen (atom [])
        ^Subscription subscription (.subscribe bus :numbers (StepConsumer/wrap #(swap! seen conj %)))]
    (run! #(.publish bus :numbers %) (range 100))
    (is (.stop subscription limit))
    (is (= (range 100) @seen))
    (is (= [100 100] [(.received (.stats subscription)) (.handled (.stats subscription))]))
    (.close bus)))

(deftest failure-of-a-function-is-told
  (let [bus (EventBus/create)
        failed (promise)
        subscription (.. bus
                         (on :numbers)
                         (onError (StepConsumer/wrap #(deliver failed %)))
                         (subscribe (StepConsumer/wrap (fn [n] (throw (ex-info "odd" {:n n}))))))]
    (.publish bus :numbers 7)
    (let [^FailedItem item (deref failed 10000 nil)]
      (is (= {:n 7} (ex-data (.cause item))))
      (is (= 7 (.item item))))
    (is (.stop ^Subscription subscription limit))
    (.close bus)))

(deftest requests-are-replied-to
  (let [bus (EventBus/create)]
    (is (thrown? NoSuchElementException (.request bus :square 3 limit)))
    (.reply (.on bus :square) (StepFunction/wrap #(* % %)))
    (is (= 9 (.request bus :square 3 limit)))
    (is (= 16 @(.requestAsync bus :square 4 limit)))
    (.close bus)))

(deftest gate-stands-before-clojures-channel
  (let [ch (chan 1)
        port (WritePort/wrap ch)
        gate (.build (Gate/builder))]
    (is (= Gate$Outcome/ADMITTED (.put gate port 1 (Duration/ofMillis 10))))
    (is (= Gate$Outcome/FULL (.offer gate port 2)))
    (is (= Gate$Outcome/TIMED_OUT (.put gate port 3 (Duration/ofMillis 10))))
    (is (= 1 (<!! ch)))
    (close! ch)
    (is (= Gate$Outcome/CLOSED (.put gate port 4 (Duration/ofMillis 10))))
    (is (= [4 1 3] ((juxt #(.offered ^Gate$Stats %)
                          #(.admitted ^Gate$Stats %)
                          #(.refused ^Gate$Stats %))
                    (.stats gate))))))

(deftest admission-is-closed-by-with-open
  (let [gate (Gate/of 1)]
    (with-open [^Gate$Admission admission (.tryEnter gate)]
      (is (.isAdmitted admission))
      (is (= Gate$Outcome/FULL (.outcome (.tryEnter gate)))))
    (is (.isAdmitted (.tryEnter gate)))))
