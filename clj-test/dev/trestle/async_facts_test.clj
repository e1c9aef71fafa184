(ns dev.trestle.async-facts-test
  "What core.async itself does, on raw channels: what the facades guard against or document. A test that fails
  here after an upgrade says which assumption no longer holds."
  (:require [clojure.core.async :as async]
            [clojure.datafy :refer [datafy]]
            [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]))

(defn- within
  "What comes out of the channel in that time, :closed or :nothing."
  [ms c]
  (let [t (async/timeout ms)
        [v port] (async/alts!! [c t] :priority true)]
    (cond (= port t) :nothing
          (nil? v) :closed
          :else v)))

(def ^:private soon #(within 10000 %))
(def ^:private never #(within 100 %))

(defn- put-within [ms c v]
  (let [t (async/timeout ms)
        [ok port] (async/alts!! [[c v] t] :priority true)]
    (if (= port t) :nothing ok)))

(defn- heard
  "What goes to the uncaught exception handler until something has."
  [f]
  (let [before (Thread/getDefaultUncaughtExceptionHandler)
        told (promise)]
    (Thread/setDefaultUncaughtExceptionHandler
     (reify Thread$UncaughtExceptionHandler
       (uncaughtException [_ _ t] (deliver told (ex-message t)))))
    (try
      (f)
      (deref told 10000 :nothing)
      (finally (Thread/setDefaultUncaughtExceptionHandler before)))))

(defn- until [so?]
  (let [end (+ (System/nanoTime) 10000000000)]
    (while (not (or (so?) (neg? (- end (System/nanoTime)))))
      (Thread/yield))
    (so?)))

(defn- boom [& _]
  (throw (ex-info "boom" {})))

(defn- ready [v]
  (doto (async/promise-chan) (async/offer! v)))

(deftest fact-12-alts-choose-at-random-unless-told-and-a-closed-port-is-always-ready
  (let [a (ready :a)
        b (ready :b)
        closed (doto (async/chan) async/close!)]
    (is (= #{:a :b} (set (repeatedly 200 #(first (async/alts!! [a b]))))))
    (is (= #{:b} (set (repeatedly 200 #(first (async/alts!! [b a] :priority true))))))
    (is (= [nil closed] (async/alts!! [closed a] :priority true)))
    (is (= [false closed] (async/alts!! [[closed 1]])))
    (is (= [:none :default] (async/alts!! [(async/chan)] :default :none)))))

(deftest fact-13-timeout-channels-are-shared-and-capped
  (is (some true? (repeatedly 100 #(identical? (async/timeout 86400000) (async/timeout 86400000)))))
  (let [t (async/timeout 80000000)]
    (dotimes [_ 1024] (async/take! t identity))
    (is (thrown-with-msg? AssertionError #"No more than 1024 pending takes" (async/take! t identity)))))

(deftest fact-14-pipelines-go-on-when-their-target-is-closed-and-hang-when-an-async-function-throws
  (testing "the target is closed: everything is taken all the same"
    (let [from (async/to-chan!! (range 20))
          to (doto (async/chan) async/close!)]
      (is (= :closed (soon (async/pipeline 1 to (map inc) from))))
      (is (nil? (async/poll! from)))))
  (testing "the function throws: the end never comes"
    (let [to (async/chan 10)
          done (volatile! nil)]
      (is (= "boom" (heard #(vreset! done (async/pipeline-async 1 to boom (async/to-chan!! [1]))))))
      (is (= :nothing (never @done)))
      (is (= :nothing (never to)))))
  (testing "the two others both run on platform threads of their own"
    (doseq [pipeline [async/pipeline async/pipeline-blocking]]
      (let [to (async/chan 1)]
        (pipeline 1 to (map (fn [_] (str (class (Thread/currentThread))))) (async/to-chan!! [1]))
        (is (= "class java.lang.Thread" (soon to)))))))

(deftest fact-15-mults-and-pubs-wait-for-the-slowest-and-untap-releases-nothing
  (testing "untap"
    (let [source (async/chan)
          mult (async/mult source)
          slow (async/chan)]
      (async/tap mult slow)
      (async/>!! source 1)
      (is (until #(= 1 (:put-count (datafy slow)))))
      (async/untap mult slow)
      (is (= :nothing (put-within 100 source 2)))
      (is (= 1 (soon slow)))
      (is (true? (put-within 10000 source 2)))))
  (testing "a topic function that throws"
    (let [source (async/chan)
          topic (async/chan 1)]
      (async/sub (async/pub source boom) :any topic)
      (is (= "boom" (heard #(async/>!! source 1))))
      (is (= :nothing (put-within 100 source 2)))
      (async/close! source)
      (is (= :nothing (never topic)))))
  (testing "after unsub-all subscribers are never closed"
    (let [source (async/chan)
          publication (async/pub source identity)
          topic (async/chan 1)]
      (async/sub publication 1 topic)
      (async/unsub-all publication)
      (async/close! source)
      (is (= :nothing (never topic)))))
  (testing "a predicate of split, or a function of map, that throws: nobody is closed"
    (let [split (volatile! nil)
          mapped (volatile! nil)]
      (is (= "boom" (heard #(vreset! split (async/split boom (async/to-chan!! [1 2]))))))
      (is (= [:nothing :nothing] (map never @split)))
      (is (= "boom" (heard #(vreset! mapped (async/map boom [(async/to-chan!! [1 2])])))))
      (is (= :nothing (never @mapped)))))
  (testing "merge goes on when its output is closed"
    (let [source (async/to-chan!! (range 10))]
      (async/close! (async/merge [source]))
      (is (= :closed (loop [seen (soon source)]
                       (if (number? seen) (recur (soon source)) seen)))))))

(deftest fact-16-a-thread-that-throws-and-one-that-gives-nil-both-look-closed
  (is (= :closed (soon (async/thread nil))))
  (is (= "boom" (heard #(is (= :closed (soon (async/thread (boom))))))))
  (is (= "class java.lang.Thread" (soon (async/thread (str (class (Thread/currentThread)))))))
  (is (= (<= 21 (.feature (Runtime/version)))
         (= "class java.lang.VirtualThread" (soon (async/io-thread (str (class (Thread/currentThread)))))))))

(deftest fact-17-the-library-needs-an-analyzer-from-source
  (is (some? (find-ns 'clojure.tools.analyzer.jvm)) "its own go blocks have been expanded"))

(deftest fact-18-flow-is-not-there
  (is (some? (io/resource "clojure/core/async.clj")))
  (is (nil? (io/resource "clojure/core/async/flow.clj"))))
