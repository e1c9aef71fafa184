(ns dev.trestle.parity.scenarios.delays
  "Delays."
  (:import (clojure.lang ExceptionInfo)
           (java.io IOException)
           (java.util.concurrent CompletionException)))

(def scenarios
  [{:id :delay/computes-once-and-when-asked
    :given [[:d [:delay [:log :computed] [:value 42]]]]
    :ops [[:realized? :d] [:log :before] [:deref :d] [:realized? :d] [:deref :d] [:force :d]]
    :expect [false nil 42 true 42 42]
    :log [[:note :before] [:note :computed]]}

   {:id :delay/force-computes-too
    :given [[:d [:delay [:log :computed] [:value nil]]]]
    :ops [[:force :d] [:realized? :d] [:deref :d]]
    :expect [nil true nil]
    :log [[:note :computed]]}

   {:id :delay/keeps-an-exception
    :given [[:d [:delay [:log :computed] [:throw :boom]]]]
    :ops [[:deref :d] [:realized? :d] [:deref :d] [:force :d]]
    :expect [{:threw ExceptionInfo :message "boom"} true {:threw ExceptionInfo :message "boom"}
             {:threw ExceptionInfo :message "boom"}]
    :log [[:note :computed]]}

   {:id :delay/keeps-an-error
    :given [[:d [:delay [:log :computed] [:throw :bang]]]]
    :ops [[:deref :d] [:deref :d]]
    :expect [{:threw Error :message "bang"} {:threw Error :message "bang"}]
    :log [[:note :computed]]}

   {:id :delay/keeps-a-checked-exception
    :divergence "Java would not let `deref` throw what it does not declare: a checked exception is
                 the cause of a `CompletionException`."
    :given [[:d [:delay [:throw :disk-full]]]]
    :ops [[:deref :d] [:force :d]]
    :expect [{:threw IOException :message "disk full"} {:threw IOException :message "disk full"}]
    :facade {:results [{:threw CompletionException :cause {:threw IOException :message "disk full"}}
                       {:threw CompletionException :cause {:threw IOException :message "disk full"}}]}}

   {:id :delay/is-computed-on-the-readers-thread
    :given [[:d [:delay [:deref :x]]] [:x [:var :root]]]
    :ops [[:binding [[:x :bound]] [:deref :d]] [:deref :d]]
    :expect [[:bound] :bound]}

   {:id :delay/readers-on-two-threads
    :given [[:d [:delay [:log :computed] [:value [1 2]]]]]
    :ops [[:elsewhere [:deref :d]] [:deref :d]]
    :expect [[[1 2]] [1 2]]
    :log [[:note :computed]]}

   {:id :delay/a-reader-waits-for-the-other
    :given [[:d [:delay [:log :computed] [:wait] [:value 42]]] [:f [:future [:deref :d]]]]
    :ops [[:until-entered] [:realized? :d] [:open] [:deref :d] [:deref :f]]
    :expect [nil false nil 42 42]
    :log [[:note :computed]]}

   {:id :delay/needs-another
    :given [[:c [:delay [:value 20]]] [:d [:delay [:deref :c]]]]
    :ops [[:realized? :c] [:deref :d] [:realized? :c]]
    :expect [false 20 true]}

   {:id :delay/that-needs-itself
    :divergence "A delay that needs its own value fails with an `IllegalStateException` that says
                 so; Clojure enters the body again, whose locals it has cleared."
    :given [[:d [:delay [:deref :d]]]]
    :ops [[:deref :d] [:realized? :d]]
    :expect [{:threw NullPointerException} true]
    :facade {:results [{:threw IllegalStateException} true]}}

   {:id :delay/in-a-transaction
    :divergence "A delay that is not computed is not read in a transaction: the engine's signal to
                 run again would be kept as its outcome."
    :given [[:d [:delay [:value 42]]]]
    :ops [[:dosync [:deref :d]] [:realized? :d] [:deref :d] [:dosync [:deref :d]]]
    :expect [[42] true 42 [42]]
    :facade {:results [{:threw IllegalStateException} false 42 [42]]}}

   {:id :delay/printing
    :given [[:d [:delay [:value 42]]]]
    :ops [[:printed :d] [:deref :d] [:printed :d]]
    :expect ["{:status :pending, :val nil}" 42 "{:status :ready, :val 42}"]}])
