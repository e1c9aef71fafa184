(ns dev.trestle.parity.scenarios.atoms
  "Atoms, and what they share with the other references: watches, validators, metadata."
  (:import (clojure.lang ArityException ExceptionInfo)
           (java.io IOException)
           (java.util.concurrent CompletionException)))

(def updates
  [{:id :atom/deref-gives-the-value
    :given [[:a [:atom 42]]]
    :ops [[:deref :a]]
    :expect [42]}

   {:id :atom/nil-is-a-value
    :given [[:a [:atom nil]]]
    :ops [[:deref :a] [:reset! :a 1] [:reset! :a nil] [:deref :a]]
    :expect [nil 1 nil nil]}

   {:id :atom/swap-gives-the-new-value
    :given [[:a [:atom 1]]]
    :ops [[:swap! :a :inc] [:swap! :a :inc] [:swap! :a :dec] [:deref :a]]
    :expect [2 3 2 2]}

   {:id :atom/swap-takes-an-argument
    :given [[:a [:atom 1]]]
    :ops [[:swap! :a :+ 41] [:swap! :a :conj 1] [:swap! :a :vector :second] [:swap! :a :conj nil]]
    :expect [42 {:threw ClassCastException} [42 :second] [42 :second nil]]}

   {:id :atom/swap-takes-many-arguments
    :given [[:a [:atom 1]]]
    :ops [[:swap! :a :+ 2 3] [:swap! :a :vector 1 2 3] [:swap! :a :conj 4 5 6 7]]
    :expect [6 [6 1 2 3] [6 1 2 3 4 5 6 7]]}

   {:id :atom/swap-applies-the-function-once-when-nobody-interferes
    :given [[:a [:atom 1]]]
    :ops [[:swap! :a [:logged :inc]] [:swap! :a [:logged :+] 5]]
    :expect [2 7]
    :log [[:applied :inc 1] [:applied :+ 2 5]]}

   {:id :atom/swap-applies-the-function-again-after-a-race
    :given [[:a [:atom 1]]]
    :ops [[:swap! :a [:after [:logged :inc] [:once [:elsewhere [:swap! :a [:add 10]]]]]]
          [:deref :a]]
    :expect [12 12]
    :log [[:applied :inc 1] [:applied :inc 11]]}

   {:id :atom/swap-vals-gives-both-values
    :given [[:a [:atom 1]]]
    :ops [[:swap-vals! :a :inc] [:swap-vals! :a :+ 5] [:swap-vals! :a :nil]]
    :expect [[1 2] [2 7] [7 nil]]}

   {:id :atom/reset-gives-the-new-value
    :given [[:a [:atom 1]]]
    :ops [[:reset! :a :other] [:deref :a]]
    :expect [:other :other]}

   {:id :atom/reset-vals-gives-both-values
    :given [[:a [:atom 1]]]
    :ops [[:reset-vals! :a 2] [:reset-vals! :a nil] [:reset-vals! :a [3]]]
    :expect [[1 2] [2 nil] [nil [3]]]}

   {:id :atom/compare-and-set-by-identity-of-a-keyword
    :given [[:a [:atom :old]]]
    :ops [[:compare-and-set! :a :other :new] [:compare-and-set! :a :old :new] [:deref :a]]
    :expect [false true :new]}

   {:id :atom/compare-and-set-knows-small-numbers
    :given [[:a [:atom 127]]]
    :ops [[:compare-and-set! :a 127 128] [:deref :a]]
    :expect [true 128]}

   {:id :atom/compare-and-set-of-an-equal-but-other-object-does-nothing
    :given [[:a [:atom 100000]]]
    :ops [[:compare-and-set! :a 100000 1] [:compare-and-set-own! :a 2] [:deref :a]]
    :expect [false true 2]}

   {:id :atom/compare-and-set-from-and-to-nil
    :given [[:a [:atom nil]]]
    :ops [[:compare-and-set! :a nil :x] [:compare-and-set! :a :x nil] [:deref :a]]
    :expect [true true nil]}

   {:id :atom/a-function-that-throws-changes-nothing
    :given [[:a [:atom 1]]]
    :ops [[:swap! :a :boom] [:deref :a] [:swap-vals! :a :boom] [:deref :a]]
    :expect [{:threw ExceptionInfo :message "boom"} 1 {:threw ExceptionInfo :message "boom"} 1]}

   {:id :atom/a-function-that-throws-an-error
    :given [[:a [:atom 1]]]
    :ops [[:swap! :a :bang] [:deref :a]]
    :expect [{:threw Error :message "bang"} 1]}

   {:id :atom/a-function-that-throws-a-checked-exception
    :divergence "Java would not let `swap` throw what it does not declare: a checked exception is
                 the cause of a `CompletionException`."
    :given [[:a [:atom 1]]]
    :ops [[:swap! :a :disk-full] [:deref :a]]
    :expect [{:threw IOException :message "disk full"} 1]
    :facade {:results [{:threw CompletionException :cause {:threw IOException :message "disk full"}} 1]}}

   {:id :atom/a-function-of-another-arity
    :given [[:a [:atom 1]]]
    :ops [[:swap! :a :even? 2] [:deref :a]]
    :expect [{:threw ArityException} 1]}

   {:id :atom/printing
    :given [[:a [:atom {:b [1 "x"]}]]]
    :ops [[:printed :a]]
    :expect ["{:status :ready, :val {:b [1 \"x\"]}}"]}])

(def watches
  [{:id :watch/is-told-of-each-change
    :given [[:a [:atom 1]]]
    :ops [[:add-watch :a :k] [:swap! :a :inc] [:reset! :a 5] [:swap-vals! :a :inc]
          [:reset-vals! :a 9] [:compare-and-set-own! :a 10]]
    :expect [nil 2 5 [5 6] [6 9] true]
    :log [[:watch :k :a 1 2] [:watch :k :a 2 5] [:watch :k :a 5 6] [:watch :k :a 6 9]
          [:watch :k :a 9 10]]}

   {:id :watch/is-told-of-a-change-to-the-same-value
    :given [[:a [:atom 1]]]
    :ops [[:add-watch :a :k] [:reset! :a 1] [:swap! :a :identity]]
    :expect [nil 1 1]
    :log [[:watch :k :a 1 1] [:watch :k :a 1 1]]}

   {:id :watch/is-not-told-of-what-did-not-happen
    :given [[:a [:atom 1 {:validator :pos?}]]]
    :ops [[:add-watch :a :k] [:compare-and-set! :a 7 8] [:swap! :a :boom] [:reset! :a -1]]
    :expect [nil false {:threw ExceptionInfo} {:threw IllegalStateException}]}

   {:id :watch/order-is-that-of-the-hashes-of-the-keys
    :given [[:a [:atom 1]]]
    :ops [[:add-watch :a :first] [:add-watch :a :second] [:add-watch :a :third] [:swap! :a :inc]]
    :expect [nil nil nil 2]
    :log [[:watch :second :a 1 2] [:watch :third :a 1 2] [:watch :first :a 1 2]]}

   {:id :watch/same-key-replaces
    :given [[:a [:atom 1]]]
    :ops [[:add-watch :a :k [:logged :vector]] [:add-watch :a :k] [:swap! :a :inc]]
    :expect [nil nil 2]
    :log [[:watch :k :a 1 2]]}

   {:id :watch/removed-is-silent
    :given [[:a [:atom 1]]]
    :ops [[:add-watch :a :k] [:swap! :a :inc] [:remove-watch :a :k] [:remove-watch :a :none]
          [:swap! :a :inc]]
    :expect [nil 2 nil nil 3]
    :log [[:watch :k :a 1 2]]}

   {:id :watch/may-change-the-atom-it-watches
    :given [[:a [:atom 1]]]
    :ops [[:add-watch :a :k [:after :vector [:once [:swap! :a [:add 10]]]]] [:swap! :a :inc]
          [:deref :a]]
    :expect [nil 2 12]
    :log [[:watch :k :a 1 2] [:watch :k :a 2 12]]}

   {:id :watch/sees-the-new-value-in-place
    :given [[:a [:atom 1]]]
    :ops [[:add-watch :a :k [:after :vector [:note [:deref :a]]]] [:swap! :a :inc]]
    :expect [nil 2]
    :log [[:watch :k :a 1 2] [:note 2]]}

   {:id :watch/one-that-throws
    :divergence "A watcher registered from Java cannot hurt: what it throws goes to the uncaught
                 exception handler, the change stands, and the other watchers are called."
    :given [[:a [:atom 1]]]
    :ops [[:add-watch :a :first :boom] [:add-watch :a :last] [:swap! :a :inc] [:deref :a]]
    :expect [nil nil {:threw ExceptionInfo :message "boom"} 2]
    :log [[:watch :first :a 1 2]]
    :facade {:results [nil nil 2 2]
             :log [[:watch :first :a 1 2] [:uncaught "boom"] [:watch :last :a 1 2]]}}

   {:id :watch/one-that-throws-an-error
    :divergence "A watcher registered from Java cannot hurt, not even with an `Error`."
    :given [[:a [:atom 1]]]
    :ops [[:add-watch :a :first :bang] [:add-watch :a :last] [:reset! :a 2] [:deref :a]]
    :expect [nil nil {:threw Error :message "bang"} 2]
    :log [[:watch :first :a 1 2]]
    :facade {:results [nil nil 2 2]
             :log [[:watch :first :a 1 2] [:uncaught "bang"] [:watch :last :a 1 2]]}}])

(def validators
  [{:id :validator/refuses-a-value
    :given [[:a [:atom 1 {:validator :pos?}]]]
    :ops [[:reset! :a -1] [:swap! :a [:add -5]] [:reset-vals! :a 0] [:swap-vals! :a :dec]
          [:compare-and-set-own! :a -3] [:deref :a]]
    :expect [{:threw IllegalStateException} {:threw IllegalStateException}
             {:threw IllegalStateException} {:threw IllegalStateException}
             {:threw IllegalStateException} 1]}

   {:id :validator/message
    :divergence "The message names the object and the value, and says what becomes of it."
    :given [[:a [:atom 1 {:validator :pos?}]]]
    :ops [[:reset! :a -1]]
    :expect [{:threw IllegalStateException :message "Invalid reference state"}]
    :facade {:results [{:threw IllegalStateException
                        :message "value of atom must satisfy its validator, was -1: the atom keeps the value it had"}]}}

   {:id :validator/refuses-the-first-value
    :given [[:a [:atom -1 {:validator :pos?}]]]
    :ops [[:deref :a]]
    :expect [{:threw IllegalStateException}]}

   {:id :validator/that-throws
    :given [[:a [:atom 1 {:validator :even?}]]]
    :ops [[:deref :a]]
    :expect [{:threw IllegalStateException}]}

   {:id :validator/exception-passes
    :given [[:a [:atom 1]]]
    :ops [[:set-validator! :a :boom] [:get-validator :a] [:reset! :a 2]]
    :expect [{:threw ExceptionInfo :message "boom"} false 2]}

   {:id :validator/checked-exception-is-wrapped
    :given [[:a [:atom 1]]]
    :ops [[:set-validator! :a :disk-full] [:deref :a]]
    :expect [{:threw IllegalStateException :cause {:threw IOException}} 1]}

   {:id :validator/set-later-checks-the-current-value
    :given [[:a [:atom -1]]]
    :ops [[:set-validator! :a :pos?] [:get-validator :a] [:set-validator! :a :number?]
          [:get-validator :a] [:reset! :a :x] [:reset! :a 5]]
    :expect [{:threw IllegalStateException} false nil true {:threw IllegalStateException} 5]}

   {:id :validator/can-be-taken-away
    :given [[:a [:atom 1 {:validator :pos?}]]]
    :ops [[:get-validator :a] [:set-validator! :a nil] [:get-validator :a] [:reset! :a -1]]
    :expect [true nil false -1]}

   {:id :validator/can-be-asked
    :divergence "A validator set from Java says what it has refused also when Clojure code asks
                 it: it throws where the predicate is false. Java gets its own predicate back."
    :given [[:a [:atom 1 {:validator :pos?}]]]
    :ops [[:ask-validator :a 5] [:ask-validator :a -5]]
    :expect [true false]
    :facade {:results [true false]}
    :mixed {0 {:results [true {:threw IllegalStateException}]}
            1 {:results [true false]}
            2 {:results [true false]}}}])

(def metadata
  [{:id :meta/given-at-the-start
    :given [[:a [:atom 1 {:meta {:doc "x"}}]]]
    :ops [[:meta :a] [:swap! :a :inc] [:meta :a]]
    :expect [{:doc "x"} 2 {:doc "x"}]}

   {:id :meta/none
    :given [[:a [:atom 1]]]
    :ops [[:meta :a]]
    :expect [nil]}

   {:id :meta/altered
    :given [[:a [:atom 1 {:meta {:n 1}}]]]
    :ops [[:alter-meta! :a :assoc :m 2] [:meta :a] [:alter-meta! :a :nil] [:meta :a]]
    :expect [{:n 1 :m 2} {:n 1 :m 2} nil nil]}

   {:id :meta/reset
    :given [[:a [:atom 1 {:meta {:n 1}}]]]
    :ops [[:reset-meta! :a {:k :v}] [:meta :a] [:reset-meta! :a nil] [:meta :a]]
    :expect [{:k :v} {:k :v} nil nil]}

   {:id :meta/a-function-that-throws
    :given [[:a [:atom 1 {:meta {:n 1}}]]]
    :ops [[:alter-meta! :a :boom] [:meta :a]]
    :expect [{:threw ExceptionInfo :message "boom"} {:n 1}]}])

(def scenarios (concat updates watches validators metadata))
