package dev.trestle.bench.peers

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.selects.select

/** Kotlin's channels between threads: each thread runs one coroutine, and blocks where that would suspend. */
class Kotlin : Peer<Channel<Long>> {
    override fun channel(capacity: Int): Channel<Long> = Channel(capacity)

    override fun send(to: Channel<Long>, count: Int) = runBlocking { sendAll(to, count) }

    override fun receive(from: Channel<Long>, count: Int) = runBlocking { receiveAll(from, count) }

    override fun forward(from: Channel<Long>, to: Channel<Long>, count: Int) = runBlocking { forwardAll(from, to, count) }

    override fun select(one: Channel<Long>, other: Channel<Long>, count: Int) = runBlocking { selectAll(one, other, count) }
}

/** Kotlin's channels between coroutines on its default dispatcher: the [Workloads] as a Kotlin programmer writes them. */
object Coroutines {
    @JvmStatic
    fun pair(capacity: Int, values: Int) = pairs(capacity, 1, values)

    @JvmStatic
    fun pairs(capacity: Int, pairs: Int, values: Int) = runBlocking(Dispatchers.Default) {
        repeat(pairs) {
            val channel = Channel<Long>(capacity)
            launch { sendAll(channel, values / pairs) }
            launch { receiveAll(channel, values / pairs) }
        }
    }

    @JvmStatic
    fun chain(capacity: Int, length: Int, values: Int): Unit = runBlocking(Dispatchers.Default) {
        val channels = List(length) { Channel<Long>(capacity) }
        launch { sendAll(channels.first(), values / length) }
        channels.zipWithNext { from, to -> launch { forwardAll(from, to, values / length) } }
        launch { receiveAll(channels.last(), values / length) }
    }

    @JvmStatic
    fun select(values: Int): Unit = runBlocking(Dispatchers.Default) {
        val one = Channel<Long>()
        val other = Channel<Long>()
        launch { sendAll(one, values / 2) }
        launch { sendAll(other, values / 2) }
        launch { selectAll(one, other, values) }
    }
}

private suspend fun sendAll(to: Channel<Long>, count: Int) = repeat(count) { to.send(Peer.VALUE) }

private suspend fun receiveAll(from: Channel<Long>, count: Int) = repeat(count) { from.receive() }

private suspend fun forwardAll(from: Channel<Long>, to: Channel<Long>, count: Int) = repeat(count) { to.send(from.receive()) }

private suspend fun selectAll(one: Channel<Long>, other: Channel<Long>, count: Int) = repeat(count) {
    select {
        one.onReceive { it }
        other.onReceive { it }
    }
}
