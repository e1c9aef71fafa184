(ns dev.trestle.parity.scenarios.bindings
  "Vars and their dynamic bindings."
  (:import (clojure.lang ExceptionInfo)
           (java.io IOException)))

(def vars
  [{:id :var/root
    :given [[:x [:var 1]]]
    :ops [[:deref :x] [:bound? :x] [:thread-bound? :x] [:dynamic? :x]]
    :expect [1 true false true]}

   {:id :var/alter-root
    :given [[:x [:var 1]]]
    :ops [[:alter-var-root :x :inc] [:deref :x] [:elsewhere [:deref :x]]
          [:alter-var-root :x :boom] [:deref :x]]
    :expect [2 2 [2] {:threw ExceptionInfo :message "boom"} 2]}

   {:id :var/set-needs-a-binding
    :given [[:x [:var 1]]]
    :ops [[:var-set :x 2] [:deref :x]]
    :expect [{:threw IllegalStateException} 1]}

   {:id :var/watches-and-validator-see-the-root
    :given [[:x [:var 1]]]
    :ops [[:add-watch :x :k] [:alter-var-root :x :inc] [:binding [[:x 9]] [:deref :x]]
          [:set-validator! :x :pos?] [:alter-var-root :x [:add -10]] [:deref :x]]
    :expect [nil 2 [9] nil {:threw IllegalStateException} 2]
    :log [[:watch :k :x 1 2]]}

   {:id :var/a-binding-is-validated-too
    :given [[:x [:var 1]]]
    :ops [[:set-validator! :x :pos?] [:binding [[:x -1]] [:deref :x]]
          [:binding [[:x 5]] [:var-set :x -1]] [:deref :x]]
    :expect [nil {:threw IllegalStateException} {:threw IllegalStateException} 1]}

   {:id :var/printing
    :divergence "The facade of a var prints as a reference with a value; Clojure prints a var as
                 its name."
    :given [[:x [:var 1]]]
    :ops [[:printed :x]]
    :expect ["#<Var: --unnamed-->"]
    :facade {:results ["{:status :ready, :val 1}"]}}

   {:id :var/metadata
    :given [[:x [:var 1]]]
    :ops [[:reset-meta! :x {:doc "x"}] [:alter-meta! :x :assoc :k 1] [:meta :x]]
    :expect [{:doc "x"} {:doc "x" :k 1} {:doc "x" :k 1}]}])

(def bindings
  [{:id :binding/holds-for-the-body
    :given [[:x [:var 1]]]
    :ops [[:binding [[:x 2]] [:deref :x] [:thread-bound? :x]] [:deref :x] [:thread-bound? :x]]
    :expect [[2 true] 1 false]}

   {:id :binding/of-a-var-that-is-not-dynamic
    :divergence "Bindings of a var that is not dynamic are refused when they are made, as an
                 illegal argument; Clojure refuses to run the body."
    :given [[:x [:var 1 :static]]]
    :ops [[:dynamic? :x] [:binding [[:x 2]] [:deref :x]] [:deref :x]]
    :expect [false {:threw IllegalStateException} 1]
    :facade {:results [false {:threw IllegalArgumentException} 1]}}

   {:id :binding/of-several-vars
    :given [[:x [:var 1]] [:y [:var 2]]]
    :ops [[:binding [[:x 10] [:y nil]] [:deref :x] [:deref :y]] [:deref :x] [:deref :y]]
    :expect [[10 nil] 1 2]}

   {:id :binding/nests
    :given [[:x [:var 1]] [:y [:var 2]]]
    :ops [[:binding [[:x 10]]
           [:binding [[:y 20]] [:deref :x] [:deref :y] [:binding [[:x 11]] [:deref :x]]]
           [:deref :x]
           [:deref :y]]]
    :expect [[[10 20 [11]] 10 2]]}

   {:id :binding/set-lasts-as-long-as-the-binding
    :given [[:x [:var 1]]]
    :ops [[:binding [[:x 2]] [:var-set :x 3] [:deref :x] [:binding [[:x 4]] [:var-set :x 5]] [:deref :x]]
          [:deref :x]]
    :expect [[3 3 [5] 3] 1]}

   {:id :binding/an-exception-ends-it
    :given [[:x [:var 1]]]
    :ops [[:binding [[:x 2]] [:throw :boom]] [:deref :x] [:thread-bound? :x]]
    :expect [{:threw ExceptionInfo :message "boom"} 1 false]}

   {:id :binding/a-checked-exception-is-the-bodys-own
    :given [[:x [:var 1]]]
    :ops [[:binding [[:x 2]] [:throw :disk-full]] [:deref :x]]
    :expect [{:threw IOException :message "disk full"} 1]}

   {:id :binding/another-thread-sees-the-root
    :given [[:x [:var 1]]]
    :ops [[:binding [[:x 2]] [:elsewhere [:deref :x] [:thread-bound? :x]]]]
    :expect [[[1 false]]]}

   {:id :binding/bound-fn-conveys
    :given [[:x [:var 1]]]
    :ops [[:binding [[:x 2]] [:bound-fn [:deref :x] [:var-set :x 3] [:deref :x]] [:deref :x]]]
    :expect [[[2 3 3] 2]]}

   {:id :binding/conveying-executor
    :given [[:x [:var 1]]]
    :ops [[:binding [[:x 2]] [:conveying [:deref :x]]] [:conveying [:deref :x]]]
    :expect [[[2]] [1]]}

   {:id :binding/current-bindings
    :given [[:x [:var 1]]]
    :ops [[:current-bindings [[:x]]] [:binding [[:x 2]] [:current-bindings [[:x]]]]]
    :expect [:none [2]]}

   {:id :binding/a-root-changed-below-is-not-seen
    :given [[:x [:var 1]]]
    :ops [[:binding [[:x 2]] [:alter-var-root :x :inc] [:deref :x]] [:deref :x]]
    :expect [[2 2] 2]}])

(def scenarios (concat vars bindings))
