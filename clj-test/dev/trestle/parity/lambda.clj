(ns dev.trestle.parity.lambda
  "Clojure functions as a Java caller would pass them: lambdas that are no IFn."
  (:import (dev.trestle.concurrent ThrowingFunction)
           (dev.trestle.reference ThrowingSupplier)
           (java.util.concurrent Callable)
           (java.util.function BiConsumer BiFunction BinaryOperator Function Predicate Supplier)))

(defn function ^Function [f]
  (reify Function (apply [_ a] (f a))))

(defn throwing-function ^ThrowingFunction [f]
  (reify ThrowingFunction (apply [_ a] (f a))))

(defn bi-function ^BiFunction [f]
  (reify BiFunction (apply [_ a b] (f a b))))

(defn operator ^BinaryOperator [f]
  (reify BinaryOperator (apply [_ a b] (f a b))))

(defn predicate ^Predicate [f]
  (reify Predicate (test [_ a] (boolean (f a)))))

(defn bi-consumer ^BiConsumer [f]
  (reify BiConsumer (accept [_ a b] (f a b))))

(defn supplier ^Supplier [f]
  (reify Supplier (get [_] (f))))

(defn body ^ThrowingSupplier [f]
  (reify ThrowingSupplier (get [_] (f))))

(defn task ^Callable [f]
  (reify Callable (call [_] (f))))
