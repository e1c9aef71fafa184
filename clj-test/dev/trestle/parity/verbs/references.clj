(ns dev.trestle.parity.verbs.references
  "What can be done to atoms, refs, volatiles, vars, and to references of any kind."
  (:require [dev.trestle.parity.lambda :as lambda])
  (:import (dev.trestle.reference Atom Change Ref Reference Var Volatile)))

(defn- flat
  "The options as Clojure's constructors take them."
  [options]
  (mapcat identity options))

(defn printed
  "What stands after the class and the hash in #object[class hash value]; or else all of it."
  [x]
  (let [text (pr-str x)]
    (or (second (re-matches #"(?s)#object\[\S+ \S+ (.*)\]" text)) text)))

(def any
  {:deref {:clj deref
           :java (fn [^Reference r] (.deref r))}
   :add-watch {:takes [:value :watch]
               :clj (fn [r k f]
                      (add-watch r k (fn [k _ before after] (f k before after)))
                      nil)
               :java (fn [^Reference r k f]
                       (.watch r k (lambda/bi-consumer (fn [before after] (f k before after))))
                       nil)}
   :remove-watch {:clj (fn [r k] (remove-watch r k) nil)
                  :java (fn [^Reference r k] (.unwatch r k))}
   :set-validator! {:takes [:fn]
                    :clj set-validator!
                    :java (fn [^Reference r f] (.validator r (some-> f lambda/predicate)))}
   :get-validator {:clj (comp some? get-validator)
                   :java (fn [^Reference r] (some? (.validator r)))}
   :ask-validator {:clj (fn [r v] (boolean ((get-validator r) v)))
                   :java (fn [^Reference r v] (.test (.validator r) v))}
   :meta {:clj meta
          :java (fn [^Reference r] (.meta r))}
   :alter-meta! {:takes [:fn]
                 :clj (fn [r f & args] (apply alter-meta! r f args))
                 :java (fn [^Reference r f & args]
                         (.alterMeta r (lambda/function #(apply f % args))))}
   :reset-meta! {:clj reset-meta!
                 :java (fn [^Reference r m] (.resetMeta r m))}
   :printed {:clj printed
             :java printed}})

(def atom-verbs
  {:create {:takes [:value :options]
            :clj (fn [v & [options]] (apply atom v (flat options)))
            :java (fn [v & [{:keys [validator meta]}]]
                    (let [builder (Atom/builder v)]
                      (when validator (.validator builder (lambda/predicate validator)))
                      (when meta (.meta builder meta))
                      (.build builder)))
            :wrap (fn [a] (Atom/wrap a))
            :unwrap (fn [^Atom a] (.unwrap a))}
   :swap! {:takes [:fn]
           :clj (fn [a f & args] (apply swap! a f args))
           :java (fn
                   ([^Atom a f] (.swap a (lambda/function f)))
                   ([^Atom a f x] (.swap a (lambda/bi-function f) x))
                   ([^Atom a f x & more] (.swap a (lambda/function #(apply f % x more)))))
           :broken (fn [^Atom a f & args]
                     (.swap a (lambda/function #(let [v (apply f % args)]
                                                  (if (= 7 v) 8 v)))))}
   :reset! {:clj reset!
            :java (fn [^Atom a v] (.reset a v))}
   :swap-vals! {:takes [:fn]
                :clj (fn [a f & args] (apply swap-vals! a f args))
                :java (fn
                        ([^Atom a f]
                         (let [^Change c (.swapVals a (lambda/function f))]
                           [(.before c) (.after c)]))
                        ([^Atom a f x]
                         (let [^Change c (.swapVals a (lambda/bi-function f) x)]
                           [(.before c) (.after c)])))}
   :reset-vals! {:clj reset-vals!
                 :java (fn [^Atom a v]
                         (let [^Change c (.resetVals a v)]
                           [(.before c) (.after c)]))}
   :compare-and-set! {:clj compare-and-set!
                      :java (fn [^Atom a old new] (.compareAndSet a old new))}
   :compare-and-set-own! {:clj (fn [a new] (compare-and-set! a @a new))
                          :java (fn [^Atom a new] (.compareAndSet a (.deref a) new))}})

(def ref-verbs
  {:create {:takes [:value :options]
            :clj (fn [v & [options]] (apply ref v (flat options)))
            :java (fn [v & [{:keys [validator meta min-history max-history]}]]
                    (let [builder (Ref/builder v)]
                      (when validator (.validator builder (lambda/predicate validator)))
                      (when meta (.meta builder meta))
                      (when min-history (.minHistory builder (int min-history)))
                      (when max-history (.maxHistory builder (int max-history)))
                      (.build builder)))
            :wrap (fn [r] (Ref/wrap r))
            :unwrap (fn [^Ref r] (.unwrap r))}
   :alter {:takes [:fn]
           :cast true
           :clj (fn [r f & args] (apply alter r f args))
           :java (fn
                   ([^Ref r f] (.alter r (lambda/function f)))
                   ([^Ref r f x] (.alter r (lambda/bi-function f) x)))}
   :commute {:takes [:fn]
             :cast true
             :clj (fn [r f & args] (apply commute r f args))
             :java (fn
                     ([^Ref r f] (.commute r (lambda/function f)))
                     ([^Ref r f x] (.commute r (lambda/bi-function f) x)))
             :broken (fn [^Ref r f & args]
                       (.commute r (lambda/function #(apply f (apply f % args) args))))}
   :ref-set {:cast true
             :clj ref-set
             :java (fn [^Ref r v] (.set r v))}
   :ensure {:cast true
            :clj ensure
            :java (fn [^Ref r] (.ensure r))}
   :protect {:cast true
             :clj (fn [r] (alter r identity))
             :java (fn [^Ref r] (.protect r))}
   :history-count {:cast true
                   :clj ref-history-count
                   :java (fn [^Ref r] (.historyCount r))}
   :min-history {:cast true
                 :clj (fn ([r] (ref-min-history r)) ([r n] (ref-min-history r n) nil))
                 :java (fn ([^Ref r] (.minHistory r)) ([^Ref r n] (.minHistory r (int n))))}
   :max-history {:cast true
                 :clj (fn ([r] (ref-max-history r)) ([r n] (ref-max-history r n) nil))
                 :java (fn ([^Ref r] (.maxHistory r)) ([^Ref r n] (.maxHistory r (int n))))}})

(def volatile-verbs
  {:create {:clj (fn [v] (volatile! v))
            :java (fn [v] (Volatile/of v))
            :wrap (fn [v] (Volatile/wrap v))
            :unwrap (fn [^Volatile v] (.unwrap v))}
   :deref {:clj deref
           :java (fn [^Volatile v] (.deref v))}
   :vreset! {:cast true
             :clj (fn [v x] (vreset! v x))
             :java (fn [^Volatile v x] (.reset v x))}
   :vswap! {:takes [:fn]
            :cast true
            :clj (fn [^clojure.lang.Volatile v f & args] (vswap! v (fn [x] (apply f x args))))
            :java (fn [^Volatile v f & args] (.swap v (lambda/function #(apply f % args))))
            :broken (fn [^Volatile v f & args] (apply f (.deref v) args))}})

(def var-verbs
  {:create {:clj (fn [root & [static?]]
                   (let [v (clojure.lang.Var/create root)]
                     (if static? v (.setDynamic v))))
            :java (fn [root & [static?]]
                    (if static? (Var/wrap (clojure.lang.Var/create root)) (Var/dynamic root)))
            :wrap (fn [v] (Var/wrap v))
            :unwrap (fn [^Var v] (.unwrap v))}
   :var-set {:cast true
             :clj var-set
             :java (fn [^Var v x] (.set v x))}
   :alter-var-root {:takes [:fn]
                    :cast true
                    :clj alter-var-root
                    :java (fn [^Var v f] (.alterRoot v (lambda/function f)))
                    :broken (fn [^Var v f] (.alterRoot v (lambda/function (comp f f))))}
   :thread-bound? {:cast true
                   :clj (fn [v] (thread-bound? v))
                   :java (fn [^Var v] (.isThreadBound v))}
   :bound? {:cast true
            :clj (fn [v] (bound? v))
            :java (fn [^Var v] (.isBound v))}
   :dynamic? {:cast true
              :clj (fn [^clojure.lang.Var v] (.isDynamic v))
              :java (fn [^Var v] (.isDynamic v))}})
