package dev.trestle.examples;

import dev.trestle.reference.Ref;
import dev.trestle.reference.Stm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Stock that can only be ordered as a whole: one ref for each article, with a validator. */
public final class Inventory {
    private final Map<String, Ref<Integer>> stock = new LinkedHashMap<>();
    private final Ref<Integer> orders = Ref.of(0);
    private final Consumer<String> mail;

    Inventory(Map<String, Integer> stock, Consumer<String> mail) {
        stock.forEach((article, count) -> this.stock.put(
                article, Ref.builder(count).validator(n -> n >= 0).build()));
        this.mail = mail;
    }

    /** Takes all articles out of stock, or none; says whether it did. */
    boolean order(String customer, Map<String, Integer> articles) {
        try {
            Stm.dosync(() -> {
                articles.forEach((article, count) -> stock.get(article).alter(n -> n - count));
                orders.commute(n -> n + 1); // a sum: orders of different articles need not wait for each other
                // The body may run again, so it must not send a mail; this happens once, and only after the commit.
                Stm.afterCommit(() -> mail.accept("to " + customer + ": your order is on its way"));
            });
            return true;
        } catch (IllegalStateException e) { // the validator of a ref has refused
            return false;
        }
    }

    /** What is left, at one moment. */
    Map<String, Integer> left() {
        return Stm.dosync(() -> {
            Map<String, Integer> left = new LinkedHashMap<>();
            stock.forEach((article, count) -> left.put(article, count.deref()));
            return left;
        });
    }

    /** Orders more than there is. */
    public static void main(String[] args) {
        Map<String, Integer> articles = new LinkedHashMap<>();
        articles.put("lamp", 3);
        articles.put("desk", 1);
        Inventory inventory = new Inventory(articles, mail -> System.out.println("mail " + mail));

        System.out.println("ada: " + inventory.order("ada", Map.of("lamp", 1, "desk", 1)));
        System.out.println("bob: " + inventory.order("bob", Map.of("lamp", 1, "desk", 1)));
        System.out.println("eve: " + inventory.order("eve", Map.of("lamp", 2)));
        System.out.println("left: " + inventory.left() + " after " + inventory.orders.deref() + " orders");
    }
}
