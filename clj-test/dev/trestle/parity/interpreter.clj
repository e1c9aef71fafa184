(ns dev.trestle.parity.interpreter
  "Runs a scenario in one of several ways, and says what was to be seen.

  A scenario is data: {:given {id [type argument ...]}, :ops [[verb argument ...] ...]}. What a verb
  does to a type is an entry {:clj f, :java f, :takes [kind ...], :cast bool} of dev.trestle.parity.verbs:
  :clj is Clojure's function, :java the facade's method, :cast says that Clojure's function casts to
  the concrete class and therefore needs the raw object.

  The ways: :native (Clojure's functions on Clojure's objects), :facade (Java methods on facades), and
  [:mixed n], where the hands take turns: Java's method on the facade, Clojure's function on the facade
  itself, Clojure's function on the raw object. n says who begins."
  (:import (clojure.lang ExceptionInfo Var)
           (java.util.concurrent CountDownLatch TimeUnit)))

(def ways [:native :facade [:mixed 0] [:mixed 1] [:mixed 2]])

(declare perform perform-caught)

;; What a run has: its subjects, its log, whose turn it is, and a gate for actions and tasks to wait at.

(defn- context [way verbs words]
  {:way way
   :verbs verbs
   :words words
   :turn (atom -1)
   :subjects (atom {})
   :log (atom [])
   :mistakes (atom [])
   :once (atom #{})
   :entered (CountDownLatch. 1)
   :gate (CountDownLatch. 1)
   :left (CountDownLatch. 1)})

(defn log! [ctx entry]
  (swap! (:log ctx) conj entry))

(defn- mistake!
  "The scenario is wrong, not what it looks at: it must not count as an exception that was seen."
  [ctx what]
  (swap! (:mistakes ctx) conj what)
  (throw (AssertionError. (str what))))

(defn await-latch
  "Waits, but not for ever: a scenario that hangs is wrong, and says where."
  [ctx ^CountDownLatch latch what]
  (when-not (.await latch 10 TimeUnit/SECONDS)
    (mistake! ctx ["must come within 10 s" what])))

(defn- hand [{:keys [way turn]}]
  (case way
    :native :raw
    (:facade :control) :java
    (nth [:java :direct :raw] (mod (+ (second way) (swap! turn inc)) 3))))

;; Values

(defn- thrown [^Throwable t]
  (cond-> {:threw (class t), :message (ex-message t)}
    (.getCause t) (assoc :cause (thrown (.getCause t)))))

(defn- heard
  "What a handler says of a throwable: the message that a scenario gave it, else its class."
  [^Throwable t]
  (if (#{ExceptionInfo Error} (class t))
    (ex-message t)
    (class t)))

(defn id-of
  "The name of a subject that the value is, raw or as a facade; else the value."
  [ctx x]
  (or (some (fn [[id {:keys [raw facade value?]}]]
              (when (and (not value?)
                         (or (identical? x raw) (and facade (.equals ^Object facade x))))
                id))
            @(:subjects ctx))
      x))

(defn seen
  "The value as the observer sees it: subjects by their names, throwables as data."
  [ctx x]
  (cond
    (instance? Throwable x) (thrown x)
    (vector? x) (let [all (mapv #(seen ctx %) x)]
                  (if (every? true? (map identical? all x)) x all))
    :else (id-of ctx x)))

;; Arguments

(defn function
  "The function that a word stands for: :inc, [:add 5], or [:after word op ...], which performs first."
  [ctx word]
  (cond
    (nil? word) nil
    (keyword? word) (or (get-in ctx [:words word]) (mistake! ctx ["no such word" word]))
    (= :after (first word)) (let [[_ f & ops] word
                                  f (function ctx f)]
                              (fn [& args]
                                (run! #(perform ctx %) ops)
                                (apply f args)))
    (= :logged (first word)) (let [f (function ctx (second word))]
                               (fn [& args]
                                 (log! ctx (into [:applied (second word)] args))
                                 (apply f args)))
    :else (apply (get-in ctx [:words (first word)]) (rest word))))

(defn- watcher
  "Logs what it is told; then does what the word says with the old and the new value."
  [ctx id word]
  (let [f (function ctx word)]
    (fn [k before after]
      (log! ctx [:watch k id (seen ctx before) (seen ctx after)])
      (when f (f before after)))))

(defn- handler
  "Logs what it is told of a failed agent; then does what the word says."
  [ctx word]
  (when word
    (fn [agent error]
      (log! ctx [:handled (id-of ctx agent) (heard error)])
      ((function ctx word) error))))

(defn- options [ctx {:keys [validator error-handler] :as given}]
  (cond-> given
    validator (assoc :validator (function ctx validator))
    error-handler (assoc :error-handler (handler ctx error-handler))))

(defn- subject [ctx id]
  (or (@(:subjects ctx) id) (mistake! ctx ["no such subject" id])))

(defn- in-hand
  "The subject as the hand takes it."
  [ctx hand cast? id]
  (let [{:keys [raw facade]} (subject ctx id)]
    (case hand
      :java facade
      :direct (if cast? raw facade)
      :raw raw)))

(defn- body [ctx ops]
  (fn [] (mapv #(perform ctx %) ops)))

(defn- resolved
  "The arguments, by the kinds of the verb; what has no kind is a value."
  [ctx hand cast? id kinds args]
  (loop [[kind & kinds] kinds
         [arg & more :as args] args
         done []]
    (cond
      (= :ctx kind) (recur kinds args (conj done ctx))
      (= :body kind) (conj done (body ctx args))
      (= :watch kind) (conj done (watcher ctx id arg))
      (empty? args) done
      :else (recur kinds more
                   (conj done (case kind
                                :fn (function ctx arg)
                                :fns (mapv #(function ctx %) arg)
                                :steps (vec (for [[step & args] arg]
                                              (into [step] (map #(if (keyword? %) (function ctx %) %) args))))
                                :handler (handler ctx arg)
                                :options (options ctx arg)
                                :subject (in-hand ctx hand cast? arg)
                                :clauses (vec (for [clause arg]
                                                (if (vector? clause)
                                                  (update clause 0 #(in-hand ctx hand cast? %))
                                                  (in-hand ctx hand cast? clause))))
                                :bindings (vec (for [[id v] arg] [(in-hand ctx hand true id) v]))
                                arg))))))

;; Performing

(defn- verb-of [ctx type verb]
  (or (get-in ctx [:verbs type verb])
      (get-in ctx [:verbs :any verb])
      (mistake! ctx ["no such verb" type verb])))

(defn- perform-by
  "The control hand is the facade's, except where the verb has a broken form."
  [{:keys [clj java broken]} ctx hand args]
  (apply (cond
           (and broken (= :control (:way ctx))) broken
           (= :java hand) java
           :else clj)
         args))

(defn perform [ctx [verb & [id & more :as args]]]
  (let [hand (hand ctx)
        own? (contains? @(:subjects ctx) id)
        {:keys [takes cast sets] :as entry} (verb-of ctx (if own? (:type (subject ctx id)) :none) verb)
        resolved (resolved ctx hand cast id takes (if own? more args))
        result (perform-by entry ctx hand
                           (if own? (cons (in-hand ctx hand cast id) resolved) resolved))]
    (when sets ; a value: the next verb sees the new one
      (swap! (:subjects ctx) update id assoc :raw result :facade result))
    (seen ctx result)))

(defn perform-caught [ctx op]
  (try
    (perform ctx op)
    (catch Throwable t
      (thrown t))))

;; Running

(defn- create! [ctx [id [type & args]]]
  (let [hand (hand ctx)
        {:keys [takes wrap unwrap value?] :as entry} (verb-of ctx type :create)
        object (perform-by entry ctx hand (resolved ctx hand false id takes args))
        facade? (= :java hand)]
    (swap! (:subjects ctx) assoc id
           {:type type
            :value? value?
            :raw (if facade? (unwrap object) object)
            :facade (if facade? object (when-not (= :native (:way ctx)) (wrap object)))})
    nil))

(defn- create-caught
  "What creating it threw, else nil."
  [ctx given]
  (try
    (create! ctx given)
    (catch Throwable t
      (thrown t))))

(defn- hearing
  "Calls f; what threads leave uncaught meanwhile goes to the log. Afterwards the thread is as it was."
  [ctx f]
  (let [handler (reify Thread$UncaughtExceptionHandler
                  (uncaughtException [_ _ t] (log! ctx [:uncaught (heard t)])))
        default (Thread/getDefaultUncaughtExceptionHandler)
        thread (Thread/currentThread)
        own (.getUncaughtExceptionHandler thread)
        frame (Var/getThreadBindingFrame)]
    (Thread/setDefaultUncaughtExceptionHandler handler)
    (.setUncaughtExceptionHandler thread handler)
    (try
      (f)
      (finally
        (Thread/interrupted)
        (Var/resetThreadBindingFrame frame)
        (.setUncaughtExceptionHandler thread own)
        (Thread/setDefaultUncaughtExceptionHandler default)))))

(defn run
  "What is to be seen of the scenario: {:results [one for each op], :log [entry ...]}. A :given that
  throws is the only result."
  [verbs words way {:keys [given ops]}]
  (let [ctx (context way verbs words)]
    (hearing ctx
             (fn []
               (let [problem (some #(create-caught ctx %) given)
                     results (if problem
                               [problem]
                               (mapv #(perform-caught ctx %) ops))]
                 (.countDown ^CountDownLatch (:gate ctx))
                 (when-let [mistakes (seq @(:mistakes ctx))]
                   (throw (AssertionError. (str "the scenario must be right: " (vec mistakes)))))
                 {:results results
                  :log @(:log ctx)})))))
