(ns dev.trestle.async-view-test
  "What Clojure sees of channels that Java has made: channels, wherever core.async takes one."
  (:require [clojure.core.async :as a :refer [<! <!! >! >!! alt! alts! alts!! chan close! go go-loop offer! poll! put! take!]]
            [clojure.core.async.impl.protocols :as impl]
            [clojure.datafy :refer [datafy]]
            [clojure.test :refer [deftest is testing]])
  (:import (dev.trestle.async Buffer Channel Mix Mult Publication ReadPort Taken$Value Transduced)
           (dev.trestle.collection Transducer)
           (java.util.function Consumer Function)))

(set! *warn-on-reflection* true)

(defn facade
  (^Channel [] (Channel/rendezvous))
  (^Channel [n] (Channel/buffered (int n))))

(defn within
  "The value of a channel, or ::late: no test hangs."
  [ch]
  (let [limit (a/timeout 10000)
        [v port] (alts!! [ch limit])]
    (if (= port limit) ::late v)))

(defn source [coll]
  (let [ch (facade 4)]
    (a/onto-chan! ch coll)
    ch))

(deftest blocking-operations
  (let [ch (facade 2)]
    (is (true? (>!! ch 1)))
    (is (true? (offer! ch 2)))
    (is (nil? (offer! ch 3)))
    (is (= 1 (<!! ch)))
    (is (= 2 (poll! ch)))
    (is (nil? (poll! ch)))
    (close! ch)
    (is (false? (>!! ch 4)))
    (is (nil? (<!! ch)))
    (is (true? (impl/closed? ch)))
    (is (.isClosed ch))))

(deftest callbacks
  (let [ch (facade)
        taken (promise)
        put (promise)]
    (take! ch #(deliver taken %))
    (put! ch :v #(deliver put %))
    (is (= [:v true] [(deref taken 10000 ::late) (deref put 10000 ::late)]))))

(deftest go-blocks
  (let [in (facade), out (facade 1)]
    (go-loop []
      (if-some [v (<! in)]
        (do (>! out (inc v))
            (recur))
        (close! out)))
    (.putAsync in 1)
    (is (= 2 (.take out)))
    (.close in)
    (is (nil? (.take out)))))

(deftest alts-answers-with-the-same-facade
  (let [a (facade), b (facade 1)]
    (.put b 7)
    (let [[v port] (alts!! [a b])]
      (is (= 7 v))
      (is (identical? b port)))
    (let [[v port] (alts!! [a [b 8]])]
      (is (true? v))
      (is (identical? b port)))
    (let [[v port] (within (go (alts! [a b])))]
      (is (= 8 v))
      (is (identical? b port)))
    (is (= [:none :default] (alts!! [a] :default :none)))
    (put! a 9)
    (is (= [:a 9] (within (go (alt! a ([v] [:a v])
                                    b ([v] [:b v]))))))))

(deftest alts-meets-a-facade-and-its-channel-as-one
  (let [ch (facade 1)]
    (is (= ch (Channel/wrap (.unwrap ch))))
    (is (= (hash ch) (hash (Channel/wrap (.unwrap ch)))))))

(deftest pipe-and-pipelines
  (is (= [1 2 3] (within (a/into [] (a/pipe (source [1 2 3]) (facade))))))
  (doseq [pipeline [#(a/pipeline %1 %2 %3 %4) #(a/pipeline-blocking %1 %2 %3 %4)]]
    (let [out (facade 2)]
      (pipeline 2 out (map inc) (source (range 20)))
      (is (= (range 1 21) (within (a/into [] out))))))
  (let [out (facade 2)]
    (a/pipeline-async 2 out (fn [v ch] (put! ch (* 2 v)) (close! ch)) (source (range 20)))
    (is (= (range 0 40 2) (within (a/into [] out))))))

(deftest mult-and-tap
  (let [src (facade), x (facade 4), y (facade 4)
        m (a/mult src)]
    (is (identical? src (a/muxch* m)))
    (a/tap m x)
    (a/tap m y)
    (a/onto-chan! src [1 2 3])
    (is (= [[1 2 3] [1 2 3]] [(within (a/into [] x)) (within (a/into [] y))]))))

(deftest untap-by-an-equal-facade
  (let [src (facade), x (facade 4), y (facade 4)
        m (a/mult src)]
    (a/tap m x)
    (a/tap m y)
    (a/untap m (Channel/wrap (.unwrap x)))
    (a/onto-chan! src [1])
    (is (= [1] (within (a/into [] y))))
    (is (nil? (poll! x)))
    (is (not (.isClosed x)))))

(deftest mix-and-admix
  (let [out (facade 8), mx (a/mix out), in (facade)]
    (a/admix mx in)
    (a/admix mx (source [4 5]))
    (a/onto-chan! in [1 2])
    (is (= #{1 2 4 5} (within (a/into #{} (a/take 4 out)))))))

(deftest pub-and-sub
  (let [src (facade), evens (facade 4), odds (facade 4)
        p (a/pub src even? (fn [_] (Buffer/fixed 3)))]
    (a/sub p true evens)
    (a/sub p false odds)
    (a/onto-chan! src (range 6))
    (is (= [0 2 4] (within (a/into [] evens))))
    (is (= [1 3 5] (within (a/into [] odds))))))

(deftest library-functions
  (is (= #{1 2 3 4} (within (a/into #{} (a/merge [(source [1 2]) (source [3 4])])))))
  (let [[even odd] (a/split even? (source (range 6)) (Buffer/fixed 5) 5)]
    (is (= [[0 2 4] [1 3 5]] [(within (a/into [] even)) (within (a/into [] odd))])))
  (is (= 6 (within (a/reduce + 0 (source [1 2 3])))))
  (is (= 9 (within (a/transduce (map inc) + 0 (source [1 2 3])))))
  (is (= [4 6] (within (a/into [] (a/map + [(source [1 2]) (source [3 4])])))))
  (is (= [1 2] (within (a/into [] (a/take 2 (source [1 2 3])))))))

(deftest datafy-describes-a-facade-as-its-channel
  (let [ch (facade 3)]
    (.put ch 1)
    (is (= (datafy (.unwrap ch)) (datafy ch)))
    (is (= {:put-count 0 :take-count 0 :closed? false :buffer {:type 'FixedBuffer :count 1 :capacity 3}}
           (datafy ch)))))

(deftest views-show-their-side-only
  (let [ch (facade 2), in (.writeOnly ch), out (.readOnly ch)]
    (is (true? (>!! in 1)))
    (is (= 1 (<!! out)))
    (let [[v port] (alts!! [out [in 2]])]
      (is (true? v))
      (is (identical? in port)))
    (is (= [2 out] (alts!! [out])))
    (is (thrown? IllegalArgumentException (>!! out 3)) "no implementation of WritePort")
    (is (thrown? IllegalArgumentException (close! out)))
    (is (thrown? IllegalArgumentException (<!! in)))
    (close! in)
    (is (nil? (<!! out)))))

(deftest buffers-of-java-in-channels-of-clojure
  (testing "fixed"
    (let [ch (chan (Buffer/fixed 2))]
      (is (= [true true nil] (mapv #(offer! ch %) [1 2 3])))
      (is (= [1 2] [(<!! ch) (<!! ch)]))
      (is (= 2 (:capacity (:buffer (datafy ch)))))))
  (testing "dropping and sliding, telling what they drop"
    (let [dropped (atom [])
          tell (reify Consumer (accept [_ v] (swap! dropped conj v)))
          dropping (chan (.onDropped (Buffer/dropping 2) tell))
          sliding (chan (.onDropped (Buffer/sliding 2) tell))]
      (doseq [v [1 2 3]]
        (is (true? (offer! dropping v)))
        (is (true? (offer! sliding (* 10 v)))))
      (is (= [1 2 nil] (repeatedly 3 #(poll! dropping))))
      (is (= [20 30 nil] (repeatedly 3 #(poll! sliding))))
      (is (= [3 10] (sort @dropped)))))
  (testing "with a transducer"
    (let [ch (chan (Buffer/fixed 4) (mapcat #(repeat % %)))]
      (a/onto-chan! ch [1 2 3])
      (is (= [1 2 2 3 3 3] (within (a/into [] ch))))))
  (testing "unblocking-buffer?"
    (is (not (a/unblocking-buffer? (Buffer/fixed 1))))
    (is (a/unblocking-buffer? (Buffer/dropping 1)))
    (is (a/unblocking-buffer? (.counted (Buffer/sliding 1))))
    (is (a/unblocking-buffer? (.unwrap (.counted (Buffer/sliding 1)))))
    (is (not (a/unblocking-buffer? (.unwrap (.counted (Buffer/fixed 1))))))
    (is (a/unblocking-buffer? (Buffer/wrap (a/dropping-buffer 1)))))
  (testing "one that Java uses too is never shared"
    (let [buffer (Buffer/fixed 2), of-java (Channel/create buffer), of-clojure (chan buffer)]
      (.put of-java 1)
      (is (nil? (poll! of-clojure)))
      (>!! of-clojure 2)
      (is (= 1 (.take of-java)))
      (is (= 2 (<!! of-clojure))))))

(deftest buffers-of-clojure-in-channels-of-java
  (let [buffer (a/sliding-buffer 2), ch (Channel/create (Buffer/wrap buffer))]
    (doseq [v [1 2 3]]
      (.put ch v))
    (is (= 2 (count buffer)))
    (is (= [2 3] [(<!! ch) (<!! ch)]))
    (is (thrown-with-msg? IllegalStateException #"one channel only"
                          (Channel/create (Buffer/wrap buffer))))))

(deftest transduced-channels-are-one-channel
  (let [^Transduced ends (Channel/transduced (Buffer/fixed 2) (Transducer/wrap (map str)))]
    (>!! (.in ends) 1)
    (is (= "1" (<!! (.out ends))))
    (is (= (.in ends) (.out ends)))))

(deftest other-ports-than-channels
  (testing "core.async's old wrappers of a channel are ports, and what must not wait does not stay in them"
    (let [under (chan 1)
          ^ReadPort port (ReadPort/wrap #_{:clj-kondo/ignore [:deprecated-var]} (a/map< inc under))]
      (is (not (.isValue (.poll port))))
      (is (not (.isValue (.take port (java.time.Duration/ofMillis 1)))))
      (>!! under 1)
      (is (= (Taken$Value. 2) (.poll port)))
      (>!! under 2)
      (is (= 3 (.take port))))))

;; A mult, mix or publication finds a channel again, whoever has named it how.

(defn- hands
  "Ways to name the channel to the object: Java on its facade, and Clojure, with its facade or by itself."
  [java-hand clojure-hand wrapped raw ^Channel ch]
  {:java #(java-hand wrapped ch)
   :facades #(clojure-hand wrapped ch)
   :facade-of-channel #(clojure-hand raw ch)
   :facade-of-object #(clojure-hand wrapped (.unwrap ch))
   :raw #(clojure-hand raw (.unwrap ch))})

(defn- each-way
  "Adds and removes in every pair of ways that is to work, and asks whether the channel is gone."
  [wrap unwrap create works? add remove gone?]
  (doseq [maker [:java :clojure], added (keys (hands nil nil nil nil nil)), removed (keys (hands nil nil nil nil nil))
          :when (works? maker added removed)]
    (let [src (facade), ch (facade 4)
          object (create maker src)
          [wrapped raw] [(wrap object) (unwrap (wrap object))]]
      ((added (add wrapped raw ch)))
      ((removed (remove wrapped raw ch)))
      (is (gone? src ch wrapped) [maker added removed]))))

(defn- found-again?
  "What Java has made knows channels by themselves. What Clojure has made knows what it was told of: there only a facade of
  the object takes away both."
  [maker added removed]
  (or (= :java maker)
      (#{:java :facades :facade-of-object} removed)
      (= added removed)
      (and (= :raw removed) (not= :facade-of-channel added))))

(deftest untap-finds-the-tap
  (each-way #(Mult/wrap %) #(.unwrap ^Mult %)
            (fn [maker src] (if (= :java maker) (.unwrap (Mult/of src)) (a/mult src)))
            found-again?
            (fn [m raw ch] (hands (fn [^Mult m ^Channel ch] (.tap m ch)) a/tap m raw ch))
            (fn [m raw ch] (hands (fn [^Mult m ^Channel ch] (.untap m ch)) a/untap m raw ch))
            (fn [src ^Channel ch ^Mult m]
              (let [witness (facade 4)]
                (.tap m witness)
                (>!! src 1)
                (>!! src 2) ; when it goes, the first is where it is to be
                (and (= 1 (within witness)) (nil? (poll! ch)))))))

(deftest unsub-finds-the-subscription
  (each-way #(Publication/wrap %) #(.unwrap ^Publication %)
            (fn [maker ^Channel src]
              (if (= :java maker)
                (.unwrap (Publication/of src (reify Function (apply [_ _] :topic))))
                (a/pub src (constantly :topic))))
            found-again?
            (fn [p raw ch] (hands (fn [^Publication p ^Channel ch] (.sub p :topic ch)) #(a/sub %1 :topic %2) p raw ch))
            (fn [p raw ch] (hands (fn [^Publication p ^Channel ch] (.unsub p :topic ch)) #(a/unsub %1 :topic %2) p raw ch))
            (fn [src ch ^Publication p]
              (let [witness (facade 4)]
                (.sub p :topic witness)
                (>!! src 1)
                (>!! src 2) ; when it goes, the first is where it is to be
                (and (= 1 (within witness)) (nil? (poll! ch)))))))

(defn- nobody-takes?
  "Does it come to that?"
  [ch]
  (let [end (+ (System/nanoTime) 5000000000)]
    (loop []
      (poll! ch) ; the channel forgets those that have taken elsewhere
      (or (zero? (long (:take-count (datafy ch))))
          (and (pos? (- end (System/nanoTime)))
               (recur))))))

(deftest unmix-finds-the-input
  (each-way #(Mix/wrap %) #(.unwrap ^Mix %)
            (fn [maker ^Channel out] (if (= :java maker) (.unwrap (Mix/of out)) (a/mix out)))
            found-again?
            (fn [m raw ch] (hands (fn [^Mix m ^Channel ch] (.admix m ch)) a/admix m raw ch))
            (fn [m raw ch] (hands (fn [^Mix m ^Channel ch] (.unmix m ch)) a/unmix m raw ch))
            (fn [_ ch _] (nobody-takes? ch))))

(deftest toggle-finds-the-input
  (let [out (facade 4), in (facade), other (facade), m (Mix/of out), raw (.unwrap m)]
    (.admix m in)
    (.admix m other)
    (a/toggle raw {in {:mute true}})
    (a/toggle m {(.unwrap in) {:pause false}})
    (is (= 2 (loop [tries 100] ; a mix that finds a value beside the change may take the value first
               (>!! in 1)
               (>!! other 2)
               (let [v (within out)]
                 (if (and (= 1 v) (pos? tries))
                   (do (within out) (recur (dec tries)))
                   v)))))
    (is (nil? (poll! out)))
    (is (identical? (.unwrap out) (a/muxch* raw)))))
