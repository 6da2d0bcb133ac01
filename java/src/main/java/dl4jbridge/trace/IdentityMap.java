package dl4jbridge.trace;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What is known about objects, each one for itself, for as long as somebody else holds them. */
final class IdentityMap<V> {

    private final Map<Key, V> known = new HashMap<>();
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

    synchronized V get(Object object) {
        return known.get(new Key(object, null));
    }

    synchronized void put(Object object, V value) {
        for (Object key = gone.poll(); key != null; key = gone.poll()) {
            known.remove(key);
        }
        known.put(new Key(object, gone), value);
    }

    synchronized V get(Object object, Supplier<V> otherwise) {
        V value = get(object);
        if (value == null) {
            value = otherwise.get();
            put(object, value);
        }
        return value;
    }

    /** Networks and iterators have an equality of their own; this one is being the same. */
    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object object, ReferenceQueue<Object> queue) {
            super(object, queue);
            hash = System.identityHashCode(object);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            if (this == other) {
                return true;
            }
            Object object = get();
            return object != null && other instanceof Key && ((Key) other).get() == object;
        }
    }
}
