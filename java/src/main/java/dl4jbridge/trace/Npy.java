package dl4jbridge.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vector in the format that numpy reads (NEP 1, version 1.0). */
final class Npy {

    private Npy() {
    }

    static void write(Path file, INDArray vector) throws IOException {
        String header = "{'descr': '" + descr(vector.dataType()) + "', 'fortran_order': False, "
                + "'shape': (" + vector.length() + ",), }";
        int length = header.length() + 1;
        int padding = (64 - (10 + length) % 64) % 64;
        ByteBuffer head = ByteBuffer.allocate(10 + length + padding);
        head.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
        head.put((byte) 0).put((byte) (length + padding)).put((byte) (length + padding >> 8));
        head.put((header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII)).flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE,
                StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(head);
            for (ByteBuffer part : Values.parts(vector, 0, vector.length())) {
                while (part.hasRemaining()) {
                    channel.write(part);
                }
            }
        }
    }

    private static String descr(DataType type) {
        switch (type) {
            case FLOAT:
                return "<f4";
            case DOUBLE:
                return "<f8";
            case HALF:
                return "<f2";
            default:
                throw new IllegalArgumentException("parameters of type " + type);
        }
    }
}
