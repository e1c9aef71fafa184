(ns dev.trestle.parity.verbs.waiting
  "What can be done to futures, promises and delays."
  (:require [dev.trestle.parity.lambda :as lambda])
  (:import (dev.trestle.concurrent ClojureFuture Delay Parallel Promise Timeouts)
           (java.time Duration)
           (java.util Collection List)))

(defn- last-of
  "A body gives the results of all its verbs: a task's value is the last."
  [body]
  (comp peek body))

(def future-verbs
  {:create {:takes [:body]
            :clj (fn [f] (future-call (last-of f)))
            :java (fn [f] (ClojureFuture/call (lambda/task (last-of f))))
            :wrap (fn [f] (ClojureFuture/wrap f))
            :unwrap (fn [^ClojureFuture f] (.unwrap f))}
   :deref {:clj deref
           :java (fn [^ClojureFuture f] (.deref f))}
   :deref-or {:clj deref
              :java (fn [^ClojureFuture f ms fallback] (.deref f (Duration/ofMillis ms) fallback))}
   :deref-within {:clj (fn [f ms] (deref f ms nil))
                  :java (fn [^ClojureFuture f ms] (.deref f (Duration/ofMillis ms)))}
   :realized? {:clj realized?
               :java (fn [^ClojureFuture f] (.isRealized f))}
   :future? {:clj future?
             :java future?}
   :future-done? {:clj future-done?
                  :java (fn [^ClojureFuture f] (.isDone f))}
   :future-cancel {:clj future-cancel
                   :java (fn [^ClojureFuture f] (.cancel f true))
                   :broken (fn [^ClojureFuture f] (not (.isDone f)))}
   :future-cancelled? {:clj future-cancelled?
                       :java (fn [^ClojureFuture f] (.isCancelled f))}})

(def promise-verbs
  {:create {:clj promise
            :java (fn [] (Promise/create))
            :wrap (fn [p] (Promise/wrap p))
            :unwrap (fn [^Promise p] (.unwrap p))}
   :deref {:clj deref
           :java (fn [^Promise p] (.deref p))}
   :deref-or {:clj deref
              :java (fn [^Promise p ms fallback] (.deref p (Duration/ofMillis ms) fallback))}
   :deref-within {:clj (fn [p ms] (deref p ms nil))
                  :java (fn [^Promise p ms] (.deref p (Duration/ofMillis ms)))}
   :realized? {:clj realized?
               :java (fn [^Promise p] (.isRealized p))
               :broken (fn [^Promise p] (and (.isRealized p) (some? (.deref p))))}
   :deliver {:clj (comp some? deliver)
             :java (fn [^Promise p v] (.deliver p v))}
   :invoke {:clj (fn [p v] (some? (p v)))
            :java (fn [^Promise p v] (.deliver p v))}})

(def delay-verbs
  {:create {:takes [:body]
            :clj (fn [f] (delay ((last-of f))))
            :java (fn [f] (Delay/of (lambda/supplier (last-of f))))
            :wrap (fn [d] (Delay/wrap d))
            :unwrap (fn [^Delay d] (.unwrap d))}
   :deref {:clj deref
           :java (fn [^Delay d] (.deref d))}
   :force {:cast true
           :clj force
           :java (fn [^Delay d] (.force d))}
   :realized? {:clj realized?
               :java (fn [^Delay d] (.isRealized d))
               :broken (constantly true)}})

(def parallel
  "Verbs without a subject, about tasks on other threads."
  {:in-future {:takes [:body]
               :clj (fn [f] @(future-call f))
               :java (fn [f] (.deref (ClojureFuture/call (lambda/task f))))}
   :call-within {:takes [:value :value :body]
                 :clj (fn [ms fallback f] (deref (future-call (last-of f)) ms fallback))
                 :java (fn [ms fallback f]
                         (Timeouts/call (lambda/task (last-of f)) (Duration/ofMillis ms) fallback))}
   :pmap {:takes [:fn]
          :clj (fn [f xs] (vec (pmap f xs)))
          :java (fn [f ^Iterable xs] (vec (Parallel/pmap xs (lambda/function f))))}
   :pmap-in-chunks {:takes [:fn]
                    :clj (fn [f xs] (vec (pmap f xs)))
                    :java (fn [f ^Iterable xs] (vec (Parallel/map xs (lambda/function f))))}
   :pmap-at-once {:takes [:fn]
                  :clj (fn [f xs] (vec (pmap f xs)))
                  :java (fn [f ^Collection xs] (.map (Parallel/cpu) xs (lambda/throwing-function f)))}
   :map-reduce {:takes [:fn :value :fn]
                :clj (fn [f identity combine xs] (reduce combine identity (pmap f xs)))
                :java (fn [f identity combine ^Collection xs]
                        (.mapReduce (Parallel/cpu) xs (lambda/throwing-function f) identity
                                    (lambda/operator combine)))}
   :partition-all {:clj (fn [n xs] (mapv vec (partition-all n xs)))
                   :java (fn [n ^Iterable xs] (mapv vec (Parallel/partitionAll xs (int n))))}
   :pcalls {:takes [:fns]
            :clj (fn [fs] (vec (apply pcalls fs)))
            :java (fn [fs] (vec (Parallel/calls (into-array Callable (map lambda/task fs)))))}
   :fold {:takes [:value :fn :fn]
          :clj (fn [n combine reduce xs] ((requiring-resolve 'clojure.core.reducers/fold) n combine reduce xs))
          :java (fn [n combine reduce ^List xs]
                  (Parallel/fold xs (int n) (lambda/supplier combine) (lambda/operator combine)
                                 (lambda/bi-function reduce)))}})
