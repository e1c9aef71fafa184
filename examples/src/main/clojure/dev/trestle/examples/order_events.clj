(ns dev.trestle.examples.order-events
  "The bus of OrderEvents.java, seen from Clojure: a subscription is a channel, a handler is a function, an entry of
  topic and event is a vector."
  (:require [clojure.core.async :as a])
  (:import (dev.trestle.examples OrderEvents$Order)
           (dev.trestle.pipeline ChannelSubscription EventBus StepConsumer Subscription)
           (java.time Duration)))

(defn subscribe! [^EventBus bus topic f]
  (.subscribe bus topic (StepConsumer/wrap f)))

(defn amounts
  "Takes n orders of any topic, as [topic amount]."
  [^ChannelSubscription subscription n]
  (vec (repeatedly n #(let [[topic ^OrderEvents$Order order] (a/<!! subscription)]
                        [topic (.amount order)]))))

(defn -main []
  (let [bus (EventBus/create)
        all (.channel (.onAll bus))
        seen (atom [])
        ^Subscription paid (subscribe! bus "orders.paid" #(swap! seen conj (.amount ^OrderEvents$Order %)))]
    (.publish bus "orders.paid" (OrderEvents$Order. "ada" 10))
    (.publish bus "orders.sent" (OrderEvents$Order. "ada" 20))
    (println "taken:" (amounts all 2))
    (println "all handled:" (.stop paid (Duration/ofSeconds 10)) @seen)
    (.close bus)
    (println "the end:" (a/<!! all))))
