package dev.trestle.examples;

import dev.trestle.pipeline.ChannelSubscription;
import dev.trestle.pipeline.Delivery;
import dev.trestle.pipeline.EventBus;
import dev.trestle.pipeline.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

/** An event bus whose subscribers do not disturb each other: each has its own buffer, its own rule, its own errors. */
public final class OrderEvents {
    /**
     * What has happened to an order.
     *
     * @param customer who has ordered
     * @param amount what it costs
     */
    public record Order(String customer, int amount) {}

    private OrderEvents() {}

    /** Mails each customer, one mail at a time, several customers at once; who cannot be mailed is put down. */
    public static Subscription mail(EventBus<String, Order> bus, List<String> sent, List<String> failed) {
        return bus.on("orders.paid")
                .name("mail")
                .keyed(4, Order::customer)
                .onError(error -> failed.add(
                        error.item().customer() + ": " + error.cause().getMessage()))
                .subscribe(order -> {
                    if (order.customer().isBlank()) {
                        throw new IllegalStateException("no address");
                    }
                    sent.add("paid: " + order.amount() + " by " + order.customer());
                });
    }

    /** Shows the latest orders: it reads seldom, and old ones do not matter. */
    public static ChannelSubscription<Map.Entry<String, Order>> dashboard(EventBus<String, Order> bus) {
        return bus.onMatching(EventBus.glob("orders.*"))
                .name("dashboard")
                .buffer(2)
                .dropOldest()
                .channel();
    }

    /** Publishes, asks, and shows the books. */
    public static void main(String[] args) throws InterruptedException, TimeoutException {
        List<String> sent = new CopyOnWriteArrayList<>();
        List<String> failed = new CopyOnWriteArrayList<>();
        EventBus<String, Order> bus = EventBus.create();
        Subscription mail = mail(bus, sent, failed);
        ChannelSubscription<Map.Entry<String, Order>> dashboard = dashboard(bus);

        for (int amount = 10; amount <= 40; amount += 10) {
            Delivery delivery = bus.publish("orders.paid", new Order("ada", amount));
            if (amount == 10) {
                System.out.println(delivery);
            }
        }
        bus.publish("orders.paid", new Order("", 50));
        System.out.println(
                "unheard: " + bus.publish("stock.empty", new Order("bob", 0)).isUnheard());

        try {
            bus.request("credit", new Order("bob", 60), Duration.ofSeconds(5));
        } catch (NoSuchElementException e) {
            System.out.println("nobody replies yet");
        }
        bus.on("credit").reply(order -> order.amount() <= 100);
        boolean good = bus.request("credit", new Order("bob", 60), Duration.ofSeconds(5));
        System.out.println("credit: " + good);

        bus.close(); // when everybody has got everything
        System.out.println("mail: " + sent + ", not sent: " + failed);
        Subscription.Stats mails = mail.stats();
        System.out.println("mail: " + mails.handled() + " of " + mails.received() + ", failed: " + mails.failed());
        System.out.println("dashboard dropped " + dashboard.stats().dropped());
        dashboard.events().forEach(entry -> System.out.println("shown: " + entry.getKey() + " " + entry.getValue()));
    }
}
