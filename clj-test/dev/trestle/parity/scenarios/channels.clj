(ns dev.trestle.parity.scenarios.channels
  "Channels with buffers of every kind, closed at every position.")

(def scenarios
  [{:id :channel/rendezvous-closed-first
    :given [[:c [:channel]]]
    :ops [[:close :c] [:offer :c 1] [:offer :c 2] [:offer :c 3] [:closed? :c] [:drain :c]]
    :expect [nil false false false true []]}

   {:id :channel/rendezvous-closed-second
    :given [[:c [:channel]]]
    :ops [[:offer :c 1] [:close :c] [:offer :c 2] [:offer :c 3] [:closed? :c] [:drain :c]]
    :expect [nil nil false false true []]}

   {:id :channel/rendezvous-closed-third
    :given [[:c [:channel]]]
    :ops [[:offer :c 1] [:offer :c 2] [:close :c] [:offer :c 3] [:closed? :c] [:drain :c]]
    :expect [nil nil nil false true []]}

   {:id :channel/rendezvous-closed-last
    :given [[:c [:channel]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 3] [:close :c] [:closed? :c] [:drain :c]]
    :expect [nil nil nil nil true []]}

   {:id :channel/fixed-1-closed-first
    :given [[:c [:channel :fixed 1]]]
    :ops [[:close :c] [:offer :c 1] [:offer :c 2] [:offer :c 3] [:closed? :c] [:drain :c]]
    :expect [nil false false false true []]}

   {:id :channel/fixed-1-closed-second
    :given [[:c [:channel :fixed 1]]]
    :ops [[:offer :c 1] [:close :c] [:offer :c 2] [:offer :c 3] [:closed? :c] [:drain :c]]
    :expect [true nil false false true [1]]}

   {:id :channel/fixed-1-closed-third
    :given [[:c [:channel :fixed 1]]]
    :ops [[:offer :c 1] [:offer :c 2] [:close :c] [:offer :c 3] [:closed? :c] [:drain :c]]
    :expect [true nil nil false true [1]]}

   {:id :channel/fixed-1-closed-last
    :given [[:c [:channel :fixed 1]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 3] [:close :c] [:closed? :c] [:drain :c]]
    :expect [true nil nil nil true [1]]}

   {:id :channel/fixed-2-closed-first
    :given [[:c [:channel :fixed 2]]]
    :ops [[:close :c] [:offer :c 1] [:offer :c 2] [:offer :c 3] [:closed? :c] [:drain :c]]
    :expect [nil false false false true []]}

   {:id :channel/fixed-2-closed-second
    :given [[:c [:channel :fixed 2]]]
    :ops [[:offer :c 1] [:close :c] [:offer :c 2] [:offer :c 3] [:closed? :c] [:drain :c]]
    :expect [true nil false false true [1]]}

   {:id :channel/fixed-2-closed-third
    :given [[:c [:channel :fixed 2]]]
    :ops [[:offer :c 1] [:offer :c 2] [:close :c] [:offer :c 3] [:closed? :c] [:drain :c]]
    :expect [true true nil false true [1 2]]}

   {:id :channel/fixed-2-closed-last
    :given [[:c [:channel :fixed 2]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 3] [:close :c] [:closed? :c] [:drain :c]]
    :expect [true true nil nil true [1 2]]}

   {:id :channel/dropping-2-closed-first
    :given [[:c [:channel :dropping 2]]]
    :ops [[:close :c] [:offer :c 1] [:offer :c 2] [:offer :c 3] [:closed? :c] [:drain :c]]
    :expect [nil false false false true []]}

   {:id :channel/dropping-2-closed-second
    :given [[:c [:channel :dropping 2]]]
    :ops [[:offer :c 1] [:close :c] [:offer :c 2] [:offer :c 3] [:closed? :c] [:drain :c]]
    :expect [true nil false false true [1]]}

   {:id :channel/dropping-2-closed-third
    :given [[:c [:channel :dropping 2]]]
    :ops [[:offer :c 1] [:offer :c 2] [:close :c] [:offer :c 3] [:closed? :c] [:drain :c]]
    :expect [true true nil false true [1 2]]}

   {:id :channel/dropping-2-closed-last
    :given [[:c [:channel :dropping 2]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 3] [:close :c] [:closed? :c] [:drain :c]]
    :expect [true true true nil true [1 2]]}

   {:id :channel/sliding-2-closed-first
    :given [[:c [:channel :sliding 2]]]
    :ops [[:close :c] [:offer :c 1] [:offer :c 2] [:offer :c 3] [:closed? :c] [:drain :c]]
    :expect [nil false false false true []]}

   {:id :channel/sliding-2-closed-second
    :given [[:c [:channel :sliding 2]]]
    :ops [[:offer :c 1] [:close :c] [:offer :c 2] [:offer :c 3] [:closed? :c] [:drain :c]]
    :expect [true nil false false true [1]]}

   {:id :channel/sliding-2-closed-third
    :given [[:c [:channel :sliding 2]]]
    :ops [[:offer :c 1] [:offer :c 2] [:close :c] [:offer :c 3] [:closed? :c] [:drain :c]]
    :expect [true true nil false true [1 2]]}

   {:id :channel/sliding-2-closed-last
    :given [[:c [:channel :sliding 2]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 3] [:close :c] [:closed? :c] [:drain :c]]
    :expect [true true true nil true [2 3]]}

   {:id :channel/promise-closed-first
    :given [[:c [:channel :promise]]]
    :ops [[:close :c] [:offer :c 1] [:offer :c 2] [:offer :c 3] [:closed? :c] [:take :c]
          [:take :c] [:poll :c]]
    :expect [nil false false false true nil nil nil]}

   {:id :channel/promise-closed-second
    :given [[:c [:channel :promise]]]
    :ops [[:offer :c 1] [:close :c] [:offer :c 2] [:offer :c 3] [:closed? :c] [:take :c]
          [:take :c] [:poll :c]]
    :expect [true nil false false true 1 1 1]}

   {:id :channel/promise-closed-third
    :given [[:c [:channel :promise]]]
    :ops [[:offer :c 1] [:offer :c 2] [:close :c] [:offer :c 3] [:closed? :c] [:take :c]
          [:take :c] [:poll :c]]
    :expect [true true nil false true 1 1 1]}

   {:id :channel/promise-closed-last
    :given [[:c [:channel :promise]]]
    :ops [[:offer :c 1] [:offer :c 2] [:offer :c 3] [:close :c] [:closed? :c] [:take :c]
          [:take :c] [:poll :c]]
    :expect [true true true nil true 1 1 1]}

   {:id :channel/rendezvous-gives-what-comes-to-a-waiting-take
    :given [[:c [:channel]]]
    :ops [[:taking :c [:offer :c 1]] [:closed? :c] [:poll :c]]
    :expect [[[true] 1] false nil]}

   {:id :channel/fixed-1-gives-what-comes-to-a-waiting-take
    :given [[:c [:channel :fixed 1]]]
    :ops [[:taking :c [:offer :c 1]] [:closed? :c] [:poll :c]]
    :expect [[[true] 1] false nil]}

   {:id :channel/fixed-2-gives-what-comes-to-a-waiting-take
    :given [[:c [:channel :fixed 2]]]
    :ops [[:taking :c [:offer :c 1]] [:closed? :c] [:poll :c]]
    :expect [[[true] 1] false nil]}

   {:id :channel/dropping-2-gives-what-comes-to-a-waiting-take
    :given [[:c [:channel :dropping 2]]]
    :ops [[:taking :c [:offer :c 1]] [:closed? :c] [:poll :c]]
    :expect [[[true] 1] false nil]}

   {:id :channel/sliding-2-gives-what-comes-to-a-waiting-take
    :given [[:c [:channel :sliding 2]]]
    :ops [[:taking :c [:offer :c 1]] [:closed? :c] [:poll :c]]
    :expect [[[true] 1] false nil]}

   {:id :channel/promise-gives-what-comes-to-a-waiting-take
    :given [[:c [:channel :promise]]]
    :ops [[:taking :c [:offer :c 1]] [:closed? :c] [:poll :c]]
    :expect [[[true] 1] false 1]}

   {:id :channel/rendezvous-closed-ends-a-waiting-take
    :given [[:c [:channel]]]
    :ops [[:taking :c [:close :c]] [:put :c 1] [:take :c]]
    :expect [[[nil] nil] false nil]}

   {:id :channel/fixed-1-closed-ends-a-waiting-take
    :given [[:c [:channel :fixed 1]]]
    :ops [[:taking :c [:close :c]] [:put :c 1] [:take :c]]
    :expect [[[nil] nil] false nil]}

   {:id :channel/fixed-2-closed-ends-a-waiting-take
    :given [[:c [:channel :fixed 2]]]
    :ops [[:taking :c [:close :c]] [:put :c 1] [:take :c]]
    :expect [[[nil] nil] false nil]}

   {:id :channel/dropping-2-closed-ends-a-waiting-take
    :given [[:c [:channel :dropping 2]]]
    :ops [[:taking :c [:close :c]] [:put :c 1] [:take :c]]
    :expect [[[nil] nil] false nil]}

   {:id :channel/sliding-2-closed-ends-a-waiting-take
    :given [[:c [:channel :sliding 2]]]
    :ops [[:taking :c [:close :c]] [:put :c 1] [:take :c]]
    :expect [[[nil] nil] false nil]}

   {:id :channel/promise-closed-ends-a-waiting-take
    :given [[:c [:channel :promise]]]
    :ops [[:taking :c [:close :c]] [:put :c 1] [:take :c]]
    :expect [[[nil] nil] false nil]}

   {:id :channel/rendezvous-closed-keeps-its-waiting-put
    :given [[:c [:channel]]]
    :ops [[:putting :c 9 [:close :c] [:take :c]] [:put :c 10] [:take :c]]
    :expect [[[nil 9] true] false nil]}

   {:id :channel/fixed-1-closed-keeps-its-waiting-put
    :given [[:c [:channel :fixed 1]]]
    :ops [[:put :c 1] [:putting :c 9 [:close :c] [:take :c] [:take :c]] [:put :c 10] [:take :c]]
    :expect [true [[nil 1 9] true] false nil]}

   {:id :channel/fixed-2-closed-keeps-its-waiting-put
    :given [[:c [:channel :fixed 2]]]
    :ops [[:put :c 1] [:put :c 2] [:putting :c 9 [:close :c] [:take :c] [:take :c] [:take :c]]
          [:put :c 10] [:take :c]]
    :expect [true true [[nil 1 2 9] true] false nil]}

   {:id :channel/rendezvous-full-refuses-offers-and-times-out
    :given [[:c [:channel]]]
    :ops [[:offer :c 8] [:put-within :c 9 1] [:close :c] [:put-within :c 9 1000] [:drain :c]]
    :expect [nil :timed-out nil false []]}

   {:id :channel/fixed-1-full-refuses-offers-and-times-out
    :given [[:c [:channel :fixed 1]]]
    :ops [[:put :c 1] [:offer :c 8] [:put-within :c 9 1] [:close :c] [:put-within :c 9 1000]
          [:drain :c]]
    :expect [true nil :timed-out nil false [1]]}

   {:id :channel/fixed-2-full-refuses-offers-and-times-out
    :given [[:c [:channel :fixed 2]]]
    :ops [[:put :c 1] [:put :c 2] [:offer :c 8] [:put-within :c 9 1] [:close :c]
          [:put-within :c 9 1000] [:drain :c]]
    :expect [true true nil :timed-out nil false [1 2]]}

   {:id :channel/dropping-accepts-what-it-drops
    :given [[:c [:channel :dropping 1]]]
    :ops [[:put :c 1] [:put :c 2] [:put-within :c 3 1] [:offer :c 4]
          [:putting :c 5 [:value :nothing]] [:take :c] [:poll :c]]
    :expect [true true true true [[:nothing] true] 1 nil]}

   {:id :channel/sliding-accepts-what-it-drops
    :given [[:c [:channel :sliding 1]]]
    :ops [[:put :c 1] [:put :c 2] [:put-within :c 3 1] [:offer :c 4]
          [:putting :c 5 [:value :nothing]] [:take :c] [:poll :c]]
    :expect [true true true true [[:nothing] true] 5 nil]}

   {:id :channel/promise-accepts-what-it-drops
    :given [[:c [:channel :promise]]]
    :ops [[:put :c 1] [:put :c 2] [:put-within :c 3 1] [:offer :c 4]
          [:putting :c 5 [:value :nothing]] [:take :c] [:poll :c]]
    :expect [true true true true [[:nothing] true] 1 1]}

   {:id :channel/rendezvous-timed-takes
    :given [[:c [:channel]]]
    :ops [[:take-within :c 1] [:put-later :c 7] [:take-within :c 1000] [:close :c]
          [:take-within :c 1000]]
    :expect [:timed-out nil 7 nil :closed]}

   {:id :channel/fixed-1-timed-takes
    :given [[:c [:channel :fixed 1]]]
    :ops [[:take-within :c 1] [:put-later :c 7] [:take-within :c 1000] [:close :c]
          [:take-within :c 1000]]
    :expect [:timed-out nil 7 nil :closed]}

   {:id :channel/fixed-2-timed-takes
    :given [[:c [:channel :fixed 2]]]
    :ops [[:take-within :c 1] [:put-later :c 7] [:take-within :c 1000] [:close :c]
          [:take-within :c 1000]]
    :expect [:timed-out nil 7 nil :closed]}

   {:id :channel/dropping-2-timed-takes
    :given [[:c [:channel :dropping 2]]]
    :ops [[:take-within :c 1] [:put-later :c 7] [:take-within :c 1000] [:close :c]
          [:take-within :c 1000]]
    :expect [:timed-out nil 7 nil :closed]}

   {:id :channel/sliding-2-timed-takes
    :given [[:c [:channel :sliding 2]]]
    :ops [[:take-within :c 1] [:put-later :c 7] [:take-within :c 1000] [:close :c]
          [:take-within :c 1000]]
    :expect [:timed-out nil 7 nil :closed]}

   {:id :channel/promise-timed-takes
    :given [[:c [:channel :promise]]]
    :ops [[:take-within :c 1] [:put-later :c 7] [:take-within :c 1000] [:close :c]
          [:take-within :c 1000]]
    :expect [:timed-out nil 7 nil 7]}

   {:id :channel/values-of-every-kind
    :given [[:c [:channel :fixed 8]]]
    :ops [[:put :c false] [:put :c :k] [:put :c "text"] [:put :c [1 nil]] [:put :c {}]
          [:close :c] [:drain :c]]
    :expect [true true true true true nil [false :k "text" [1 nil] {}]]}

   {:id :channel/order-is-kept-between-threads
    :given [[:c [:channel]]]
    :ops [[:put-later :c 1] [:put-later :c 2] [:put-later :c 3]
          [:elsewhere [:take :c] [:take :c]] [:take :c]]
    :expect [nil nil nil [1 2] 3]}

   {:id :channel/rendezvous-hands-over
    :given [[:c [:channel]]]
    :ops [[:putting :c 1 [:take :c]] [:taking :c [:put :c 2]] [:poll :c]]
    :expect [[[1] true] [[true] 2] nil]}

   {:id :channel/closing-twice-is-closing
    :given [[:c [:channel :fixed 1]]]
    :ops [[:close :c] [:close :c] [:closed? :c] [:take :c] [:poll :c]]
    :expect [nil nil true nil nil]}

   {:id :channel/iteration-ends-with-the-close
    :given [[:c [:channel :fixed 4]]]
    :ops [[:put :c 1] [:put :c 2] [:put-later :c 3] [:close :c] [:iterate :c]]
    :expect [true true nil nil [1 2 3]]}

   {:id :channel/a-promise-keeps-its-value-after-the-close
    :given [[:c [:channel :promise]]]
    :ops [[:put :c 1] [:close :c] [:take :c] [:take :c] [:put :c 2]]
    :expect [true nil 1 1 false]}])
