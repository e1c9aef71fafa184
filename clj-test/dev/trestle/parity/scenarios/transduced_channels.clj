(ns dev.trestle.parity.scenarios.transduced-channels
  "Channels with transducers, which end, throw and complete.")

(def scenarios
  [{:id :transducer/map-into-fixed
    :given [[:c [:channel :fixed 8 [[:map :inc]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [2 3 3 4]]}

   {:id :transducer/map-into-dropping
    :given [[:c [:channel :dropping 2 [[:map :inc]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [2 3]]}

   {:id :transducer/map-into-sliding
    :given [[:c [:channel :sliding 2 [[:map :inc]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [3 4]]}

   {:id :transducer/filter-into-fixed
    :given [[:c [:channel :fixed 8 [[:filter :even?]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [2 2]]}

   {:id :transducer/filter-into-dropping
    :given [[:c [:channel :dropping 2 [[:filter :even?]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [2 2]]}

   {:id :transducer/filter-into-sliding
    :given [[:c [:channel :sliding 2 [[:filter :even?]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [2 2]]}

   {:id :transducer/mapcat-into-fixed
    :given [[:c [:channel :fixed 8 [[:mapcat :twice]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [1 1 2 2 2 2 3 3]]}

   {:id :transducer/mapcat-into-dropping
    :given [[:c [:channel :dropping 2 [[:mapcat :twice]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [1 1]]}

   {:id :transducer/mapcat-into-sliding
    :given [[:c [:channel :sliding 2 [[:mapcat :twice]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [3 3]]}

   {:id :transducer/take-into-fixed
    :given [[:c [:channel :fixed 8 [[:take 2]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true false false nil [1 2]]}

   {:id :transducer/take-into-dropping
    :given [[:c [:channel :dropping 2 [[:take 2]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true false false nil [1 2]]}

   {:id :transducer/take-into-sliding
    :given [[:c [:channel :sliding 2 [[:take 2]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true false false nil [1 2]]}

   {:id :transducer/drop-into-fixed
    :given [[:c [:channel :fixed 8 [[:drop 1]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [2 2 3]]}

   {:id :transducer/drop-into-dropping
    :given [[:c [:channel :dropping 2 [[:drop 1]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [2 2]]}

   {:id :transducer/drop-into-sliding
    :given [[:c [:channel :sliding 2 [[:drop 1]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [2 3]]}

   {:id :transducer/partition-all-into-fixed
    :given [[:c [:channel :fixed 8 [[:partition-all 2]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [[1 2] [2 3]]]}

   {:id :transducer/partition-all-into-dropping
    :given [[:c [:channel :dropping 2 [[:partition-all 2]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [[1 2] [2 3]]]}

   {:id :transducer/partition-all-into-sliding
    :given [[:c [:channel :sliding 2 [[:partition-all 2]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [[1 2] [2 3]]]}

   {:id :transducer/dedupe-into-fixed
    :given [[:c [:channel :fixed 8 [[:dedupe]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [1 2 3]]}

   {:id :transducer/dedupe-into-dropping
    :given [[:c [:channel :dropping 2 [[:dedupe]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [1 2]]}

   {:id :transducer/dedupe-into-sliding
    :given [[:c [:channel :sliding 2 [[:dedupe]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [2 3]]}

   {:id :transducer/map-and-partition-into-fixed
    :given [[:c [:channel :fixed 8 [[:map :inc] [:partition-all 3]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [[2 3 3] [4]]]}

   {:id :transducer/map-and-partition-into-dropping
    :given [[:c [:channel :dropping 2 [[:map :inc] [:partition-all 3]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [[2 3 3] [4]]]}

   {:id :transducer/map-and-partition-into-sliding
    :given [[:c [:channel :sliding 2 [[:map :inc] [:partition-all 3]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 2] [:offer :c 3] [:close :c] [:drain :c]]
    :expect [true true true true nil [[2 3 3] [4]]]}

   {:id :transducer/that-throws-with-no-handler-into-fixed
    :given [[:c [:channel :fixed 8 [[:map :boom-at-3]]]]]
    :ops [[:offer :c 1] [:offer :c 3] [:offer :c 5] [:close :c] [:drain :c]]
    :expect [true true true nil [1 5]]
    :log [[:uncaught "boom"]]}

   {:id :transducer/that-throws-with-no-handler-into-dropping
    :given [[:c [:channel :dropping 2 [[:map :boom-at-3]]]]]
    :ops [[:offer :c 1] [:offer :c 3] [:offer :c 5] [:close :c] [:drain :c]]
    :expect [true true true nil [1 5]]
    :log [[:uncaught "boom"]]}

   {:id :transducer/that-throws-with-no-handler-into-sliding
    :given [[:c [:channel :sliding 2 [[:map :boom-at-3]]]]]
    :ops [[:offer :c 1] [:offer :c 3] [:offer :c 5] [:close :c] [:drain :c]]
    :expect [true true true nil [1 5]]
    :log [[:uncaught "boom"]]}

   {:id :transducer/that-throws-with-a-silent-handler-into-fixed
    :given [[:c [:channel :fixed 8 [[:map :boom-at-3]] :nil]]]
    :ops [[:offer :c 1] [:offer :c 3] [:offer :c 5] [:close :c] [:drain :c]]
    :expect [true true true nil [1 5]]}

   {:id :transducer/that-throws-with-a-silent-handler-into-dropping
    :given [[:c [:channel :dropping 2 [[:map :boom-at-3]] :nil]]]
    :ops [[:offer :c 1] [:offer :c 3] [:offer :c 5] [:close :c] [:drain :c]]
    :expect [true true true nil [1 5]]}

   {:id :transducer/that-throws-with-a-silent-handler-into-sliding
    :given [[:c [:channel :sliding 2 [[:map :boom-at-3]] :nil]]]
    :ops [[:offer :c 1] [:offer :c 3] [:offer :c 5] [:close :c] [:drain :c]]
    :expect [true true true nil [1 5]]}

   {:id :transducer/that-throws-with-a-replacing-handler-into-fixed
    :given [[:c [:channel :fixed 8 [[:map :boom-at-3]] [:const -1]]]]
    :ops [[:offer :c 1] [:offer :c 3] [:offer :c 5] [:close :c] [:drain :c]]
    :expect [true true true nil [1 -1 5]]}

   {:id :transducer/that-throws-with-a-replacing-handler-into-dropping
    :given [[:c [:channel :dropping 2 [[:map :boom-at-3]] [:const -1]]]]
    :ops [[:offer :c 1] [:offer :c 3] [:offer :c 5] [:close :c] [:drain :c]]
    :expect [true true true nil [1 -1]]}

   {:id :transducer/that-throws-with-a-replacing-handler-into-sliding
    :given [[:c [:channel :sliding 2 [[:map :boom-at-3]] [:const -1]]]]
    :ops [[:offer :c 1] [:offer :c 3] [:offer :c 5] [:close :c] [:drain :c]]
    :expect [true true true nil [-1 5]]}

   {:id :transducer/expands-beyond-a-full-buffer
    :given [[:c [:channel :fixed 1 [[:mapcat :twice]]]]]
    :ops [[:offer :c 1] [:offer :c 2] [:take :c] [:offer :c 3] [:take :c] [:offer :c 4]
          [:close :c] [:drain :c]]
    :expect [true nil 1 nil 1 true nil [4 4]]}

   {:id :transducer/ending-early-closes
    :given [[:c [:channel :fixed 4 [[:take 1]]]]]
    :ops [[:put :c 1] [:closed? :c] [:put :c 2] [:take :c] [:take :c]]
    :expect [true true false 1 nil]}

   {:id :transducer/ending-early-accepts-waiting-puts-and-drops-them
    :given [[:c [:channel :fixed 1 [[:take 2]]]]]
    :ops [[:put :c 1] [:put-later :c 2] [:put-later :c 3] [:take :c] [:take :c] [:take :c]
          [:closed? :c]]
    :expect [true nil nil 1 2 nil true]}

   {:id :transducer/completes-at-the-close
    :given [[:c [:channel :fixed 4 [[:partition-all 3]]]]]
    :ops [[:put :c 1] [:poll :c] [:taking :c [:close :c]] [:take :c]]
    :expect [true nil [[nil] [1]] nil]}

   {:id :transducer/closed-with-a-waiting-put
    :given [[:c [:channel :fixed 1 [[:map :inc]]]]]
    :ops [[:put :c 1] [:putting :c 2 [:close :c] [:take :c] [:take :c]] [:take :c]]
    :expect [true [[nil 2 3] true] nil]}

   {:id :transducer/filtered-puts-are-accepted
    :given [[:c [:channel :fixed 1 [[:filter :even?]]]]]
    :ops [[:put :c 1] [:put :c 3] [:offer :c 5] [:poll :c] [:offer :c 6] [:offer :c 7] [:take :c]]
    :expect [true true true nil true nil 6]}

   {:id :transducer/gives-to-a-waiting-take
    :given [[:c [:channel :fixed 1 [[:map :inc]]]]]
    :ops [[:taking :c [:put :c 1]] [:poll :c]]
    :expect [[[true] 2] nil]}

   {:id :transducer/filters-before-a-waiting-take
    :given [[:c [:channel :fixed 1 [[:filter :even?]]]]]
    :ops [[:taking :c [:put :c 1] [:put :c 2]] [:poll :c]]
    :expect [[[true true] 2] nil]}

   {:id :transducer/handler-that-hears-the-failure
    :given [[:c [:channel :fixed 2 [[:map :boom]] :ex-message]]]
    :ops [[:put :c 1] [:take :c]]
    :expect [true "boom"]}])
