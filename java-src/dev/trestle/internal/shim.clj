(ns dev.trestle.internal.shim
  "What Java cannot implement when it is compiled, because core.async's protocols are
  made at run time: the handlers that a channel queues for a Java waiter, buffers that
  count and tell what they drop, and the protocols on the facades themselves."
  (:require [clojure.core.protocols :as core]
            [clojure.datafy :as datafy]
            [clojure.core.async.impl.buffers :as buffers]
            [clojure.core.async.impl.channels :as channels]
            [clojure.core.async.impl.dispatch :as dispatch]
            [clojure.core.async.impl.protocols :as impl])
  (:import [clojure.core.async.impl.buffers DroppingBuffer SlidingBuffer]
           [clojure.core.async.impl.channels ManyToManyChannel]
           [clojure.lang Counted]
           [dev.trestle.internal BufferSide ChannelEngine ReadSide Selection Tally Waiter WriteSide]
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

;; One clause of a select: its handlers are queued in several channels and share a flag.
(deftype Clause [^Selection selection ^int number]
  Lock
  (lock [_] (.lock selection))
  (unlock [_] (.unlock selection))

  impl/Handler
  (active? [_] (.isActive selection))
  (blockable? [_] true)
  (lock-id [_] (.id selection))
  (commit [_] (.commit selection number)))

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

;; core.async's own buffer, with a tally of what goes through it.
(deftype CountingBuffer [buffer ^Tally tally]
  impl/Buffer
  (full? [_] (impl/full? buffer))
  (remove! [_]
    (let [value (impl/remove! buffer)]
      (.taken tally)
      value))
  (add!* [this value]
    (.put tally)
    (impl/add!* buffer value)
    this)
  (close-buf! [_] (impl/close-buf! buffer))
  Counted
  (count [_] (count buffer))
  impl/Capacity
  (capacity [_] (impl/capacity buffer)))

;; The same for a buffer that drops: it must say what, so it decides before the buffer does.
(deftype LossyBuffer [buffer slides ^Tally tally]
  impl/UnblockingBuffer
  impl/Buffer
  (full? [_] false)
  (remove! [_]
    (let [value (impl/remove! buffer)]
      (.taken tally)
      value))
  (add!* [this value]
    (.put tally)
    (cond
      (< (count buffer) (long (impl/capacity buffer))) (impl/add!* buffer value)
      slides (do (.dropped tally (impl/remove! buffer))
                 (impl/add!* buffer value))
      :else (.dropped tally value))
    this)
  (close-buf! [_] (impl/close-buf! buffer))
  Counted
  (count [_] (count buffer))
  impl/Capacity
  (capacity [_] (impl/capacity buffer)))

(defn- datafy-counting [buffer inner ^Tally tally]
  (assoc (datafy/datafy inner) :puts (.puts tally) :takes (.takes tally) :drops (.drops tally)))

(extend-protocol core/Datafiable
  CountingBuffer
  (datafy [b] (datafy-counting b (.buffer b) (.tally b)))
  LossyBuffer
  (datafy [b] (datafy-counting b (.buffer b) (.tally b)))
  BufferSide
  (datafy [b] (datafy/datafy (.own b)))
  ReadSide
  (datafy [side] (datafy/datafy (.unwrap side)))
  WriteSide
  (datafy [side] (datafy/datafy (.unwrap side))))

;; A facade is a port: wherever core.async calls a protocol, it reaches the channel.
(extend-protocol impl/ReadPort
  ReadSide
  (take! [side handler] (impl/take! (.unwrap side) handler)))

(extend-protocol impl/WritePort
  WriteSide
  (put! [side value handler] (impl/put! (.unwrap side) value handler)))

(extend-protocol impl/Channel
  WriteSide
  (close! [side] (.close side))
  (closed? [side] (impl/closed? (.unwrap side))))

(extend-protocol impl/Buffer
  BufferSide
  (full? [b] (impl/full? (.own b)))
  (remove! [b] (impl/remove! (.own b)))
  (add!* [b value] (impl/add!* (.own b) value) b)
  (close-buf! [b] (impl/close-buf! (.own b))))

(extend-protocol impl/Capacity
  BufferSide
  (capacity [b] (impl/capacity (.own b))))

(defn- satisfied? [protocol x]
  (and (some? x) (satisfies? protocol x)))

;; Another kind of port may queue whatever comes, blockable or not: there a try could swallow a value.
(defn- native? [port]
  (instance? ManyToManyChannel port))

(def engine
  (let [attempt (Try.)
        sweep (Sweep.)
        ;; core.async looks its pool up in a memo table each time, which costs as much as a put
        pool (delay (dispatch/executor-for :core-async-dispatch))]
    (reify ChannelEngine
      (channel [_ buffer transducer ex-handler]
        (channels/chan buffer transducer ex-handler))
      (fixedBuffer [_ n] (buffers/fixed-buffer n))
      (droppingBuffer [_ n] (buffers/dropping-buffer n))
      (slidingBuffer [_ n] (buffers/sliding-buffer n))
      (promiseBuffer [_] (buffers/promise-buffer))
      (countingBuffer [_ buffer tally]
        (condp instance? buffer
          DroppingBuffer (LossyBuffer. buffer false tally)
          SlidingBuffer (LossyBuffer. buffer true tally)
          (CountingBuffer. buffer tally)))
      (isBuffer [_ x] (and (satisfied? impl/Buffer x) (counted? x)))
      (unblocking [_ type] (extend type impl/UnblockingBuffer {}) nil)
      (isUnblocking [_ buffer]
        (extends? impl/UnblockingBuffer (class buffer)))
      (isReadPort [_ x]
        (and (satisfied? impl/ReadPort x)
             (satisfied? impl/Channel x)))
      (isWritePort [_ x]
        (and (satisfied? impl/WritePort x)
             (satisfied? impl/Channel x)))
      (isNative [_ port] (native? port))
      (offer [_ port value] (when (native? port) (impl/put! port value attempt)))
      (poll [_ port] (when (native? port) (impl/take! port attempt)))
      (put [_ port value waiter] (impl/put! port value (Queued. waiter)))
      (take [_ port waiter] (impl/take! port (Queued. waiter)))
      (put [_ port value selection number] (impl/put! port value (Clause. selection number)))
      (take [_ port selection number] (impl/take! port (Clause. selection number)))
      (sweepPuts [_ port]
        (when (native? port)
          (impl/put! port sweep sweep))
        nil)
      (sweepTakes [_ port]
        (when (native? port)
          (impl/take! port sweep))
        nil)
      (close [_ port] (impl/close! port) nil)
      (isClosed [_ port] (boolean (impl/closed? port)))
      (dispatcher [_] @pool))))
