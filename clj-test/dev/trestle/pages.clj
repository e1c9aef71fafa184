(ns dev.trestle.pages
  "Pages of the documentation that are made from data: a test says when one is stale.

  To write them: ./mvnw test -Dtest=ClojureTests -Dclj.only=NAMESPACE/TEST -Ddocs.write=true"
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :as test]))

(defn- write? []
  (Boolean/getBoolean "docs.write"))

(defn- first-difference [expected actual]
  (first (remove (fn [[_ a b]] (= a b))
                 (map vector
                      (iterate inc 1)
                      (concat (str/split-lines expected) (repeat nil))
                      (take (max (count (str/split-lines expected)) (count (str/split-lines actual)))
                            (concat (str/split-lines actual) (repeat nil)))))))

(defn check
  "Reports whether the file says what it should; writes it if asked to with -Ddocs.write=true."
  [file page]
  (when (write?)
    (io/make-parents file)
    (spit file page))
  (let [actual (if (.exists (io/file file)) (slurp file) "")]
    (test/do-report
     (if (= page actual)
       {:type :pass}
       (let [[line wanted found] (first-difference page actual)]
         {:type :fail
          :message (str file " is stale, line " line ": run this test with -Ddocs.write=true")
          :expected wanted
          :actual found})))))

(defn table
  "A Markdown table."
  [header rows]
  (let [cell #(str/replace (str %) "|" "\\|")
        line #(str "| " (str/join " | " (map cell %)) " |\n")]
    (str (line header)
         (line (repeat (count header) "---"))
         (apply str (map line rows)))))
