(ns dev.trestle.parity.scenarios.channel-differences
  "Where channels differ on purpose.")

(def scenarios
  [{:id :channel/nil-is-refused
    :divergence "Null is refused as Java refuses it, with a `NullPointerException`."
    :given [[:c [:channel :fixed 1]]]
    :ops [[:put :c nil] [:put :c 1] [:take :c]]
    :expect [{:threw IllegalArgumentException} true 1]
    :facade {:results [{:threw NullPointerException} true 1]}}

   {:id :channel/nil-is-refused-by-offers
    :divergence "Null is refused as Java refuses it, with a `NullPointerException`."
    :given [[:c [:channel :fixed 1]]]
    :ops [[:offer :c nil] [:poll :c]]
    :expect [{:threw IllegalArgumentException} nil]
    :facade {:results [{:threw NullPointerException} nil]}}

   {:id :channel/a-buffer-of-nothing-is-refused
    :divergence "A bad argument is an `IllegalArgumentException`, never an `AssertionError`."
    :given [[:c [:channel :fixed 0]]]
    :ops []
    :expect [{:threw AssertionError}]
    :facade {:results [{:threw IllegalArgumentException}]}}

   {:id :channel/an-interrupted-thread-does-not-take
    :divergence "An interrupted thread gets the `InterruptedException` even if it would not have to wait, as from
                 the JDK's queues: a worker that never waits can be stopped."
    :given [[:c [:channel :fixed 1]]]
    :ops [[:put :c 1] [:interrupt] [:take :c] [:interrupted?] [:poll :c]]
    :expect [true nil 1 true nil]
    :facade {:results [true nil {:threw InterruptedException} false 1]}}

   {:id :channel/an-interrupted-thread-does-not-put
    :divergence "An interrupted thread gets the `InterruptedException` even if it would not have to wait, as from
                 the JDK's queues: a worker that never waits can be stopped."
    :given [[:c [:channel :fixed 1]]]
    :ops [[:interrupt] [:put :c 1] [:interrupted?] [:poll :c]]
    :expect [nil true true 1]
    :facade {:results [nil {:threw InterruptedException} false nil]}}

   {:id :channel/an-interrupted-take-leaves-the-value
    :divergence "An interrupted take withdraws; Clojure's stays behind, and swallows the next value."
    :given [[:c [:channel]]]
    :ops [[:interrupt] [:take :c] [:put-later :c 1] [:poll :c]]
    :expect [nil {:threw InterruptedException} nil nil]
    :facade {:results [nil {:threw InterruptedException} nil 1]}}

   {:id :channel/a-reducing-function-that-throws
    :divergence "A reduction that fails fails its future; Clojure's gives no result, as if that were nil."
    :given [[:c [:channel-of [1 2]]]]
    :ops [[:reduce :c :boom 0] [:until-heard]]
    :expect [nil nil]
    :log [[:uncaught "boom"]]
    :facade {:results [{:threw clojure.lang.ExceptionInfo :message "boom"} nil]}}

   {:id :channel/a-thread-that-throws
    :divergence "A thread that fails fails its future; Clojure's gives no value, as if that were nil."
    :given []
    :ops [[:thread [:throw :boom]] [:until-heard]]
    :expect [nil nil]
    :log [[:uncaught "boom"]]
    :facade {:results [{:threw clojure.lang.ExceptionInfo :message "boom"} nil]}}])
