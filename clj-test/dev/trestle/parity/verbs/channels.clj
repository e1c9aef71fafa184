(ns dev.trestle.parity.verbs.channels
  "What can be done to channels, and to mults, mixes and publications.

  Both hands answer alike: of an offer true, false or nil; of a timed take the value, :closed or
  :timed-out; of a function that makes one value of a channel's, that value."
  (:require [clojure.core.async :as async]
            [clojure.core.async.impl.protocols :as impl]
            [clojure.datafy :refer [datafy]]
            [dev.trestle.parity.lambda :as lambda])
  (:import (dev.trestle.async Buffer Channel Channels Channels$Split Mix Mix$Mode Mult Publication Put ReadPort
                              Select Select$Builder Taken Taken$Value WritePort)
           (dev.trestle.collection Transducer)
           (java.time Duration)
           (java.util ArrayList Collection List Map)
           (java.util.concurrent CompletableFuture ExecutionException TimeUnit TimeoutException)
           (java.util.function BiConsumer Function)))

(def ^:private patience 10000)

;; Clojure's answers

(defn- awaited
  "The value of a channel of one, which nobody may wait for for ever."
  [c]
  (let [t (async/timeout patience)
        [v port] (async/alts!! [c t] :priority true)]
    (if (= port t) :hangs v)))

(defn- drained
  "Everything until the close."
  [c]
  (loop [all []]
    (let [v (awaited c)]
      (if (or (nil? v) (= :hangs v))
        (cond-> all v (conj v))
        (recur (conj all v))))))

(defn- heard
  "Waits until the log has what a thread has left uncaught."
  [{:keys [log]}]
  (let [end (+ (System/nanoTime) (* 1000000 patience))]
    (while (not (or (some #(= :uncaught (first %)) @log)
                    (neg? (- end (System/nanoTime)))))
      (Thread/yield))))

(defn- timed [c ms]
  (let [t (async/timeout ms)
        [v port] (async/alts!! [c t] :priority true)]
    (cond (= port t) :timed-out
          (nil? v) :closed
          :else v)))

(defn- until
  "nil as soon as it is so, or :unsettled."
  [so?]
  (let [end (+ (System/nanoTime) (* 1000000 patience))]
    (loop []
      (cond (so?) nil
            (neg? (- end (System/nanoTime))) :unsettled
            :else (do (Thread/yield)
                      (recur))))))

(defn- until-taken
  "Waits until somebody waits to take, or nobody will."
  [c]
  (until #(or (impl/closed? c) (pos? (:take-count (datafy c))))))

(defn- until-read
  "Waits until somebody waits to take from each of the first rendezvous, and nobody from the others."
  [read others]
  (let [takers (fn [c]
                 (async/poll! c) ; the channel forgets those that have taken elsewhere
                 (:take-count (datafy c)))
        settled? #(and (every? (fn [c] (= 1 (takers c))) read)
                       (every? (fn [c] (zero? (takers c))) others))]
    (until #(and (settled?) (settled?)))))

(defn- now
  "Everything that is there."
  [c]
  (vec (take-while some? (repeatedly #(async/poll! c)))))

(defn- put-timed [c v ms]
  (let [t (async/timeout ms)
        [ok port] (async/alts!! [[c v] t] :priority true)]
    (if (= port t) :timed-out ok)))

;; Java's answers

(defn- joined [^CompletableFuture f]
  (try
    (.get f patience TimeUnit/MILLISECONDS)
    (catch TimeoutException _ :hangs)
    (catch ExecutionException e (throw (ex-cause e)))))

(defn- offered [^Put put]
  (condp = put
    Put/ACCEPTED true
    Put/CLOSED false
    Put/TIMED_OUT :timed-out
    Put/WOULD_BLOCK nil))

(defn- taken [^Taken taken]
  (cond (.isValue taken) (.value ^Taken$Value taken)
        (.isClosed taken) :closed
        :else :timed-out))

(defn- java-drained [^ReadPort c]
  (loop [all []]
    (let [v (taken (.take c (Duration/ofMillis patience)))]
      (case v
        :closed all
        :timed-out (conj all :hangs)
        (recur (conj all v))))))

;; Buffers and transducers

(def ^:private steps
  {:map [map (fn [^Transducer x f] (.map x (lambda/function f)))]
   :filter [filter (fn [^Transducer x f] (.filter x (lambda/predicate f)))]
   :mapcat [mapcat (fn [^Transducer x f] (.mapcat x (lambda/function f)))]
   :take [take (fn [^Transducer x n] (.take x (int n)))]
   :drop [drop (fn [^Transducer x n] (.drop x (int n)))]
   :partition-all [partition-all (fn [^Transducer x n] (.partitionAll x (int n)))]
   :dedupe [dedupe (fn [^Transducer x] (.dedupe x))]
   :distinct [distinct (fn [^Transducer x] (.distinct x))]})

(defn- clj-steps [all]
  (reduce comp identity (for [[step & args] all] (apply (first (steps step)) args))))

(defn- java-steps ^Transducer [all]
  (reduce (fn [x [step & args]] (apply (second (steps step)) x args)) (Transducer/identity) all))

(defn- clj-buffer [kind n]
  (case kind
    :fixed (async/buffer n)
    :dropping (async/dropping-buffer n)
    :sliding (async/sliding-buffer n)))

(defn- java-buffer ^Buffer [kind n]
  (let [n (int n)]
    (case kind
      :fixed (Buffer/fixed n)
      :dropping (Buffer/dropping n)
      :sliding (Buffer/sliding n))))

(defn- clj-chan
  ([] (async/chan))
  ([kind] (case kind :promise (async/promise-chan)))
  ([kind n] (async/chan (clj-buffer kind n)))
  ([kind n all] (async/chan (clj-buffer kind n) (clj-steps all)))
  ([kind n all ex-handler] (async/chan (clj-buffer kind n) (clj-steps all) ex-handler)))

(defn- java-chan
  ([] (Channel/rendezvous))
  ([kind] (case kind :promise (Channel/promise)))
  ([kind n] (if (= :fixed kind) (Channel/buffered (int n)) (Channel/create (java-buffer kind n))))
  ([kind n all] (Channel/create (java-buffer kind n) (java-steps all)))
  ([kind n all ex-handler]
   (let [^Function handler (lambda/function ex-handler)]
     (Channel/create (java-buffer kind n) (java-steps all) handler))))

;; Select

(defn- clj-alts [c-or-put more]
  (let [clauses (into [c-or-put] more)
        numbers (into {} (map-indexed (fn [i clause] [(if (vector? clause) (first clause) clause) i]) clauses))
        [v port] (async/alts!! clauses :priority true :default :none)]
    (if (= :default port) v [(numbers port) v])))

(defn- java-alts [c-or-put more]
  (let [clauses (into [c-or-put] more)
        builder (reduce (fn [^Select$Builder b [i clause]]
                          (if (vector? clause)
                            (let [[^WritePort c v] clause]
                              (.put b c v (lambda/function (fn [ok] [i ok]))))
                            (.take b ^ReadPort clause (lambda/function (fn [v] [i v])))))
                        (.priority (Select/builder))
                        (map-indexed vector clauses))]
    (.select (.build (.orElse ^Select$Builder builder (lambda/supplier (constantly :none)))))))

;; Pipelines

(defn- clj-pipeline [f n to all from]
  (let [done (f n to (clj-steps all) from)]
    (awaited done)))

(defn- answer-twice
  "The work of an asynchronous function: two results."
  [v put! close!]
  (put! v)
  (put! (- v))
  (close!))

(def ^:private port {:wrap (fn [c] (Channel/wrap c))
                     :unwrap (fn [^Channel c] (.unwrap c))})

(def channel-verbs
  {:create (merge port {:takes [:value :value :steps :fn] :clj clj-chan :java java-chan})
   :put {:clj (fn [c v] (async/>!! c v))
         :java (fn [^WritePort c v] (.put c v))}
   :take {:clj (fn [c] (async/<!! c))
          :java (fn [^ReadPort c] (.take c))}
   :offer {:clj (fn [c v] (async/offer! c v))
           :java (fn [^WritePort c v] (offered (.offer c v)))
           :broken (fn [^WritePort c v] (some? (offered (.offer c v))))}
   :poll {:clj (fn [c] (async/poll! c))
          :java (fn [^ReadPort c] (.orElse (.toOptional (.poll c)) nil))}
   :take-within {:clj timed
                 :java (fn [^ReadPort c ms] (taken (.take c (Duration/ofMillis ms))))}
   :put-within {:clj put-timed
                :java (fn [^WritePort c v ms] (let [put (offered (.put c v (Duration/ofMillis ms)))] put))}
   :putting {:takes [:value :body]
             :clj (fn [c v f] (let [p (promise)]
                                (async/put! c v #(deliver p %))
                                [(f) (deref p patience :hangs)]))
             :java (fn [^WritePort c v f] (let [p (.putAsync c v)] [(f) (joined p)]))}
   :taking {:takes [:body]
            :clj (fn [c f] (let [p (promise)]
                             (async/take! c #(deliver p %))
                             [(f) (deref p patience :hangs)]))
            :java (fn [^ReadPort c f] (let [p (.takeAsync c)] [(f) (joined p)]))}
   :put-later {:clj (fn [c v] (async/put! c v) nil)
               :java (fn [^WritePort c v] (.putAsync c v) nil)}
   :close {:clj (fn [c] (async/close! c))
           :java (fn [^WritePort c] (.close c))}
   :closed? {:clj (fn [c] (impl/closed? c))
             :java (fn [^WritePort c] (.isClosed c))}
   :drain {:clj drained
           :java java-drained}
   :drain-now {:clj now
               :java (fn [^ReadPort c] (let [all (ArrayList.)] (.drainTo c all Integer/MAX_VALUE) (vec all)))}
   :until-closed {:clj (fn [c] (until #(impl/closed? c)))
                  :java (fn [^WritePort c] (until #(.isClosed c)))}
   :until-taken {:clj until-taken
                 :java until-taken}
   :iterate {:clj drained
             :java (fn [^Iterable c] (into [] c))}
   :into {:takes [:value]
          :clj (fn [c coll] (awaited (async/into coll c)))
          :java (fn [^ReadPort c coll]
                  (joined (if (map? coll)
                            (Channels/into ^Map coll c)
                            (Channels/into ^Collection coll c))))}
   :reduce {:takes [:fn :value]
            :clj (fn [c f init] (awaited (async/reduce f init c)))
            :java (fn [c f init] (joined (Channels/reduce (lambda/bi-function f) init c)))}
   :transduce {:takes [:steps :fn :value]
               :clj (fn [c all f init] (awaited (async/transduce (clj-steps all) (completing f) init c)))
               :java (fn [c all f init]
                       (joined (Channels/transduce (java-steps all) (lambda/bi-function f) init c)))}
   :onto {:clj (fn [c coll close?] (awaited (async/onto-chan!! c coll close?)))
          :java (fn [^WritePort c ^Iterable coll close?] (joined (Channels/ontoChannel c coll close?)))}
   :pipe {:takes [:subject :value]
          :clj (fn ([from to] (async/pipe from to))
                 ([from to close?] (async/pipe from to close?)))
          :java (fn ([^ReadPort from ^WritePort to] (Channels/pipe from to))
                  ([^ReadPort from ^WritePort to close?] (Channels/pipe from to (boolean close?))))}
   :split {:takes [:fn]
           :clj (fn [c p] (let [[a b] (async/split p c 16 16)] [(drained a) (drained b)]))
           :java (fn [^ReadPort c p]
                   (let [^Channels$Split s (Channels/split (lambda/predicate p) c (Buffer/fixed 16) (Buffer/fixed 16))]
                     [(java-drained (.matching s)) (java-drained (.others s))]))}
   :pipeline {:takes [:value :subject :steps]
              :clj (fn [from n to all] (clj-pipeline async/pipeline n to all from))
              :java (fn [^ReadPort from n ^WritePort to all]
                      (joined (Channels/pipeline (int n) to (java-steps all) from)))}
   :pipeline-blocking {:takes [:value :subject :steps :value :fn]
                       :clj (fn ([from n to all] (clj-pipeline async/pipeline-blocking n to all from))
                              ([from n to all close? handler]
                               (awaited (async/pipeline-blocking n to (clj-steps all) from close? handler))))
                       :java (fn ([^ReadPort from n ^WritePort to all]
                                  (joined (Channels/pipelineBlocking (int n) to (java-steps all) from)))
                               ([^ReadPort from n ^WritePort to all close? handler]
                                (let [^Function handler (lambda/function handler)]
                                  (joined (Channels/pipelineBlocking (int n) to (java-steps all) from (boolean close?)
                                                                     handler)))))}
   :pipeline-async {:takes [:value :subject]
                    :clj (fn [from n to]
                           (awaited (async/pipeline-async
                                     n to
                                     (fn [v c] (answer-twice v #(async/put! c %) #(async/close! c)))
                                     from)))
                    :java (fn [^ReadPort from n ^WritePort to]
                            (joined (Channels/pipelineAsync
                                     (int n) to
                                     (reify BiConsumer
                                       (accept [_ v c]
                                         (answer-twice v #(.putAsync ^WritePort c %) #(.close ^WritePort c))))
                                     from)))}})

(def made-channels
  "Types of channels that are made of others; all that can be done to a channel can be done to them."
  (let [channel (fn [create] (assoc channel-verbs :create (merge port create)))]
    {:merged (channel {:takes [:subject :subject :subject]
                       :clj (fn [& cs] (async/merge cs))
                       :java (fn [& cs] (let [^List all (vec cs)] (Channels/merge all)))})
     :first-of (channel {:takes [:value :subject]
                         :clj (fn [n c] (async/take n c))
                         :java (fn [n ^ReadPort c] (Channels/take (int n) c))})
     :mapped (channel {:takes [:fn :subject :subject :subject]
                       :clj (fn [f & cs] (async/map f cs))
                       :java (fn ([f ^ReadPort c] (let [^Function f (lambda/function f)] (Channels/map f c)))
                               ([f ^ReadPort c ^ReadPort d] (Channels/map (lambda/bi-function f) c d))
                               ([f c d e] (let [^Function f (lambda/function #(apply f %))]
                                            (Channels/map f ^List (vector c d e)))))})
     :channel-of (channel {:clj (fn [coll] (async/to-chan!! coll))
                           :java (fn [^Iterable coll] (Channel/from coll))})}))

(def selecting
  "Verbs without a subject: a clause is a channel, or a channel and a value to put."
  {:until-read {:takes [:clauses :clauses]
                :clj until-read
                :java until-read}
   :alts {:takes [:clauses]
          :clj (fn [[c & more]] (clj-alts c more))
          :java (fn [[c & more]] (java-alts c more))}
   :until-heard {:takes [:ctx] ; on another thread nobody is told when it dies: a facade's future has told already
                 :clj heard
                 :java (constantly nil)}
   :thread {:takes [:body]
            :clj (fn [f] (awaited (async/thread (peek (f)))))
            :java (fn [f] (joined (Channels/thread (lambda/task (comp peek f)))))}
   :io-thread {:takes [:body]
               :clj (fn [f] (awaited (async/io-thread (peek (f)))))
               :java (fn [f] (joined (Channels/ioThread (lambda/task (comp peek f)))))}})

(def mult-verbs
  {:create {:takes [:subject]
            :clj (fn [c] (async/mult c))
            :java (fn [^ReadPort c] (Mult/of c))
            :wrap (fn [m] (Mult/wrap m))
            :unwrap (fn [^Mult m] (.unwrap m))}
   :tap {:takes [:subject :value]
         :clj (fn [m c & [close?]] (async/tap m c (if (nil? close?) true close?)) nil)
         :java (fn ([^Mult m ^WritePort c] (.tap m c) nil)
                 ([^Mult m ^WritePort c close?] (.tap m c (boolean close?)) nil))}
   :untap {:takes [:subject]
           :clj (fn [m c] (async/untap m c))
           :java (fn [^Mult m ^WritePort c] (.untap m c))
           :broken (constantly nil)}
   :untap-all {:clj (fn [m] (async/untap-all m))
               :java (fn [^Mult m] (.untapAll m))}})

(defn- mode ^Mix$Mode [k]
  (case k :solo Mix$Mode/SOLO :mute Mix$Mode/MUTE :pause Mix$Mode/PAUSE))

(def mix-verbs
  {:create {:takes [:subject]
            :clj (fn [c] (async/mix c))
            :java (fn [^WritePort c] (Mix/of c))
            :wrap (fn [m] (Mix/wrap m))
            :unwrap (fn [^Mix m] (.unwrap m))}
   :admix {:takes [:subject]
           :clj (fn [m c] (async/admix m c) nil)
           :java (fn [^Mix m ^ReadPort c] (.admix m c) nil)}
   :unmix {:takes [:subject]
           :clj (fn [m c] (async/unmix m c) nil)
           :java (fn [^Mix m ^ReadPort c] (.unmix m c))}
   :unmix-all {:clj (fn [m] (async/unmix-all m) nil)
               :java (fn [^Mix m] (.unmixAll m))}
   :toggle {:takes [:subject]
            :clj (fn [m c k on] (async/toggle m {c {k on}}) nil)
            :java (fn [^Mix m ^ReadPort c k on] (.toggle m ^Map {c {(mode k) on}}))
            :broken (fn [^Mix m ^ReadPort c k on] (.toggle m ^Map {c {(mode k) (or on (= :mute k))}}))}
   :solo-mode {:clj (fn [m k] (async/solo-mode m k) nil)
               :java (fn [^Mix m k] (.soloMode m (mode k)))}})

(def publication-verbs
  {:create {:takes [:subject :fn]
            :clj (fn [c f] (async/pub c f))
            :java (fn [^ReadPort c f] (Publication/of c (lambda/function f)))
            :wrap (fn [p] (Publication/wrap p))
            :unwrap (fn [^Publication p] (.unwrap p))}
   :sub {:takes [:value :subject :value]
         :clj (fn [p topic c & [close?]] (async/sub p topic c (if (nil? close?) true close?)) nil)
         :java (fn ([^Publication p topic ^WritePort c] (.sub p topic c) nil)
                 ([^Publication p topic ^WritePort c close?] (.sub p topic c (boolean close?)) nil))}
   :unsub {:takes [:value :subject]
           :clj (fn [p topic c] (async/unsub p topic c) nil)
           :java (fn [^Publication p topic ^WritePort c] (.unsub p topic c))
           :broken (constantly nil)}
   :unsub-all {:clj (fn [p & topic] (apply async/unsub-all p topic) nil)
               :java (fn ([^Publication p] (.unsubAll p))
                       ([^Publication p topic] (.unsubAll p topic)))}})
