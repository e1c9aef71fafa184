(ns dev.trestle.parity.scenarios.futures
  "Futures, and what else runs on their pool."
  (:import (clojure.lang ExceptionInfo)
           (java.io IOException)
           (java.util.concurrent CancellationException ExecutionException TimeoutException)))

(def values
  [{:id :future/deref-gives-the-value
    :given [[:f [:future [:value 42]]] [:n [:future [:value nil]]]]
    :ops [[:deref :f] [:deref :f] [:deref :n] [:realized? :f] [:future-done? :f]
          [:future-cancelled? :f]]
    :expect [42 42 nil true true false]}

   {:id :future/pending-until-done
    :given [[:f [:future [:wait] [:value 42]]]]
    :ops [[:until-entered] [:realized? :f] [:future-done? :f] [:deref-or :f 1 :late]
          [:deref-or :f 0 :late] [:open] [:deref :f] [:realized? :f]]
    :expect [nil false false :late :late nil 42 true]}

   {:id :future/timed-deref-of-one-that-is-done
    :given [[:f [:future [:value 42]]]]
    :ops [[:deref :f] [:deref-or :f 0 :late] [:deref-within :f 0]]
    :expect [42 42 42]}

   {:id :future/timed-deref-without-a-fallback
    :divergence "Where no fallback is given, a time-out is a `TimeoutException`: Clojure's `deref`
                 with a timeout needs a fallback, which cannot be told from a value."
    :given [[:f [:future [:wait] [:value 42]]]]
    :ops [[:deref-within :f 1] [:open] [:deref-within :f 10000]]
    :expect [nil nil 42]
    :facade {:results [{:threw TimeoutException} nil 42]}}

   {:id :future/a-task-that-throws
    :given [[:f [:future [:throw :boom]]]]
    :ops [[:deref :f] [:deref :f] [:deref-or :f 10000 :late] [:realized? :f]]
    :expect [{:threw ExecutionException :cause {:threw ExceptionInfo :message "boom"}}
             {:threw ExecutionException :cause {:threw ExceptionInfo :message "boom"}}
             {:threw ExecutionException :cause {:threw ExceptionInfo :message "boom"}} true]}

   {:id :future/a-task-that-throws-an-error
    :given [[:f [:future [:throw :bang]]]]
    :ops [[:deref :f]]
    :expect [{:threw ExecutionException :cause {:threw Error :message "bang"}}]}

   {:id :future/a-task-that-throws-a-checked-exception
    :given [[:f [:future [:throw :disk-full]]]]
    :ops [[:deref :f]]
    :expect [{:threw ExecutionException :cause {:threw IOException :message "disk full"}}]}

   {:id :future/is-a-future
    :given [[:f [:future [:value 42]]]]
    :ops [[:future? :f]]
    :expect [true]}

   {:id :future/printing
    :given [[:f [:future [:wait] [:value 42]]]]
    :ops [[:printed :f] [:open] [:deref :f] [:printed :f]]
    :expect ["{:status :pending, :val nil}" nil 42 "{:status :ready, :val 42}"]}])

(def cancelling
  [{:id :future/cancel-interrupts-the-task
    :given [[:f [:future [:wait] [:value 42]]]]
    :ops [[:until-entered] [:future-cancel :f] [:until-left] [:future-cancelled? :f]
          [:future-done? :f] [:realized? :f] [:deref :f] [:deref-or :f 1 :late]]
    :expect [nil true nil true true true {:threw CancellationException}
             {:threw CancellationException}]}

   {:id :future/cancel-twice-and-too-late
    :given [[:f [:future [:wait] [:value 42]]] [:done [:future [:value 1]]]]
    :ops [[:until-entered] [:future-cancel :f] [:future-cancel :f] [:deref :done]
          [:future-cancel :done] [:future-cancelled? :done] [:deref :done]]
    :expect [nil true false 1 false false 1]}

   {:id :future/an-interrupted-reader
    :given [[:f [:future [:wait] [:value 42]]]]
    :ops [[:until-entered] [:interrupt] [:deref :f] [:interrupted?] [:interrupt]
          [:deref-or :f 10000 :late] [:interrupted?] [:open] [:deref :f]]
    :expect [nil nil {:threw InterruptedException} false nil {:threw InterruptedException} false
             nil 42]}

   {:id :future/an-interrupted-reader-of-one-that-is-done
    :given [[:f [:future [:value 42]]]]
    :ops [[:deref :f] [:interrupt] [:deref :f] [:deref-or :f 0 :late] [:interrupted?]]
    :expect [42 nil 42 42 true]}

   {:id :future/in-a-transaction
    :divergence "A wait is refused in a transaction, whose body may run again; what is done may be
                 read."
    :given [[:f [:future [:wait] [:value 42]]]]
    :ops [[:until-entered] [:dosync [:deref-or :f 1 :late]] [:open] [:deref :f]
          [:dosync [:deref :f]]]
    :expect [nil [:late] nil 42 [42]]
    :facade {:results [nil {:threw IllegalStateException} nil 42 [42]]}}])

(def pool
  [{:id :future/sees-the-bindings-of-its-maker
    :given [[:x [:var :root]]]
    :ops [[:binding [[:x :bound]] [:in-future [:deref :x] [:thread-bound? :x]]]
          [:in-future [:deref :x]]]
    :expect [[[:bound true]] [:root]]}

   {:id :future/may-not-set-what-was-conveyed
    :given [[:x [:var :root]]]
    :ops [[:binding [[:x :bound]] [:in-future [:var-set :x :other]]]
          [:binding [[:x :bound]] [:in-future [:binding [[:x :own]] [:var-set :x :other]]] [:deref :x]]]
    :expect [{:threw ExecutionException :cause {:threw IllegalStateException}} [[[:other]] :bound]]}

   {:id :future/is-outside-the-transaction
    :given [[:r [:ref 1]] [:s [:ref 1]]]
    :ops [[:dosync [:alter :r :inc] [:running?]] [:in-future [:running?] [:deref :r]]]
    :expect [[2 true] [false 2]]}

   {:id :timeout/in-time
    :ops [[:call-within 10000 :late [:value 42]] [:call-within 10000 :late [:throw :boom]]]
    :expect [42 {:threw ExecutionException :cause {:threw ExceptionInfo :message "boom"}}]}

   {:id :timeout/too-late
    :divergence "At the end of its time a task of `Timeouts` is cancelled and interrupted;
                 Clojure's `deref` with a timeout leaves the future running."
    :given [[:p [:promise]]]
    :ops [[:call-within 50 :late [:wait] [:deliver :p :went-on]] [:open] [:until-left]
          [:deref-or :p 200 :never]]
    :expect [:late nil nil :went-on]
    :facade {:results [:late nil nil :never]}}

   {:id :pmap/keeps-the-order
    :ops [[:pmap :inc [1 2 3 4 5 6 7 8 9]] [:pmap :inc []] [:pmap :inc [nil]]]
    :expect [[2 3 4 5 6 7 8 9 10] []
             {:threw ExecutionException :cause {:threw NullPointerException}}]}

   {:id :pmap/in-chunks
    :ops [[:pmap-in-chunks :inc (vec (range 5000))] [:pmap-in-chunks :inc []] [:pmap-in-chunks :inc [1 nil]]
          [:pmap-at-once :inc (vec (range 5000))] [:pmap-at-once :inc []] [:pmap-at-once :inc [1 nil]]]
    :expect [(vec (range 1 5001)) [] {:threw ExecutionException :cause {:threw NullPointerException}}
             (vec (range 1 5001)) [] {:threw ExecutionException :cause {:threw NullPointerException}}]}

   {:id :map-reduce/in-a-tree
    :ops [[:map-reduce :inc 0 :+ (vec (range 5000))] [:map-reduce :inc 7 :+ []] [:map-reduce :inc 0 :+ [nil]]]
    :expect [12502500 7 {:threw ExecutionException :cause {:threw NullPointerException}}]}

   {:id :partition-all/lists-of-lists
    :ops [[:partition-all 2 [1 2 3 4 5]] [:partition-all 2 []]]
    :expect [[[1 2] [3 4] [5]] []]}

   {:id :pcalls/keeps-the-order
    :ops [[:pcalls [[:const 1] [:const nil] [:const :x]]] [:pcalls []]]
    :expect [[1 nil :x] []]}

   {:id :fold/in-groups
    :ops [[:fold 2 :+ :+ [1 2 3 4 5 6 7 8 9]] [:fold 100 :+ :+ []] [:fold 1 :* :* [1 2 3 4 5]]
          [:fold 2 :+ :boom [1 2 3]]]
    :expect [45 0 120 {:threw ExceptionInfo :message "boom"}]}])

(def scenarios (concat values cancelling pool))
