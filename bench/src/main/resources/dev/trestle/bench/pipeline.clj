(ns dev.trestle.bench.pipeline
  "What the suite `pipeline` compares with, as Clojure code does it by hand."
  (:require [clojure.core.async :as async]))

(defn steps
  "Three chained pipelines: inc, keep even, double, with two workers each. Gives the sum."
  [items]
  (let [[a b c d] (repeatedly 4 #(async/chan 1024))]
    (async/onto-chan!! a items)
    (async/pipeline 2 b (map inc) a)
    (async/pipeline 2 c (filter even?) b)
    (async/pipeline 2 d (map #(* 2 (long %))) c)
    (async/<!! (async/reduce + 0 d))))

(defn chain
  "Channels in a row, each of which adds one to what comes from the one before. Gives the ends."
  [n]
  (let [in (async/chan)]
    [in (reduce (fn [from _]
                  (let [to (async/chan 1 (map inc))]
                    (async/pipe from to)
                    to))
                in
                (range n))]))

(defn convey
  "Sends a message through a chain."
  [[in out]]
  (async/>!! in 1)
  (async/<!! out))

(defn pmapped
  "Adds one to each item, by pmap. Gives the sum."
  [items]
  (reduce + 0 (pmap inc items)))
