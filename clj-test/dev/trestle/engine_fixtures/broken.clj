(ns dev.trestle.engine-fixtures.broken
  "Does not compile; engine-test runs it.")

(no-such-symbol)
