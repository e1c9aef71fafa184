(ns dev.trestle.parity.scenarios.agents
  "Agents. Each scenario waits for its actions before it looks."
  (:import (clojure.lang ExceptionInfo)
           (java.util.concurrent RejectedExecutionException)))

(def sending
  [{:id :agent/deref-gives-the-state
    :given [[:g [:agent 42]]]
    :ops [[:deref :g] [:agent-error :g] [:queue-count :g]]
    :expect [42 nil (int 0)]}

   {:id :agent/send-gives-the-agent
    :given [[:g [:agent 1]]]
    :ops [[:send :g :inc] [:send-off :g :inc] [:send-via :g :new-thread :inc] [:await :g]
          [:deref :g]]
    :expect [:g :g :g nil 4]}

   {:id :agent/send-with-an-argument
    :given [[:g [:agent 1]]]
    :ops [[:send :g :+ 1] [:send-off :g :+ 2] [:send-via :g :new-thread :+ 3] [:await :g]
          [:deref :g]]
    :expect [:g :g :g nil 7]}

   {:id :agent/actions-run-in-the-order-of-sending
    :given [[:g [:agent []]]]
    :ops [[:send :g [:append 1]] [:send-off :g [:append 2]] [:send :g [:append 3]]
          [:send-via :g :new-thread [:append 4]] [:send :g [:append 5]] [:await :g] [:deref :g]]
    :expect [:g :g :g :g :g nil [1 2 3 4 5]]}

   {:id :agent/queue-count-counts-the-running-one
    :given [[:g [:agent 1]]]
    :ops [[:send-off :g [:after :inc [:wait]]] [:until-entered] [:send :g :inc] [:send :g :inc]
          [:queue-count :g] [:deref :g] [:open] [:await :g] [:deref :g]]
    :expect [:g nil :g :g (int 3) 1 nil nil 4]}

   {:id :agent/await-for-gives-up
    :given [[:g [:agent 1]]]
    :ops [[:send-off :g [:after :inc [:wait]]] [:until-entered] [:await-for :g 1] [:deref :g]
          [:open] [:await-for :g 10000] [:deref :g]]
    :expect [:g nil false 1 nil true 2]}

   {:id :agent/send-via-the-calling-thread
    :given [[:g [:agent 1]]]
    :divergence "The executor's thread has its own bindings back after an action sent with
                 `sendVia`. Clojure leaves the action's there: a thread that has run one takes
                 itself for an action's for ever, and may not even `await`."
    :ops [[:send-via :g :caller :inc] [:deref :g] [:current-agent] [:await :g]]
    :expect [:g 2 :g {:threw Exception}]
    :facade {:results [:g 2 nil nil]}}

   {:id :agent/an-action-knows-its-agent
    :given [[:g [:agent 1]]]
    :ops [[:current-agent] [:send :g [:after :inc [:note [:current-agent]]]] [:await :g]]
    :expect [nil :g nil]
    :log [[:note :g]]}

   {:id :agent/a-send-in-an-action-waits-for-its-end
    :given [[:g [:agent 1]] [:h [:agent 1]]]
    :ops [[:send :g [:after :inc [:send :h :inc] [:note [:queue-count :h]]]] [:await :g]
          [:await :h] [:deref :h]]
    :expect [:g nil nil 2]
    :log [[:note (int 0)]]}

   {:id :agent/a-send-in-an-action-that-fails-is-dropped
    :given [[:g [:agent 1]] [:h [:agent 1]]]
    :ops [[:send :g [:after :boom [:send :h :inc]]] [:settle :g] [:await :h] [:deref :h]]
    :expect [:g nil nil 1]}

   {:id :agent/release-pending-sends
    :given [[:g [:agent 1]] [:h [:agent 1]]]
    :ops [[:release-pending-sends]
          [:send :g [:after :boom [:send :h :inc] [:note [:release-pending-sends]]]] [:settle :g]
          [:await :h] [:deref :h]]
    :expect [(int 0) :g nil nil 2]
    :log [[:note (int 1)]]}

   {:id :agent/a-send-in-a-transaction-waits-for-the-commit
    :given [[:g [:agent 1]] [:r [:ref 1]]]
    :ops [[:dosync [:send :g :inc] [:alter :r :inc] [:queue-count :g]] [:await :g] [:deref :g]]
    :expect [[:g 2 (int 0)] nil 2]}

   {:id :agent/a-send-in-a-transaction-happens-once
    :given [[:g [:agent 1]] [:r [:ref 1]]]
    :ops [[:dosync [:log :attempt] [:send :g :inc]
           [:once [:elsewhere [:dosync [:alter :r [:add 10]]]]]
           [:alter :r :inc]]
          [:await :g] [:deref :g] [:deref :r]]
    :expect [[nil :g nil 12] nil 2 12]
    :log [[:note :attempt] [:note :attempt]]}

   {:id :agent/a-send-in-a-transaction-that-fails-is-dropped
    :given [[:g [:agent 1]] [:r [:ref 1]]]
    :ops [[:dosync [:send :g :inc] [:throw :boom]] [:await :g] [:deref :g]]
    :expect [{:threw ExceptionInfo} nil 1]}

   {:id :agent/await-in-a-transaction
    :given [[:g [:agent 1]]]
    :ops [[:dosync [:await :g]] [:dosync [:await-for :g 1]]]
    :expect [{:threw IllegalStateException} {:threw IllegalStateException}]}

   {:id :agent/await-in-an-action
    :divergence "`await` in an action is an `IllegalStateException`, where Clojure throws a bare,
                 undeclared `Exception`."
    :given [[:g [:agent 1]] [:h [:agent 1]]]
    :ops [[:send :g [:after :inc [:note [:await :h]]]] [:await :g] [:deref :g]]
    :expect [:g nil 2]
    :log [[:note {:threw Exception :message "Can't await in agent action"}]]
    :facade {:results [:g nil 2]
             :log [[:note {:threw IllegalStateException}]]}}

   {:id :agent/printing
    :given [[:g [:agent {:n 1}]]]
    :ops [[:printed :g]]
    :expect ["{:status :ready, :val {:n 1}}"]}

   {:id :agent/printing-a-failed-one
    :divergence "Clojure's printer recognizes a failed agent by its concrete class, and prints the
                 facade as ready; its `toString` says that it has failed."
    :given [[:g [:agent 1]]]
    :ops [[:send :g :boom] [:settle :g] [:printed :g]]
    :expect [:g nil "{:status :failed, :val 1}"]
    :facade {:results [:g nil "{:status :ready, :val 1}"]}}

   {:id :agent/metadata
    :given [[:g [:agent 1 {:meta {:doc "g"}}]]]
    :ops [[:meta :g] [:reset-meta! :g {:k 1}] [:alter-meta! :g :assoc :l 2]]
    :expect [{:doc "g"} {:k 1} {:k 1 :l 2}]}])

(def failing
  [{:id :agent-error/fails-and-keeps-the-error
    :given [[:g [:agent 1]]]
    :ops [[:error-mode :g] [:send :g :boom] [:settle :g] [:agent-error :g] [:deref :g]
          [:send :g :inc] [:send-off :g :inc] [:send-via :g :new-thread :inc]]
    :expect [:fail :g nil {:threw ExceptionInfo :message "boom"} 1
             {:threw RuntimeException :cause {:threw ExceptionInfo}}
             {:threw RuntimeException :cause {:threw ExceptionInfo}}
             {:threw RuntimeException :cause {:threw ExceptionInfo}}]}

   {:id :agent-error/await-on-one-that-has-failed
    :given [[:g [:agent 1]]]
    :ops [[:send :g :boom] [:settle :g] [:await :g] [:await-for :g 10]]
    :expect [:g nil {:threw RuntimeException} {:threw RuntimeException}]}

   {:id :agent-error/await-on-one-that-fails-meanwhile
    :divergence "Waiting for an agent that fails before it gets there throws at once: Clojure
                 waits for its restart, for ever if it must."
    :given [[:g [:agent 1]]]
    :ops [[:send-off :g [:after :boom [:until-queued :g 2]]] [:await-for :g 100]]
    :expect [:g false]
    :facade {:results [:g {:threw IllegalStateException :cause {:threw ExceptionInfo}}]}}

   {:id :agent-error/an-error-counts-too
    :given [[:g [:agent 1]]]
    :ops [[:send :g :bang] [:settle :g] [:agent-error :g] [:deref :g]]
    :expect [:g nil {:threw Error :message "bang"} 1]}

   {:id :agent-error/restart-goes-on-with-what-waits
    :given [[:g [:agent 1]]]
    :ops [[:send-off :g [:after :boom [:wait]]] [:until-entered] [:send :g :inc] [:send :g :inc]
          [:open] [:settle :g] [:queue-count :g] [:restart-agent :g 10] [:await :g] [:deref :g]
          [:agent-error :g]]
    :expect [:g nil :g :g nil nil (int 2) 10 nil 12 nil]}

   {:id :agent-error/restart-clears-what-waits
    :given [[:g [:agent 1]]]
    :ops [[:send-off :g [:after :boom [:wait]]] [:until-entered] [:send :g :inc] [:open]
          [:settle :g] [:restart-agent :g 10 :clear-actions true] [:queue-count :g] [:await :g]
          [:deref :g]]
    :expect [:g nil :g nil nil 10 (int 0) nil 10]}

   {:id :agent-error/restart-is-for-failed-ones
    :given [[:g [:agent 1]]]
    :ops [[:restart-agent :g 10] [:deref :g]]
    :expect [{:threw RuntimeException} 1]}

   {:id :agent-error/restart-validates-and-tells-no-watch
    :given [[:g [:agent 1 {:validator :pos? :error-mode :fail}]]]
    :ops [[:add-watch :g :k] [:send :g :boom] [:settle :g] [:restart-agent :g -1]
          [:agent-error :g] [:restart-agent :g 2] [:deref :g]]
    :expect [nil :g nil {:threw IllegalStateException} {:threw ExceptionInfo :message "boom"} 2 2]}

   {:id :agent-error/a-commit-queues-to-a-failed-agent
    :given [[:g [:agent 1]] [:r [:ref 1]]]
    :ops [[:dosync [:alter :r :inc] [:send :g :inc] [:elsewhere [:send :g :boom] [:settle :g]]]
          [:queue-count :g] [:restart-agent :g 5] [:await :g] [:deref :g]]
    :expect [[2 :g [:g nil]] (int 1) 5 nil 6]}

   {:id :agent-error/continue-goes-on
    :given [[:g [:agent 1 {:error-mode :continue}]]]
    :ops [[:error-mode :g] [:send :g :boom] [:send :g :inc] [:await :g] [:deref :g]
          [:agent-error :g]]
    :expect [:continue :g :g nil 2 nil]}

   {:id :agent-error/the-mode-can-change
    :given [[:g [:agent 1]]]
    :ops [[:set-error-mode! :g :continue] [:error-mode :g] [:send :g :boom] [:await :g]
          [:agent-error :g] [:set-error-mode! :g :fail] [:send :g :boom] [:settle :g]
          [:agent-error :g]]
    :expect [nil :continue :g nil nil nil :g nil {:threw ExceptionInfo}]}

   {:id :agent-error/a-handler-means-continue
    :given [[:g [:agent 1 {:error-handler :identity}]]]
    :ops [[:error-mode :g] [:error-handler :g] [:send :g :boom] [:send :g :inc] [:await :g]
          [:deref :g]]
    :expect [:continue true :g :g nil 2]
    :log [[:handled :g "boom"]]}

   {:id :agent-error/a-handler-with-fail
    :given [[:g [:agent 1 {:error-handler :identity :error-mode :fail}]]]
    :ops [[:error-mode :g] [:send :g :boom] [:settle :g] [:agent-error :g]]
    :expect [:fail :g nil {:threw ExceptionInfo}]
    :log [[:handled :g "boom"]]}

   {:id :agent-error/the-handler-can-change
    :given [[:g [:agent 1]]]
    :ops [[:error-handler :g] [:set-error-handler! :g :identity] [:error-handler :g]
          [:error-mode :g] [:send :g :boom] [:settle :g] [:restart-agent :g 1]
          [:set-error-handler! :g nil] [:error-handler :g]]
    :expect [false nil true :fail :g nil 1 nil false]
    :log [[:handled :g "boom"]]}

   {:id :agent-error/a-handler-may-send
    :given [[:g [:agent 1 {:error-handler [:after :identity [:send :h :inc]]}]] [:h [:agent 1]]]
    :ops [[:send :g :boom] [:await :g] [:await :h] [:deref :h]]
    :expect [:g nil nil 2]
    :log [[:handled :g "boom"]]}

   {:id :agent-error/a-handler-that-throws
    :divergence "What an error handler throws is heard, by the uncaught exception handler: Clojure
                 drops it."
    :given [[:g [:agent 1 {:error-handler :bang}]]]
    :ops [[:send :g :boom] [:await :g] [:agent-error :g]]
    :expect [:g nil nil]
    :log [[:handled :g "boom"]]
    :facade {:results [:g nil nil]
             :log [[:handled :g "boom"] [:uncaught "bang"]]}}])

(def shut-down
  [{:id :agent-shut-down/a-send-is-refused
    :divergence "After the pools are shut down a send is refused: Clojure takes it, and it stays
                 in the queue for ever."
    :given [[:g [:agent 1]]]
    :ops [[:shut-down [:try [:send :g :inc]] [:try [:send-off :g :inc]] [:queue-count :g]]]
    :expect [[:g :g (int 2)]]
    :facade {:results [[{:threw RejectedExecutionException} {:threw RejectedExecutionException} (int 0)]]}}

   {:id :agent-shut-down/await-is-refused
    :divergence "After the pools are shut down waiting is refused: Clojure waits for ever."
    :given [[:g [:agent 1]]]
    :ops [[:shut-down [:try [:await-for :g 50]]]]
    :expect [[false]]
    :facade {:results [[{:threw RejectedExecutionException}]]}}

   {:id :agent-shut-down/an-executor-of-ones-own-still-runs
    :given [[:g [:agent 1]]]
    :ops [[:shut-down [:send-via :g :new-thread :inc] [:settle :g] [:deref :g]]]
    :expect [[:g nil 2]]}

   {:id :agent-shut-down/a-future-is-refused
    :ops [[:shut-down [:try [:in-future [:value 1]]]]]
    :expect [[{:threw RejectedExecutionException}]]}])

(def watching
  [{:id :agent-watch/on-the-actions-thread
    :given [[:g [:agent 1]]]
    :ops [[:add-watch :g :k [:after :vector [:note [:current-agent]] [:note [:deref :g]]]]
          [:send :g :inc] [:settle :g] [:send :g :identity] [:settle :g]]
    :expect [nil :g nil :g nil]
    :log [[:watch :k :g 1 2] [:note :g] [:note 2] [:watch :k :g 2 2] [:note :g] [:note 2]]}

   {:id :agent-watch/one-that-throws
    :divergence "A watcher registered from Java cannot hurt: in Clojure it makes the action count
                 as failed, although the state has changed."
    :given [[:g [:agent 1]]]
    :ops [[:add-watch :g :k :boom] [:send :g :inc] [:settle :g] [:deref :g] [:agent-error :g]]
    :expect [nil :g nil 2 {:threw ExceptionInfo :message "boom"}]
    :log [[:watch :k :g 1 2]]
    :facade {:results [nil :g nil 2 nil]
             :log [[:watch :k :g 1 2] [:uncaught "boom"]]}}

   {:id :agent-validator/a-refused-state-fails-the-action
    :given [[:g [:agent 1 {:validator :pos?}]]]
    :ops [[:send :g [:const -1]] [:settle :g] [:deref :g] [:agent-error :g]]
    :expect [:g nil 1 {:threw IllegalStateException}]}

   {:id :agent-validator/refuses-the-first-state
    :given [[:g [:agent -1 {:validator :pos?}]]]
    :ops [[:deref :g]]
    :expect [{:threw IllegalStateException}]}

   {:id :agent-bindings/an-action-sees-the-senders
    :given [[:g [:agent 1]] [:x [:var :root]]]
    :ops [[:binding [[:x :bound]]
           [:send :g [:after :inc [:note [:deref :x]]]]
           [:send-off :g [:after :inc [:note [:deref :x]]]]
           [:send-via :g :new-thread [:after :inc [:note [:deref :x]]]]
           [:await :g]]
          [:deref :x]]
    :expect [[:g :g :g nil] :root]
    :log [[:note :bound] [:note :bound] [:note :bound]]}

   {:id :agent-bindings/on-the-executors-thread
    :divergence "The executor's thread has its own bindings back after an action sent with
                 `sendVia`; Clojure leaves the sender's there."
    :given [[:g [:agent 1]] [:x [:var :root]]]
    :ops [[:binding [[:x :bound]] [:send-via :g :one-thread :inc]] [:settle :g]
          [:on-one-thread [:deref :x]]]
    :expect [[:g] nil [:bound]]
    :facade {:results [[:g] nil [:root]]}}])

(def scenarios (concat sending failing shut-down watching))
