package dl4jbridge.ui;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.instrument.ClassFileTransformer;
import java.nio.ByteBuffer;
import java.security.ProtectionDomain;

/**
 * Has Vert.x's servers listen on this machine alone, unless a program names another host.
 *
 * <p>DL4J's {@code UIServer} names none, and Vert.x then takes every interface: a constant in its
 * classes, which are changed as they are loaded.
 */
public final class LoopbackByDefault implements ClassFileTransformer {
    private static final byte[] EVERYWHERE = constant("0.0.0.0");
    private static final byte[] HERE = constant("127.0.0.1");

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> old, ProtectionDomain domain, byte[] code) {
        int at = name != null && name.startsWith("io/vertx/core/") ? find(code) : -1;
        if (at < 0) {
            return null;
        }
        int after = at + EVERYWHERE.length;
        return ByteBuffer.allocate(code.length - EVERYWHERE.length + HERE.length)
                .put(code, 0, at)
                .put(HERE)
                .put(code, after, code.length - after)
                .array();
    }

    private static int find(byte[] code) {
        for (int at = 0; at + EVERYWHERE.length <= code.length; at++) {
            if (ByteBuffer.wrap(code, at, EVERYWHERE.length).equals(ByteBuffer.wrap(EVERYWHERE))) {
                return at;
            }
        }
        return -1;
    }

    /** A text as the constant pool of a class file has it: tag, length, bytes (JVMS 4.4.7). */
    private static byte[] constant(String text) {
        return ByteBuffer.allocate(3 + text.length())
                .put((byte) 1)
                .putShort((short) text.length())
                .put(text.getBytes(US_ASCII))
                .array();
    }
}
