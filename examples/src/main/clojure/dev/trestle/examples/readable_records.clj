(ns dev.trestle.examples.readable-records
  "Reads the records of ReadableRecords.java as if they were maps."
  (:import (dev.trestle.examples ReadableRecords$Address ReadableRecords$Customer)))

(defn label [{:keys [first-name address]}]
  (str first-name ", " (:street address) ", " (:zip-code address)
       (when-let [country (:country address)] (str ", " country))))

(defn first-name
  "Of a customer in an atom, which Java has made."
  [customer]
  (:first-name @customer))

(defn -main []
  (println (label (ReadableRecords$Customer. "Ada" (ReadableRecords$Address. "Main Street 1" "12345")))))
