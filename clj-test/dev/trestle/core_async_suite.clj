(ns dev.trestle.core-async-suite
  "Runs core.async's own tests, unedited, from a checkout of its repository, when every channel and buffer that it makes is
  a facade of ours and every blocking operation goes through our Java methods. It changes core.async for the whole JVM:
  CoreAsyncSuiteTest starts one for it."
  (:require [clojure.core.async :as a]
            [clojure.core.async.impl.timers :as timers]
            [clojure.core.async.lab]
            [clojure.java.io :as io]
            [clojure.test :as test])
  (:import (dev.trestle.async Buffer Channel ReadPort Select Select$Builder WritePort)
           (dev.trestle.collection Transducer)
           (java.io File)
           (java.util.function Function Supplier)))

(set! *warn-on-reflection* true)

(def ^:private used (atom (sorted-map)))

(defn- use! [what]
  (swap! used update what (fnil inc 0)))

(defn- buffer ^Buffer [buf-or-n]
  (if (number? buf-or-n) (Buffer/fixed (int buf-or-n)) (Buffer/wrap buf-or-n)))

(defn- facade-chan
  ([] (facade-chan nil))
  ([buf-or-n] (facade-chan buf-or-n nil))
  ([buf-or-n xform] (facade-chan buf-or-n xform nil))
  ([buf-or-n xform ex-handler]
   (use! :channels)
   (cond
     (nil? buf-or-n) (do (assert (nil? xform)) (Channel/rendezvous))
     (nil? xform) (Channel/create (buffer buf-or-n))
     (nil? ex-handler) (Channel/create (buffer buf-or-n) (Transducer/wrap xform))
     :else (Channel/create (buffer buf-or-n) (Transducer/wrap xform)
                           (reify Function (apply [_ e] (ex-handler e)))))))

(defn- port?
  "Can Java adopt it? Two kinds of port in core.async.lab can be neither closed nor asked whether they are."
  [x]
  (satisfies? clojure.core.async.impl.protocols/Channel x))

(defn- facade-take [original]
  (fn [port]
    (if (port? port)
      (do (use! :takes)
          (.take ^ReadPort (ReadPort/wrap port)))
      (original port))))

(defn- facade-put [original]
  (fn [port value]
    (if (port? port)
      (do (use! :puts)
          (.put ^WritePort (WritePort/wrap port) value))
      (original port value))))

(defn- result [port]
  (reify Function (apply [_ value] [value port])))

(defn- facade-alts [ports & {:keys [priority] :as opts}]
  (use! :selects)
  (let [^Select$Builder select (Select/builder)]
    (doseq [port ports]
      (if (vector? port)
        ;; where core.async asserts, Java throws NullPointerException: the one thing that is translated here
        (let [[in value] port]
          (assert (some? value) "can't put nil on channel")
          (.put select (WritePort/wrap in) value (result in)))
        (.take select (ReadPort/wrap port) (result port))))
    (when priority
      (.priority select))
    (when (contains? opts :default)
      (.orElse select (reify Supplier (get [_] [(:default opts) :default]))))
    (.select select)))

(defn- use-facades []
  (alter-var-root #'a/chan (constantly facade-chan))
  (alter-var-root #'a/buffer (constantly #(Buffer/fixed (int %))))
  (alter-var-root #'a/dropping-buffer (constantly #(Buffer/dropping (int %))))
  (alter-var-root #'a/sliding-buffer (constantly #(Buffer/sliding (int %))))
  (alter-var-root #'timers/timeout (fn [original] (fn [^long msecs] (use! :channels) (Channel/wrap (original msecs)))))
  (alter-var-root #'a/<!! facade-take)
  (alter-var-root #'a/>!! facade-put)
  (alter-var-root #'a/alts!! (constantly facade-alts)))

(defn- test-files [checkout]
  (->> (file-seq (io/file checkout "src" "test" "clojure"))
       (filter (fn [^File file] (.endsWith (.getName file) "_test.clj")))
       sort))

(defn- load-tests [^File file]
  (let [namespace (second (read-string (slurp file)))]
    (load-file (str file))
    namespace))

(defn run
  "Runs the tests of a checkout; answers with the exit code of a program."
  [checkout]
  (use-facades)
  (let [namespaces (mapv load-tests (test-files checkout))]
    (assert (seq namespaces) (str "there must be tests below src/test/clojure in " checkout))
    (let [{:keys [fail error] :as summary} (binding [test/*test-out* *out*]
                                             (apply test/run-tests namespaces))]
      (println "namespaces" (count namespaces) "deftests" (:test summary) "assertions" (:pass summary)
               "failed" (+ fail error))
      (println "through Java:" @used)
      (if (and (zero? fail) (zero? error)) 0 1))))
