(ns dev.trestle.pipeline-test
  "What Clojure does with pipelines: builds them of its own functions, and works on their channels."
  (:require [clojure.core.async :as a :refer [<!! >!! alts!! chan close! go-loop <! >!]]
            [clojure.test :refer [deftest is testing]])
  (:import (dev.trestle.async Buffer Channel ReadPort WritePort)
           (dev.trestle.collection Transducer)
           (dev.trestle.pipeline ErrorPolicy Pipeline PipelineRun RunnablePipeline StepBiFunction StepConsumer
                                 StepFunction StepPredicate StepSupplier StepTransform)
           (java.time Duration)
           (java.util.function Function)))

(set! *warn-on-reflection* true)

(def limit (Duration/ofSeconds 20))

(defn ran [^RunnablePipeline pipeline]
  (.await (.start pipeline) limit))

(defn numbers ^Pipeline [n]
  (Pipeline/from ^Iterable (range n)))

(deftest plain-functions-are-steps
  (is (= [1 3 5]
         (ran (.. (numbers 6)
                  (map (StepFunction/wrap inc))
                  (filter (StepPredicate/wrap odd?))
                  (toList)))))
  (is (= 15 (ran (.reduce (numbers 6) 0 (StepBiFunction/wrap +)))))
  (is (= [0 0 1 0 1 2] (ran (.. (numbers 4) (flatMap (StepFunction/wrap range)) (toList)))))
  (let [seen (atom [])]
    (ran (.to (numbers 3) ^dev.trestle.pipeline.StepConsumer (StepConsumer/wrap #(swap! seen conj %))))
    (is (= [0 1 2] @seen)))
  (let [left (atom [:a :b])]
    (is (= [:a :b]
           (ran (.toList (Pipeline/from (StepSupplier/wrap #(let [[[x]] (swap-vals! left next)] x)))))))))

(deftest functions-are-steps-as-they-are
  (testing "since 1.12 the compiler adapts them itself, where it knows the method"
    (is (= [1 3 5] (ran (.toList (.filter (.map (numbers 6) inc) odd?)))))
    (is (= [1 2 3] (ran (.toList (.mapParallel (numbers 3) 2 inc)))))))

(deftest transducers-are-steps
  (is (= [[1 2] [3 4] [5]]
         (ran (.. (numbers 5)
                  (transduce (Transducer/wrap (comp (map inc) (partition-all 2))))
                  (toList))))))

(deftest functions-run-in-parallel-steps
  (is (= (map inc (range 100))
         (ran (.. (numbers 100) (mapParallel 4 (StepFunction/wrap inc)) (toList)))))
  (is (= (set (range 100))
         (set (ran (.. (numbers 100)
                       (mapPartitioned 4 (StepFunction/wrap #(mod % 7)) (StepFunction/wrap identity))
                       (toList)))))))

(deftest channels-of-clojure-are-ends
  (let [in (chan 4), out (chan 4)
        run (.start (.to (.map (Pipeline/from (ReadPort/wrap in)) (StepFunction/wrap inc)) (WritePort/wrap out)))]
    (a/onto-chan! in (range 10))
    (is (= (range 1 11) (<!! (a/into [] out))))
    (is (nil? (.await run limit)))))

(deftest errors-go-to-clojure-functions
  (let [letters (atom [])]
    (is (= [1] (ran (.. (numbers 2)
                        (map (StepFunction/wrap #(/ 1 %)))
                        (onError (ErrorPolicy/deadLetter ^StepConsumer (StepConsumer/wrap #(swap! letters conj %))))
                        (toList)))))
    (is (= 1 (count @letters)))))

(deftest branches-are-functions
  (is (= [[0 2 4] [1 3 5]]
         (ran (.split (numbers 6) (StepPredicate/wrap even?)
                      (reify Function (apply [_ branch] (.toList ^Pipeline branch)))
                      (reify Function (apply [_ branch] (.toList ^Pipeline branch))))))))

(deftest transform-hands-over-channels
  (testing "to pipeline, which is waited for"
    (is (= (map inc (range 100))
           (ran (.. (numbers 100)
                    (transform (StepTransform/wrap (fn [in out] (a/pipeline 2 out (map inc) in))))
                    (toList))))))
  (testing "to a go block"
    (is (= [0 0 1 1 2 2]
           (ran (.. (numbers 3)
                    (async)
                    (transform (StepTransform/wrap
                                (fn [in out]
                                  (go-loop []
                                    (when-some [x (<! in)]
                                      (>! out x)
                                      (>! out x)
                                      (recur))))))
                    (toList))))))
  (testing "to blocking code"
    (is (= [3]
           (ran (.. (numbers 3)
                    (transform (StepTransform/wrap
                                (fn [in out]
                                  (loop [sum 0]
                                    (if-some [x (<!! in)]
                                      (recur (+ sum (long x)))
                                      (>!! out sum))))))
                    (toList)))))))

(deftest taps-are-channels
  (let [in (chan)
        ^PipelineRun run (.start (.toList (.tap (.async (Pipeline/from (ReadPort/wrap in))) "all")))
        tapped (.tap run "all" (Buffer/fixed 10))
        evens (chan 10 (filter even?))]
    (a/tap (a/mult tapped) evens)
    (doseq [x (range 4)] (>!! in x))
    (close! in)
    (is (= [0 1 2 3] (.await run limit)))
    (is (= [0 2] (<!! (a/into [] evens))))))

(deftest sinks-call-clojure-functions
  (let [letters (atom [])
        taken (atom [])
        sink (StepConsumer/wrap #(if (odd? %) (throw (ex-info "odd" {})) (swap! taken conj %)))]
    (ran (.onError (.to (numbers 4) ^StepConsumer sink)
                   (ErrorPolicy/deadLetter ^StepConsumer (StepConsumer/wrap #(swap! letters conj %)))))
    (is (= [0 2] @taken))
    (is (= 2 (count @letters)))))

(deftest definitions-of-clojure-functions-are-serializable
  (let [pipeline (.. (numbers 3) (map (StepFunction/wrap inc)) (toList))]
    (is (identical? pipeline (.checkSerializable pipeline)))))
