package dl4jbridge.arrays;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.memory.Deallocatable;
import org.nd4j.linalg.api.memory.deallocation.DeallocatableReference;
import org.nd4j.linalg.api.memory.deallocation.DeallocatorService;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gives native memory back a second after its array has gone.
 *
 * <p>Compiled code lets go of an array before the native operation on it has ended. If the garbage
 * collector runs in between, ND4J's own threads free the memory at once, under the operation: the
 * process dies with SIGSEGV, about once in ten thousand iterations with batch normalization.
 */
public final class LateDeallocation {
    /** Longer than an operation takes, even one whose thread has to wait for a core. */
    static final long GRACE_MS = 1000;

    private static boolean installed;

    private LateDeallocation() {}

    /** Has all arrays made from now on wait; needs to be called once. */
    public static synchronized void install() {
        if (installed) {
            return;
        }
        DeallocatorService service = Nd4j.getDeallocatorService();
        List<List<ReferenceQueue<Deallocatable>>> devices = field(service, "deviceMap");
        Map<String, DeallocatableReference> references = field(service, "referenceMap");
        for (int device = 0; device < devices.size(); device++) {
            List<ReferenceQueue<Deallocatable>> queues = devices.get(device);
            for (int i = 0; i < queues.size(); i++) {
                ReferenceQueue<Deallocatable> queue = new ReferenceQueue<>();
                start(queue, references, device);
                queues.set(i, queue);
            }
        }
        installed = true;
    }

    @SuppressWarnings("unchecked")
    private static <T> T field(DeallocatorService service, String name) {
        try {
            Field field = DeallocatorService.class.getDeclaredField(name);
            field.setAccessible(true);
            return (T) field.get(service);
        } catch (ReflectiveOperationException error) {
            throw new IllegalStateException("this ND4J has no DeallocatorService." + name, error);
        }
    }

    private static void start(
            ReferenceQueue<Deallocatable> queue,
            Map<String, DeallocatableReference> references,
            int device) {
        Thread thread =
                new Thread(
                        () -> {
                            Nd4j.getAffinityManager().unsafeSetDevice(device);
                            free(queue, references);
                        },
                        "dl4j-bridge late deallocation");
        thread.setDaemon(true);
        // ND4J's own do the same: a class loader must not be kept.
        thread.setContextClassLoader(null);
        thread.start();
    }

    private static void free(
            ReferenceQueue<Deallocatable> queue, Map<String, DeallocatableReference> references) {
        List<DeallocatableReference> gone = new ArrayList<>();
        try {
            while (true) {
                Reference<?> next = queue.remove();
                for (; next != null; next = queue.poll()) {
                    gone.add((DeallocatableReference) next);
                }
                Thread.sleep(GRACE_MS);
                for (DeallocatableReference reference : gone) {
                    reference.getDeallocator().deallocate();
                    if (references.remove(reference.getId()) == null) {
                        // A workspace has another name each time it is asked for it.
                        references.values().removeIf(known -> known == reference);
                    }
                }
                gone.clear();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
