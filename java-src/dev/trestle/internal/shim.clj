(ns dev.trestle.internal.shim
  "What Java cannot implement when it is compiled, because core.async's protocols are
  made at run time: the handlers that a channel queues for a Java waiter."
  (:require [clojure.core.async.impl.buffers :as buffers]
            [clojure.core.async.impl.channels :as channels]
            [clojure.core.async.impl.dispatch :as dispatch]
            [clojure.core.async.impl.protocols :as impl])
  (:import [clojure.core.async.impl.channels ManyToManyChannel]
           [dev.trestle.internal ChannelEngine Waiter]
           [java.util.concurrent.locks Lock]))

(set! *warn-on-reflection* true)

;; A waiter that one channel queues. Only that channel's lock guards the calls, and a
;; waiter's own lock is never held while another lock is waited for except its partner's
;; in one rendezvous: so the order of locking does not matter, and the id is that of none.
(deftype Queued [^Waiter waiter]
  Lock
  (lock [_] (.lock waiter))
  (unlock [_] (.unlock waiter))

  impl/Handler
  (active? [_] (.isActive waiter))
  (blockable? [_] true)
  (lock-id [_] 0)
  (commit [_] (.commit waiter) waiter))

;; Tries: it is never queued, so nobody calls what it commits to.
(deftype Try []
  Lock
  (lock [_])
  (unlock [_])

  impl/Handler
  (active? [_] true)
  (blockable? [_] false)
  (lock-id [_] 0)
  (commit [_] true))

;; Takes part in nothing. A channel lets go of dead handlers whenever one comes by,
;; whatever that one wants: this one wants nothing else.
(deftype Sweep []
  Lock
  (lock [_])
  (unlock [_])

  impl/Handler
  (active? [_] false)
  (blockable? [_] false)
  (lock-id [_] 0)
  (commit [_] nil))

(def engine
  (let [attempt (Try.)
        sweep (Sweep.)]
    (reify ChannelEngine
      (channel [_ buffer transducer ex-handler]
        (channels/chan buffer transducer ex-handler))
      (fixedBuffer [_ n] (buffers/fixed-buffer n))
      (droppingBuffer [_ n] (buffers/dropping-buffer n))
      (slidingBuffer [_ n] (buffers/sliding-buffer n))
      (promiseBuffer [_] (buffers/promise-buffer))
      (isChannel [_ x]
        (and (satisfies? impl/ReadPort x)
             (satisfies? impl/WritePort x)
             (satisfies? impl/Channel x)))
      (offer [_ port value] (impl/put! port value attempt))
      (poll [_ port] (impl/take! port attempt))
      (put [_ port value waiter] (impl/put! port value (Queued. waiter)))
      (take [_ port waiter] (impl/take! port (Queued. waiter)))
      (sweepPuts [_ port]
        ;; another kind of port might look at the value; a take cleans up the puts too
        (if (instance? ManyToManyChannel port)
          (impl/put! port sweep sweep)
          (impl/take! port sweep))
        nil)
      (sweepTakes [_ port] (impl/take! port sweep) nil)
      (close [_ port] (impl/close! port) nil)
      (isClosed [_ port] (boolean (impl/closed? port)))
      (dispatcher [_] (dispatch/executor-for :core-async-dispatch)))))
