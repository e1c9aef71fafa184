(ns dev.trestle.interop-test
  "What Clojure sees of the interop package: functions that behave as its own."
  (:require [clojure.test :refer [deftest is]])
  (:import (clojure.lang ArityException)
           (dev.trestle.interop Clj Fn)
           (java.util.function BiFunction Function Predicate Supplier)))

(set! *warn-on-reflection* true)

(def ^Function shout (reify Function (apply [_ s] (str s "!"))))

(deftest adapted-functions-are-functions
  (let [f (Fn/ofFunction shout)]
    (is (fn? f))
    (is (= ["a!" "b!"] (map f ["a" "b"])))
    (is (= "a!" (apply f ["a"])))
    (is (= "a!!" ((comp f f) "a")))
    (is (= {:doc "shouts"} (meta (with-meta f {:doc "shouts"}))))
    (is (= "a!" ((with-meta f {:doc "shouts"}) "a")))
    (is (thrown? ArityException (f "a" "b")))
    (is (= 6 (reduce (Fn/ofBiFunction (reify BiFunction (apply [_ a b] (+ a b)))) [1 2 3])))
    (is (= [2] (filterv (Fn/ofPredicate (reify Predicate (test [_ n] (even? n)))) [1 2 3])))
    (is (= 1 ((Fn/ofSupplier (reify Supplier (get [_] 1))))))))

(deftest functions-keep-their-identity-over-the-border
  (is (identical? shout (Fn/toFunction (Fn/ofFunction shout))))
  (is (identical? inc (Fn/ofFunction (Fn/toFunction inc))))
  (is (= 2 (.apply (Fn/toFunction inc) 1))))

(deftest read-and-print-are-inverse
  (let [data {:a [1 2.5 "x" nil #{:k}] 'sym #uuid "00000000-0000-0000-0000-000000000001"}]
    (is (= data (Clj/read (Clj/print data))))))

(deftest equal-is-=
  (doseq [[a b] [[1 1] [1 (int 1)] [[1] '(1)] [[1] [(int 1)]] [1 1.0] [nil nil] [nil false] ["a" "a"]]]
    (is (= (= a b) (Clj/equal a b)))))
