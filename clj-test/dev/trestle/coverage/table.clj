(ns dev.trestle.coverage.table
  "The coverage table: docs/coverage/*.edn, a file for each namespace, and the page that is made from it."
  (:require [clojure.edn :as edn]
            [clojure.java.io :as io]
            [clojure.string :as str]
            [dev.trestle.pages :as pages])
  (:import (java.io File)
           (java.lang.reflect Executable Method Modifier)))

(defn- read-table [^File file]
  (assoc (edn/read-string (slurp file)) :file (.getName file)))

(defn tables []
  (->> (.listFiles (io/file "docs/coverage"))
       (filter #(str/ends-with? (.getName ^File %) ".edn"))
       (sort-by #(.getName ^File %))
       (mapv read-table)))

(defn entries [table]
  (mapcat second (:areas table)))

(defn named
  "Every var that the table names, as often as it does."
  [table]
  (concat (map :var (entries table))
          (apply concat (vals (:elsewhere table)))))

(defn public-vars [{:keys [namespace]}]
  (require namespace)
  (set (keys (ns-publics namespace))))

;; Java

(defn- class-named
  "reference.Agent.Builder is the class dev.trestle.reference.Agent$Builder; nil if it is not public."
  [text]
  (let [[package & nested] (str/split text #"\.")]
    (try
      (let [type (Class/forName (str "dev.trestle." package "." (str/join "$" nested)))]
        (when (Modifier/isPublic (.getModifiers type))
          type))
      (catch ClassNotFoundException _ nil))))

(defn- signature
  "name(Type,Type[]), by the simple names of the erased types."
  [^Executable method]
  (str (.getName method) "("
       (str/join "," (map #(.getSimpleName ^Class %) (.getParameterTypes method)))
       ")"))

(defn method-exists?
  "Is \"package.Type#method(Type,Type)\" a public method of a public type?"
  [text]
  (let [[type method] (str/split text #"#")
        ^Class type (class-named type)]
    (boolean (when type
               (some #(= method (signature %))
                     (filter #(Modifier/isPublic (.getModifiers ^Method %)) (.getMethods type)))))))

;; The page

(defn- java-cell [text]
  (str "`" (str/replace (str/replace text #"^[a-z]+\." "") "#" ".") "`"))

(defn- row [{:keys [var java why note]}]
  [(str "`" var "`")
   (if why "-" (str/join "<br>" (map java-cell java)))
   (or why note "")])

(defn- section [{:keys [namespace areas elsewhere]}]
  (str "## " namespace "\n\n"
       (str/join (for [[title entries] areas]
                   (str "### " title "\n\n" (pages/table ["Clojure" "Java" "Note"] (map row entries)) "\n")))
       (when (seq elsewhere)
         (str "### About other things\n\n"
              "Not typed here; `Clj.var` calls any of them.\n\n"
              (pages/table ["Area" "Vars"] (for [[area vars] (sort-by key elsewhere)] [area (count vars)]))
              "\n"))))

(defn page [tables]
  (let [all (mapcat entries tables)]
    (str "# What of Clojure is there in Java\n\n"
         "Every public var about reference types, futures, promises, delays, bindings, parallel functions and channels,\n"
         "with its Java counterpart or the reason why there is none: " (count (filter :java all)) " with, " (count (filter :why all))
         " without. Made from `docs/coverage/*.edn`; a test\n"
         "compares that with the vars and the methods that exist.\n\n"
         (str/join (map section tables)))))
