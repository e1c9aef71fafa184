(ns dev.trestle.parity.scenarios.volatiles
  "Volatiles."
  (:import (clojure.lang ExceptionInfo)))

(def scenarios
  [{:id :volatile/deref-gives-the-value
    :given [[:v [:volatile 42]] [:n [:volatile nil]]]
    :ops [[:deref :v] [:deref :n]]
    :expect [42 nil]}

   {:id :volatile/vreset-gives-the-new-value
    :given [[:v [:volatile 1]]]
    :ops [[:vreset! :v 2] [:vreset! :v nil] [:deref :v]]
    :expect [2 nil nil]}

   {:id :volatile/vswap-gives-the-new-value
    :given [[:v [:volatile 1]]]
    :ops [[:vswap! :v :inc] [:vswap! :v :+ 5] [:deref :v]]
    :expect [2 7 7]}

   {:id :volatile/vswap-applies-once-and-is-not-atomic
    :given [[:v [:volatile 1]]]
    :ops [[:vswap! :v [:after [:logged :inc] [:once [:elsewhere [:vreset! :v 100]]]]] [:deref :v]]
    :expect [2 2]
    :log [[:applied :inc 1]]}

   {:id :volatile/a-function-that-throws-changes-nothing
    :given [[:v [:volatile 1]]]
    :ops [[:vswap! :v :boom] [:deref :v]]
    :expect [{:threw ExceptionInfo :message "boom"} 1]}

   {:id :volatile/printing
    :given [[:v [:volatile [1]]]]
    :ops [[:printed :v]]
    :expect ["{:status :ready, :val [1]}"]}])
