(ns dev.trestle.another-clojure
  "A Clojure of its own, in this JVM: for what would spoil the one that runs the tests."
  (:require [clojure.java.io :as io])
  (:import (java.lang.reflect InvocationTargetException)
           (java.net JarURLConnection URL URLClassLoader)))

(defn- jar-of ^URL [resource]
  (.getJarFileURL ^JarURLConnection (.openConnection (io/resource resource))))

(defn loader
  "A class loader with another Clojure, not yet started."
  ^URLClassLoader []
  (URLClassLoader. (into-array URL (map jar-of ["clojure/core.clj"
                                                "clojure/spec/alpha.clj"
                                                "clojure/core/specs/alpha.clj"]))
                   (ClassLoader/getPlatformClassLoader)))

(defn- invoke [^Object target ^Class type method types args]
  (.invoke (.getMethod type method (into-array Class types)) target (object-array args)))

(defn- call-here [^ClassLoader clojure f args]
  (try
    (let [api (Class/forName "clojure.java.api.Clojure" true clojure)
          v (invoke nil api "var" [Object Object] ["clojure.core" f])]
      (invoke v (Class/forName "clojure.lang.IFn" true clojure) "invoke" (repeat (count args) Object) args))
    (catch InvocationTargetException e
      (.getName (class (ex-cause e))))
    (catch Throwable t
      (.getName (class t)))))

(defn call
  "Calls a function of clojure.core in another Clojure, on a new thread with the given context class loader.
  What it throws is given as the name of its class."
  [clojure ^ClassLoader context f & args]
  (let [value (promise)]
    (doto (Thread. ^Runnable (fn [] (deliver value (call-here clojure f args))))
      (.setContextClassLoader context)
      (.start))
    (deref value 60000 :hangs)))
