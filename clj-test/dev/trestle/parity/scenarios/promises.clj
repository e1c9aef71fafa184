(ns dev.trestle.parity.scenarios.promises
  "Promises."
  (:import (java.util.concurrent TimeoutException)))

(def scenarios
  [{:id :promise/deref-gives-what-was-delivered
    :given [[:p [:promise]]]
    :ops [[:realized? :p] [:deliver :p 42] [:realized? :p] [:deref :p] [:deref :p]]
    :expect [false true true 42 42]}

   {:id :promise/the-first-delivery-counts
    :given [[:p [:promise]]]
    :ops [[:deliver :p 1] [:deliver :p 2] [:deref :p]]
    :expect [true false 1]}

   {:id :promise/nil-is-a-value
    :given [[:p [:promise]]]
    :ops [[:deliver :p nil] [:realized? :p] [:deref :p] [:deref-or :p 0 :late] [:deliver :p 1]
          [:deref :p]]
    :expect [true true nil nil false nil]}

   {:id :promise/an-exception-is-a-value
    :given [[:p [:promise]]]
    :ops [[:deliver :p false] [:deref :p]]
    :expect [true false]}

   {:id :promise/calling-it-delivers
    :given [[:p [:promise]]]
    :ops [[:invoke :p 1] [:invoke :p 2] [:deliver :p 3] [:deref :p]]
    :expect [true false false 1]}

   {:id :promise/timed-deref-with-a-fallback
    :given [[:p [:promise]]]
    :ops [[:deref-or :p 0 :late] [:deref-or :p 1 nil] [:deliver :p 42] [:deref-or :p 0 :late]]
    :expect [:late nil true 42]}

   {:id :promise/timed-deref-without-a-fallback
    :divergence "Where no fallback is given, a time-out is a `TimeoutException`."
    :given [[:p [:promise]]]
    :ops [[:deref-within :p 1] [:deliver :p 42] [:deref-within :p 0]]
    :expect [nil true 42]
    :facade {:results [{:threw TimeoutException} true 42]}}

   {:id :promise/delivered-on-another-thread
    :given [[:p [:promise]]]
    :ops [[:elsewhere [:deliver :p [1 2]]] [:deref :p]]
    :expect [[true] [1 2]]}

   {:id :promise/waits-for-a-delivery
    :given [[:p [:promise]] [:f [:future [:wait] [:deliver :p 42]]]]
    :ops [[:until-entered] [:deref-or :p 1 :late] [:open] [:deref :p] [:deref :f]]
    :expect [nil :late nil 42 true]}

   {:id :promise/an-interrupted-reader
    :given [[:p [:promise]]]
    :ops [[:interrupt] [:deref :p] [:interrupted?] [:interrupt] [:deref-or :p 10000 :late]
          [:interrupted?]]
    :expect [nil {:threw InterruptedException} false nil {:threw InterruptedException} false]}

   {:id :promise/an-interrupted-reader-of-one-that-is-delivered
    :given [[:p [:promise]]]
    :ops [[:deliver :p 1] [:interrupt] [:deref :p] [:interrupted?] [:deref :p]]
    :expect [true nil {:threw InterruptedException} false 1]}

   {:id :promise/in-a-transaction
    :divergence "A wait is refused in a transaction, whose body may run again; what is delivered
                 may be read."
    :given [[:p [:promise]]]
    :ops [[:dosync [:deref-or :p 1 :late]] [:deliver :p 42] [:dosync [:deref :p]]]
    :expect [[:late] true [42]]
    :facade {:results [{:threw IllegalStateException} true [42]]}}

   {:id :promise/delivering-in-a-transaction-is-not-undone
    :given [[:p [:promise]] [:r [:ref 1]]]
    :ops [[:dosync [:deliver :p 42] [:alter :r :inc] [:throw :boom]] [:deref :p] [:deref :r]]
    :expect [{:threw clojure.lang.ExceptionInfo} 42 1]}

   {:id :promise/printing
    :given [[:p [:promise]]]
    :ops [[:printed :p] [:deliver :p {:a 1}] [:printed :p]]
    :expect ["{:status :pending, :val nil}" true "{:status :ready, :val {:a 1}}"]}])
