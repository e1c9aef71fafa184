(ns dev.trestle.parity.scenarios.refs
  "Refs and transactions."
  (:import (clojure.lang ExceptionInfo)
           (java.io IOException)))

(def outside
  [{:id :ref/deref-outside-a-transaction
    :given [[:r [:ref 42]]]
    :ops [[:deref :r] [:running?] [:dosync [:running?]]]
    :expect [42 false [true]]}

   {:id :ref/changes-need-a-transaction
    :given [[:r [:ref 1]]]
    :ops [[:alter :r :inc] [:commute :r :inc] [:ref-set :r 2] [:ensure :r] [:protect :r]
          [:deref :r]]
    :expect [{:threw IllegalStateException} {:threw IllegalStateException}
             {:threw IllegalStateException} {:threw IllegalStateException}
             {:threw IllegalStateException} 1]}

   {:id :ref/another-thread-is-outside
    :given [[:r [:ref 1]]]
    :ops [[:dosync [:try [:elsewhere [:alter :r :inc]]] [:elsewhere [:running?]]] [:deref :r]]
    :expect [[{:threw IllegalStateException} [false]] 1]}

   {:id :ref/history-knobs
    :given [[:r [:ref 1]] [:s [:ref 1 {:min-history 2 :max-history 5}]]]
    :ops [[:min-history :r] [:max-history :r] [:history-count :r] [:min-history :s]
          [:max-history :s] [:min-history :r 3] [:max-history :r 20] [:min-history :r]
          [:max-history :r]]
    :expect [(int 0) (int 10) (int 0) (int 2) (int 5) nil nil (int 3) (int 20)]}

   {:id :ref/history-grows-to-the-minimum
    :given [[:r [:ref 1 {:min-history 2}]]]
    :ops [[:dosync [:alter :r :inc]] [:dosync [:alter :r :inc]] [:dosync [:alter :r :inc]]
          [:history-count :r]]
    :expect [[2] [3] [4] (int 2)]}

   {:id :ref/metadata-and-printing
    :given [[:r [:ref {:x 1} {:meta {:doc "r"}}]]]
    :ops [[:meta :r] [:alter-meta! :r :assoc :k 1] [:printed :r]]
    :expect [{:doc "r"} {:doc "r" :k 1} "{:status :ready, :val {:x 1}}"]}])

(def transactions
  [{:id :dosync/gives-the-value-of-its-body
    :given [[:r [:ref 1]]]
    :ops [[:dosync [:alter :r :inc] [:value :last]] [:dosync [:value nil]]]
    :expect [[2 :last] [nil]]}

   {:id :dosync/set-alter-and-read-back
    :given [[:r [:ref 1]] [:s [:ref 10]]]
    :ops [[:dosync [:ref-set :r 5] [:alter :r :inc] [:alter :s :+ 5] [:deref :r] [:deref :s]]
          [:deref :r] [:deref :s]]
    :expect [[5 6 15 6 15] 6 15]}

   {:id :dosync/others-see-nothing-before-the-commit
    :given [[:r [:ref 1 {:max-history 10 :min-history 1}]]]
    :ops [[:dosync [:alter :r :inc] [:elsewhere [:deref :r]]] [:elsewhere [:deref :r]]]
    :expect [[2 [1]] [2]]}

   {:id :dosync/an-exception-undoes-it
    :given [[:r [:ref 1]] [:s [:ref 1]]]
    :ops [[:dosync [:alter :r :inc] [:ref-set :s 9] [:throw :boom]] [:deref :r] [:deref :s]]
    :expect [{:threw ExceptionInfo :message "boom"} 1 1]}

   {:id :dosync/an-error-undoes-it
    :given [[:r [:ref 1]]]
    :ops [[:dosync [:alter :r :inc] [:throw :bang]] [:deref :r]]
    :expect [{:threw Error :message "bang"} 1]}

   {:id :dosync/a-checked-exception-is-the-bodys-own
    :given [[:r [:ref 1]]]
    :ops [[:dosync [:alter :r :inc] [:throw :disk-full]] [:deref :r]]
    :expect [{:threw IOException :message "disk full"} 1]}

   {:id :dosync/nested-joins
    :given [[:r [:ref 1]]]
    :ops [[:dosync [:alter :r :inc] [:dosync [:alter :r :inc] [:deref :r]]] [:deref :r]]
    :expect [[2 [3 3]] 3]}

   {:id :dosync/nested-has-no-undoing-of-its-own
    :given [[:r [:ref 1]] [:s [:ref 1]]]
    :ops [[:dosync [:alter :r :inc] [:try [:dosync [:alter :s :inc] [:throw :boom]]]] [:deref :r]
          [:deref :s]]
    :expect [[2 {:threw ExceptionInfo :message "boom"}] 2 2]}

   {:id :dosync/the-outer-exception-undoes-the-nested
    :given [[:r [:ref 1]]]
    :ops [[:dosync [:dosync [:alter :r :inc]] [:throw :boom]] [:deref :r]]
    :expect [{:threw ExceptionInfo} 1]}

   {:id :dosync/runs-again-after-a-conflict
    :given [[:r [:ref 1]]]
    :ops [[:dosync [:log :attempt] [:once [:elsewhere [:dosync [:alter :r [:add 10]]]]] [:alter :r :inc]]
          [:deref :r]]
    :expect [[nil nil 12] 12]
    :log [[:note :attempt] [:note :attempt]]}

   {:id :dosync/reads-runs-again-without-history
    :given [[:r [:ref 1]]]
    :ops [[:dosync [:log :attempt] [:once [:elsewhere [:dosync [:alter :r [:add 10]]]]] [:deref :r]]]
    :expect [[nil nil 11]]
    :log [[:note :attempt] [:note :attempt]]}

   {:id :dosync/reads-the-snapshot-with-history
    :given [[:r [:ref 1 {:min-history 3}]]]
    :ops [[:dosync [:alter :r :inc]]
          [:dosync [:log :attempt] [:once [:elsewhere [:dosync [:alter :r [:add 10]]]]] [:deref :r]]
          [:deref :r]]
    :expect [[2] [nil [[[12]]] 2] 12]
    :log [[:note :attempt]]}

   {:id :dosync/write-skew-is-possible
    :given [[:r [:ref 1]] [:s [:ref 1]]]
    :ops [[:dosync [:deref :s] [:once [:elsewhere [:dosync [:deref :r] [:alter :s :dec]]]] [:alter :r :dec]]
          [:deref :r] [:deref :s]]
    :expect [[1 [[[1 0]]] 0] 0 0]}

   {:id :dosync/protect-prevents-write-skew
    :given [[:r [:ref 1]] [:s [:ref 1]]]
    :ops [[:dosync [:log :attempt] [:once [:elsewhere [:dosync [:alter :s :dec]]]] [:protect :s] [:alter :r :dec]]
          [:deref :r] [:deref :s]]
    :expect [[nil nil 0 0] 0 0]
    :log [[:note :attempt] [:note :attempt]]}

   {:id :dosync/ensure-reads-and-lets-write-afterwards
    :given [[:r [:ref 1]]]
    :ops [[:dosync [:ensure :r] [:alter :r :inc] [:ensure :r]] [:deref :r]]
    :expect [[1 2 2] 2]}

   {:id :dosync/interrupt-flag-survives
    :divergence "Clojure's `dosync` loses the interrupt of its thread, and an attempt with it;
                 ours gives the flag back."
    :given [[:r [:ref 1]]]
    :ops [[:interrupt] [:dosync [:log :attempt] [:alter :r :inc]] [:interrupted?] [:deref :r]]
    :expect [nil [nil 2] false 2]
    :log [[:note :attempt] [:note :attempt]]
    :facade {:results [nil [nil 2] true 2]
             :log [[:note :attempt]]}}

   {:id :dosync/a-swallowed-retry
    :divergence "A body that catches `Throwable` catches the engine's signal to run again, and
                 Clojure then loses the update; ours throws the signal again."
    :given [[:r [:ref 1]]]
    :ops [[:dosync [:once [:elsewhere [:dosync [:alter :r [:add 10]]]]] [:swallow [:alter :r :inc]]]
          [:deref :r]]
    :expect [[[[[11]]] :swallowed] 11]
    :facade {:results [[nil 12] 12]}}

   {:id :io/is-refused-in-a-transaction
    :given [[:r [:ref 1]]]
    :ops [[:io! [:value 1]] [:dosync [:alter :r :inc] [:io! [:value 1]]] [:deref :r]
          [:dosync [:try [:io! [:value 1]]]]]
    :expect [[1] {:threw IllegalStateException} 1 [{:threw IllegalStateException}]]}])

(def commutes
  [{:id :commute/gives-the-value-in-the-transaction
    :given [[:r [:ref 1]]]
    :ops [[:dosync [:commute :r :inc] [:commute :r :+ 5] [:deref :r]] [:deref :r]]
    :expect [[2 7 7] 7]}

   {:id :commute/is-applied-again-at-the-commit
    :given [[:r [:ref 1]]]
    :ops [[:dosync [:commute :r [:logged :inc]]] [:deref :r]]
    :expect [[2] 2]
    :log [[:applied :inc 1] [:applied :inc 1]]}

   {:id :commute/reads-the-latest-value-and-not-the-snapshot
    :given [[:r [:ref 1]]]
    :ops [[:dosync [:log :attempt] [:once [:elsewhere [:dosync [:alter :r [:add 10]]]]] [:commute :r :inc]]
          [:deref :r]]
    :expect [[nil [[[11]]] 12] 12]
    :log [[:note :attempt]]}

   {:id :commute/takes-what-came-between-at-the-commit
    :given [[:r [:ref 1]]]
    :ops [[:dosync [:log :attempt] [:commute :r :inc] [:once [:elsewhere [:dosync [:alter :r [:add 10]]]]]]
          [:deref :r]]
    :expect [[nil 2 [[[11]]]] 12]
    :log [[:note :attempt]]}

   {:id :commute/set-afterwards-is-refused
    :given [[:r [:ref 1]]]
    :ops [[:dosync [:commute :r :inc] [:ref-set :r 9]]
          [:dosync [:commute :r :inc] [:alter :r :inc]] [:deref :r]]
    :expect [{:threw IllegalStateException :message "Can't set after commute"}
             {:threw IllegalStateException :message "Can't set after commute"} 1]}

   {:id :commute/after-alter-is-an-alter
    :given [[:r [:ref 1]]]
    :ops [[:dosync [:alter :r :inc] [:commute :r [:logged :inc]]] [:deref :r]]
    :expect [[2 3] 3]
    :log [[:applied :inc 2]]}])

(def watching
  [{:id :ref-watch/once-a-transaction-with-first-and-last-value
    :given [[:r [:ref 1]]]
    :ops [[:add-watch :r :k] [:dosync [:alter :r :inc] [:alter :r :inc] [:ref-set :r 9]]
          [:deref :r]]
    :expect [nil [2 3 9] 9]
    :log [[:watch :k :r 1 9]]}

   {:id :ref-watch/not-for-what-was-undone
    :given [[:r [:ref 1]]]
    :ops [[:add-watch :r :k] [:dosync [:alter :r :inc] [:throw :boom]]]
    :expect [nil {:threw ExceptionInfo}]}

   {:id :ref-watch/outside-the-transaction
    :given [[:r [:ref 1]]]
    :ops [[:add-watch :r :k [:after :vector [:note [:running?]] [:note [:deref :r]]]]
          [:dosync [:alter :r :inc]]]
    :expect [nil [2]]
    :log [[:watch :k :r 1 2] [:note false] [:note 2]]}

   {:id :ref-watch/of-a-commute-tells-what-was-committed
    :given [[:r [:ref 1]]]
    :ops [[:add-watch :r :k]
          [:dosync [:commute :r :inc] [:once [:elsewhere [:dosync [:ref-set :r 20]]]]]]
    :expect [nil [2 [[[20]]]]]
    :log [[:watch :k :r 1 20] [:watch :k :r 20 21]]}

   {:id :ref-watch/one-that-throws
    :divergence "A watcher registered from Java cannot hurt: the transaction stands, `dosync`
                 returns, and what it has sent is sent. Clojure throws from a committed `dosync`
                 and drops the sends."
    :given [[:r [:ref 1]] [:g [:agent 0]]]
    :ops [[:add-watch :r :k :boom] [:dosync [:send :g :inc] [:alter :r :inc]] [:deref :r]
          [:await-for :g 10000] [:deref :g]]
    :expect [nil {:threw ExceptionInfo :message "boom"} 2 true 0]
    :log [[:watch :k :r 1 2]]
    :facade {:results [nil [:g 2] 2 true 1]
             :log [[:watch :k :r 1 2] [:uncaught "boom"]]}}

   {:id :ref-validator/at-the-commit
    :given [[:r [:ref 1 {:validator :pos?}]] [:s [:ref 1]]]
    :ops [[:dosync [:alter :s :inc] [:ref-set :r -1] [:log :still-running]] [:deref :r]
          [:deref :s] [:dosync [:ref-set :r -1] [:ref-set :r 5]]]
    :expect [{:threw IllegalStateException} 1 1 [-1 5]]
    :log [[:note :still-running]]}

   {:id :ref-validator/first-value-and-later
    :given [[:r [:ref -1]]]
    :ops [[:set-validator! :r :pos?] [:dosync [:ref-set :r 2]] [:set-validator! :r :pos?]
          [:dosync [:ref-set :r 0]] [:set-validator! :r nil] [:dosync [:ref-set :r 0]]]
    :expect [{:threw IllegalStateException} [2] nil {:threw IllegalStateException} nil [0]]}])

(def scenarios (concat outside transactions commutes watching))
