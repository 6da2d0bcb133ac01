package dl4jbridge.trace;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Where each parameter of a network lies in its flat vector. */
final class Layout {

    private static final class Part {
        private final String name;
        private final long[] shape;
        private final char order;
        private final long offset;
        private final long length;

        Part(String name, INDArray array, long offset) {
            this.name = name;
            this.shape = array.shape();
            this.order = array.ordering();
            this.offset = offset;
            this.length = array.length();
        }
    }

    private final List<Part> parts = new ArrayList<>();

    Layout(Model network) {
        INDArray flat = network.params();
        if (flat == null || flat.isEmpty()) {
            return;
        }
        long start = address(flat);
        int size = flat.dataType().width();
        network.paramTable().forEach((name, array) -> {
            long offset = (address(array) - start) / size;
            if (offset < 0 || offset + array.length() > flat.length()) {
                throw new IllegalStateException(name + " lies outside of the network's parameters");
            }
            parts.add(new Part(name, array, offset));
        });
    }

    private static long address(INDArray array) {
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        return array.data().addressPointer().address();
    }

    /** Hash of each parameter, by name. */
    Map<String, String> hashes(INDArray flat) {
        Map<String, String> hashes = new LinkedHashMap<>();
        CRC32 hash = new CRC32();
        for (Part part : parts) {
            hash.reset();
            Values.parts(flat, part.offset, part.length).forEach(hash::update);
            hashes.put(part.name, Values.text(hash));
        }
        return hashes;
    }

    /** The parameters as the trace describes them. */
    List<Map<String, Object>> describe(INDArray flat) throws NoSuchAlgorithmException {
        List<Map<String, Object>> all = new ArrayList<>();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Part part : parts) {
            Values.parts(flat, part.offset, part.length).forEach(digest::update);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", part.name);
            one.put("shape", part.shape);
            one.put("order", String.valueOf(part.order));
            one.put("offset", part.offset);
            one.put("sha256", hex(digest.digest()));
            all.add(one);
        }
        return all;
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder(2 * bytes.length);
        for (byte one : bytes) {
            text.append(String.format("%02x", one));
        }
        return text.toString();
    }
}
