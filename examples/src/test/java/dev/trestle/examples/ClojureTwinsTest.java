package dev.trestle.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clojure.lang.IFn;
import dev.trestle.examples.HotConfig.Config;
import dev.trestle.examples.OrderEvents.Order;
import dev.trestle.examples.ReadableRecords.Address;
import dev.trestle.examples.ReadableRecords.Customer;
import dev.trestle.interop.Clj;
import dev.trestle.pipeline.ChannelSubscription;
import dev.trestle.pipeline.EventBus;
import dev.trestle.reference.Atom;
import dev.trestle.reference.Ref;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Java and Clojure work on the very same objects. */
class ClojureTwinsTest {
    private static IFn var(String namespace, String name) {
        return Clj.var("dev.trestle.examples." + namespace, name);
    }

    @Test
    void config_isChangedByBoth_underJavasValidator_beforeClojuresWatcher() {
        Atom<Config> config = HotConfig.start("localhost", 10);
        Atom<List<Long>> seen = Atom.wrap(var("hot-config", "record-changes").invoke(config));

        var("hot-config", "set-connections!").invoke(config, 20);
        config.swap(c -> c.withConnections(30));
        assertThatThrownBy(() -> var("hot-config", "set-connections!").invoke(config, 200))
                .isInstanceOf(IllegalStateException.class);

        assertThat(config.deref()).isEqualTo(new Config("localhost", 30));
        assertThat(Clj.print(seen.deref())).isEqualTo("[20 30]");
    }

    @Test
    void accounts_areChangedByBoth_inOneTransaction() throws Exception {
        Ref<Long> ada = Ref.of(100L);
        Ref<Long> bob = Ref.of(50L);

        Transfers.transfer(ada, bob, 10);
        var("transfers", "transfer!").invoke(ada, bob, 10);
        assertThat(List.of(ada.deref(), bob.deref())).containsExactly(80L, 70L);

        assertThatThrownBy(() -> var("transfers", "transfer!").invoke(ada, bob, 1000))
                .hasMessage("insufficient funds");
        assertThatThrownBy(() -> var("transfers", "transfer-twice!").invoke(ada, bob, 50))
                .hasMessage("balance 30 is less than 50");
        assertThat(List.of(ada.deref(), bob.deref())).containsExactly(80L, 70L);
    }

    @Test
    void log_isWrittenByBoth() throws Exception {
        SharedLog log = new SharedLog();

        log.log("from Java");
        var("shared-log", "log!").invoke(log.agent(), "from Clojure");

        assertThat(var("shared-log", "lines").invoke(log.agent())).isEqualTo(List.of("from Java", "from Clojure"));
        assertThat(log.agent().deref()).containsExactly("from Java", "from Clojure");
    }

    @Test
    void record_isReadByKeyword() {
        Customer grace = new Customer("Grace", new Address("Harbour 2", "54321"));

        assertThat(var("readable-records", "label").invoke(grace)).isEqualTo("Grace, Harbour 2, 54321");
        assertThat(var("readable-records", "first-name").invoke(Atom.of(grace))).isEqualTo("Grace");
    }

    @Test
    void events_arePublishedAndTakenByBoth() throws Exception {
        EventBus<String, Order> bus = EventBus.create();
        ChannelSubscription<Map.Entry<String, Order>> latest = OrderEvents.dashboard(bus);
        List<String> sent = new CopyOnWriteArrayList<>();
        OrderEvents.mail(bus, sent, new CopyOnWriteArrayList<>());

        bus.publish("orders.paid", new Order("ada", 10));

        assertThat(Clj.print(var("order-events", "amounts").invoke(latest, 1))).isEqualTo("[[\"orders.paid\" 10]]");
        bus.close();
        assertThat(sent).containsExactly("paid: 10 by ada");
    }
}
