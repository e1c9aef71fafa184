(ns dev.trestle.interop-fixtures.needs-missing
  "Is there, but needs what is not."
  (:require [no.such.dependency]))
