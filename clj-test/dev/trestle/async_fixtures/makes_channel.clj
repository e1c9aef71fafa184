(ns dev.trestle.async-fixtures.makes-channel
  "Makes a channel and folds while it is loaded, when another thread has begun to need both."
  (:import [dev.trestle.async Channel FirstTouchTest$Child]
           [dev.trestle.concurrent Parallel]
           [java.util.function BiFunction BinaryOperator Supplier]))

(set! *warn-on-reflection* true)

(FirstTouchTest$Child/untilOthersWait)

(def channel (Channel/buffered 1))

(def sum
  (Parallel/fold [1 2 3] 512
                 (reify Supplier (get [_] 0))
                 (reify BinaryOperator (apply [_ a b] (+ a b)))
                 (reify BiFunction (apply [_ a b] (+ a b)))))
