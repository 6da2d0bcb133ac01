package dl4jbridge.trace;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vector in the format that numpy reads (NEP 1, version 1.0). */
final class Npy {

    private static final int PIECE = 1 << 16;

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
        head.put((header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII));
        // Not a channel: an interrupted thread closes it, and JPype interrupts all at the end.
        try (OutputStream out = new FileOutputStream(file.toFile())) {
            out.write(head.array());
            byte[] piece = new byte[PIECE];
            for (ByteBuffer part : Values.parts(vector, 0, vector.length())) {
                while (part.hasRemaining()) {
                    int count = Math.min(PIECE, part.remaining());
                    part.get(piece, 0, count);
                    out.write(piece, 0, count);
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
